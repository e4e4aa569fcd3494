#include "tests/support/two_phase.h"

namespace ordain::test::two_phase {

void ResourceManager::on_start(Ctx& ctx) {
  ctx.set_timer(Timer::prepare, milliseconds(10));
  ctx.set_timer(Timer::abort, milliseconds(30));
}

void ResourceManager::on_timer(Timer timer, Ctx& ctx) {
  if (timer == Timer::abort) return end(Phase::aborted, ctx);
  phase = Phase::prepared;
  if (!ctx.config<Config>().prepared_may_abort) ctx.cancel_timer(Timer::abort);
  ctx.send(NodeId(ctx.servers()), Prepared{});
}

void ResourceManager::end(Phase outcome, Ctx& ctx) {
  ctx.cancel_timer(Timer::prepare);
  ctx.cancel_timer(Timer::abort);
  if (phase == outcome) return;
  phase = outcome;
  ctx.fact(Ended{phase == Phase::committed});
}

void TransactionManager::on_timer(Timer timer, Ctx& ctx) {
  ctx.cancel_timer(Timer::commit);
  ctx.cancel_timer(Timer::abort);
  phase = timer == Timer::commit ? Phase::committed : Phase::aborted;
  phase == Phase::committed ? ctx.broadcast(Commit{}) : ctx.broadcast(Abort{});
}

void TransactionManager::on(const Prepared&, NodeId from, Ctx& ctx) {
  if (phase != Phase::working) return;
  prepared.insert(from);
  const bool twice = ctx.config<Config>().counts_twice;
  if (twice) ++counted;
  if ((twice ? counted : prepared.size()) >= ctx.servers()) {
    ctx.set_timer(Timer::commit, milliseconds(10));
  }
}

void Consistent::on_fact(const FactEvent& event, Report& report) {
  (event.fact.as<Ended>().committed ? committed_ : aborted_) = true;
  if (committed_ && aborted_) report.violated(name(), "one committed and one aborted", event);
}

RunSpec spec(uint32_t managers, Config config) {
  RunSpec out;
  out.scenario = "two_phase";
  out.protocol = "two_phase";
  out.servers = managers;
  out.clients = 1;
  out.quorum = managers;
  out.build = [managers, config] {
    const auto shared = std::make_shared<const Config>(config);
    std::vector<std::unique_ptr<NodeTable>> tables;
    tables.push_back(std::make_unique<TypedNodes<ResourceManager>>(shared, managers));
    tables.push_back(std::make_unique<TypedNodes<TransactionManager>>(shared, 1));
    return tables;
  };
  out.properties.push_back([] { return std::make_unique<Consistent>(); });
  return out;
}

}  // namespace ordain::test::two_phase
