// Exhaustive exploration: every state that any schedule within the bounds leads to, each once.
//
//   ExploreResult result = explore(make_run_spec(scenario, registry), scenario.explore, {});
//
// Breadth first, the first violation found is one of the shortest. Depth first needs no less memory
// (states are remembered all the same) but sees long paths early.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/explore/exhaustive/global_model.h"
#include "sim/explore/exhaustive/sleep_sets.h"
#include "sim/explore/exhaustive/symmetry.h"

namespace ordain {

// What ended the search before everything was seen.
BOOST_DEFINE_FIXED_ENUM_CLASS(CutBy, uint8_t, none, violation, depth, max_states, interrupted)

// A path from the start: how the nodes started, and the steps from there on.
struct ExplorePath {
  std::vector<uint32_t> starts;  // by node: the outcome of its start
  std::vector<ExploreStep> steps;
};

struct FoundViolation {
  Violation violation;  // its event, time and fingerprint are a replay's to say
  ExplorePath path;
};

struct ExploreProgress {
  uint64_t states = 0;
  uint64_t transitions = 0;
  uint32_t depth = 0;
};

struct ExploreResult {
  uint64_t states = 0;       // distinct
  uint64_t transitions = 0;  // taken from them, those to states already known included
  uint32_t depth = 0;        // of the deepest state
  CutBy cut = CutBy::none;
  std::string undecided;  // why a property could not judge some state; empty: all were judged
  bool complete() const { return cut == CutBy::none && undecided.empty(); }
  std::vector<FoundViolation> violations;  // the first of each property
  std::map<std::string, bool> probes;      // whether any path hits them
  std::vector<std::string> by_history;     // properties that keep states from merging
  uint64_t local_states = 0;               // of single nodes
  uint64_t message_kinds = 0;
  uint64_t ledgers = 0;
  uint64_t bytes = 0;  // of the stored states, with their index
};

struct ExploreOptions {
  bool stop_at_violation = true;  // else every property's first one is looked for
  // Called now and then; false ends the search with what there is.
  std::function<bool(const ExploreProgress&)> go_on;
};

class Search {
 public:
  Search(const RunSpec& spec, const ExploreSpec& bounds, ExploreOptions options);

  ExploreResult run();
  GlobalModel& model() { return model_; }
  // How many states are left when alike servers are renamed at will: what a search with symmetry
  // must find. Requires a finished search without it, and servers that are alike.
  uint64_t orbits();

 private:
  bool begin();
  void breadth_first();
  void depth_first();
  void take(uint32_t parent, const Successors& found);
  void judge(uint32_t parent, const Successors::Successor& one);
  void found(const Violation& violation, uint32_t parent, const ExploreStep& step);
  uint32_t add(const Successors::Successor& one, const Successors& of, uint32_t parent,
               bool& fresh);
  bool is_known(const Successors::Successor& one, const Successors& of);
  bool has_unknown(uint32_t state);
  ExplorePath path_to(uint32_t state);
  bool stopped() const { return result_.cut != CutBy::none; }
  bool stops();

  GlobalModel model_;
  ExploreSpec bounds_;
  ExploreOptions options_;
  StateStore store_;
  std::optional<SleepSets> sleep_;
  std::optional<Symmetry> symmetry_;
  StateStore keys_;                            // with symmetry: of the states, by their numbers
  std::vector<std::vector<uint32_t>> starts_;  // by initial state
  std::vector<uint32_t> added_;                // by the last take(): new states
  Successors found_;
  ExploreResult result_;
};

ExploreResult explore(const RunSpec& spec, const ExploreSpec& bounds,
                      const ExploreOptions& options = {});

}  // namespace ordain
