// The scenarios that ship with Ordain, for tests that run them.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.h"

namespace ordain::test {

// The scenarios of scenarios/FOLDER and, if asked, of the folders in it, sorted: whole paths.
enum class Deep : bool { no, yes };
std::vector<std::string> scenario_files(const std::string& folder, Deep deep = Deep::no);

// Reads and checks one file, or changes some of its fields first.
Scenario load(const std::string& path, const std::vector<std::string>& settings = {});

// scenarios/NAME.json, as "raft/leader_crash".
std::string scenario_path(const std::string& name);

}  // namespace ordain::test
