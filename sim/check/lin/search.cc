#include "sim/check/lin/search.h"

#include "sim/check/lin/breadth_first.h"
#include "sim/check/lin/depth_first.h"

namespace ordain::check::lin {
namespace {

// Wide enough for nearly every history that has a linearization.
Limits first_try(const Problem& problem, const Limits& limits) {
  Limits small = limits;
  small.max_steps = std::min<uint64_t>(limits.max_steps, 64 * problem.ops.size() + 100'000);
  return small;
}

template <int kLive, int kCrash>
SearchResult run(const Problem& problem, const Timeline& timeline, const Limits& limits,
                 Order order) {
  const auto depth = [&](const Limits& l) {
    return DepthFirst<kLive, kCrash>(problem, timeline, l).run();
  };
  if (order == Order::DepthFirst) return depth(limits);
  uint64_t steps = 0;
  if (order == Order::Both) {
    SearchResult quick = depth(first_try(problem, limits));
    if (quick.verdict != Verdict::Unknown) return quick;
    steps = quick.steps;
  }
  Limits rest = limits;
  rest.max_steps -= std::min(steps, rest.max_steps);
  SearchResult broad = BreadthFirst<kLive, kCrash>(problem, timeline, rest).run();
  broad.steps += steps;
  if (order == Order::BreadthFirst || broad.spent != Spent::Memory) return broad;
  // A frontier too wide for memory: depth first may still meet a linearization.
  rest.max_steps -= std::min(broad.steps, rest.max_steps);
  SearchResult deep = depth(rest);
  deep.steps += broad.steps;
  deep.peak_bytes = std::max(deep.peak_bytes, broad.peak_bytes);
  return deep;
}

}  // namespace

SearchResult search(const Problem& problem, const Limits& limits, Order order) {
  const Timeline timeline(problem.ops);
  const uint32_t live = timeline.width;
  const auto crash = static_cast<uint32_t>(timeline.crashed.size());
  if (live <= 64 && crash <= 64) return run<1, 1>(problem, timeline, limits, order);
  if (live <= 128 && crash <= 256) return run<2, 4>(problem, timeline, limits, order);
  if (live <= 1024 && crash <= 2048) return run<16, 32>(problem, timeline, limits, order);
  SearchResult result;
  result.spent = Spent::Width;
  return result;
}

std::vector<uint32_t> linearize(const Problem& problem, const std::vector<uint32_t>& choices,
                                uint32_t until) {
  const Timeline timeline(problem.ops);
  Machine& machine = *problem.machine;
  std::vector<uint32_t> order;
  std::vector<uint32_t> open;  // pure operations that wait for their state
  StateId state = machine.initial();
  const auto settle = [&] {
    const auto possible = [&](uint32_t op) {
      if (machine.step(state, problem.ops[op].cls) == kIllegal) return false;
      order.push_back(op);
      return true;
    };
    open.erase(std::remove_if(open.begin(), open.end(), possible), open.end());
  };
  // A choice is made at the return that forced it: the first of an operation not linearized yet.
  std::vector<bool> done(problem.ops.size(), false);
  size_t next = 0, marked = 0;
  for (const uint32_t event : timeline.events) {
    const uint32_t op = Timeline::op_of(event);
    if (!Timeline::is_return(event)) {
      if (!machine.pure(problem.ops[op].cls)) continue;
      open.push_back(op);
      settle();
      continue;
    }
    for (;;) {
      for (; marked < order.size(); ++marked) done[order[marked]] = true;
      if (done[op] || op == until || next == choices.size()) break;
      state = machine.step(state, problem.ops[choices[next]].cls);
      order.push_back(choices[next++]);
      settle();
    }
    if (op == until) break;
  }
  // What the deepest configuration had linearized at the failing return.
  while (next < choices.size()) {
    state = machine.step(state, problem.ops[choices[next]].cls);
    order.push_back(choices[next++]);
    settle();
  }
  return order;
}

}  // namespace ordain::check::lin
