#include "tests/tidy/layers.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace ordain::tidy {
namespace {

struct Include {
  int line;
  std::string path;
  bool quoted;
};

std::vector<Include> includes_of(const SourceFile& file) {
  std::vector<Include> out;
  int number = 0;
  for (const std::string_view line : lines_of(file.text)) {
    ++number;
    if (!line.starts_with("#include")) continue;
    const size_t open = line.find_first_of("\"<");
    if (open == std::string_view::npos) continue;
    const bool quoted = line[open] == '"';
    const size_t close = line.find(quoted ? '"' : '>', open + 1);
    out.push_back({number, std::string(line.substr(open + 1, close - open - 1)), quoted});
  }
  return out;
}

const std::map<std::string, std::vector<std::string>>& arrows() {
  static const std::map<std::string, std::vector<std::string>> table{
      {"sim/base", {}},
      {"sim/core", {"sim/base"}},
      {"sim/net", {"sim/core"}},
      {"sim/disk", {"sim/core"}},
      {"sim/clock", {"sim/core"}},
      {"sim/fault", {"sim/net", "sim/disk", "sim/clock"}},
      {"sim/world", {"sim/fault"}},
      {"sim/check", {"sim/core"}},
      {"sim/run", {"sim/world", "sim/check"}},
      {"sim/scenario", {"sim/run"}},
      {"sim/explore", {"sim/scenario"}},
      {"protocols", {"sim/scenario"}},
      {"tools/explorer", {"sim/explore"}},
      {"tools/cli", {"tools/explorer", "protocols"}},
  };
  return table;
}

bool is_registration(const std::string& path) {
  return path.ends_with("/registration.cc") || path.ends_with("/registration.h");
}

// Who else than the tests may include a library, by the beginning of its headers' names.
struct Library {
  std::string prefix;
  std::vector<std::string> users;
};

const std::vector<Library>& libraries() {
  static const std::vector<Library> table{
      {"boost/asio", {"tools/explorer/"}},
      {"boost/beast", {"tools/explorer/"}},
      {"boost/describe", {"sim/", "protocols/", "tools/"}},
      {"boost/mp11", {"sim/", "protocols/", "tools/"}},
      {"CLI/", {"tools/cli/"}},
      {"nlohmann/", {"sim/scenario/", "sim/explore/", "tools/"}},
      {"xxhash.h", {"sim/base/"}},
      {"gtest/", {}},
      {"gmock/", {}},
      {"benchmark/", {}},
  };
  return table;
}

// A third-party header nobody decided about is refused, so that a new library is a decision.
std::optional<std::string> refused_library(const std::string& file, const std::string& header) {
  if (file.starts_with("tests/")) return std::nullopt;
  const bool standard = header.find_first_of("/.") == std::string::npos;
  // Processes and terminals are the system's; below, nobody knows of them.
  const bool system = header.ends_with(".h") && starts_with_any(file, {"tools/", "sim/explore/"});
  for (const Library& library : libraries()) {
    if (!header.starts_with(library.prefix)) continue;
    if (starts_with_any(file, library.users)) return std::nullopt;
    return "<" + header + "> does not belong in " + layer_of(file);
  }
  if (standard || system) return std::nullopt;
  return "<" + header + "> is of a library that nothing here uses yet";
}

std::vector<std::string> allowed_layers(const SourceFile& file) {
  const std::string layer = layer_of(file.path);
  if (!layer.starts_with("protocols/")) return layers_below(layer);
  std::vector<std::string> out = layers_below("sim/check");
  if (is_registration(file.path)) out.push_back("sim/scenario");
  return out;
}

std::optional<std::string> refused_layer(const SourceFile& file, const std::string& header) {
  if (file.path.starts_with("tests/")) return std::nullopt;
  const std::string from = layer_of(file.path), to = layer_of(header);
  const bool both_protocols = from.starts_with("protocols/") && to.starts_with("protocols/");
  if (both_protocols && (from == to || !is_registration(header))) return std::nullopt;
  const bool registers = from == "protocols" || is_registration(file.path);
  if (registers && to.starts_with("protocols/") && is_registration(header)) return std::nullopt;
  const std::vector<std::string> allowed = allowed_layers(file);
  if (std::find(allowed.begin(), allowed.end(), to) != allowed.end()) return std::nullopt;
  return from + " may not include " + to + " (\"" + header + "\")";
}

}  // namespace

std::string layer_of(const std::string& path) {
  const size_t first = path.find('/');
  if (path.starts_with("tests/")) return "tests";
  const size_t second = path.find('/', first + 1);
  return path.substr(0, second == std::string::npos ? first : second);
}

std::vector<std::string> layers_below(const std::string& layer) {
  std::set<std::string> seen;
  std::vector<std::string> open{layer};
  while (!open.empty()) {
    const std::string next = open.back();
    open.pop_back();
    if (!seen.insert(next).second) continue;
    const auto found = arrows().find(next);
    if (found == arrows().end()) continue;
    open.insert(open.end(), found->second.begin(), found->second.end());
  }
  return {seen.begin(), seen.end()};
}

std::vector<Finding> check_includes(const SourceFile& file, const std::vector<std::string>& paths) {
  std::vector<Finding> out;
  for (const Include& include : includes_of(file)) {
    std::optional<std::string> refused;
    if (!include.quoted) {
      refused = refused_library(file.path, include.path);
    } else if (std::find(paths.begin(), paths.end(), include.path) == paths.end()) {
      refused = "\"" + include.path + "\" is not a path from the root of the tree";
    } else {
      refused = refused_layer(file, include.path);
    }
    if (refused) out.push_back({file.path, include.line, *refused});
  }
  return out;
}

std::vector<Finding> check_own_header_first(const SourceFile& file,
                                            const std::vector<std::string>& paths) {
  if (!file.path.ends_with(".cc")) return {};
  const std::string header = file.path.substr(0, file.path.size() - 2) + "h";
  if (std::find(paths.begin(), paths.end(), header) == paths.end()) return {};
  const std::vector<Include> includes = includes_of(file);
  if (!includes.empty() && includes.front().path == header) return {};
  return {{file.path, 1, "includes something before \"" + header + "\""}};
}

std::vector<Finding> check_protocol_circles(const std::vector<SourceFile>& files) {
  std::map<std::string, std::set<std::string>> on;
  for (const SourceFile& file : files) {
    if (!file.path.starts_with("protocols/") || is_registration(file.path)) continue;
    for (const Include& include : includes_of(file)) {
      const std::string from = layer_of(file.path), to = layer_of(include.path);
      if (to.starts_with("protocols/") && from != to) on[from].insert(to);
    }
  }
  std::vector<Finding> out;
  for (const auto& [start, direct] : on) {
    std::set<std::string> reached;
    const std::function<void(const std::string&)> walk = [&](const std::string& at) {
      for (const std::string& next : on[at]) {
        if (reached.insert(next).second) walk(next);
      }
    };
    walk(start);
    if (reached.contains(start)) out.push_back({start, 0, "stands on itself through another"});
  }
  return out;
}

}  // namespace ordain::tidy
