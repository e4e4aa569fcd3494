// Whole faults go, by delta debugging over the list (ddmin.h). Each is named by its time and its
// targets, so one more or less changes nothing about the others (STS, Scott et al., SIGCOMM'14, had
// to guess what of a shorter story still corresponds).
#include "sim/explore/shrink/ddmin.h"
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {

void drop_faults(Search& search) {
  const Value base = search.best();
  const std::vector<Value>& faults = faults_of(base);
  ddmin(search, faults.size(), [&](const std::vector<size_t>& kept) {
    std::vector<Value> left;
    for (size_t i : kept) left.push_back(faults[i]);
    return with_faults(base, std::move(left));
  });
}

}  // namespace ordain::shrinking
