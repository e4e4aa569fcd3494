#include "tools/cli/scenario_files.h"

#include <algorithm>
#include <filesystem>

#include "protocols/builtin.h"
#include "sim/scenario/json_reader.h"
#include "tools/cli/read_file.h"

namespace ordain::cli {
namespace {

namespace fs = std::filesystem;

const char kSchema[] = "scenario.schema.json";

// Empty where there is none.
fs::path scenarios_folder() {
  std::error_code error;
  if (fs::exists(fs::path("scenarios") / kSchema, error)) return "scenarios";
  fs::path at = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (; !at.empty(); at = at.parent_path()) {
    if (fs::exists(at / "scenarios" / kSchema, error)) return at / "scenarios";
    if (at == at.parent_path()) break;
  }
  return {};
}

}  // namespace

std::vector<std::string> scenario_files() {
  std::vector<std::string> out;
  const fs::path folder = scenarios_folder();
  if (folder.empty()) return out;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const fs::path& path = entry->path();
    const bool schema = path.filename().string().ends_with(".schema.json");
    if (entry->is_regular_file() && path.extension() == ".json" && !schema) {
      out.push_back(path.string());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string scenario_called(const std::string& name) {
  for (const std::string& path : scenario_files()) {
    if (fs::path(path).stem() == name) return path;
  }
  return "";
}

Scenario load_scenario_file(const std::string& path, const std::vector<std::string>& settings) {
  return load_scenario(read_file(path, kMaxFileBytes), path, builtin_registry(), settings);
}

}  // namespace ordain::cli
