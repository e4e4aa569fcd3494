// ordain replay REPRO: a saved run again.
#pragma once

#include <CLI/CLI.hpp>

namespace ordain::cli {

void add_replay_verb(CLI::App& app, int& status);

}  // namespace ordain::cli
