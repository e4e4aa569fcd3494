#include "tests/support/ring.h"

#include <algorithm>
#include <map>
#include <set>

namespace ordain::test::ring {

Node Node::recover(const Config& config, NodeId self, const Durable& disk) {
  Node out(config, self);
  if (const Token* token = disk.find<Token>(Area::token)) out.token = *token;
  return out;
}

void Node::on_start(Ctx& ctx) {
  ctx.set_timer(Timer::lost, ctx.pick(Pick::wait, milliseconds(100), milliseconds(300)));
}

void Node::on(const Token& got, NodeId, Ctx& ctx) {
  if (got.hops <= token.hops) return;  // an older one, or a copy
  token = got;
  if (!ctx.config<Config>().forgets) ctx.put(Area::token, token);
  ctx.fact(Passed{token.hops, token.mark});
  ctx.set_timer(Timer::pass, ctx.pick(Pick::wait, milliseconds(1), milliseconds(5)));
  ctx.set_timer(Timer::lost, ctx.pick(Pick::wait, milliseconds(200), milliseconds(400)));
}

void Node::on_timer(Timer timer, Ctx& ctx) {
  if (timer == Timer::lost) {
    ++made;
    token.mark = ctx.pick(Pick::mark, 0);
    ctx.set_timer(Timer::lost, ctx.pick(Pick::wait, milliseconds(200), milliseconds(400)));
  }
  const auto skip = static_cast<uint32_t>(ctx.pick(Pick::next, ctx.servers() - 1)) + 1;
  ctx.send(NodeId((ctx.self().value + skip) % ctx.servers()), Token{token.hops + 1, token.mark});
}

namespace {

struct HopsGrow : PropertyOf<HopsGrow> {
  std::map<uint32_t, uint64_t> last;

  std::string_view name() const override { return "hops_grow"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Passed>}; }
  void on_fact(const FactEvent& event, Report& report) override {
    const uint64_t hops = event.fact.as<Passed>().hops;
    uint64_t& before = last[event.node.value];
    if (hops <= before) {
      report.violated(name(),
                      "n" + std::to_string(event.node.value) + " passed hop " +
                          std::to_string(hops) + " after hop " + std::to_string(before),
                      event);
    }
    before = hops;
  }
};

struct TokenGoesRound : PropertyOf<TokenGoesRound> {
  bool healed = false;
  std::set<uint32_t> waiting;

  std::string_view name() const override { return "token_goes_round"; }
  PropertyKind kind() const override { return PropertyKind::eventually; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Passed>}; }
  void on_fact(const FactEvent& event, Report&) override { waiting.erase(event.node.value); }
  void on_heal(const std::vector<NodeId>& core) override {
    healed = true;
    for (NodeId node : core) waiting.insert(node.value);
  }
  std::string pending() const override {
    std::string out;
    for (uint32_t node : waiting) {
      out += (out.empty() ? "the token at n" : ", n") + std::to_string(node);
    }
    return out;
  }
};

}  // namespace

std::unique_ptr<Property> hops_grow() { return std::make_unique<HopsGrow>(); }
std::unique_ptr<Property> token_goes_round() { return std::make_unique<TokenGoesRound>(); }

RunSpec spec(uint32_t servers, Config config) {
  RunSpec out;
  out.scenario = out.protocol = "ring";
  out.servers = servers;
  out.quorum = servers / 2 + 1;
  const auto shared = std::make_shared<const Config>(config);
  out.build = [servers, shared] {
    std::vector<std::unique_ptr<NodeTable>> tables;
    tables.push_back(std::make_unique<TypedNodes<Node>>(shared, servers));
    return tables;
  };
  out.properties = {hops_grow, token_goes_round};
  out.duration = seconds(5);
  out.liveness.bound = seconds(20);
  return out;
}

RunSpec rough_spec(uint32_t servers, Config config) {
  RunSpec out = spec(servers, config);
  LinkConfig& link = out.network.all;
  link.loss = {1, 50};
  link.duplicate = {1, 20};
  link.corrupt = {1, 100};
  link.bursts = {seconds(1), milliseconds(50), {1, 2}};
  out.disk.latency = Distribution::uniform(Duration{}, milliseconds(4));
  out.disk.stall = {1, 100};
  out.disk.torn = {1, 2};
  out.clocks.skew_low = milliseconds(-100);
  out.clocks.skew_high = milliseconds(100);
  out.clocks.drift_low_ppm = -500;
  out.clocks.drift_high_ppm = 500;
  const auto recurring = [&](ActionKind kind, TargetKind target, Duration about) {
    FaultRule rule;
    rule.trigger.kind = TriggerKind::every;
    rule.trigger.every_low = about / 2;
    rule.trigger.every_high = about * 2;
    rule.trigger.times = 0;
    rule.action.kind = kind;
    rule.action.target.kind = target;
    rule.action.shape = PartitionShape::random;
    rule.action.service_time = milliseconds(2);
    rule.action.jump_low = milliseconds(-200);
    rule.action.jump_high = milliseconds(200);
    rule.for_low = milliseconds(20);
    rule.for_high = milliseconds(300);
    out.faults.push_back(rule);
  };
  recurring(ActionKind::crash, TargetKind::any, milliseconds(300));
  recurring(ActionKind::pause, TargetKind::any, milliseconds(700));
  recurring(ActionKind::slow, TargetKind::any, milliseconds(900));
  recurring(ActionKind::partition, TargetKind::all, milliseconds(500));
  recurring(ActionKind::clock, TargetKind::any, milliseconds(600));
  recurring(ActionKind::hold, TargetKind::any, milliseconds(800));
  return out;
}

}  // namespace ordain::test::ring
