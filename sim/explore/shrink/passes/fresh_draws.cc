// Where a story still has several faults or operations, stories near it are drawn: another seed,
// and at once a few changes that do not help one by one (fewer faults, and clients that begin at
// one of them; no message lost, but slower links; one fault in place of many drops). Delta
// debugging ends where no single step helps; this is the step of iterated local search (Lourenco,
// Martin and Stuetzle, 2003) that leaves such a place. A fixed number of draws from a stream of
// their own, so that the outcome is a function of the story. Costs nothing where little is left.
#include <algorithm>

#include "sim/base/rng.h"
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/rename.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {
namespace {

constexpr uint64_t kFewFaults = 2;
constexpr uint64_t kFewOperations = 3;
constexpr uint64_t kMany = 7;  // faults or operations
constexpr uint64_t kStories = 200;
constexpr uint64_t kMoreStories = 400;  // where there are many
constexpr uint64_t kSlowStories = 80;   // whose runs go on until a goal is missed
constexpr uint64_t kSeeds = 64;
constexpr uint64_t kManyDrops = 2;                // one fault instead of so many is no fewer
constexpr uint64_t kStream = 0x66726573682e7331;  // any number that no run uses as a seed
constexpr int64_t ms = 1'000'000;

// What is drawn for one story.
class Draws {
 public:
  explicit Draws(uint64_t story) : key_(derive_key(kStream, story)) {}
  uint64_t operator()(uint64_t bound) { return below(draw(key_, next_++), bound); }
  bool one_in(uint64_t n) { return (*this)(n) == 0; }
  template <class T, size_t n>
  const T& of(const T (&values)[n]) {
    return values[(*this)(n)];
  }

 private:
  uint64_t key_;
  uint64_t next_ = 0;
};

Value number(uint64_t n) { return Value::number(std::to_string(n)); }

// None of them mostly, else half, or one to three.
void fewer_overrides(Value& tree, Draws& draws) {
  Value* overrides = tree.find("overrides");
  if (overrides == nullptr) return;
  const uint64_t how = draws(6);
  if (how == 0) return;
  const size_t count = overrides->items.size();
  const uint64_t one_in = how == 1 ? 2 : std::max<uint64_t>(count / 2, 2);
  Value left = Value::object();
  for (size_t i = 0; how <= 2 && i < count; ++i) {
    if (draws.one_in(one_in)) left.set(overrides->keys[i].name, overrides->items[i]);
  }
  left.items.empty() ? tree.erase("overrides") : static_cast<void>(*overrides = std::move(left));
}

void fewer_faults(Value& tree, Draws& draws) {
  const uint64_t how = draws(4);
  if (how > 1) return;
  std::vector<Value> left;
  for (const Value& fault : faults_of(tree)) {
    if (how == 1 && draws.one_in(2)) left.push_back(fault);
  }
  tree = with_faults(std::move(tree), std::move(left));
}

// One fault that may do what many lost messages did.
void one_fault(Value& tree, Draws& draws, int64_t until) {
  const std::string node = "n" + std::to_string(1 + draws(number_at(tree, "/nodes", 1)));
  const auto at = static_cast<int64_t>(draws(static_cast<uint64_t>(until / ms) + 1));
  Value fault = Value::object().with("at", duration_value(Duration{at * ms}));
  if (draws.one_in(2)) {
    fault.set("partition", Value::object().with("isolate", Value::string(node)));
  } else {
    fault.set(draws.one_in(2) ? "pause" : "crash", Value::string(node));
  }
  const uint64_t lasts = draws(4);  // 0: for good
  if (lasts > 0) fault.set("for", duration_value(milliseconds(100 * static_cast<int64_t>(lasts))));
  std::vector<Value> faults = faults_of(tree);
  faults.push_back(std::move(fault));
  tree = with_faults(std::move(tree), std::move(faults));
}

// Clients ask for less, or less often, or from about the moment of a fault on.
void calmer_clients(Value& tree, Draws& draws, uint64_t asked) {
  if (tree.find("clients") == nullptr) return;
  const auto set = [&](const char* key, Value value) {
    tree = with_member(std::move(tree), "clients", key, std::move(value));
  };
  if (draws.one_in(8)) return tree.erase("clients");
  if (!draws.one_in(4)) {
    set("operations", number(1 + draws(std::min(asked, draws.one_in(2) ? uint64_t{4} : asked))));
  }
  if (draws.one_in(4)) set("count", number(1 + draws(number_at(tree, "/clients/count", 1))));
  constexpr int64_t kThink[] = {10, 50, 100, 200, 500};
  if (draws.one_in(2)) set("think", duration_value(milliseconds(draws.of(kThink))));
  constexpr const char* kUsual[] = {"outstanding", "reads", "timeout", "think"};
  if (draws.one_in(2)) tree = without_member(std::move(tree), "clients", draws.of(kUsual));
  const std::vector<Value>& faults = faults_of(tree);
  if (faults.empty() || draws.one_in(2)) return;
  const auto at = duration_of(faults[draws(faults.size())].find("at"));
  constexpr int64_t kBefore[] = {50, 20, 10, 5, 0, -10, -50, -200};
  const int64_t start = at.value_or(Duration{}).ns / ms - draws.of(kBefore);
  if (start > 0) set("start", duration_value(milliseconds(start)));
}

// Another number of servers, up to the original's: what goes first may have been needed for less.
void other_servers(Value& tree, Draws& draws, uint64_t most) {
  const uint64_t servers = number_at(tree, "/nodes", 1);
  if (most < 3) return;
  const uint64_t n = 2 + draws(most - 1);
  if (n < servers) {
    const std::vector<uint64_t> order = by_mentions(tree, 'n', servers);
    tree = with_nodes(std::move(tree), 'n', servers,
                      {order.begin(), order.begin() + static_cast<ptrdiff_t>(n)});
  }
  tree.set("nodes", number(n));
}

// A message that is slow may do what one that is lost did.
void wider_delay(Value& tree, Draws& draws) {
  constexpr const char* kSlowest[] = {"20ms", "50ms", "100ms", "200ms"};
  Value range = Value::array({Value::string("1ms"), Value::string(draws.of(kSlowest))});
  tree = with_member(std::move(tree), "network", "delay",
                     Value::object().with("uniform", std::move(range)));
}

Value fresh_story(const Search& search, uint64_t story) {
  Draws draws(story);
  Value tree = search.best();
  const Trial& now = search.trial();
  const auto duration = duration_of(tree.find("duration"));
  constexpr int64_t kDurations[] = {1, 100, 300, 600, 1000, 2000};
  constexpr int64_t kLonger[] = {2, 2, 4, 8};
  const Duration until = milliseconds(draws.of(kDurations));
  if (now.in_liveness) {
    tree.set("duration", duration_value(until));
  } else if (duration) {
    tree.set("duration", duration_value(*duration * draws.of(kLonger)));
  }
  set_seed(tree, 1 + draws(kSeeds));
  if (draws.one_in(4)) other_servers(tree, draws, search.original().nodes);
  fewer_overrides(tree, draws);
  fewer_faults(tree, draws);
  const uint64_t left = faults_of(tree).size();
  const bool many = now.size.faults > left + kManyDrops;
  if (many && tree.find("overrides") == nullptr && draws.one_in(2)) {
    one_fault(tree, draws, duration.value_or(seconds(1)).ns);
  }
  calmer_clients(tree, draws, std::max<uint64_t>(now.size.operations, 1));
  if (draws.one_in(4)) wider_delay(tree, draws);
  return tree;
}

}  // namespace

void fresh_draws(Search& search) {
  const StorySize& size = search.trial().size;
  if (size.faults <= kFewFaults && size.operations <= kFewOperations) return;
  const bool many = std::max(size.faults, size.operations) > kMany;
  const uint64_t most = search.trial().in_liveness ? kSlowStories : many ? kMoreStories : kStories;
  std::vector<Value> stories;
  for (uint64_t story = 0; story < most; ++story) {
    stories.push_back(fresh_story(search, story));
  }
  // Each that is smaller than those before it; the other passes go on from the last.
  while (const std::optional<size_t> found = search.first_smaller(stories)) {
    stories.erase(stories.begin(), stories.begin() + static_cast<ptrdiff_t>(*found) + 1);
  }
}

}  // namespace ordain::shrinking
