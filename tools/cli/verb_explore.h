// `ordain explore SCENARIO`: every schedule up to a bound, exact counts, and a shortest violation.
#pragma once

#include <CLI/CLI.hpp>

namespace ordain::cli {

void add_explore_verb(CLI::App& app, int& status);

}  // namespace ordain::cli
