// Options that several verbs share, each read in one way.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "tools/cli/terminal.h"

namespace ordain::cli {

// --format, --quiet, --color: where text goes and how it looks.
struct OutputOptions {
  std::string format = "text";
  std::string colour = "auto";
  bool quiet = false;

  bool json() const { return format == "json"; }
  std::FILE* people() const { return json() ? stderr : stdout; }
  Palette palette() const;
};

void add_output_options(CLI::App& verb, OutputOptions& options);

// A scenario file with the changes of --set.
struct ScenarioOptions {
  std::string path;
  std::vector<std::string> settings;

  Scenario load() const;
};

void add_scenario_options(CLI::App& verb, ScenarioOptions& options, const std::string& what,
                          const std::string& about);

// --seed: decimal or 0x; throws InputError.
uint64_t parse_seed(const std::string& text);

// A word of a command line as a shell reads it back.
std::string shell_word(const std::string& text);

}  // namespace ordain::cli
