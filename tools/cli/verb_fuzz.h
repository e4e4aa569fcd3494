// `ordain fuzz SCENARIO...`: many seeds; distinct failures, each saved as a repro.
#pragma once

#include <CLI/CLI.hpp>

namespace ordain::cli {

void add_fuzz_verb(CLI::App& app, int& status);

}  // namespace ordain::cli
