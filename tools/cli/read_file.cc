#include "tools/cli/read_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/text.h"

namespace ordain::cli {
namespace {

namespace fs = std::filesystem;

// A file beside the missing one whose name is nearly the same.
std::string suggest(const fs::path& path) {
  std::vector<std::string> names;
  std::error_code error;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  for (fs::directory_iterator it(folder, error), end; !error && it != end && names.size() < 1000;
       it.increment(error)) {
    names.push_back(it->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return did_you_mean(path.filename().string(), names);
}

[[noreturn]] void fail(const std::string& path, std::string message, std::string allowed = "",
                       std::string suggestion = "") {
  throw InputError(path,
                   Problem{"", std::move(message), std::move(allowed), std::move(suggestion)});
}

}  // namespace

std::string read_file(const std::string& path, size_t limit) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) fail(path, "no such file", "", suggest(path));
  if (status.type() == fs::file_type::directory) fail(path, "is a directory", "expected a file");
  std::ifstream in(path, std::ios::binary);
  if (!in) fail(path, std::string("cannot be read: ") + std::strerror(errno));
  std::string text;
  std::vector<char> piece(1 << 16);
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
    text.append(piece.data(), static_cast<size_t>(in.gcount()));
    if (text.size() > limit) {
      fail(path, "is too large", "at most " + std::to_string(limit) + " bytes");
    }
  }
  if (in.bad()) fail(path, std::string("cannot be read: ") + std::strerror(errno));
  return text;
}

}  // namespace ordain::cli
