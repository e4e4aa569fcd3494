// Symmetry reduction (Ip and Dill, "Better Verification Through Symmetry", 1996): where servers are
// alike, a state stands for all that come from it by renaming them.
//
// Nothing is renamed in fact: a state's key is the least of its encodings under all permutations of
// the servers (Encoder::rename_nodes), and states with one key are one. Each local state, message
// and ledger is encoded once a permutation and then known by a number. Keys are compared exactly.
#pragma once

#include <map>
#include <vector>

#include "sim/explore/exhaustive/global_model.h"
#include "sim/explore/exhaustive/number_map.h"

namespace ordain {

class Symmetry {
 public:
  static constexpr uint32_t kMostServers = 6;

  // Throws InputError where renaming cannot be followed: into histories, into facts that wait for a
  // disk, into the order of FIFO links.
  explicit Symmetry(GlobalModel& model);

  // The key of a state; valid until the next call.
  StateStore::Words key(StateStore::Words state);

 private:
  enum class What : uint32_t { local, message, ledger };
  // The number of the thing's encoding under a permutation.
  uint32_t renamed(What what, uint32_t number, uint32_t permutation);
  void encode(What what, uint32_t number, Encoder& out) const;
  void apply(StateStore::Words state, uint32_t permutation);

  GlobalModel& model_;
  std::vector<Renaming> permutations_;
  std::vector<NumberMap> known_;  // by what and permutation
  std::map<Digest128, uint32_t> numbers_;
  std::vector<uint32_t> next_, least_;
};

}  // namespace ordain
