// Raft's servers are alike as long as nobody names one: a search that takes renamed states for one
// finds as many orbits as renaming every state by hand, in its JSON.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

#include "sim/base/error.h"
#include "tests/unit/explore_exhaustive/small_scope.h"

namespace ordain {
namespace {

using nlohmann::json;
using test::explored;

Scenario raft(uint32_t servers, const std::string& members) {
  return load_scenario(R"({"name": "small", "protocol": "raft", "nodes": )" +
                           std::to_string(servers) + members + "}",
                       "test", builtin_registry());
}

std::string election(uint32_t timeouts, const std::string& more) {
  return R"(, "explore": {"timers": {"election": )" + std::to_string(timeouts) +
         R"(, "heartbeat": 0})" + more + "}";
}

// The members of a server's JSON that are numbers of servers, whatever encloses them.
const std::set<std::string> kNames{"self",   "voted_for", "leader",   "transfer_to", "votes",
                                   "voters", "outgoing",  "learners", "servers",     "leaving"};

using Order = std::vector<uint32_t>;

json renamed_name(const json& name, const Order& to) {
  return name.is_number() ? json(to.at(name.get<uint32_t>())) : name;
}

json renamed(const json& value, const Order& to, const std::string& key = "") {
  json out = value;
  if (kNames.count(key) > 0 && !value.is_array()) return renamed_name(value, to);
  if (kNames.count(key) > 0) {
    for (json& name : out) name = renamed_name(name, to);
    // Votes are kept in the order in which they came, all others are sets.
    if (key != "votes") std::sort(out.begin(), out.end());
  } else if (key == "progress" && value.is_array()) {
    for (size_t i = 0; i < value.size(); ++i) out[to[i]] = value[i];
  } else if (value.is_array()) {
    for (json& item : out) item = renamed(item, to);
  } else if (value.is_object()) {
    for (auto& [name, item] : out.items()) item = renamed(value[name], to, name);
  }
  return out;
}

// Every state of a search without properties, as text.
class ByHand {
 public:
  explicit ByHand(const Scenario& scenario)
      : model_(spec_without_properties(scenario), scenario.explore) {
    Order order(model_.servers());
    std::iota(order.begin(), order.end(), 0);
    do {
      orders_.push_back(order);
    } while (std::next_permutation(order.begin(), order.end()));
    std::vector<std::vector<uint32_t>> outcomes;
    Successors found;
    model_.initial(found, outcomes);
    take(found);
    while (!open_.empty()) {
      const std::vector<uint32_t> state = open_.front();
      open_.pop_front();
      found.clear();
      model_.successors(words(state), found);
      take(found);
    }
  }

  std::set<std::vector<uint32_t>> states;
  std::set<std::string> texts, orbits;
  uint64_t in_orbits = 0;  // states that belong to one of them

 private:
  static RunSpec spec_without_properties(const Scenario& scenario) {
    RunSpec out = test::spec_of(scenario);
    out.properties.clear();
    return out;
  }
  static StateStore::Words words(const std::vector<uint32_t>& state) {
    return {state.data(), static_cast<uint32_t>(state.size())};
  }

  void take(const Successors& found) {
    for (const auto& one : found.list) {
      const StateStore::Words of = found.of(one);
      std::vector<uint32_t> state(of.data, of.data + of.size);
      if (!states.insert(state).second) continue;
      texts.insert(text(state, orders_.front()));
      std::set<std::string> orbit;
      for (const Order& to : orders_) orbit.insert(text(state, to));
      if (orbits.insert(*orbit.begin()).second) in_orbits += orbit.size();
      open_.push_back(std::move(state));
    }
  }

  const json& server(uint32_t number) {
    const auto known = servers_.find(number);
    if (known != servers_.end()) return known->second;
    const LocalState& state = model_.graph().state(number);
    std::string text;
    JsonWriter out(text);
    model_.graph().steps().table(state.node).write_json(state.place, out);
    json value = json::parse(text);
    value["timers"] = json::array();
    for (const LocalTimer& timer : state.timers) value["timers"].push_back(timer.name);
    return servers_.emplace(number, std::move(value)).first->second;
  }

