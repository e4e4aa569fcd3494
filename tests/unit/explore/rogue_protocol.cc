#include "tests/unit/explore/rogue_protocol.h"

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <variant>

#include "sim/core/context.h"

namespace ordain::test {
namespace {

BOOST_DEFINE_ENUM_CLASS(Deed, nothing, hang, allocate, throw_error, throw_number, crash, leave,
                        differ)
BOOST_DEFINE_ENUM_CLASS(RogueTimer, act)
BOOST_DEFINE_ENUM_CLASS(RoguePick, mood)

struct RogueConfig {
  Deed does = Deed::nothing;
};
struct Hello {
  uint64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(Hello, (), (number))
struct Acted {
  uint64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(Acted, (), (number))

volatile uint64_t shared_between_runs = 0;

struct Rogue {
  using Config = RogueConfig;
  using Messages = std::variant<Hello>;
  using Timer = RogueTimer;
  using Pick = RoguePick;

  uint64_t heard = 0;
  uint64_t turns = 0;

  Rogue(const Config&, NodeId) {}
  void on_start(Ctx& ctx) { ctx.set_timer(Timer::act, milliseconds(10)); }
  void on(const Hello& hello, NodeId, Ctx&) { heard += hello.number; }

  void on_timer(Timer, Ctx& ctx) {
    ctx.broadcast(Hello{1});
    if (++turns < 3) return ctx.set_timer(Timer::act, milliseconds(10));
    if (ctx.self() == NodeId(0) && ctx.pick(Pick::mood, 4) == 0) act(ctx);
  }

  void act(Ctx& ctx) {
    ctx.fact(Acted{1});
    std::vector<std::string> hoard;
    switch (ctx.config<Config>().does) {
      case Deed::nothing:
        return;
      case Deed::hang:
        for (;;) shared_between_runs = shared_between_runs + 1;
      case Deed::allocate:
        for (;;) hoard.emplace_back(1 << 20, 'x');
      case Deed::throw_error:
        throw std::runtime_error("a handler gave up");
      case Deed::throw_number:
        throw 7;  // NOLINT: what a campaign has to survive
      case Deed::crash:
        std::raise(SIGSEGV);
        return;
      case Deed::leave:
        std::_Exit(5);
      case Deed::differ:
        shared_between_runs = shared_between_runs + 1;
        heard = shared_between_runs;
        return;
    }
  }

  BOOST_DESCRIBE_CLASS(Rogue, (), (heard, turns), (), ())
};

class NeverActs final : public PropertyOf<NeverActs> {
 public:
  std::string_view name() const override { return "never_acts"; }
  std::vector<const FactType*> facts() const override { return {&kFactType<Acted>}; }
  void on_fact(const FactEvent& event, Report& report) override {
    report.probe("acted");
    report.violated("never_acts", "it acted", event);
  }
};

}  // namespace

const Registry& rogue_registry() {
  static const Registry registry = [] {
    Protocol rogue;
    rogue.name = "rogue";
    rogue.about = "Misbehaves.";
    rogue.config =
        Table<RogueConfig>("rogue").field("does", &RogueConfig::does, "what it does").share();
    rogue.properties = {{"never_acts", "it never acts", PropertyKind::always,
                         [](const ClusterPlan&) { return std::make_unique<NeverActs>(); }}};
    rogue.facts = {&kFactType<Acted>};
    rogue.build = [](const ClusterPlan& plan) {
      std::vector<std::unique_ptr<NodeTable>> out;
      out.push_back(std::make_unique<TypedNodes<Rogue>>(
          std::static_pointer_cast<const RogueConfig>(plan.config), plan.servers));
      return out;
    };
    Registry out;
    out.add(std::move(rogue));
    return out;
  }();
  return registry;
}

Scenario rogue_scenario(const std::string& does) {
  const std::string text = R"({"name": "rogue", "protocol": "rogue", "nodes": 3,
      "properties": ["-never_acts"], "config": {"does": ")" +
                           does + R"("}, "duration": "100ms"})";
  return load_scenario(text, "rogue.json", rogue_registry());
}

std::vector<uint64_t> rogue_seeds(const std::string& does, uint64_t first, uint64_t count) {
  Scenario scenario = rogue_scenario("nothing");
  scenario.properties = {"never_acts"};
  const RunSpec spec = make_run_spec(scenario, rogue_registry());
  std::vector<uint64_t> out;
  for (uint64_t seed = first; does != "nothing" && seed < first + count; ++seed) {
    if (!run(spec, seed).violations.empty()) out.push_back(seed);
  }
  return out;
}

}  // namespace ordain::test
