#include "tests/unit/scenario/demo_protocol.h"

namespace ordain::test {
namespace {

BOOST_DEFINE_ENUM_CLASS(Mode, calm, wild)
BOOST_DEFINE_ENUM_CLASS(Pick, election_timeout, next_key)

struct Elected {
  uint64_t term;
  NodeId leader;
};
BOOST_DESCRIBE_STRUCT(Elected, (), (term, leader))

struct Config {
  Duration timeout_low = milliseconds(150), timeout_high = milliseconds(300);
  Duration heartbeat = milliseconds(50);
  uint32_t batch = 8;
  bool eager = false;
  Ratio sloppiness{1, 20};
  Mode mode = Mode::calm;
  std::optional<NodeId> favourite;
  std::vector<Duration> pauses{milliseconds(1)};
};

struct Options {
  uint32_t keys = 4;
};

struct Silent {
  using Config = test::Config;
  using Messages = std::variant<Elected>;
  using Pick = test::Pick;
  Silent(const Config&, NodeId) {}
  void on(const Elected&, NodeId, Ctx&) {}
  uint64_t nothing = 0;
  BOOST_DESCRIBE_CLASS(Silent, (), (nothing), (), ())
};

class Nothing final : public PropertyOf<Nothing> {
 public:
  explicit Nothing(std::string name) : name_(std::move(name)) {}
  std::string_view name() const override { return name_; }
  std::vector<const FactType*> facts() const override { return {}; }
  void on_fact(const FactEvent&, Report&) override {}

 private:
  std::string name_;
};

PropertyEntry property(const std::string& name) {
  return {name, "never broken", PropertyKind::always,
          [name](const ClusterPlan&) { return std::make_unique<Nothing>(name); }};
}

std::shared_ptr<const AnyTable> config_table() {
  return Table<Config>("demo")
      .range("election_timeout", &Config::timeout_low, &Config::timeout_high, "when to stand")
      .at_least(milliseconds(1))
      .field("heartbeat", &Config::heartbeat, "how often to beat")
      .field("batch", &Config::batch, "entries of a message")
      .at_least(1)
      .at_most(64)
      .field("eager", &Config::eager, "whether to hurry")
      .field("sloppiness", &Config::sloppiness, "how often to err")
      .field("mode", &Config::mode, "in which mood")
      .field("favourite", &Config::favourite, "who is preferred")
      .field("pauses", &Config::pauses, "how long to rest")
      .share();
}

std::vector<std::unique_ptr<NodeTable>> build(const ClusterPlan& plan) {
  std::vector<std::unique_ptr<NodeTable>> out;
  auto config = std::static_pointer_cast<const Config>(plan.config);
  out.push_back(std::make_unique<TypedNodes<Silent>>(config, plan.servers));
  if (plan.clients > 0) out.push_back(std::make_unique<TypedNodes<Silent>>(config, plan.clients));
  return out;
}

std::vector<Problem> check_config(const ClusterPlan& plan) {
  const auto& config = *static_cast<const Config*>(plan.config.get());
  if (config.heartbeat < config.timeout_low) return {};
  return {{"/heartbeat", "the heartbeat must be below the election timeout", "", ""}};
}

Protocol demo() {
  Protocol out;
  out.name = "demo";
  out.about = "It does nothing.";
  out.paper = "none";
  out.config = config_table();
  out.workloads = {{"kv", "keys and values",
                    Table<Options>("kv").field("keys", &Options::keys, "how many keys").share()},
                   {"register", "one register", nullptr}};
  out.properties = {property("election_safety"), property("log_matching")};
  out.mutants = {{"dm.hasty", "answers too soon", "log_matching", "nobody", "a batch above 8", "",
                  [](const ClusterPlan& plan) -> std::string {
                    const auto* config = static_cast<const Config*>(plan.config.get());
                    return config->batch > 8 ? "" : "its batch is too small";
                  }}};
  out.facts = {&kFactType<Elected>};
  out.max_servers = 9;
  out.build = build;
  out.check_config = check_config;
  return out;
}

Protocol bare() {
  Protocol out;
  out.name = "bare";
  out.about = "It has nothing.";
  out.build = [](const ClusterPlan&) { return std::vector<std::unique_ptr<NodeTable>>(); };
  return out;
}

}  // namespace

const Registry& demo_registry() {
  static const Registry registry = [] {
    Registry out;
    out.add(demo());
    out.add(bare());
    return out;
  }();
  return registry;
}

std::string demo_scenario(const std::string& changes) {
  return R"({"name": "try", "protocol": "demo", "nodes": 5)" + changes + "}";
}

}  // namespace ordain::test
