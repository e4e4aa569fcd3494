// ordain shrink REPRO: the smallest story with the same violation.
#pragma once

namespace CLI {
class App;
}

namespace ordain::cli {

void add_shrink_verb(CLI::App& app, int& status);

}  // namespace ordain::cli
