// What a first reading of a history yields, the same for lists and registers: anomalies visible
// without any cycle, the dependencies that hold for certain, and the chains of versions whose order
// is still open. Everything behind it knows nothing of lists or registers.
//
// A chain is a run of versions of one key that follow each other without a gap, because each
// transaction in it read the version before its own: no other write can come between under snapshot
// isolation or serializability (Tan, Zhao, Mu and Walfish, "Cobra", OSDI 2020, call it combining
// writes). The chain that holds the key's initial version comes first and is not listed: its edges
// to the others are certain.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "sim/check/isolation/dependency_graph.h"
#include "sim/check/isolation/levels.h"
#include "sim/check/isolation/transactions.h"

namespace ordain::check::isolation {

struct Finding {
  Anomaly kind = Anomaly::Garbage;
  Order order = Order::Data;
  std::vector<uint32_t> transactions;  // the cycle, or those involved
  std::string explanation;

  std::string name() const {
    return std::string(anomaly_name(kind)) + std::string(order_suffix(order));
  }
};

// Keeps the first few of each kind, and counts all.
class Findings {
 public:
  explicit Findings(uint32_t most_of_a_kind = 8) : most_(most_of_a_kind) {}

  // Counts one more; true when its words are wanted, to be given to add().
  bool count(Anomaly kind) { return ++counts_[static_cast<size_t>(kind)] <= most_; }
  void add(Finding finding) { kept_.push_back(std::move(finding)); }

  bool any(Anomaly kind) const { return counts_[static_cast<size_t>(kind)] != 0; }
  uint64_t counted(Anomaly kind) const { return counts_[static_cast<size_t>(kind)]; }
  const std::vector<Finding>& kept() const { return kept_; }

 private:
  uint32_t most_;
  std::array<uint64_t, kAnomalies> counts_{};
  std::vector<Finding> kept_;
};

struct Chain {
  uint32_t key = 0;
  uint32_t head = 0;          // the transaction that wrote its first version
  uint32_t tail = 0;          // and its last
  uint32_t first_reader = 0;  // of the last version, in Analysis::readers, without the tail itself
  uint32_t last_reader = 0;
};

struct Analysis {
  Findings findings;
  std::vector<uint8_t> member;  // by transaction: it took place
  std::vector<DataEdge> edges;
  uint32_t hubs = 0;
  std::vector<Chain> chains;  // grouped by key
  std::vector<uint32_t> readers;
  // Whether ww edges are those of the database's own version order (lists: the reads show it), so
  // that they count below snapshot isolation too; for registers they are consequences of it.
  bool observed_version_order = false;
};

// Both throw InputError when a key's values are not unique: then nobody can tell who wrote what.
Analysis analyse_list_append(const Transactions& transactions);
Analysis analyse_register(const Transactions& transactions);

}  // namespace ordain::check::isolation
