// ordain run SCENARIO: one run from a seed, or many of them.
#pragma once

#include <CLI/CLI.hpp>

namespace ordain::cli {

void add_run_verb(CLI::App& app, int& status);

}  // namespace ordain::cli
