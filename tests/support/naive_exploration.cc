#include "tests/support/naive_exploration.h"

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "sim/base/hash.h"
#include "sim/check/property.h"
#include "sim/world/world.h"

namespace ordain::test {
namespace {

// Answers what a crash loses with a set number, and everything else with the benign value.
struct Answers : Strategy {
  uint64_t lost = 0;
  uint64_t lost_bound = 1;  // of the last question
  bool answer(const Site& site, uint64_t bound, uint64_t& value) override {
    value = 0;
    if (site.stream == Stream::disk && site.aspect == static_cast<uint8_t>(DiskAspect::lost)) {
      lost_bound = bound;
      value = lost;
    }
    return true;
  }
};

struct Node {
  World world;
  std::vector<std::unique_ptr<Property>> properties;
  std::map<std::string, uint32_t> left;
  uint32_t depth = 0;

  explicit Node(World start) : world(std::move(start)) {}
  Node(const Node& other) : world(other.world), left(other.left), depth(other.depth) {
    for (const auto& property : other.properties) properties.push_back(property->clone());
  }
};

class Naive {
 public:
  Naive(const RunSpec& spec, const ExploreSpec& bounds) : spec_(spec), bounds_(bounds) {}

  NaiveResult run() {
    Node first(World(spec_.build(), world_spec(), 1));
    first.world.choices().set_strategy(&answers_);
    for (const auto& make : spec_.properties) {
      first.properties.push_back(make());
      if (first.properties.back()->kind() == PropertyKind::eventually) first.properties.pop_back();
    }
    first.left = {{"crash", bounds_.crashes.most},
                  {"restart", bounds_.restarts.most},
                  {"timeout", bounds_.timeouts.most}};
    for (const auto& [name, bound] : bounds_.timers.by_name) first.left[name] = bound.most;
    first.world.start();
    settle(first);
    add(std::move(first));
    while (!open_.empty()) {
      const Node node = std::move(open_.front());
      open_.pop_front();
      if (result_.violated_at != 0 && node.depth >= result_.violated_at) break;
      if (!bounds_.depth.any() && node.depth >= bounds_.depth.most) continue;
      expand(node);
    }
    return result_;
  }

 private:
  WorldSpec world_spec() const {
    WorldSpec out;
    out.servers = spec_.servers;
    out.network.all.fifo = spec_.network.all.fifo;
    out.disk.latency = spec_.disk.latency;
    return out;
  }

  static bool spend(Node& node, const std::string& what) {
    uint32_t& left = node.left[what];
    if (left == Bound::kAny) return true;
    return left > 0 && left-- > 0;
  }

  void expand(const Node& node) {
    std::set<std::array<uint64_t, 4>> met;
    std::set<std::pair<NodeId, NodeId>> links;
    for (const World::Enabled& event : node.world.enabled()) {
      Node next(node);
      if (event.kind == PendingKind::message) {
        if (spec_.network.all.fifo && !links.insert({event.from, event.node}).second) continue;
        const bool fresh =
            met.insert({event.from.value, event.node.value, event.channel, event.message->hash()})
                .second;
        if (!fresh) continue;
      } else if (event.kind == PendingKind::timer) {
        const std::string name(node.world.table(event.node).timer_name(event.timer));
        const bool named = node.left.count(name) > 0;
        if (!spend(next, named ? name : "timeout")) continue;
      }
      next.world.apply(event.id);
      arrive(std::move(next));
    }
    for (uint32_t i = 0; i < spec_.servers; ++i) {
      Node next(node);
      if (!node.world.is_up(NodeId(i))) {
        if (!spend(next, "restart")) continue;
        next.world.restart(NodeId(i));
        arrive(std::move(next));
      } else if (spend(next, "crash")) {
        crash(next, NodeId(i));
      }
    }
  }

  void crash(const Node& node, NodeId who) {
    answers_.lost_bound = 1;
    for (answers_.lost = 0; answers_.lost < answers_.lost_bound; ++answers_.lost) {
      Node next(node);
      next.world.crash(who);
      arrive(std::move(next));
    }
    answers_.lost = 0;
  }

  void arrive(Node next) {
    ++result_.transitions;
    ++next.depth;
    if (settle(next)) add(std::move(next));
  }

  // Messages to oneself are handled at once; then the properties hear what there was to see. False
  // when one is violated.
  bool settle(Node& node) {
    for (bool any = true; any;) {
      any = false;
      for (const World::Enabled& event : node.world.enabled()) {
        if (event.kind != PendingKind::message || event.from != event.node) continue;
        node.world.apply(event.id);
        any = true;
        break;
      }
    }
    Report report;
    tell(node, report);
    for (const Violation& violation : report.violations()) {
      result_.violated.insert(violation.property);
      result_.violated_at = node.depth;
    }
    return report.violations().empty();
  }

  static void tell(Node& node, Report& report) {
    Observations& seen = node.world.observations();
    std::map<uint64_t, std::function<void(Property&)>> in_order;
    for (const FactEvent& fact : seen.facts) {
      in_order[fact.event] = [&](Property& property) {
        const std::vector<const FactType*> wanted = property.facts();
        if (std::find(wanted.begin(), wanted.end(), fact.fact.type) != wanted.end()) {
          property.on_fact(fact, report);
        }
      };
    }
    for (const OpRecord& op : seen.operations) {
      in_order[op.event] = [&](Property& property) {
        if (property.wants_operations()) property.on_operation(op, report);
      };
    }
    for (const auto& [event, say] : in_order) {
      for (const auto& property : node.properties) say(*property);
    }
    seen.clear();
  }

  void add(Node node) {
    Encoder key;
    node.world.encode_state(key);
    for (const auto& property : node.properties) {
      if (!property->encode(key)) throw std::logic_error("a ledger without an encoding");
    }
    for (const auto& [what, left] : node.left) key.word(left);
    if (!known_.emplace(key.data(), key.size()).second) return;
    ++result_.states;
    result_.depth = std::max(result_.depth, node.depth);
    open_.push_back(std::move(node));
  }

  RunSpec spec_;
  ExploreSpec bounds_;
  Answers answers_;
  std::set<std::string> known_;
  std::deque<Node> open_;
  NaiveResult result_;
};

}  // namespace

NaiveResult naive_exploration(const RunSpec& spec, const ExploreSpec& bounds) {
  return Naive(spec, bounds).run();
}

}  // namespace ordain::test
