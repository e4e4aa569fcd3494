// `ordain list WHAT`: what there is to run, to check and to break.
#pragma once

namespace CLI {
class App;
}

namespace ordain::cli {

void add_list_verb(CLI::App& app, int& status);

}  // namespace ordain::cli
