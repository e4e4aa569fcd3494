#include "tools/cli/parse_error.h"

#include <algorithm>

#include "sim/base/error.h"
#include "sim/base/text.h"

namespace ordain::cli {
namespace {

std::vector<std::string> verbs_of(const CLI::App& app) {
  std::vector<std::string> out;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    out.push_back(verb->get_name());
  }
  return out;
}

// "--seed", "--help", ... as a person would type them.
std::vector<std::string> options_of(const CLI::App& verb) {
  std::vector<std::string> out;
  for (const CLI::Option* option : verb.get_options()) {
    for (const std::string& name : option->get_lnames()) out.push_back("--" + name);
  }
  return out;
}

const CLI::App* verb_named(const CLI::App& app, const std::string& name) {
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (verb->get_name() == name) return verb;
  }
  return nullptr;
}

Problem unknown_verb(const CLI::App& app, const std::string& word) {
  const std::vector<std::string> verbs = verbs_of(app);
  return {"", "unknown verb \"" + word + "\"", "one of: " + join(verbs, ", "),
          did_you_mean(word, verbs)};
}

// The first argument that looks like an option and is none of the verb's, or "".
std::string unknown_option(const CLI::App& verb, const std::vector<std::string>& arguments) {
  const std::vector<std::string> known = options_of(verb);
  for (const std::string& argument : arguments) {
    if (argument == "--") break;
    if (argument.rfind("--", 0) != 0) continue;
    const std::string name = argument.substr(0, argument.find('='));
    if (std::find(known.begin(), known.end(), name) == known.end()) return name;
  }
  return "";
}

}  // namespace

std::string explain(const CLI::App& app, const CLI::ParseError& error,
                    const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    return Problem{"", "no verb given", "one of: " + join(verbs_of(app), ", "), "see ordain --help"}
        .text();
  }
  const CLI::App* verb = verb_named(app, arguments.front());
  if (verb == nullptr && arguments.front().rfind('-', 0) != 0) {
    return unknown_verb(app, arguments.front()).text();
  }
  const CLI::App& at = verb != nullptr ? *verb : app;
  const std::string option = unknown_option(at, arguments);
  if (!option.empty()) {
    const std::vector<std::string> known = options_of(at);
    return Problem{"", "unknown option \"" + option + "\"", "one of: " + join(known, ", "),
                   did_you_mean(option, known)}
        .text();
  }
  const std::string help =
      verb != nullptr ? "ordain " + verb->get_name() + " --help" : std::string("ordain --help");
  return Problem{"", error.what(), "see " + help, ""}.text();
}

}  // namespace ordain::cli
