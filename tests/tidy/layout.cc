#include "tests/tidy/layout.h"

#include <algorithm>
#include <array>
#include <set>

namespace ordain::tidy {
namespace {

constexpr auto kTopLevel = std::to_array<std::string_view>({
    "sim",
    "protocols",
    "scenarios",
    "tools",
    "tests",
    "CMakeLists.txt",
    "README.md",
    "CMakePresets.json",
    "LICENSE",
    "dev",
    // made by the build, never committed
    "build",
    "compile_commands.json",
});

}  // namespace

std::vector<Finding> check_top_level(const std::vector<std::string>& entries) {
  std::vector<Finding> out;
  for (const std::string& entry : entries) {
    const bool known = std::find(kTopLevel.begin(), kTopLevel.end(), entry) != kTopLevel.end();
    if (!known && !entry.starts_with('.')) {
      out.push_back({entry, 0, "has no place at the top level"});
    }
  }
  return out;
}

std::vector<Finding> check_readmes(const std::vector<std::string>& paths) {
  std::set<std::string> folders;
  for (const std::string& path : paths) {
    const size_t first = path.find('/');
    if (first == std::string::npos) continue;
    folders.insert(path.substr(0, first));
    const size_t second = path.find('/', first + 1);
    if (second != std::string::npos) folders.insert(path.substr(0, second));
  }
  std::vector<Finding> out;
  for (const std::string& folder : folders) {
    const std::string readme = folder + "/README.md";
    if (std::find(paths.begin(), paths.end(), readme) == paths.end()) {
      out.push_back({folder, 0, "has no README.md"});
    }
  }
  return out;
}

std::vector<Finding> check_schema(const SourceFile& scenario) {
  std::string schema = "scenario.schema.json";
  const auto deep = std::count(scenario.path.begin(), scenario.path.end(), '/');
  for (auto folder = deep; folder > 1; --folder) schema = "../" + schema;
  if (scenario.text.find("\"$schema\": \"" + schema + "\"") != std::string::npos) return {};
  return {{scenario.path, 0, "its $schema is not \"" + schema + "\""}};
}

}  // namespace ordain::tidy
