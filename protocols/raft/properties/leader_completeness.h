// Leader Completeness (Figure 3): "if a log entry is committed in a given term, then that entry
// will be present in the logs of the leaders for all higher-numbered terms."
//
// Only entries committed in terms below the new leader's are compared: a delayed vote may elect the
// leader of an older term after a newer one has committed, and that leader need not know of it. The
// term in which an entry was committed is at most that of any server that has learnt of it.
#pragma once

#include <map>

#include "protocols/raft/facts.h"
#include "protocols/raft/properties/ghost_log.h"
#include "sim/check/by_node.h"
#include "sim/check/property.h"

namespace ordain::raft {

class LeaderCompleteness : public PropertyOf<LeaderCompleteness> {
 public:
  std::string_view name() const override { return "leader_completeness"; }
  std::vector<const FactType*> facts() const override {
    return {&kFactType<Appended>, &kFactType<Truncated>, &kFactType<Committed>,
            &kFactType<Elected>,  &kFactType<Recovered>, &kFactType<SnapshotInstalled>};
  }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, logs_);
    ordain::encode(out, commit_index_);
    ordain::encode(out, highest_);
    return true;
  }

 private:
  struct Commit {
    uint64_t index = 0;
    uint64_t prefix_hash = 0;
    void encode(Encoder& out) const {
      out.word(index);
      out.word(prefix_hash);
    }
  };
  void on_elected(const FactEvent& event, Report& report);

  ByNode<GhostLog> logs_;
  ByNode<uint64_t> commit_index_;
  std::map<uint64_t, Commit> highest_;  // by the term of the server that reported the commit
};

}  // namespace ordain::raft
