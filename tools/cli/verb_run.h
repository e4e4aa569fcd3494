// ordain run SCENARIO: one run from a seed, or many of them.
#pragma once

namespace CLI {
class App;
}

namespace ordain::cli {

void add_run_verb(CLI::App& app, int& status);

}  // namespace ordain::cli
