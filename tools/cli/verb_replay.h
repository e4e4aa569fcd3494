// ordain replay REPRO: a saved run again.
#pragma once

namespace CLI {
class App;
}

namespace ordain::cli {

void add_replay_verb(CLI::App& app, int& status);

}  // namespace ordain::cli
