#include "tools/cli/verb_check.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/check/import/edn.h"
#include "sim/check/import/format.h"
#include "sim/check/model/model.h"
#include "tools/cli/check_html.h"
#include "tools/cli/check_judgement.h"
#include "tools/cli/output_file.h"
#include "tools/cli/read_file.h"
#include "tools/cli/terminal.h"

namespace ordain::cli {
namespace {

using nlohmann::ordered_json;

struct Arguments {
  std::string history;
  std::string model;
  std::string property;
  std::string input;
  std::string initial;
  std::string format = "text";
  std::string html;
  std::string max_memory = "1GB";
  uint64_t max_steps = 200'000'000;
  unsigned jobs = 1;
  bool quiet = false;
};

constexpr uint64_t kLargestHistory = 16'000'000'000;

std::string read_history(const std::string& path) {
  if (path != "-") return read_file(path, kLargestHistory);
  return {std::istreambuf_iterator<char>(std::cin), {}};
}

// "100MB", "2GB", "500000".
uint64_t parse_bytes(const std::string& text) {
  size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  const std::optional<uint64_t> number = parse_u64(text.substr(0, digits));
  const std::string unit = text.substr(digits);
  uint64_t scale = 0;
  if (unit.empty() || unit == "B") scale = 1;
  if (unit == "kB" || unit == "KB") scale = 1'000;
  if (unit == "MB") scale = 1'000'000;
  if (unit == "GB") scale = 1'000'000'000;
  if (!number || scale == 0 || *number > UINT64_MAX / scale)
    throw InputError(
        "", Problem{"--max-memory", "not a size: \"" + text + "\"", "such as 100MB or 2GB", ""});
  return *number * scale;
}

check::Value parse_value(const std::string& text) {
  check::FormReader reader(text, "--initial", check::FormReader::Dialect::Edn);
  const std::optional<check::Form> form = reader.next();
  return form ? form->value : check::Value();
}

CheckRequest request_of(const Arguments& arguments) {
  CheckRequest request;
  request.path = arguments.history;
  request.text = read_history(arguments.history);
  request.format = arguments.input.empty() ? check::detect_format(request.path, request.text)
                                           : check::parse_format(arguments.input);
  request.property = arguments.property;
  request.model = arguments.model;
  if (!arguments.initial.empty()) request.initial = parse_value(arguments.initial);
  request.max_steps = arguments.max_steps;
  request.max_bytes = parse_bytes(arguments.max_memory);
  request.jobs = arguments.jobs;
  return request;
}

void print_json(const CheckRequest& request, const Judgement& judgement, double wall_ms) {
  ordered_json out;
  out["history"] = request.path;
  out["model"] = judgement.model;
  if (!judgement.verdict.empty()) out["verdict"] = judgement.verdict;
  for (const auto& [level, answer] : judgement.levels) out[level] = name_of(answer);
  out["anomalies"] = ordered_json::array();
  for (const Anomaly& anomaly : judgement.anomalies)
    out["anomalies"].push_back(
        {{"name", anomaly.name}, {"cycle", anomaly.cycle}, {"explanation", anomaly.explanation}});
  out["operations"] = judgement.operations;
  out["steps"] = judgement.steps;
  out["wall_ms"] = wall_ms;
  // Bytes of a history that are no UTF-8 become replacement characters.
  write_to(stdout, out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n");
}

std::string indented(const std::string& text) {
  std::string out = "  ";
  for (const char c : text) {
    out += c;
    if (c == '\n') out += "  ";
  }
  return out + "\n";
}

void print_text(const CheckRequest& request, const Judgement& judgement, bool quiet) {
  std::string verdict = judgement.verdict;
  std::replace(verdict.begin(), verdict.end(), '_', ' ');
  std::string out = request.path + ": " + std::to_string(judgement.operations) + " operations";
  if (!judgement.model.empty()) out += " as " + judgement.model;
  if (!verdict.empty()) out += ": " + verdict;
  out += "\n";
  for (const auto& [level, answer] : judgement.levels)
    out += "  " + level + ": " + name_of(answer) + "\n";
  if (!quiet)
    for (const Anomaly& anomaly : judgement.anomalies)
      out += anomaly.name + "\n" + indented(anomaly.explanation);
  write_to(stdout, out);
}

int run(const Arguments& arguments) {
  std::optional<OutputFile> page;
  if (!arguments.html.empty()) page.emplace("--html", arguments.html);
  const CheckRequest request = request_of(arguments);
  const auto begin = std::chrono::steady_clock::now();
  const Judgement judgement = judge(request);
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - begin;
  if (arguments.format == "json") {
    print_json(request, judgement, wall.count());
  } else {
    print_text(request, judgement, arguments.quiet);
  }
  if (page) {
    page->write(check_page(judgement));
    page->close();
  }
  return judgement.answer == Answer::Holds ? 0 : judgement.answer == Answer::Violated ? 1 : 4;
}

}  // namespace

void add_check_verb(CLI::App& app, int& status) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb = app.add_subcommand("check", "judge a history that any system recorded");
  verb->add_option("history", arguments->history, "the history's file; - for standard input")
      ->required();
  verb->add_option("--property", arguments->property,
                   "default: isolation of transactions, else linearizable; one of: " +
                       join(property_names(), ", "));
  verb->add_option(
      "--model", arguments->model,
      "default: what the operations suggest; one of: " + join(check::model_names(), ", "));
  verb->add_option("--input", arguments->input,
                   "the file's format, default: recognised from its content; one of: " +
                       join(check::format_names(), ", "));
  verb->add_option("--initial", arguments->initial, "the initial value, in EDN: nil, 0, \"\"");
  verb->add_option("--format", arguments->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  verb->add_option("--html", arguments->html, "write a page with time lines and the explanation");
  verb->add_option("--jobs", arguments->jobs, "objects judged at once; changes no verdict")
      ->check(CLI::Range(1U, 1024U));
  verb->add_option("--max-steps", arguments->max_steps, "steps for each object; then: unknown");
  verb->add_option("--max-memory", arguments->max_memory, "for each object; then: unknown");
  verb->add_flag("--quiet", arguments->quiet, "the verdict alone");
  verb->footer(
      "examples:\n"
      "  ordain check history.edn --model register\n"
      "  ordain check jepsen.log --html why.html\n"
      "  ordain check history.ndjson --property sequential --format json\n"
      "exit status: 0 holds, 1 does not, 2 bad input, 4 unknown within the limits");
  verb->callback([arguments, &status] { status = run(*arguments); });
}

}  // namespace ordain::cli
