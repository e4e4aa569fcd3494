#include "tools/cli/options.h"

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "tools/cli/scenario_files.h"

namespace ordain::cli {

Palette OutputOptions::palette() const {
  const ColourMode mode = colour == "always"  ? ColourMode::always
                          : colour == "never" ? ColourMode::never
                                              : ColourMode::automatic;
  return Palette(mode, people());
}

void add_output_options(CLI::App& verb, OutputOptions& options) {
  verb.add_option("--format", options.format, "text, or json: one object on stdout, alone")
      ->check(CLI::IsMember({"text", "json"}))
      ->option_text("text|json");
  verb.add_option("--color", options.colour, "auto, always or never (NO_COLOR also means never)")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->option_text("WHEN");
  verb.add_flag("--quiet,-q", options.quiet, "only the verdict");
}

void add_scenario_options(CLI::App& verb, ScenarioOptions& options, const std::string& what,
                          const std::string& about) {
  verb.add_option(what, options.path, about)->required()->option_text("FILE");
  verb.add_option("--set", options.settings,
                  "change a field of the scenario: /json/pointer=VALUE; repeatable")
      ->allow_extra_args(false)
      ->option_text("/POINTER=VALUE");
}

Scenario ScenarioOptions::load() const { return load_scenario_file(path, settings); }

uint64_t parse_seed(const std::string& text) {
  const std::optional<uint64_t> seed = parse_u64(text);
  if (!seed) {
    throw InputError("--seed", Problem{"", "\"" + text + "\" is no seed",
                                       "a number of 64 bits, decimal or 0x hexadecimal", ""});
  }
  return *seed;
}

std::string shell_word(const std::string& text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,%+@";
  if (!text.empty() && text.find_first_not_of(kPlain) == text.npos) return text;
  std::string out = "'";
  for (char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace ordain::cli
