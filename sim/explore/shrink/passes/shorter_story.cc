// Another seed gets there sooner: the same faults and clients, another schedule, and a violation
// after two thirds of the events or fewer. A shorter run leaves less for every later pass.
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {
namespace {

constexpr uint64_t kOtherSeeds = 6;
constexpr uint64_t kShort = 300;  // events: shorter is not worth the replays

}  // namespace

void shorter_story(Search& search) {
  const uint64_t events = search.trial().size.events;
  if (events < kShort || search.trial().in_liveness) return;
  search.first_of(with_seeds(search.best(), kOtherSeeds), events * 2 / 3);
}

}  // namespace ordain::shrinking
