#include "sim/explore/strategy/coverage.h"

#include <algorithm>

#include "sim/base/rng.h"

namespace ordain {
namespace {

constexpr size_t kMostStates = 2048;  // noted of one run
constexpr uint64_t kDown = 1;         // no fact's tag
constexpr uint64_t kHighestRank = 3;

class Coverage final : public PropertyOf<Coverage> {
 public:
  Coverage(std::vector<const FactType*> facts, uint32_t servers, CoverageLog* log)
      : facts_(std::move(facts)), nodes_(servers), log_(log) {}

  std::string_view name() const override { return "coverage"; }
  std::vector<const FactType*> facts() const override { return facts_; }

  void on_fact(const FactEvent& event, Report&) override {
    if (event.node.value >= nodes_.size()) return;
    Node& node = nodes_[event.node.value];
    const uint64_t number = event.fact.type->fields > 0 ? event.fact.words[0] : 0;
    if (node.kind == event.fact.type->tag && node.number == number) return;
    node = {event.fact.type->tag, number};
    note();
  }

  void on_lifecycle(NodeId node, Lifecycle kind, const FactEvent&, Report&) override {
    if (kind != Lifecycle::crashed || node.value >= nodes_.size()) return;
    nodes_[node.value].kind = kDown;
    note();
  }

 private:
  struct Node {
    uint64_t kind = 0;
    uint64_t number = 0;
  };

  void note() {
    if (log_->covered.size() >= kMostStates) return;
    std::vector<uint64_t> numbers;
    for (const Node& node : nodes_) numbers.push_back(node.number);
    std::sort(numbers.begin(), numbers.end(), std::greater<>());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    std::vector<uint64_t> states;
    for (const Node& node : nodes_) {
      const auto rank = std::find(numbers.begin(), numbers.end(), node.number) - numbers.begin();
      states.push_back(
          derive_key(node.kind, std::min<uint64_t>(static_cast<uint64_t>(rank), kHighestRank)));
    }
    std::sort(states.begin(), states.end());
    uint64_t hash = 0;
    for (const uint64_t state : states) hash = derive_key(hash, state);
    if (log_->known.insert(hash).second) log_->covered.push_back({hash, log_->choices});
  }

  std::vector<const FactType*> facts_;
  std::vector<Node> nodes_;
  CoverageLog* log_;  // not owned
};

}  // namespace

std::unique_ptr<Property> make_coverage(std::vector<const FactType*> facts, uint32_t servers,
                                        CoverageLog* log) {
  return std::make_unique<Coverage>(std::move(facts), servers, log);
}

}  // namespace ordain
