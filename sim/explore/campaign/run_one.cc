#include "sim/explore/campaign/run_one.h"

#include "sim/explore/strategy/guide.h"
#include "sim/run/verify.h"
#include "sim/scenario/repro.h"
#include "sim/scenario/site_name.h"
#include "sim/scenario/swarm_ranges.h"

namespace ordain {
namespace {

// A scenario as a seed and a strategy make it.
class GuidedRun {
 public:
  explicit GuidedRun(const RunOrder& order)
      : order_(order), start_{order.index, order.seed, &setting_} {
    order.strategy.begin(start_);
    drawn_ = draw_ranges(order.scenario, order.registry, start_.seed);
    spec_ = make_run_spec(scenario(), order.registry);
    setting_ = {spec_.servers, spec_.network};
    draw_network();
    if (!order.strategy.wants_coverage()) return;
    const Protocol* protocol = order.registry.find(order.scenario.protocol);
    spec_.properties.push_back([facts = protocol->facts, servers = spec_.servers, log = &log_] {
      return make_coverage(facts, servers, log);
    });
  }
  GuidedRun(const GuidedRun&) = delete;

  uint64_t seed() const { return start_.seed; }
  const Scenario& scenario() const { return drawn_ ? *drawn_ : order_.scenario; }
  const RunSpec& spec() const { return spec_; }
  const CoverageLog& log() const { return log_; }

  RunResult run(const Guide::Note& note) {
    log_ = {};
    Guide guide(order_.strategy, spec_.overrides, log_);
    guide.set_note(note);
    RunOptions options;
    options.strategy = &guide;
    options.record_trace = order_.strategy.wants_deliveries();
    Run run(spec_, start_.seed, options);
    if (options.record_trace) guide.follow(run.world().trace());
    do {
      guide.forget();
    } while (run.step());
    return run.finish();
  }

 private:
  // How the seed's swarm leaves the network: what the strategy has to keep to.
  void draw_network() {
    if (spec_.swarm.empty()) return;
    Choices choices(start_.seed);
    choices.set_overrides(spec_.overrides);
    DiskConfig disk = spec_.disk;
    ClockConfig clocks = spec_.clocks;
    std::vector<FaultRule> faults;
    draw_swarm(spec_.swarm, choices, setting_.network, disk, clocks, faults);
  }

  const RunOrder& order_;
  RunSetting setting_;
  RunStart start_;
  std::optional<Scenario> drawn_;
  RunSpec spec_;
  CoverageLog log_;
};

std::shared_ptr<const Overrides> merged(const std::shared_ptr<const Overrides>& fixed,
                                        const Overrides& answered) {
  auto out = std::make_shared<Overrides>(answered);
  if (fixed) out->insert(fixed->begin(), fixed->end());
  return out;
}

RunSummary summary_of(const RunOrder& order, const GuidedRun& guided, const RunResult& result) {
  RunSummary out;
  out.learned = {order.index, guided.seed(), result.messages.sent, order.strategy.plan(),
                 guided.log().covered};
  out.verdict = result.verdict;
  out.undecided = result.undecided;
  out.violations = result.violations;
  out.digest = result.digest;
  out.counts = {result.events, result.struck.size(), result.operations.invoked,
                guided.spec().servers};
  out.probes = result.probes;
  out.swarm = guided.scenario().drawn;
  out.swarm.insert(out.swarm.end(), result.swarm.on.begin(), result.swarm.on.end());
  return out;
}

// The same run without the strategy: same digest, or where the two come apart.
void verify_run(const Scenario& scenario, const Registry& registry, RunSummary& summary) {
  RunSpec spec = make_run_spec(scenario, registry);
  if (!summary.answered.empty()) spec.overrides = merged(spec.overrides, summary.answered);
  if (run(spec, summary.seed()).digest == summary.digest) {
    summary.verified = true;
    return;
  }
  const std::optional<Divergence> divergence = verify(spec, summary.seed());
  summary.divergence = divergence
                           ? "event " + std::to_string(divergence->event) + ": " + divergence->what
                           : "a second run had another digest";
}

}  // namespace

RunSummary run_one(const RunOrder& order) {
  GuidedRun guided(order);
  RunSummary summary = summary_of(order, guided, guided.run({}));
  const bool failed = summary.verdict != Verdict::pass;
  if (!failed && order.index % kVerifyEach != kVerifyEach - 1) return summary;
  GuidedRun noted(order);  // the same beginning gives the same answers
  noted.run([&](const Site& site, uint64_t value) { summary.answered[site] = value; });
  verify_run(guided.scenario(), order.registry, summary);
  if (!failed) summary.answered.clear();
  return summary;
}

uint64_t seed_of_run(const RunOrder& order) { return GuidedRun(order).seed(); }

void note_answers(const RunOrder& order, const std::function<void(const Site&, uint64_t)>& note) {
  GuidedRun(order).run(note);
}

Value make_campaign_repro(const Scenario& original, const Registry& registry,
                          const RunSummary& summary) {
  const std::optional<Scenario> drawn = draw_ranges(original, registry, summary.seed());
  const Scenario& scenario = drawn ? *drawn : original;
  RunResult result;
  result.seed = summary.seed();
  result.digest = summary.digest;
  result.verdict = summary.verdict;
  result.undecided = summary.undecided;
  result.violations = summary.violations;
  Value tree = make_repro(scenario, result);
  Overrides overrides = summary.answered;
  overrides.insert(scenario.overrides.begin(), scenario.overrides.end());
  if (!overrides.empty()) {
    SiteNames names(scenario.plan.servers, scenario.plan.clients);
    names.set_picks(registry.find(scenario.protocol)->build(scenario.plan));
    tree.set("overrides", write_overrides(overrides, names));
  }
  if (is_lost(summary)) {  // nothing came of it that could be replayed
    tree.erase("repro");
    const Value* expect = scenario.tree.find("expect");
    expect != nullptr ? static_cast<void>(tree.set("expect", *expect)) : tree.erase("expect");
  }
  return tree;
}

}  // namespace ordain
