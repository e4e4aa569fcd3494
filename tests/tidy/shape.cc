#include "tests/tidy/shape.h"

#include <algorithm>
#include <cctype>

namespace ordain::tidy {
namespace {

// Code points, not bytes: an arrow in a comment is one column.
int columns(std::string_view line) {
  return static_cast<int>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// Whether one of the words begins in the line where no longer word or path is under way.
bool contains_any(std::string_view line, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    for (size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
      const auto before = at == 0 ? ' ' : line[at - 1];
      if (std::isalnum(static_cast<unsigned char>(before)) == 0 &&
          std::string_view("._$}-").find(before) == std::string_view::npos) {
        return true;
      }
    }
  }
  return false;
}

// Finds the outermost functions of a file by its braces. A brace that opens right after a name is
// an initialiser (clang-format puts a space before a body's brace).
class FunctionFinder {
 public:
  explicit FunctionFinder(std::string_view code) : code_(code) {}

  struct Function {
    int first;
    int last;
  };

  std::vector<Function> run() {
    for (at_ = 0; at_ < code_.size(); ++at_) step(code_[at_]);
    return out_;
  }

 private:
  enum class Kind { scope, function, initialiser };

  void step(char c) {
    if (c == '#' && statement_.find_first_not_of(" \n") == std::string::npos)
      return skip_directive();
    if (c == '{') return open();
    if (c == '}') return close();
    if (c == ';' && parentheses_ == 0) return end_statement();
    if (c == '(') ++parentheses_;
    if (c == ')') --parentheses_;
    if (statement_.empty() && c != ' ' && c != '\n') first_line_ = line_;
    if (!statement_.empty() || (c != ' ' && c != '\n')) statement_ += c;
    if (c == '\n') ++line_;
  }

  void skip_directive() {
    while (at_ < code_.size() && (code_[at_] != '\n' || code_[at_ - 1] == '\\')) {
      if (code_[at_] == '\n') ++line_;
      ++at_;
    }
    ++line_;
  }

  bool inside_function() const {
    return std::find(kinds_.begin(), kinds_.end(), Kind::function) != kinds_.end();
  }

  void open() {
    const bool attached =
        !statement_.empty() && statement_.back() != ' ' && statement_.back() != '\n';
    Kind kind = Kind::scope;
    if (inside_function() || attached || parentheses_ > 0 || statement_.ends_with("= ")) {
      kind = Kind::initialiser;
    } else if (statement_.find('(') != std::string::npos) {
      kind = Kind::function;
    }
    kinds_.push_back(kind);
    starts_.push_back(first_line_);
    if (kind == Kind::scope) end_statement();
  }

  void close() {
    if (kinds_.empty()) return;
    const Kind kind = kinds_.back();
    if (kind == Kind::function) out_.push_back({starts_.back(), line_});
    kinds_.pop_back();
    starts_.pop_back();
    if (kind == Kind::initialiser) {
      statement_ += '}';
    } else {
      end_statement();
    }
  }

  void end_statement() { statement_.clear(); }

  std::string_view code_;
  size_t at_ = 0;
  int line_ = 1;
  int first_line_ = 1;
  int parentheses_ = 0;
  std::string statement_;
  std::vector<Kind> kinds_;
  std::vector<int> starts_;
  std::vector<Function> out_;
};

}  // namespace

std::vector<Finding> check_lines(const SourceFile& file) {
  std::vector<Finding> out;
  int number = 0;
  for (const std::string_view line : lines_of(file.text)) {
    ++number;
    if (columns(line) > kMostColumns && !line.starts_with("#include")) {
      out.push_back({file.path, number, std::to_string(columns(line)) + " columns"});
    }
    if (line.find('\t') != std::string_view::npos) out.push_back({file.path, number, "a tab"});
    if (line.ends_with(' ')) out.push_back({file.path, number, "a space at the end"});
  }
  if (number > kMostLinesOfAFile) {
    out.push_back({file.path, 0, std::to_string(number) + " lines: more than one idea?"});
  }
  if (!file.text.empty() && file.text.back() != '\n') {
    out.push_back({file.path, number, "no line break at the end"});
  }
  return out;
}

std::vector<Finding> check_functions(const SourceFile& file) {
  std::vector<Finding> out;
  const std::string code = code_only(file.text);
  for (const auto& function : FunctionFinder(code).run()) {
    const int lines = function.last - function.first + 1;
    if (lines > kMostLinesOfAFunction) {
      out.push_back(
          {file.path, function.first, "a function of " + std::to_string(lines) + " lines"});
    }
  }
  return out;
}

std::vector<Finding> check_header(const SourceFile& file) {
  if (!file.path.ends_with(".h")) return {};
  if (file.text.find("\n#pragma once\n") == std::string::npos) {
    return {{file.path, 1, "no #pragma once after the first comment"}};
  }
  if (!file.text.starts_with("//")) return {{file.path, 1, "no comment says what it is"}};
  return {};
}

std::vector<Finding> check_marks(const SourceFile& file) {
  // Spelled in parts, so that this file is not a finding itself.
  const std::vector<std::string> unfinished{std::string("TO") + "DO", std::string("FIX") + "ME"};
  const std::vector<std::string> machine{std::string("/wo") + "rk/", std::string("/ho") + "me/",
                                         std::string("/ro") + "ot/", std::string("/tmp/") + "wt"};
  std::vector<Finding> out;
  int number = 0;
  for (const std::string_view line : lines_of(file.text)) {
    ++number;
    if (contains_any(line, unfinished)) out.push_back({file.path, number, "unfinished work"});
    if (contains_any(line, machine)) {
      out.push_back({file.path, number, "a path of somebody's machine"});
    }
  }
  return out;
}

}  // namespace ordain::tidy
