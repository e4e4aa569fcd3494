// Where scenarios lie: ./scenarios, or else the folder `scenarios` of the source tree that the
// program was built in, found by walking up from the executable.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.h"

namespace ordain::cli {

// Every scenario file, sorted by path; empty where there is no such folder.
std::vector<std::string> scenario_files();

// The path of the scenario file with this name (its file name without .json), or "".
std::string scenario_called(const std::string& name);

// Reads and checks one file against the built-in protocols.
Scenario load_scenario_file(const std::string& path, const std::vector<std::string>& settings = {});

}  // namespace ordain::cli
