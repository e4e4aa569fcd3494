#include "tools/cli/read_file.h"

#include <filesystem>
#include <fstream>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "tools/cli/scenario_files.h"

namespace ordain::cli {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxListed = 10'000;

std::vector<std::string> entries_of(const fs::path& folder) {
  std::vector<std::string> out;
  std::error_code error;
  fs::directory_iterator entry(folder.empty() ? "." : folder, error);
  for (; !error && entry != fs::directory_iterator() && out.size() < kMaxListed;
       entry.increment(error)) {
    out.push_back(entry->path().filename().string());
  }
  return out;
}

// The path with its first missing part replaced by its nearest neighbour, while that goes well.
std::string nearest_path(const fs::path& path) {
  std::error_code error;
  fs::path found;
  for (const fs::path& part : path) {
    if (fs::exists(found / part, error)) {
      found /= part;
      continue;
    }
    const std::optional<std::string> closest = nearest(part.string(), entries_of(found));
    if (!closest) return "";
    found /= *closest;
  }
  return found.string();
}

std::string suggestion(const std::string& path) {
  std::string found = nearest_path(path);
  if (found.empty()) found = scenario_called(fs::path(path).stem().string());
  return found.empty() ? "" : "did you mean \"" + found + "\"?";
}

}  // namespace

std::string read_file(const std::string& path, uint64_t limit) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    throw InputError(path, Problem{"", "there is no such file", "", suggestion(path)});
  }
  if (fs::is_directory(status)) {
    throw InputError(path, Problem{"", "this is a directory", "it must be a file", ""});
  }
  if (!fs::is_regular_file(status)) {
    throw InputError(path, Problem{"", "this is not a regular file", "", ""});
  }
  const uint64_t size = fs::file_size(path, error);
  if (error || size > limit) {
    throw InputError(path, Problem{"", "the file is too large (" + std::to_string(size) + " bytes)",
                                   "at most " + std::to_string(limit) + " bytes", ""});
  }
  std::ifstream file(path, std::ios::binary);
  std::string text(size, '\0');
  file.read(text.data(), static_cast<std::streamsize>(size));
  if (!file && !file.eof()) {
    throw InputError(path, Problem{"", "the file cannot be read", "", ""});
  }
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

}  // namespace ordain::cli
