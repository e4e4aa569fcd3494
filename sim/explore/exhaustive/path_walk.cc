#include "sim/explore/exhaustive/path_walk.h"

namespace ordain {
namespace {

class Walk {
 public:
  Walk(GlobalModel& model, const std::function<void(const WalkedStep&)>& see)
      : graph_(model.graph()), see_(see) {
    for (uint32_t i = 0; i < model.nodes(); ++i) {
      numbered_.push_back(graph_.unborn(NodeId(i)));
      states_.push_back(graph_.steps().unborn(NodeId(i)));
    }
  }

  void take(uint64_t number, const ExploreStep& step) {
    WalkedStep out{number, step, nullptr, {}, nullptr};
    const uint32_t node = step.node.value;
    if (is_message(step.event)) out.message = &graph_.message(step.event);
    if (step.kind == StepKind::drop || (out.message != nullptr && !states_[node].up)) {
      return see_(out);
    }
    const LocalEvent event = graph_.event_of(numbered_[node], step.event);
    out.timer = event.timer;
    const StepGraph::Outcomes outcomes = graph_.outcomes(numbered_[node], step.event);
    SIM_ASSERT(step.outcome < outcomes.count);
    numbered_[node] = outcomes.first[step.outcome].after;
    uint32_t place = 0;
    const LocalState before = states_[node];
    graph_.steps().each_outcome(before, event, [&](LocalState& after, const auto& effects) {
      if (place++ != step.outcome) return;
      if (after.up) graph_.steps().keep(after);
      states_[node] = after;
      out.effects = &effects;
      see_(out);
    });
  }

 private:
  StepGraph& graph_;
  const std::function<void(const WalkedStep&)>& see_;
  std::vector<uint32_t> numbered_;  // as the search knows them
  std::vector<LocalState> states_;  // with their true counters
};

}  // namespace

void walk(GlobalModel& model, const ExplorePath& path,
          const std::function<void(const WalkedStep&)>& see) {
  Walk walk(model, see);
  for (uint32_t i = 0; i < path.starts.size(); ++i) {
    walk.take(0, {StepKind::start, NodeId(i), kStartEvent, path.starts[i]});
  }
  for (size_t k = 0; k < path.steps.size(); ++k) walk.take(k + 1, path.steps[k]);
}

}  // namespace ordain
