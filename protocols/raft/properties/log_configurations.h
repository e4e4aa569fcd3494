// The configurations in each server's log, as its facts tell them: for the properties that ask by
// which rule a server decides. Until a fact tells of another, all servers vote.
#pragma once

#include <vector>

#include "protocols/raft/configuration.h"
#include "protocols/raft/facts.h"
#include "sim/check/by_node.h"
#include "sim/core/fact.h"

namespace ordain::raft {

struct ConfigurationAt {
  uint64_t index = 0;  // of its entry; 0: the initial one
  Configuration configuration;
  bool assumed = false;  // on the server's word, for want of a fact about its entry
  BOOST_DESCRIBE_CLASS(ConfigurationAt, (), (index, configuration, assumed), (), ())
};

class LogConfigurations {
 public:
  explicit LogConfigurations(uint32_t servers) {
    initial_.configuration.voters = ServerSet::first(servers);
  }

  // Those of the facts below that it knows; a property subscribes to them.
  void on_fact(const FactEvent& event);
  void encode(Encoder& out) const {
    ordain::encode(out, initial_);
    ordain::encode(out, held_);
  }
  // The latest in this server's log.
  const ConfigurationAt& of(NodeId server) const {
    const std::vector<Held>& all = held_.values();
    if (server.value >= all.size() || all[server.value].entries.empty()) return initial_;
    return all[server.value].entries.back();
  }

 private:
  struct Held {
    std::vector<ConfigurationAt> entries;  // by index
    bool unreported = false;  // came with a snapshot or out of a crash: it will tell which it uses
    BOOST_DESCRIBE_CLASS(Held, (), (entries, unreported), (), ())
  };
  void configured(const Configured& fact, NodeId server);

  ConfigurationAt initial_;
  ByNode<Held> held_;
};

// The members of the latest configuration that is known to be committed.
class CommittedMembers {
 public:
  void on_fact(const Configured& fact) {  // the initial one
    if (fact.index == 0 && index_ == 0) set(0, told_by(fact));
  }
  void on_fact(const ConfigCommitted& fact) {
    if (fact.index >= index_) set(fact.index, told_by(fact));
  }
  bool has(NodeId server) const { return !told_ || members_.contains(server); }

 private:
  void set(uint64_t index, const Configuration& configuration) {
    told_ = true;
    index_ = index;
    members_ = configuration.members();
  }

  bool told_ = false;
  uint64_t index_ = 0;
  ServerSet members_;
};

}  // namespace ordain::raft
