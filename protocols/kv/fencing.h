// What locks are for, judged by what their clients see (protocols/kv/apps/locks.h).
#pragma once

#include <map>
#include <set>

#include "protocols/kv/client_config.h"
#include "sim/check/property.h"

namespace ordain::kv {

// Nobody is granted a lock from the moment when another has been told that it holds it until that
// one asks for its release. A lease may end a grant before, so there it has nothing to say: then
// two clients may well believe that they hold the lock, and it is fencing that keeps them apart.
class MutualExclusion : public PropertyOf<MutualExclusion> {
 public:
  explicit MutualExclusion(const ClientConfig& config)
      : applies_(config.application == Application::locks && config.lease.ns == 0),
        servers_(config.servers) {}

  std::string_view name() const override { return "mutual_exclusion"; }
  std::vector<const FactType*> facts() const override { return {}; }
  void on_fact(const FactEvent&, Report&) override {}
  bool wants_operations() const override { return applies_; }
  void on_operation(const OpRecord& record, Report& report) override;
  bool encode(Encoder& out) const override;

 private:
  struct Holder {
    NodeId client;
    int64_t token = 0;
  };

  bool applies_;
  uint32_t servers_;
  std::map<uint64_t, Holder> holders_;  // by lock
};

// A lock's tokens are all different and grow: one that is granted is higher than each that a client
// had been granted before this one asked. And once a write that showed a token is done, no write
// with a lower one is accepted that began later.
class FencingMonotonic : public PropertyOf<FencingMonotonic> {
 public:
  explicit FencingMonotonic(const ClientConfig& config)
      : applies_(config.application == Application::locks), servers_(config.servers) {}

  std::string_view name() const override { return "fencing_monotonic"; }
  std::vector<const FactType*> facts() const override { return {}; }
  void on_fact(const FactEvent&, Report&) override {}
  bool wants_operations() const override { return applies_; }
  void on_operation(const OpRecord& record, Report& report) override;
  bool encode(Encoder& out) const override {
    ordain::encode(out, tokens_);
    ordain::encode(out, before_);
    return true;
  }

 private:
  struct Tokens {
    std::set<int64_t> granted;
    int64_t highest_granted = 0;
    int64_t highest_written = 0;
    BOOST_DESCRIBE_CLASS(Tokens, (), (granted, highest_granted, highest_written), (), ())
  };

  void granted(const OpRecord& record, int64_t before, Report& report);
  void written(const OpRecord& record, int64_t before, Report& report);

  bool applies_;
  uint32_t servers_;
  std::map<uint64_t, Tokens> tokens_;                      // by lock
  std::map<std::pair<NodeId, uint64_t>, int64_t> before_;  // an open operation's bound
};

}  // namespace ordain::kv
