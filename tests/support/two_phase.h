// Two-phase commit as a small model for exploration, the same as TLA+'s TwoPhase (Gray and Lamport,
// "Consensus on Transaction Commit", 2006, appendix): resource managers n1 .. nN prepare or abort
// by themselves, a transaction manager behind them (the last node) collects what is prepared, and
// commits or aborts at any moment. What the specification leaves open is a timer here.
#pragma once

#include <set>
#include <variant>

#include "sim/check/property.h"
#include "sim/core/node_table.h"
#include "sim/run/run_spec.h"

namespace ordain::test::two_phase {

struct Config {
  bool counts_twice = false;        // the manager counts messages, not managers
  bool prepared_may_abort = false;  // a manager that is prepared may still abort by itself
};

struct Prepared {
  bool yes = true;
};
struct Commit {
  bool yes = true;
};
struct Abort {
  bool yes = false;
};
BOOST_DESCRIBE_STRUCT(Prepared, (), (yes))
BOOST_DESCRIBE_STRUCT(Commit, (), (yes))
BOOST_DESCRIBE_STRUCT(Abort, (), (yes))

// A resource manager has ended the transaction.
struct Ended {
  bool committed = false;
};
BOOST_DESCRIBE_STRUCT(Ended, (), (committed))

BOOST_DEFINE_FIXED_ENUM_CLASS(Phase, uint8_t, working, prepared, committed, aborted)

struct ResourceManager {
  using Config = two_phase::Config;
  using Messages = std::variant<Commit, Abort>;
  enum class Timer : uint8_t { prepare, abort };
  BOOST_DESCRIBE_NESTED_ENUM(Timer, prepare, abort)

  Phase phase = Phase::working;

  ResourceManager(const Config&, NodeId) {}
  void on_start(Ctx& ctx);
  void on_timer(Timer timer, Ctx& ctx);
  void on(const Commit&, NodeId, Ctx& ctx) { end(Phase::committed, ctx); }
  void on(const Abort&, NodeId, Ctx& ctx) { end(Phase::aborted, ctx); }
  void end(Phase outcome, Ctx& ctx);

  BOOST_DESCRIBE_CLASS(ResourceManager, (), (phase), (), ())
};

struct TransactionManager {
  using Config = two_phase::Config;
  using Messages = std::variant<Prepared>;
  enum class Timer : uint8_t { commit, abort };
  BOOST_DESCRIBE_NESTED_ENUM(Timer, commit, abort)

  Phase phase = Phase::working;
  std::set<NodeId> prepared;
  uint64_t counted = 0;

  TransactionManager(const Config&, NodeId) {}
  void on_start(Ctx& ctx) { ctx.set_timer(Timer::abort, milliseconds(50)); }
  void on_timer(Timer timer, Ctx& ctx);
  void on(const Prepared&, NodeId from, Ctx& ctx);

  BOOST_DESCRIBE_CLASS(TransactionManager, (), (phase, prepared, counted), (), ())
};

// No resource manager commits while another one aborts (TCConsistent).
class Consistent : public PropertyOf<Consistent> {
 public:
  std::string_view name() const override { return "consistent"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Ended>}; }
  void on_fact(const FactEvent& event, Report& report) override;
  bool encode(Encoder& out) const override {
    out.word((committed_ ? 1 : 0) | (aborted_ ? 2 : 0));
    return true;
  }

 private:
  bool committed_ = false;
  bool aborted_ = false;
};

// `managers` resource managers and the transaction manager, which counts as a client.
RunSpec spec(uint32_t managers, Config config = {});

}  // namespace ordain::test::two_phase
