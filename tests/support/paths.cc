#include "tests/support/paths.h"

#include <cstdlib>
#include <sstream>

namespace ordain::test {
namespace {

std::string from_environment(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : otherwise;
}

}  // namespace

std::string source_dir() { return ORDAIN_SOURCE_DIR; }

std::string ordain_program() { return ORDAIN_BINARY_DIR "/ordain"; }

std::string histories_dir() {
  return from_environment("ORDAIN_HISTORIES", source_dir() + "/../shared/histories");
}

std::vector<std::string> other_builds() {
  std::istringstream list(from_environment("ORDAIN_OTHER_BUILDS", ""));
  std::vector<std::string> out;
  for (std::string path; std::getline(list, path, ':');) {
    if (!path.empty()) out.push_back(path);
  }
  return out;
}

bool rewrite_golden_files() { return !from_environment("ORDAIN_REWRITE", "").empty(); }

}  // namespace ordain::test
