// The known bugs that can be planted in this Raft, each at exactly one line: a question to
// `config.broken(Mutant::...)` there. mutants.cc says of each what it breaks and who met it first.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/base/describe.h"

namespace ordain::raft {

BOOST_DEFINE_FIXED_ENUM_CLASS(Mutant, uint8_t, vote_volatile, log_volatile, no_uptodate, fig8,
                              revote, truncate_always, no_prevterm, stale_vote_resp, quorum_wrong,
                              fixed_timeout, commit_min_lastlog, dup_votes, no_sessions)

class MutantSet {
 public:
  bool has(Mutant mutant) const { return (bits_ >> static_cast<uint8_t>(mutant)) & 1; }
  void add(Mutant mutant) { bits_ |= uint64_t{1} << static_cast<uint8_t>(mutant); }

 private:
  uint64_t bits_ = 0;
};

struct MutantInfo {
  Mutant mutant;
  std::string_view name;      // "rf.vote_volatile"
  std::string_view about;     // what the mutated code does
  std::string_view violates;  // the property that notices
  std::string_view source;
  std::string_view armed_by;  // what a scenario must set for it to show
};

const std::vector<MutantInfo>& mutants();

}  // namespace ordain::raft
