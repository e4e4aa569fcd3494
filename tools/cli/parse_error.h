// What is wrong with a command line, said as for any other bad input: what it is, what is allowed,
// a suggestion; exit status 2.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace ordain::cli {

// `arguments` are those after the program's name.
std::string explain(const CLI::App& app, const CLI::ParseError& error,
                    const std::vector<std::string>& arguments);

}  // namespace ordain::cli
