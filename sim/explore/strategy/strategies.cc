#include "sim/explore/strategy/delay_bounded.h"
#include "sim/explore/strategy/guided.h"
#include "sim/explore/strategy/pct.h"
#include "sim/explore/strategy/pctcp.h"
#include "sim/explore/strategy/portfolio.h"
#include "sim/explore/strategy/pos.h"
#include "sim/explore/strategy/random_walk.h"

namespace ordain {
namespace {

template <class S>
std::unique_ptr<SearchStrategy> make() {
  return std::make_unique<S>();
}

std::unique_ptr<SearchStrategy> make_portfolio() {
  std::vector<std::unique_ptr<SearchStrategy>> members;
  for (const StrategyEntry& entry : strategies()) {
    if (entry.make != make_portfolio) members.push_back(entry.make());
  }
  return std::make_unique<Portfolio>(std::move(members));
}

}  // namespace

const std::vector<StrategyEntry>& strategies() {
  static const std::vector<StrategyEntry> all{
      {"portfolio", "all of the others, taking turns", make_portfolio},
      {"random", "a random walk: every choice is drawn from the seed", make<RandomWalk>},
      {"guided", "varies runs that came to new abstract states (ModelFuzz, OOPSLA'25)",
       make<Guided>},
      {"pct", "random priorities of links that drop at a few moments (PCT, ASPLOS'10)", make<Pct>},
      {"pctcp", "the same for chains of messages that cause each other (PCTCP, OOPSLA'18)",
       make<Pctcp>},
      {"pos", "a random priority for each message (POS, CAV'18)", make<Pos>},
      {"delay", "every message as fast as can be, but for a few (delay-bounded, POPL'11)",
       make<DelayBounded>}};
  return all;
}

const StrategyEntry* find_strategy(std::string_view name) {
  for (const StrategyEntry& entry : strategies()) {
    if (name == entry.name) return &entry;
  }
  return nullptr;
}

}  // namespace ordain
