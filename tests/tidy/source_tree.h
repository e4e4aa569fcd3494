// The source tree as plain text, for the rules of this folder: each rule takes text in and gives
// findings out, so that it can be tried on planted text as well as on the real tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ordain::tidy {

struct SourceFile {
  std::string path;  // from the root: "sim/base/time.h"
  std::string text;
};

struct Finding {
  std::string path;
  int line = 0;  // 0: the file as a whole
  std::string what;
};

// One finding a line, for a test's message.
std::string report(const std::vector<Finding>& findings);

SourceFile read_file(const std::string& root, const std::string& path);

// Every file below root/folder, in the order of paths; folders of builds and packages left out.
std::vector<SourceFile> read_folder(const std::string& root, const std::string& folder);

// The C++ files of sim/, protocols/, tools/ and tests/.
std::vector<SourceFile> read_cpp(const std::string& root);

bool is_cpp(std::string_view path);
bool starts_with_any(std::string_view path, const std::vector<std::string>& prefixes);

std::vector<std::string_view> lines_of(std::string_view text);

// The text with comments and the contents of string and character literals turned into spaces;
// line breaks stay, so lines keep their numbers.
std::string code_only(std::string_view text);

}  // namespace ordain::tidy
