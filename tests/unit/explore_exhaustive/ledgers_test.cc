// Encodings of ledgers: two ledgers that are encoded alike must judge alike, whatever comes.
#include "sim/explore/exhaustive/ledgers.h"

#include <gtest/gtest.h>

#include "protocols/builtin.h"
#include "sim/explore/exhaustive/search.h"
#include "sim/scenario/scenario.h"

namespace ordain {
namespace {

// What a ledger of some encoding made of something that it heard: whether it was violated, and its
// encoding afterwards.
struct Judgements {
  std::map<std::pair<std::string, std::string>, std::string> known;
  uint64_t merged = 0;  // met again: by another history, as each is looked at once
  std::vector<std::string> contradictions;

  void add(const std::string& property, std::string ledger, std::string heard, std::string then) {
    const auto [at, fresh] = known.emplace(std::pair{std::move(ledger), std::move(heard)}, then);
    if (!fresh) ++merged;
    if (!fresh && at->second != then) contradictions.push_back(property);
  }
};

std::string bytes_of(const Encoder& encoded) { return {encoded.data(), encoded.size()}; }

// A property known by its history, so that no two are merged, which notes what another makes of it.
class Watched : public Property {
 public:
  Watched(std::unique_ptr<Property> inner, std::shared_ptr<Judgements> judgements)
      : inner_(std::move(inner)), judgements_(std::move(judgements)) {}

  std::string_view name() const override { return inner_->name(); }
  std::unique_ptr<Property> clone() const override {
    return std::make_unique<Watched>(inner_->clone(), judgements_);
  }
  std::vector<const FactType*> facts() const override { return inner_->facts(); }
  bool wants_operations() const override { return inner_->wants_operations(); }

  void on_fact(const FactEvent& event, Report& report) override {
    Encoder heard;
    heard.node(event.node);
    heard.word(event.fact.type->tag);
    ordain::encode(heard, event.fact.words);
    note(heard, report, [&](Report& own) { inner_->on_fact(event, own); });
  }
  void on_operation(const OpRecord& record, Report& report) override {
    Encoder heard;
    heard.node(record.client);
    ordain::encode(heard, record.op);
    note(heard, report, [&](Report& own) { inner_->on_operation(record, own); });
  }
  void on_lifecycle(NodeId node, Lifecycle what, const FactEvent& place, Report& report) override {
    Encoder heard;
    heard.node(node);
    heard.word(static_cast<uint64_t>(what));
    note(heard, report, [&](Report& own) { inner_->on_lifecycle(node, what, place, own); });
  }

 private:
  std::string ledger() const {
    Encoder out;
    out.bytes(name());
    EXPECT_TRUE(inner_->encode(out)) << name();
    return bytes_of(out);
  }
  template <class Hear>
  void note(const Encoder& heard, Report& report, Hear hear) {
    const std::string before = ledger();
    Report own;
    hear(own);
    const bool violated = !own.violations().empty();
    judgements_->add(std::string(name()), before, bytes_of(heard),
                     violated ? std::string("violated") : ledger());
    for (const Violation& violation : own.violations()) {
      report.violated(violation.property, violation.reason, violation.event, violation.time,
                      violation.node);
    }
  }

  std::unique_ptr<Property> inner_;
  std::shared_ptr<Judgements> judgements_;
};

// Every `always` property by its history; and what is explored must be enough to merge some.
void expect_sound(const std::string& protocol, const std::string& members) {
  const std::string text = R"({"name": "small", "protocol": ")" + protocol + "\"" + members + "}";
  const Scenario scenario = load_scenario(text, "test", builtin_registry());
  RunSpec spec = make_run_spec(scenario, builtin_registry());
  const auto judgements = std::make_shared<Judgements>();
  std::vector<std::function<std::unique_ptr<Property>()>> watched;
  for (const auto& make : spec.properties) {
    if (make()->kind() != PropertyKind::always) continue;
    watched.push_back([make, judgements] { return std::make_unique<Watched>(make(), judgements); });
  }
  spec.properties.assign(watched.begin(), watched.end());
  const ExploreResult result = explore(spec, scenario.explore, {false, {}});
  EXPECT_GT(result.states, 100u) << members;
  EXPECT_GT(judgements->merged, 100u) << members;
  EXPECT_EQ(judgements->contradictions, std::vector<std::string>{}) << members;
}

TEST(Ledgers, OfPaxosSayAllThatDecides) {
  const std::string two_proposers = R"(, "nodes": 3, "config": {"proposers": 2, "learners": 2},
      "clients": {"count": 2, "operations": 2})";
  const std::string bounds =
      R"(, "explore": {"timers": {"think": "any", "back_off": 1}, "timeouts": 0, "depth": 10})";
  for (const char* mutants :
       {"", "px.ignore_accepted", "px.accept_nocheck", "px.accept_keeps_promise", "px.adopt_lowest",
        "px.nonunique_ballot", "px.learner_mixes_ballots"}) {
    const std::string planted =
        *mutants == 0 ? "" : R"(, "mutants": [")" + std::string(mutants) + "\"]";
    expect_sound("paxos", two_proposers + planted + bounds);
  }
}

TEST(Ledgers, OfPaxosSayAllThatDecidesOverCrashes) {
  expect_sound("paxos", R"(, "nodes": 2, "config": {"proposers": 1}, "clients": {"count": 1},
      "disk": {"latency": "1ms"},
      "explore": {"timers": {"think": 1, "retransmit": 1}, "timeouts": 0, "crashes": 2,
                  "depth": 9})");
}

TEST(Ledgers, OfRaftSayAllThatDecides) {
  expect_sound("raft", R"(, "nodes": 3, "explore": {"timers": {"election": 2, "heartbeat": 0},
      "crashes": 1, "depth": 6})");
  expect_sound("raft", R"(, "nodes": 2, "config": {"reads": "lease", "stickiness": true,
                            "demand": {"max_outage": "1s", "max_leaders": 1}},
      "clients": {"count": 2, "operations": 3, "workload": "lock", "think": "0ms"},
      "explore": {"timers": {"election": 1, "retry": 1, "heartbeat": 1, "think": "any"},
                  "depth": 12})");
}

}  // namespace
}  // namespace ordain
