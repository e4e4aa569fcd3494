// A protocol's table of mutants (sim/core/mutant.h) as the scenario layer wants it.
#pragma once

#include <string>
#include <vector>

#include "sim/core/mutant.h"
#include "sim/scenario/protocol.h"

namespace ordain {

inline MutantSetting mutant_setting(const ClusterPlan& plan) {
  return {plan.servers, plan.clients, plan.workload};
}

// The entries of a registration; "rf.fig8" is shown by scenarios/mutants/FOLDER/fig8.json.
template <class E, class Config>
std::vector<MutantEntry> mutant_entries(const std::vector<MutantInfo<E, Config>>& table,
                                        const std::string& folder) {
  std::vector<MutantEntry> out;
  for (const MutantInfo<E, Config>& info : table) {
    const std::string file(info.name.substr(info.name.find('.') + 1));
    const auto refuse = [hidden_by = info.hidden_by](const ClusterPlan& plan) {
      if (hidden_by == nullptr) return std::string();
      const auto& config = *static_cast<const Config*>(plan.config.get());
      return std::string(hidden_by(config, mutant_setting(plan)));
    };
    out.push_back({std::string(info.name), std::string(info.about), std::string(info.violates),
                   std::string(info.source), std::string(info.armed_by),
                   "scenarios/mutants/" + folder + "/" + file + ".json", refuse});
  }
  return out;
}

// Those of the table that the plan switches on.
template <class E, class Config>
MutantSet<E> planted_mutants(const std::vector<MutantInfo<E, Config>>& table,
                             const ClusterPlan& plan) {
  MutantSet<E> out;
  for (const MutantInfo<E, Config>& info : table) {
    for (const std::string& name : plan.mutants) {
      if (name == info.name) out.add(info.mutant);
    }
  }
  return out;
}

}  // namespace ordain
