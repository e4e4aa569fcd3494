#include "sim/explore/shrink/passes.h"

namespace ordain::shrinking {

const std::vector<Pass>& passes() {
  static const std::vector<Pass> all = {
      {"truncate", &truncate},
      {"drop faults", &drop_faults},
      {"quiet network", &quiet_network},
      {"fewer operations", &fewer_operations},
      {"fewer nodes", &fewer_nodes},
      {"drop overrides", &drop_overrides},
      {"to defaults", &to_defaults},
      {"earlier", &earlier},
      {"plainer", &plainer},
  };
  return all;
}

bool run_passes(Search& search) {
  for (;;) {
    const uint64_t before = search.improvements();
    for (const Pass& pass : passes()) {
      if (search.over()) return false;
      search.set_pass(pass.name);
      pass.run(search);
    }
    if (search.over()) return false;
    if (search.improvements() == before) return true;
  }
}

}  // namespace ordain::shrinking
