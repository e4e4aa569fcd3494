#include "sim/check/isolation/cycles.h"

#include <algorithm>

#include "sim/check/isolation/cycle_search.h"
#include "sim/check/isolation/cyclic_part.h"

namespace ordain::check::isolation {
namespace {

constexpr uint32_t kMostOfAClass = 8;

constexpr EdgeMask order_mask(Order order) {
  if (order == Order::Data) return 0;
  return order == Order::Process ? kProcess : kProcess | kRealTime;
}

struct Projection {
  EdgeMask mask = 0;
  Shape shape = Shape::Whole;
};

// The edges whose cycles refute a level.
Projection projection_of(Level level, bool observed) {
  switch (level) {
    case Level::ReadUncommitted:
      return {observed ? kWW : EdgeMask{0}, Shape::Whole};
    case Level::ReadCommitted:
      return {static_cast<EdgeMask>(observed ? kWW | kWR : kWR), Shape::Whole};
    case Level::SnapshotIsolation:
      return {kData, Shape::Split};
    case Level::StrongSessionSnapshotIsolation:
      return {kData | kProcess, Shape::Split};
    case Level::RepeatableRead:
    case Level::Serializable:
      return {kData, Shape::Whole};
    case Level::StrongSessionSerializable:
      return {kData | kProcess, Shape::Whole};
    case Level::StrictSerializable:
      break;
  }
  return {kData | kProcess | kRealTime, Shape::Whole};
}

class Search {
 public:
  Search(const CyclicPart& part, bool observed, uint64_t budget, CycleReport& report)
      : part_(part), observed_(observed), budget_(budget), report_(report), search_(part) {}

  void run(Order order);

 private:
  void find_class(Anomaly kind, EdgeMask within, const CycleShape& shape);
  std::vector<uint32_t> anchors(const std::vector<uint32_t>& members,
                                const CycleShape& shape) const;
  void keep(Anomaly kind, const std::vector<CyclicPart::Step>& steps, bool shortest);
  bool has(Anomaly kind) const;
  void ensure_witness(Order order);

