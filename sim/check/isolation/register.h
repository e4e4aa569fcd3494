// Histories of transactions that read and write registers, each value written to a key at most
// once: every read names the write it saw, but the order of the versions is only partly known.
//
// Certain, under snapshot isolation and above: the initial version comes first, and a transaction
// that reads a version and writes the key makes the very next version (any other write between
// would be lost). That links versions into chains; the order between chains is left to the
// polygraph. Deciding it is NP-complete in general (Papadimitriou 1979; Biswas and Enea, OOPSLA
// 2019).
#pragma once

#include <vector>

#include "sim/check/isolation/analysis.h"
#include "sim/check/isolation/write_table.h"

namespace ordain::check::isolation {

class Register {
 public:
  explicit Register(const Transactions& transactions);
  Analysis run();

 private:
  struct KeyState {
    uint32_t transaction = kNone;  // whose state this is
    bool read = false;
    bool written = false;
    Token value = kInitial;    // what the next read must return
    uint32_t version = kNone;  // the first one read: a slot, or initial_
    bool replaces = false;     // counted as reading a version and building on it
  };
  struct Reading {
    uint32_t version;  // a slot, or size of the table plus key for the initial version
    uint32_t transaction;
  };

  uint32_t initial(uint32_t key) const { return writes_.size() + key; }
  void find_members();
  void visit(uint32_t t);
  void on_write(const MicroOp& op, uint32_t slot, KeyState& state);
  void on_read(uint32_t t, const MicroOp& op, KeyState& state);
  void on_external_read(uint32_t t, const MicroOp& op, KeyState& state);
  void replaces_version(uint32_t slot, uint32_t key, KeyState& state);
  void index_readings();
  void link_key(uint32_t key);
  uint32_t link_chain(uint32_t key, uint32_t version);
  void link_after_first(uint32_t key, uint32_t tail, const std::vector<Chain>& others);
  Chain make_chain(uint32_t key, uint32_t head, uint32_t tail);
  void add_edge(Edge kind, uint32_t from, uint32_t to, uint32_t key);
  void report(Anomaly kind, std::vector<uint32_t> who, const std::string& text);
  std::string read_text(uint32_t t, const MicroOp& op) const;

  const Transactions& transactions_;
  WriteTable writes_;
  Analysis out_;
  std::vector<KeyState> state_;          // by key
  std::vector<uint32_t> successor_;      // by version: the slot written by a reader of it
  std::vector<uint32_t> predecessor_;    // by slot: the version its transaction read and replaced
  std::vector<Reading> readings_;        // external reads, grouped by version
  std::vector<uint32_t> first_reading_;  // by version
  std::vector<uint8_t> visited_;         // by slot: part of a chain already
};

}  // namespace ordain::check::isolation
