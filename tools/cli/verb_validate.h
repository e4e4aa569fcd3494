// `ordain validate SCENARIO...`: every error of every file at once.
#pragma once

namespace CLI {
class App;
}

namespace ordain::cli {

void add_validate_verb(CLI::App& app, int& status);

}  // namespace ordain::cli
