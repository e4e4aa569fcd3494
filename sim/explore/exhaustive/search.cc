#include "sim/explore/exhaustive/search.h"

#include <algorithm>
#include <cstring>

#include "sim/base/error.h"

namespace ordain {
namespace {

constexpr uint64_t kLookEvery = 1 << 14;  // states from one call of go_on to the next

// Depth first, states would have to be looked at again with less asleep; and what sleeps has the
// names of one state of an orbit.
void check_sleep_sets(const ExploreSpec& bounds) {
  const auto refuse = [](const char* why, const char* instead) {
    throw InputError("/explore/reduction", Problem{"", why, instead, ""});
  };
  if (bounds.order != SearchOrder::breadth_first) {
    refuse("sleep sets are kept breadth first", "\"order\": \"breadth_first\", or no sleep sets");
  }
  if (bounds.symmetry) {
    refuse("sleep sets do not follow renamed servers", "either symmetry or sleep sets");
  }
}

bool same(StateStore::Words a, StateStore::Words b) {
  return a.size == b.size && std::memcmp(a.data, b.data, a.size * sizeof(uint32_t)) == 0;
}

}  // namespace

Search::Search(const RunSpec& spec, const ExploreSpec& bounds, ExploreOptions options)
    : model_(spec, bounds), bounds_(bounds), options_(std::move(options)) {
  if (bounds.symmetry) symmetry_.emplace(model_);
  const Reduction reduction = bounds.reduction;
  if (reduction == Reduction::sleep_sets || reduction == Reduction::all) {
    check_sleep_sets(bounds);
    sleep_.emplace(model_);
  }
}

ExploreResult Search::run() {
  if (begin()) {
    bounds_.order == SearchOrder::breadth_first ? breadth_first() : depth_first();
  }
  const StepGraph& graph = model_.graph();
  result_.states = store_.size();
  result_.probes = graph.ledgers().probes();
  result_.undecided = graph.ledgers().undecided();
  result_.by_history = graph.ledgers().by_history();
  result_.local_states = graph.state_count();
  result_.message_kinds = graph.message_count();
  result_.ledgers = graph.ledgers().count();
  result_.bytes = store_.bytes() + (symmetry_ ? keys_.bytes() : 0);
  return std::move(result_);
}

bool Search::begin() {
  std::vector<std::vector<uint32_t>> outcomes;
  found_.clear();
  model_.initial(found_, outcomes);
  for (size_t i = 0; i < found_.list.size(); ++i) {
    const Successors::Successor& one = found_.list[i];
    bool fresh = false;
    add(one, found_, StateStore::kNone, fresh);
    if (!fresh) continue;
    starts_.push_back(outcomes[i]);
    if (one.violation != 0 || one.failed) judge(StateStore::kNone, one);
  }
  if (sleep_) sleep_->begin(static_cast<uint32_t>(store_.size()));
  return !stopped();
}

void Search::breadth_first() {
  uint64_t level_end = store_.size();
  for (uint32_t state = 0; state < store_.size() && !stopped(); ++state) {
    if (state == level_end) {
      ++result_.depth;
      level_end = store_.size();
    }
    if (!bounds_.depth.any() && result_.depth >= bounds_.depth.most) {
      if (!has_unknown(state)) continue;
      result_.cut = CutBy::depth;
      return;
    }
    found_.clear();
    found_.asleep = sleep_ ? &sleep_->expand(state) : nullptr;
    model_.successors(store_.words(state), found_);
    take(state, found_);
    if (state % kLookEvery == 0 && stops()) return;
  }
}

// A frame is a state with what follows from it, and how far that has been looked at. A state met
// again by a shorter path than before is looked at again where paths are bounded.
void Search::depth_first() {
  struct Frame {
    uint32_t state = 0;
    std::vector<uint32_t> next;
    size_t at = 0;
  };
  std::vector<uint32_t> least_depth(store_.size(), 0);
  std::vector<bool> expanded;
  std::vector<Frame> frames;
  const bool bounded = !bounds_.depth.any();
  uint64_t looked = 0;
  const auto enter = [&](uint32_t state, uint32_t depth) {
    least_depth.resize(store_.size(), ~uint32_t{0});
    expanded.resize(store_.size());
    least_depth[state] = depth;
    result_.depth = std::max(result_.depth, depth);
    Frame& frame = frames.emplace_back();
    frame.state = state;
    if (bounded && depth >= bounds_.depth.most) return;
    found_.clear();
    model_.successors(store_.words(state), found_);
    const uint64_t transitions = result_.transitions;
    take(state, found_);
    frame.next = added_;
    if (expanded[state]) result_.transitions = transitions;  // counted before
    expanded.resize(store_.size());
    expanded[state] = true;
  };
  const uint64_t initial = store_.size();
  for (uint32_t first = 0; first < initial && !stopped(); ++first) {
    enter(first, 0);
    while (!frames.empty() && !stopped()) {
      Frame& frame = frames.back();
      if (frame.at == frame.next.size()) {
        frames.pop_back();
        continue;
      }
      const uint32_t next = frame.next[frame.at++];
      const auto depth = static_cast<uint32_t>(frames.size());
      least_depth.resize(store_.size(), ~uint32_t{0});
      if (bounded ? least_depth[next] <= depth : least_depth[next] != ~uint32_t{0}) continue;
      enter(next, depth);
      if (++looked % kLookEvery == 0 && stops()) return;
    }
  }
  if (!bounded || stopped()) return;
  for (uint32_t state = 0; state < store_.size(); ++state) {
    if (state < expanded.size() && expanded[state]) continue;
    if (has_unknown(state)) result_.cut = CutBy::depth;
  }
}

// Takes the successors of a state in; `added_` are their numbers.
void Search::take(uint32_t parent, const Successors& found) {
  for (const Successors::Successor& one : found.list) store_.prefetch(one.hash);
  added_.clear();
  const auto taken = [](const Successors::Successor& one) { return !one.asleep; };
  result_.transitions += std::count_if(found.list.begin(), found.list.end(), taken);
  for (size_t i = 0; i < found.list.size(); ++i) {
    const Successors::Successor& one = found.list[i];
    if (one.asleep) continue;
    if (one.violation != 0 || one.failed) {
      judge(parent, one);
      if (stopped()) return;
      continue;
    }
    bool fresh = false;
    added_.push_back(add(one, found, parent, fresh));
    if (sleep_) sleep_->arrive(store_.words(parent), found, i, added_.back());
  }
  if (store_.size() >= bounds_.max_states && !stopped()) result_.cut = CutBy::max_states;
}

bool Search::stops() {
  if (options_.go_on && !options_.go_on({store_.size(), result_.transitions, result_.depth})) {
    result_.cut = CutBy::interrupted;
  }
  return stopped();
}

// The ledgers behind a violation mean nothing, so what follows from it is not looked at.
void Search::judge(uint32_t parent, const Successors::Successor& one) {
  const StepGraph& graph = model_.graph();
  if (one.violation != 0) {
    for (const Violation& violation : graph.ledgers().violations()[one.violation - 1]) {
      found(violation, parent, one.step);
    }
  }
  if (one.failed) {
    Violation violation;
    violation.property = "no_exception";
    violation.node = one.step.node;
    if (parent != StateStore::kNone) {
      const uint32_t local = model_.local(store_.words(parent), one.step.node);
      violation.reason = graph.failure(local, one.step.event);
    }
    found(violation, parent, one.step);
  }
  if (options_.stop_at_violation) result_.cut = CutBy::violation;
}

void Search::found(const Violation& violation, uint32_t parent, const ExploreStep& step) {
  for (const FoundViolation& known : result_.violations) {
    if (known.violation.property == violation.property) return;
  }
  FoundViolation out{violation, {}};
  if (parent == StateStore::kNone) {
    out.path.starts = starts_.back();
  } else {
    out.path = path_to(parent);
    out.path.steps.push_back(step);
  }
  result_.violations.push_back(std::move(out));
}

// Whether anything follows from the state that the search has not met.
bool Search::has_unknown(uint32_t state) {
  found_.clear();
  model_.successors(store_.words(state), found_);
  return std::any_of(found_.list.begin(), found_.list.end(), [&](const auto& one) {
    return one.violation != 0 || one.failed || !is_known(one, found_);
  });
}

uint32_t Search::add(const Successors::Successor& one, const Successors& of, uint32_t parent,
                     bool& fresh) {
  if (!symmetry_) return store_.add(of.of(one), one.hash, parent, fresh);
  const StateStore::Words key = symmetry_->key(of.of(one));
  const uint32_t state = keys_.add(key, StateStore::hash(key), parent, fresh);
  if (fresh) store_.append(of.of(one), parent);
  return state;
}

bool Search::is_known(const Successors::Successor& one, const Successors& of) {
  if (!symmetry_) return store_.find(of.of(one), one.hash) != StateStore::kNone;
  const StateStore::Words key = symmetry_->key(of.of(one));
  return keys_.find(key, StateStore::hash(key)) != StateStore::kNone;
}

uint64_t Search::orbits() {
  Symmetry symmetry(model_);
  StateStore keys;
  for (uint32_t state = 0; state < store_.size(); ++state) {
    const StateStore::Words key = symmetry.key(store_.words(state));
    bool fresh = false;
    keys.add(key, StateStore::hash(key), StateStore::kNone, fresh);
  }
  return keys.size();
}

// Only parents are remembered: the steps between them are found again.
ExplorePath Search::path_to(uint32_t state) {
  ExplorePath out;
  Successors from;
  for (uint32_t parent = store_.parent(state); parent != StateStore::kNone;
       state = parent, parent = store_.parent(state)) {
    from.clear();
    model_.successors(store_.words(parent), from);
    const StateStore::Words to = store_.words(state);
    const auto step = std::find_if(from.list.begin(), from.list.end(),
                                   [&](const auto& one) { return same(from.of(one), to); });
    SIM_ASSERT(step != from.list.end());
    out.steps.push_back(step->step);
  }
  out.starts = starts_[state];
  std::reverse(out.steps.begin(), out.steps.end());
  return out;
}

ExploreResult explore(const RunSpec& spec, const ExploreSpec& bounds,
                      const ExploreOptions& options) {
  return Search(spec, bounds, options).run();
}

}  // namespace ordain
