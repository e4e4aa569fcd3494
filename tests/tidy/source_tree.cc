#include "tests/tidy/source_tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace ordain::tidy {
namespace {

namespace fs = std::filesystem;

bool is_left_out(const fs::path& folder) {
  const std::string name = folder.filename().string();
  return name == "node_modules" || name == "build" || name == "dist" || name == ".git";
}

// Walks over C++ text and blanks what is not code.
class Blanker {
 public:
  explicit Blanker(std::string_view text) : text_(text), out_(text) {}

  std::string run() {
    while (at_ < text_.size()) {
      if (starts("//")) {
        blank_until("\n");
      } else if (starts("/*")) {
        blank_until("*/");
      } else if (starts("R\"") && !in_word()) {
        raw_string();
      } else if (text_[at_] == '"' || (text_[at_] == '\'' && !in_word())) {
        quoted(text_[at_]);
      } else {
        ++at_;
      }
    }
    return out_;
  }

 private:
  bool starts(std::string_view what) const { return text_.substr(at_, what.size()) == what; }

  // Whether a letter or digit stands before: 1'000 is a number, not a character.
  bool in_word() const {
    return at_ > 0 && (std::isalnum(static_cast<unsigned char>(text_[at_ - 1])) != 0);
  }

  void blank(size_t end) {
    for (; at_ < std::min(end, text_.size()); ++at_) {
      if (text_[at_] != '\n') out_[at_] = ' ';
    }
  }

  void blank_until(std::string_view end) {
    const size_t found = text_.find(end, at_ + 2);
    blank(found == std::string_view::npos ? text_.size() : found);
    if (end != "\n") blank(at_ + end.size());
  }

  void raw_string() {
    const size_t open = text_.find('(', at_);
    if (open == std::string_view::npos) return blank(text_.size());
    const std::string end = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
    const size_t found = text_.find(end, open);
    at_ += 2;
    blank(found == std::string_view::npos ? text_.size() : found + end.size() - 1);
    ++at_;
  }

  void quoted(char quote) {
    size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') {
      end += text_[end] == '\\' ? 2 : 1;
    }
    ++at_;
    blank(end);
    ++at_;
  }

  std::string_view text_;
  std::string out_;
  size_t at_ = 0;
};

}  // namespace

std::string report(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& finding : findings) {
    out += finding.path + ":";
    if (finding.line > 0) out += std::to_string(finding.line) + ":";
    out += ' ' + finding.what + '\n';
  }
  return out;
}

SourceFile read_file(const std::string& root, const std::string& path) {
  std::ifstream in(fs::path(root) / path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return {path, out.str()};
}

std::vector<SourceFile> read_folder(const std::string& root, const std::string& folder) {
  std::vector<SourceFile> out;
  const fs::path base = fs::path(root) / folder;
  if (!fs::exists(base)) return out;
  for (auto entry = fs::recursive_directory_iterator(base); entry != fs::end(entry); ++entry) {
    if (entry->is_directory() && is_left_out(entry->path())) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file()) {
      out.push_back(read_file(root, fs::relative(entry->path(), root).generic_string()));
    }
  }
  std::sort(out.begin(), out.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return out;
}

std::vector<SourceFile> read_cpp(const std::string& root) {
  std::vector<SourceFile> out;
  for (const char* folder : {"sim", "protocols", "tools", "tests"}) {
    for (SourceFile& file : read_folder(root, folder)) {
      if (is_cpp(file.path)) out.push_back(std::move(file));
    }
  }
  return out;
}

bool is_cpp(std::string_view path) { return path.ends_with(".h") || path.ends_with(".cc"); }

bool starts_with_any(std::string_view path, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return path.starts_with(prefix); });
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string code_only(std::string_view text) { return Blanker(text).run(); }

}  // namespace ordain::tidy
