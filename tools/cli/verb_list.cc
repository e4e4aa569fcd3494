#include "tools/cli/verb_list.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "tools/cli/catalogue.h"

namespace ordain::cli {
namespace {

struct Options {
  std::string what;
  std::string format = "text";
};

// The word before the description: what one would type.
std::string heading(const Value& row) {
  const Value* path = row.find("path");
  return (path != nullptr ? path : row.find("name"))->text;
}

// What else a row says, in one line: "raft; violates election_safety".
std::string remark(const Value& row) {
  std::vector<std::string> parts;
  for (const char* key : {"protocol", "kind", "violates", "armed_by"}) {
    const Value* value = row.find(key);
    if (value == nullptr || value->text.empty() || row.find("path") != nullptr) continue;
    const bool named = std::string_view(key) == "protocol" || std::string_view(key) == "kind";
    parts.push_back(named ? value->text
                          : (std::string_view(key) == "violates" ? "violates " : "armed by: ") +
                                value->text);
  }
  return join(parts, "; ");
}

// Prints `text` from `column` on, with breaks between words before column 100.
void print_wrapped(const std::string& text, size_t column) {
  const size_t room = column + 20 < 100 ? 100 - column : 60;
  size_t start = 0;
  while (start < text.size()) {
    size_t end = std::min(text.size(), start + room);
    if (end < text.size()) {
      const size_t space = text.rfind(' ', end);
      if (space != text.npos && space > start) end = space;
    }
    if (start > 0) std::cout << std::string(column, ' ');
    std::cout << text.substr(start, end - start) << '\n';
    start = end < text.size() && text[end] == ' ' ? end + 1 : end;
  }
  if (text.empty()) std::cout << '\n';
}

void print_rows(const Value& rows) {
  size_t width = 0;
  for (const Value& row : rows.items) width = std::max(width, heading(row).size());
  width = std::min<size_t>(width, 40) + 2;
  for (const Value& row : rows.items) {
    std::string head = heading(row);
    head.resize(std::max(width, head.size() + 1), ' ');
    std::cout << head;
    const std::string more = remark(row);
    print_wrapped(row.find("about")->text + (more.empty() ? "" : " (" + more + ")"), width);
  }
}

int list(const Options& options) {
  const std::vector<std::string> known = catalogue_names();
  if (std::find(known.begin(), known.end(), options.what) == known.end()) {
    throw InputError("list",
                     Problem{"", "there are no \"" + options.what.substr(0, 40) + "\"",
                             "one of: " + join(known, ", "), did_you_mean(options.what, known)});
  }
  const Value rows = catalogue(options.what);
  if (options.format == "json") {
    std::cout << write_value(rows);
  } else if (rows.items.empty()) {
    std::cout << "no " << options.what << '\n';
  } else {
    print_rows(rows);
  }
  return 0;
}

}  // namespace

void add_list_verb(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* verb =
      app.add_subcommand("list", "Show what there is: " + join(catalogue_names(), ", "));
  verb->add_option("WHAT", options->what, "one of: " + join(catalogue_names(), ", "))->required();
  verb->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  verb->footer(
      "Examples:\n"
      "  ordain list scenarios\n"
      "  ordain list mutants --format json");
  verb->callback([options, &status] { status = list(*options); });
}

}  // namespace ordain::cli
