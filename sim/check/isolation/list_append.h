// Histories of transactions that append to lists and read them: every read shows the order of the
// versions it rests on, so all dependencies follow from the history itself (Kingsbury and Alvaro,
// "Elle: Inferring Isolation Anomalies from Experimental Observations", VLDB 2020).
//
// Beyond Elle: one transaction's appends to a list must show in its own order and without a gap
// (otherwise the inference would accept histories that no serial order explains), and appends that
// nobody read are handed on as chains, because snapshot isolation must order them somehow.
//
// Linear in the number of micro-operations, after the lists themselves were compared on the way in.
#pragma once

#include <vector>

#include "sim/check/isolation/analysis.h"
#include "sim/check/isolation/list_versions.h"
#include "sim/check/isolation/write_table.h"

namespace ordain::check::isolation {

class ListAppend {
 public:
  explicit ListAppend(const Transactions& transactions);
  Analysis run();

 private:
  // What the transaction at hand did to a key so far.
  struct KeyState {
    uint32_t transaction = kNone;    // whose state this is
    uint32_t base = kNone;           // the version it read, without its own appends
    uint32_t appended = 0;           // how many elements of its own
    uint32_t first_version = kNone;  // of its first append
    uint32_t last_version = kNone;   // of its latest append
    uint32_t longest = 0;            // the longest list it read
    bool consecutive = true;         // its appends made versions that follow each other
    bool replaces = false;           // counted as reading a version and building on it
  };

  void find_members();
  void link_versions();
  void visit(uint32_t t);
  void on_append(uint32_t t, const MicroOp& op, uint32_t slot, KeyState& state);
  void on_read(uint32_t t, const MicroOp& op, KeyState& state);
  void on_other_read(uint32_t t, const MicroOp& op, KeyState& state);
  void first_read(uint32_t t, uint32_t key, uint32_t version);
  void check_final(uint32_t t, uint32_t key, uint32_t version);
  void replaces_version(uint32_t t, uint32_t key, KeyState& state);
  void report_order(uint32_t t, uint32_t key);
  void report_internal(Anomaly kind, uint32_t t, const MicroOp& op, const std::string& why);
  void add_edge(Edge kind, uint32_t from, uint32_t to, uint32_t key);
  void collect_unread();
  void link_unread(uint32_t key, std::vector<uint32_t>& readers, std::vector<uint32_t>& writers);
  std::string list_text(const MicroOp& op) const;

  const Transactions& transactions_;
  WriteTable writes_;
  ListVersions versions_;
  Analysis out_;
  std::vector<KeyState> state_;        // by key
  std::vector<uint32_t> replaced_by_;  // by version number: who read it and appended
  struct AtEnd {                       // a transaction concerned with the last version of a key
    uint32_t key;
    uint32_t transaction;
  };
  std::vector<uint8_t> has_unread_;  // by key: committed appends that no longest read shows
  std::vector<AtEnd> tail_reads_;
  std::vector<AtEnd> unread_;
};

}  // namespace ordain::check::isolation
