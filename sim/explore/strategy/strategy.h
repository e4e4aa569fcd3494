// A search strategy: who answers the choices of a campaign's runs in place of the generator.
//
//   begin(start)        a run begins
//   answer(site, ...)   one of its choices is to be made (from sim/core/choice.h)
//   learn(learned)      what came of a run, told in the order of the campaign's runs
//
// It keeps to what the scenario allows: a delay stays within the link's distribution, any other
// value within its bound. Once the run heals nobody asks it any more. A run is a function of the
// strategy's state when it begins, its number and its seed; that state changes in `learn` alone, so
// that runs of one batch may go on at the same time, in processes that are copies of this one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/run/run_spec.h"

namespace ordain {

// What the run's seed has made of the scenario.
struct RunSetting {
  uint32_t servers = 0;  // choices of nodes beyond are the clients'
  NetworkConfig network;
};

// A run that is about to begin.
struct RunStart {
  uint64_t index = 0;                   // of the campaign's runs, from 0
  uint64_t seed = 0;                    // begin() may exchange it
  const RunSetting* setting = nullptr;  // complete when the first choice is asked for
};

// An abstract state of the cluster that a run has come through (coverage.h), and how many of the
// run's choices had been made then.
struct Covered {
  uint64_t state = 0;
  uint64_t choices = 0;
};

// What a strategy is told of a run that has ended.
struct Learned {
  uint64_t index = 0;
  uint64_t seed = 0;
  uint64_t messages = 0;          // that were sent
  std::vector<uint64_t> plan;     // what plan() was
  std::vector<Covered> coverage;  // where wanted: each state once, in the order of the run
};

class SearchStrategy : public Strategy {
 public:
  virtual void begin(RunStart& start) = 0;
  virtual void learn(const Learned&) {}
  // Whether it wants to be told, in the run begun last, of each message that reaches its receiver:
  // what that node sends next is caused by it.
  virtual bool wants_deliveries() const { return false; }
  virtual void delivered(NodeId /*from*/, NodeId /*to*/, uint64_t /*n of the link*/) {}
  // Whether it wants to be told which abstract states a run covers.
  virtual bool wants_coverage() const { return false; }
  // What it needs to know later about the run begun last, when it learns what came of it.
  virtual std::vector<uint64_t> plan() const { return {}; }
};

struct StrategyEntry {
  const char* name;
  const char* about;
  std::unique_ptr<SearchStrategy> (*make)();
};

// All there are, the default first.
const std::vector<StrategyEntry>& strategies();
const StrategyEntry* find_strategy(std::string_view name);

}  // namespace ordain
