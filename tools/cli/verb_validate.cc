#include "tools/cli/verb_validate.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "sim/base/error.h"
#include "tools/cli/scenario_files.h"

namespace ordain::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::vector<std::string> settings;
  std::string format = "text";
  bool quiet = false;
};

Value to_value(const Problem& problem) {
  return Value::object()
      .with("place", Value::string(problem.place))
      .with("message", Value::string(problem.message))
      .with("allowed", Value::string(problem.allowed))
      .with("suggestion", Value::string(problem.suggestion));
}

int validate(const Options& options) {
  const bool json = options.format == "json";
  Value report = Value::array();
  int status = 0;
  for (const std::string& file : options.files) {
    Value problems = Value::array();
    try {
      const Scenario scenario = load_scenario_file(file, options.settings);
      if (!options.quiet && !json) std::cout << file << ": ok\n";
    } catch (const InputError& error) {
      status = 2;
      std::cerr << error.what() << '\n';
      for (const Problem& problem : error.problems()) problems.items.push_back(to_value(problem));
    }
    report.items.push_back(Value::object()
                               .with("file", Value::string(file))
                               .with("valid", Value::boolean(problems.items.empty()))
                               .with("problems", std::move(problems)));
  }
  if (json) std::cout << write_value(report);
  return status;
}

}  // namespace

void add_validate_verb(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand(
      "validate", "Check scenario files against the schema and the registry; every error at once");
  verb->add_option("SCENARIO", options->files, "scenario files or repros")->required();
  verb->add_option("--set", options->settings, "/json/pointer=VALUE: change a field (repeatable)")
      ->allow_extra_args(false);
  verb->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  verb->add_flag("--quiet", options->quiet, "say nothing about files that are fine");
  verb->footer(
      "Examples:\n"
      "  ordain validate scenarios/ping/lossy.json\n"
      "  ordain validate scenarios/*/*.json --quiet\n"
      "  ordain validate scenarios/ping/happy.json --set /nodes=5\n"
      "Exit status: 0 when every file is fine, 2 otherwise.");
  verb->callback([options, &status] { status = validate(*options); });
}

}  // namespace ordain::cli
