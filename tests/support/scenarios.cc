#include "tests/support/scenarios.h"

#include <algorithm>
#include <filesystem>

#include "protocols/builtin.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace ordain::test {

std::vector<std::string> scenario_files(const std::string& folder, Deep deep) {
  namespace fs = std::filesystem;
  std::vector<std::string> out;
  const auto take = [&](const fs::directory_entry& file) {
    if (file.path().extension() == ".json") out.push_back(file.path().string());
  };
  const std::string root = source_dir() + "/scenarios/" + folder;
  if (deep == Deep::yes) {
    for (const auto& file : fs::recursive_directory_iterator(root)) take(file);
  } else {
    for (const auto& file : fs::directory_iterator(root)) take(file);
  }
  std::sort(out.begin(), out.end());
  return out;
}

Scenario load(const std::string& path, const std::vector<std::string>& settings) {
  return load_scenario(read_text(path), path, builtin_registry(), settings);
}

std::string scenario_path(const std::string& name) {
  return source_dir() + "/scenarios/" + name + ".json";
}

}  // namespace ordain::test