  std::string text(const std::vector<uint32_t>& state, const Order& to) {
    std::vector<std::string> nodes(model_.servers()), messages;
    for (uint32_t i = 0; i < model_.servers(); ++i) {
      nodes[to[i]] = renamed(server(state[i]), to).dump();
    }
    for (uint32_t i = model_.first_message(); i < state.size(); ++i) {
      const MessageKind& message = model_.graph().message(state[i]);
      std::string body;
      JsonWriter out(body);
      message.payload.write_json(out);
      messages.push_back(std::to_string(to[message.from.value]) + ">" +
                         std::to_string(to[message.to.value]) + " " +
                         std::string(message.payload.name()) + body);
    }
    std::sort(messages.begin(), messages.end());
    for (uint32_t i = model_.nodes() + 1; i < model_.first_message(); ++i) {
      nodes.push_back(std::to_string(state[i]));  // what is left of the bounds
    }
    for (const std::string& message : messages) nodes.push_back(message);
    return std::accumulate(
        nodes.begin(), nodes.end(), std::string(),
        [](std::string all, const std::string& one) { return std::move(all) + one + "\n"; });
  }

  GlobalModel model_;
  std::vector<Order> orders_;
  std::deque<std::vector<uint32_t>> open_;
  std::map<uint32_t, json> servers_;
};

ExploreResult explored_without_properties(const Scenario& scenario) {
  RunSpec spec = test::spec_of(scenario);
  spec.properties.clear();
  return explore(spec, scenario.explore);
}

void expect_as_by_hand(uint32_t servers, uint32_t timeouts, const std::string& more = "") {
  const ByHand by_hand(raft(servers, election(timeouts, "") + more));
  ASSERT_EQ(by_hand.texts.size(), by_hand.states.size()) << "the text tells states apart";
  EXPECT_EQ(by_hand.in_orbits, by_hand.states.size()) << "renamed, a state is one of the others";
  const ExploreResult whole =
      explored_without_properties(raft(servers, election(timeouts, "") + more));
  EXPECT_EQ(whole.states, by_hand.states.size());
  const ExploreResult reduced = explored_without_properties(
      raft(servers, election(timeouts, R"(, "symmetry": true)") + more));
  EXPECT_TRUE(reduced.complete());
  EXPECT_EQ(reduced.states, by_hand.orbits.size());
  EXPECT_LT(reduced.states * (servers == 2 ? 1 : 4), whole.states);
}

TEST(RaftSymmetry, LeavesAsManyStatesAsRenamingByHand) {
  expect_as_by_hand(2, 2);
  expect_as_by_hand(3, 1);
  expect_as_by_hand(3, 1, R"(, "config": {"no_op": false})");
}

// With all properties: their ledgers follow the renaming, too.
TEST(RaftSymmetry, LeavesOneStateOfEachOrbitOfLedgersAndAll) {
  const Scenario scenario = raft(3, election(1, R"(, "crashes": 1, "depth": 7)"));
  Search whole(test::spec_of(scenario), scenario.explore, {});
  whole.run();
  const ExploreResult reduced =
      explored(raft(3, election(1, R"(, "crashes": 1, "depth": 7, "symmetry": true)")));
  EXPECT_EQ(reduced.states, whole.orbits());
  EXPECT_TRUE(reduced.violations.empty());
}

TEST(RaftSymmetry, FindsAPlantedBugAtTheSameDepth) {
  for (const char* mutant : {"rf.revote", "rf.stale_vote_resp", "rf.log_volatile"}) {
    const std::string planted = R"(, "mutants": [")" + std::string(mutant) + "\"]";
    const ExploreResult whole = explored(raft(3, election(2, "") + planted));
    const ExploreResult reduced = explored(raft(3, election(2, R"(, "symmetry": true)") + planted));
    ASSERT_EQ(whole.violations.size(), reduced.violations.size()) << mutant;
    for (size_t i = 0; i < whole.violations.size(); ++i) {
      EXPECT_EQ(whole.violations[i].violation.property, reduced.violations[i].violation.property);
      EXPECT_EQ(whole.violations[i].path.steps.size(), reduced.violations[i].path.steps.size());
    }
  }
}

TEST(RaftSymmetry, IsRefusedWhereServersAreNamed) {
  const std::string symmetric = election(1, R"(, "symmetry": true)");
  EXPECT_NO_THROW(raft(3, symmetric));
  EXPECT_THROW(raft(3, symmetric + R"(, "clients": {"count": 1, "operations": 1})"), InputError);
  EXPECT_THROW(raft(3, symmetric + R"(, "config": {"membership": {"voters": ["n1", "n2"]}})"),
               InputError);
}

}  // namespace
}  // namespace ordain
