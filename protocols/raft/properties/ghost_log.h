// One server's durable log as its facts tell it: the prefix hash at each index. The ledger of the
// properties that compare logs; it survives the server's crashes, as the log does.
#pragma once

#include <cstdint>
#include <vector>

#include "protocols/raft/facts.h"
#include "sim/base/encode.h"

namespace ordain::raft {

class GhostLog {
 public:
  // Nobody told: an entry that became durable in a crash, before the server could report it.
  static constexpr uint64_t kUnknown = 0;

  void encode(Encoder& out) const { ordain::encode(out, hashes_); }
  uint64_t last_index() const { return hashes_.size(); }
  uint64_t hash_at(uint64_t index) const {
    return index - 1 < hashes_.size() ? hashes_[index - 1] : kUnknown;
  }
  // Whether the log may hold the prefix that ends at `index` with `hash`: what is unknown may.
  bool may_hold(uint64_t index, uint64_t hash) const {
    if (index == 0) return true;
    return index <= last_index() && (hash_at(index) == hash || hash_at(index) == kUnknown);
  }

  void append(const Appended& fact) {
    hashes_.resize(fact.index - 1, kUnknown);
    hashes_.push_back(fact.prefix_hash);
  }
  void truncate(const Truncated& fact) {
    if (fact.from <= hashes_.size()) hashes_.resize(fact.from - 1);
  }
  // A leader's snapshot: what it stands for is held, entry by entry unknown; the log behind it
  // stays where it held the entry in which the snapshot ends. (A server that compacts its log
  // itself forgets nothing that matters here.)
  void install(const SnapshotInstalled& fact) {
    const bool kept = hash_at(fact.index) == fact.prefix_hash;
    if (!kept) hashes_.clear();
    hashes_.resize(fact.last_index, kUnknown);
    hashes_[fact.index - 1] = fact.prefix_hash;
  }
  // A crash may have kept unsynced writes that were never reported, truncations among them: unless
  // the end is as reported, only the committed prefix is still known.
  void recover(const Recovered& fact, uint64_t commit_index) {
    const bool as_reported = fact.last_index == 0 || hash_at(fact.last_index) == fact.prefix_hash;
    hashes_.resize(fact.last_index, kUnknown);
    if (as_reported) return;
    for (uint64_t i = commit_index + 1; i <= fact.last_index; ++i) hashes_[i - 1] = kUnknown;
    hashes_.back() = fact.prefix_hash;
  }

 private:
  std::vector<uint64_t> hashes_;
};

}  // namespace ordain::raft
