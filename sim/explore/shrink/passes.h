// The passes of shrinking, each one idea in a file of its own (passes/). Each tries candidates that
// are smaller or plainer than the best and leaves behind the best it found; none can do harm, and
// each is deterministic. The cheapest big cuts come first.
#pragma once

#include <vector>

#include "sim/explore/shrink/search.h"

namespace ordain::shrinking {

void truncate(Search& search);          // the run ends with its violation
void drop_faults(Search& search);       // whole faults go
void quiet_network(Search& search);     // noise goes
void shorter_story(Search& search);     // another seed gets there sooner
void fewer_operations(Search& search);  // clients ask for less
void late_start(Search& search);        // clients begin shortly before the violation
void fewer_nodes(Search& search);       // servers go
void name_noise(Search& search);        // noise that has to stay becomes single named faults
void drop_overrides(Search& search);    // answered choices go back to the generator
void to_defaults(Search& search);       // configuration goes back to what is usual
void smaller_numbers(Search& search);   // less has to happen before something does
void earlier(Search& search);           // what happens, happens sooner
void rare_seeds(Search& search);        // many seeds, where many operations are left
void fresh_draws(Search& search);       // jumps to a story nearby, where much is left
void plainer(Search& search);           // values that are easier to read

struct Pass {
  const char* name;
  void (*run)(Search&);
};
const std::vector<Pass>& taking_away();   // in their order
const std::vector<Pass>& jumping();       // to another schedule with less
const std::vector<Pass>& making_plain();  // of what is left

// Runs them all until none finds anything more, or the budget is used up; whether the former.
bool run_passes(Search& search);

}  // namespace ordain::shrinking