  const CyclicPart& part_;
  bool observed_;
  uint64_t budget_;
  CycleReport& report_;
  CycleSearch search_;
  std::vector<uint32_t> components_;
};

bool Search::has(Anomaly kind) const {
  return std::any_of(report_.cycles.begin(), report_.cycles.end(),
                     [&](const Cycle& c) { return c.kind == kind; });
}

// A class is looked for with session or real-time edges only if data alone shows none.
void Search::run(Order order) {
  const EdgeMask extra = order_mask(order);
  const auto mask = [&](EdgeMask kinds) { return static_cast<EdgeMask>(kinds | extra); };
  const EdgeMask ww = mask(kWW);
  const EdgeMask wr = mask(kWR);
  const EdgeMask both = mask(kWW | kWR);
  const EdgeMask all = mask(kData);
  if (observed_) {
    if (!has(Anomaly::G0)) find_class(Anomaly::G0, ww, {kWW, ww, ww, true});
    if (!has(Anomaly::G1c)) find_class(Anomaly::G1c, both, {kWR, both, both, true});
  } else {
    if (!has(Anomaly::G1c)) find_class(Anomaly::G1c, wr, {kWR, wr, wr, true});
    if (!has(Anomaly::NoSnapshotOrder)) {
      find_class(Anomaly::NoSnapshotOrder, both, {kWW, both, both, true});
    }
  }
  if (!has(Anomaly::GSingle)) find_class(Anomaly::GSingle, all, {kRW, both, both, true});
  // With a G-single at hand, the walk without adjacent rw edges could be that cycle taken twice.
  if (!has(Anomaly::GSingle) && !has(Anomaly::GNonadjacent)) {
    find_class(Anomaly::GNonadjacent, all, {kRW, all, both, false});
  }
  if (!has(Anomaly::G2Item)) find_class(Anomaly::G2Item, all, {kRW, all, kRW, true});
  ensure_witness(order);
}

std::vector<uint32_t> Search::anchors(const std::vector<uint32_t>& members,
                                      const CycleShape& shape) const {
  std::vector<uint32_t> found;
  for (const uint32_t u : members) {
    if (!part_.is_transaction(u)) continue;
    const bool leaves = std::any_of(part_.begin(u), part_.end(u), [&](const CyclicPart::Out& e) {
      return components_[e.to] == components_[u] && part_.counts(u, e.kind, shape.first);
    });
    if (leaves) found.push_back(u);
  }
  return found;
}

void Search::find_class(Anomaly kind, EdgeMask within, const CycleShape& shape) {
  uint32_t count = 0;
  components_ = part_.components(within, count);
  std::vector<std::vector<uint32_t>> members(count);
  for (uint32_t u = 0; u < part_.size(); ++u) {
    if (components_[u] != kNone) members[components_[u]].push_back(u);
  }
  uint64_t steps = 0;
  uint32_t kept = 0;
  for (uint32_t c = 0; c < count && kept < kMostOfAClass && steps < budget_; ++c) {
    std::vector<CyclicPart::Step> best;
    bool complete = true;
    uint32_t below = kNone;
    for (const uint32_t anchor : anchors(members[c], shape)) {
      if (steps >= budget_) {
        complete = false;
        break;
      }
      std::vector<CyclicPart::Step> found = search_.find(anchor, shape, components_, below, steps);
      if (found.empty()) continue;
      best = std::move(found);
      below = static_cast<uint32_t>(std::count_if(
          best.begin(), best.end(),
          [&](const CyclicPart::Step& step) { return part_.is_transaction(step.local); }));
      if (below == 2) break;
    }
    if (best.empty()) continue;
    keep(kind, best, complete);
    ++kept;
  }
  report_.steps += steps;
}

void Search::keep(Anomaly kind, const std::vector<CyclicPart::Step>& steps, bool shortest) {
  Cycle cycle{kind, Order::Data, {}, shortest};
  size_t start = 0;
  while (!part_.is_transaction(steps[start].local)) ++start;
  for (size_t i = 0; i < steps.size(); ++i) {
    const CyclicPart::Step& step = steps[(start + i) % steps.size()];
    if (!part_.is_transaction(step.local)) continue;
    cycle.steps.push_back({part_.node(step.local), step.key, step.kind});
    if (step.kind == Edge::RealTime) cycle.order = Order::RealTime;
    if (step.kind == Edge::Process) cycle.order = std::max(cycle.order, Order::Process);
  }
  report_.cycles.push_back(std::move(cycle));
}

// The class that a cycle's own edges put it in.
Anomaly class_of(const std::vector<Edge>& kinds, bool observed) {
  size_t rw = 0;
  bool adjacent = false;
  bool wr = false;
  bool ww = false;
  for (size_t i = 0; i < kinds.size(); ++i) {
    const bool here = kinds[i] == Edge::RW;
    rw += here ? 1 : 0;
    adjacent = adjacent || (here && kinds[(i + 1) % kinds.size()] == Edge::RW && kinds.size() > 1);
    wr = wr || kinds[i] == Edge::WR;
    ww = ww || kinds[i] == Edge::WW;
  }
  if (rw == 1) return Anomaly::GSingle;
  if (rw > 1) return adjacent ? Anomaly::G2Item : Anomaly::GNonadjacent;
  if (!observed && ww) return Anomaly::NoSnapshotOrder;
  return wr ? Anomaly::G1c : Anomaly::G0;
}

// Every refuted level has a cycle to show for it, if need be the first one met.
void Search::ensure_witness(Order order) {
  for (size_t i = 0; i < kLevels; ++i) {
    const Level level = static_cast<Level>(i);
    if (!report_.refuted[i]) continue;
    const Projection p = projection_of(level, observed_);
    if ((p.mask & kRealTime & ~order_mask(order)) != 0) continue;
    if ((p.mask & kProcess & ~order_mask(order)) != 0) continue;
    const bool shown = std::any_of(report_.cycles.begin(), report_.cycles.end(),
                                   [&](const Cycle& c) { return refutes(c.kind, c.order, level); });
    if (shown) continue;
    const std::vector<CyclicPart::Step> steps = part_.any_cycle(p.mask, p.shape);
    std::vector<Edge> kinds;
    for (const CyclicPart::Step& step : steps) {
      if (part_.is_transaction(step.local)) kinds.push_back(step.kind);
    }
    keep(class_of(kinds, observed_), steps, false);
  }
}

}  // namespace

CycleReport find_cycles(const DependencyGraph& graph, const Analysis& analysis, bool has_real_time,
                        uint64_t step_budget) {
  CycleReport report;
  const EdgeMask all = static_cast<EdgeMask>(kData | kProcess | (has_real_time ? kRealTime : 0));
  const CyclicPart part(graph, all);
  if (part.empty()) return report;
  for (size_t i = 0; i < kLevels; ++i) {
    const Projection p = projection_of(static_cast<Level>(i), analysis.observed_version_order);
    report.refuted[i] = !part.any_cycle(p.mask, p.shape).empty();
  }
  Search search(part, analysis.observed_version_order, step_budget, report);
  search.run(Order::Data);
  search.run(Order::Process);
  if (has_real_time) search.run(Order::RealTime);
  return report;
}

}  // namespace ordain::check::isolation
