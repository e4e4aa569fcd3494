#include "sim/explore/shrink/ddmin.h"

#include <algorithm>
#include <numeric>

namespace ordain::shrinking {
namespace {

using Items = std::vector<size_t>;

Items without(const Items& items, size_t first, size_t last) {
  Items out(items.begin(), items.begin() + static_cast<ptrdiff_t>(first));
  out.insert(out.end(), items.begin() + static_cast<ptrdiff_t>(last), items.end());
  return out;
}

// One sweep from the end with chunks of one size; whether anything went.
bool sweep(Search& search, Items& kept, size_t chunk,
           const std::function<Value(const Items&)>& with) {
  bool shorter = false;
  for (size_t end = kept.size(); end > 0;) {
    std::vector<Items> parts;
    std::vector<size_t> ends;
    std::vector<Value> candidates;
    for (size_t last = end; last > 0; last -= std::min(last, chunk)) {
      ends.push_back(last);
      parts.push_back(without(kept, last - std::min(last, chunk), last));
      candidates.push_back(with(parts.back()));
    }
    const std::optional<size_t> found = search.first_of(candidates);
    if (!found) return shorter;
    kept = parts[*found];
    end = ends[*found] - std::min(ends[*found], chunk);
    shorter = true;
  }
  return shorter;
}

}  // namespace

void ddmin(Search& search, size_t count,
           const std::function<Value(const std::vector<size_t>& kept)>& with) {
  if (count == 0 || search.first_of({with({})})) return;
  Items kept(count);
  std::iota(kept.begin(), kept.end(), size_t{0});
  for (size_t chunk = count / 2; chunk > 1; chunk /= 2) {
    if (chunk < kept.size()) sweep(search, kept, chunk, with);
  }
  while (kept.size() > 1 && sweep(search, kept, 1, with)) {
  }
}

}  // namespace ordain::shrinking
