// Livelock: time passes, nodes are busy, and the cluster comes back to the same abstract state
// again and again. The abstract state is what each node reported last, by kind of fact and without
// its numbers: terms and indices may grow for ever in a livelock (Raft's split votes do).
//
// It only explains a goal that was missed; by itself a recurring state is no violation.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/fact.h"

namespace ordain {

class LivelockDetector {
 public:
  void on_fact(const FactEvent& event);

  // "livelock: the same state (n1 became_candidate, n2 voted) came back 41 times in 9.8s", or ""
  // when none came back `kOften` times.
  std::string describe() const;

  static constexpr uint64_t kOften = 10;

 private:
  // A run may report without end: beyond so many states none is a cycle worth telling.
  static constexpr size_t kStates = 4096;

  using State = std::vector<std::pair<uint32_t, std::string_view>>;  // node, kind of its last fact
  struct Visits {
    uint64_t count = 0;
    Time first, last;
  };

  State now_;  // by node
  std::map<State, Visits> visits_;
};

}  // namespace ordain
