// `ordain check HISTORY`: judges a history that any system recorded.
#pragma once

namespace CLI {
class App;
}

namespace ordain::cli {

// Registers the verb; its callback sets `status`: 0 holds, 1 does not, 4 unknown within its limits.
// Bad input is thrown as InputError, for main to report.
void add_check_verb(CLI::App& app, int& status);

}  // namespace ordain::cli
