#include "sim/check/lin/search.h"

#include <algorithm>

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

}  // namespace ordain::check::lin
