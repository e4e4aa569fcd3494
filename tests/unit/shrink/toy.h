// A planted toy: instead of a run, a function of the scenario's tree says whether it "fails" and
// how large it is, so that what a pass does can be seen without a cluster.
#pragma once

#include <functional>
#include <string>

#include "sim/explore/shrink/search.h"
#include "sim/explore/shrink/tree.h"
#include "sim/scenario/json_reader.h"

namespace ordain::test {

using Fails = std::function<bool(const Value&)>;

inline bool names(const Value& tree, const std::string& text) {
  return write_value_inline(tree).find(text) != std::string::npos;
}

// Faults and overrides count as faults, "operations" and "nodes" as they stand.
inline StorySize toy_size(const Value& tree) {
  StorySize out;
  const Value* overrides = tree.find("overrides");
  out.faults = shrinking::faults_of(tree).size() + (overrides ? overrides->items.size() : 0);
  out.operations = shrinking::number_at(tree, "/clients/operations", 0);
  out.nodes = shrinking::number_at(tree, "/nodes", 0);
  out.events = 10 + out.faults + out.operations + out.nodes;
  return out;
}

struct Toy {
  explicit Toy(const std::string& json, Fails fails_when)
      : start(read_json(json, "toy")), fails(std::move(fails_when)) {}

  shrinking::Trial trial(const Value& tree) const {
    shrinking::Trial out;
    out.ending = fails(tree) ? shrinking::Ending::same : shrinking::Ending::none;
    out.size = toy_size(tree);
    out.struck = shrinking::faults_of(tree).size();
    out.violation.time = Time{violation_at.ns};
    out.in_liveness = in_liveness;
    return out;
  }
  shrinking::Judge judge() const {
    return {[this](const Value& tree, uint64_t) { return trial(tree); },
            [this](const Value&, const RunOptions&) { return recorded; }};
  }
  // The tree that the pass leaves behind.
  Value after(void (*pass)(shrinking::Search&), uint64_t* replays = nullptr) const {
    const ShrinkOptions options;
    shrinking::Search search(judge(), start, trial(start), options);
    pass(search);
    if (replays != nullptr) *replays = search.replays();
    return search.best();
  }

  uint64_t replays_of(void (*pass)(shrinking::Search&)) const {
    uint64_t replays = 0;
    after(pass, &replays);
    return replays;
  }

  Value start;
  Fails fails;
  Duration violation_at = milliseconds(1);
  bool in_liveness = false;
  RunResult recorded;
};

}  // namespace ordain::test
