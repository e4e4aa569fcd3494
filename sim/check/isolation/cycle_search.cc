#include "sim/check/isolation/cycle_search.h"

#include <algorithm>

namespace ordain::check::isolation {

CycleSearch::CycleSearch(const CyclicPart& part) : part_(part), visits_(2 * size_t{part.size()}) {}

std::vector<CyclicPart::Step> CycleSearch::find(uint32_t anchor, const CycleShape& shape,
                                                const std::vector<uint32_t>& components,
                                                uint32_t below, uint64_t& steps) {
  ++round_;
  anchor_ = anchor;
  queue_.clear();
  visits_[2 * size_t{anchor}] = {round_, 1, kNone, kNone, Edge::Pass};
  queue_.push_back(2 * anchor);
  while (!queue_.empty()) {
    const uint32_t position = queue_.front();
    queue_.pop_front();
    const uint32_t local = position / 2;
    const bool after_rw = position % 2 != 0;
    const bool at_anchor = local == anchor;
    // Leaving a hub the length counts one too many: look one further, and compare in the end.
    if (visits_[position].length > below) return {};
    for (const CyclicPart::Out* e = part_.begin(local); e != part_.end(local); ++e) {
      ++steps;
      if (!part_.counts(local, e->kind, at_anchor ? shape.first : shape.rest | shape.last))
        continue;
      const bool rw = part_.effective(local, e->kind) == Edge::RW;
      if (rw && after_rw && !shape.adjacent_rw && e->kind != Edge::Pass) continue;
      if (e->to == anchor) {
        if (at_anchor || !part_.counts(local, e->kind, shape.last)) continue;
        std::vector<CyclicPart::Step> found = path(position, *e);
        const auto whole = [&](const CyclicPart::Step& s) { return part_.is_transaction(s.local); };
        if (std::count_if(found.begin(), found.end(), whole) >= below) continue;
        return found;
      }
      if (!at_anchor && !part_.counts(local, e->kind, shape.rest)) continue;
      if (components[e->to] == components[anchor]) relax(position, *e, shape);
    }
  }
  return {};
}

// Hubs and moments are passed at no cost, so a node may be reached again by a shorter way before it
// is expanded: a queue with two ends keeps the nearest in front (0-1 breadth-first search).
void CycleSearch::relax(uint32_t from, const CyclicPart::Out& edge, const CycleShape& shape) {
  const bool rw = part_.effective(from / 2, edge.kind) == Edge::RW;
  const uint32_t to = 2 * edge.to + (rw && !shape.adjacent_rw ? 1 : 0);
  const bool free = edge.kind == Edge::Pass && !part_.is_transaction(edge.to);
  const bool counted =
      edge.kind != Edge::Pass;  // the edge into a hub counts, not the one out of it
  const uint32_t length = visits_[from].length + (counted ? 1 : 0);
  Visit& visit = visits_[to];
  if (visit.round == round_ && visit.length <= length) return;
  visit = {round_, length, from, edge.key, edge.kind};
  if (free || !counted) {
    queue_.push_front(to);
  } else {
    queue_.push_back(to);
  }
}

std::vector<CyclicPart::Step> CycleSearch::path(uint32_t position,
                                                const CyclicPart::Out& closing) const {
  std::vector<CyclicPart::Step> steps = {{position / 2, closing.kind, closing.key}};
  for (uint32_t p = position; visits_[p].before != kNone; p = visits_[p].before) {
    steps.push_back({visits_[p].before / 2, visits_[p].kind, visits_[p].key});
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

}  // namespace ordain::check::isolation
