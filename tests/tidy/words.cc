#include "tests/tidy/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>
#include <stdexcept>

namespace ordain::tidy {
namespace {

// Where a word is banned. sim/explore drives many worlds: it may have threads, files and a clock.
enum class Where { below_tools, below_explore };

// How a word is met: as a name of any scope; only as std::x or ::x (a method may have the name); as
// the end of a name; as its beginning.
enum class Match { name, standard, ending, beginning };

struct Ban {
  std::string_view word;
  Match match;
  Where where;
  std::string_view reason;
};

constexpr std::string_view kRandom = "choices come from sim/core, drawn by sim/base/rng.h";
constexpr std::string_view kOrder = "its order differs between libraries and runs";
constexpr std::string_view kFloat = "no floating point in decisions or state: use Ratio, Duration";
constexpr std::string_view kClock = "a run knows virtual time only";
constexpr std::string_view kThread = "threads belong to sim/explore and tools/";
constexpr std::string_view kFile = "files, sockets and consoles belong to sim/explore and tools/";
constexpr std::string_view kOutside = "a run depends on scenario and seed only";
constexpr std::string_view kWidth = "its width differs between machines: use int64_t, uint64_t";
constexpr std::string_view kBrowser = "not in the browser's compiler";

constexpr auto kBans = std::to_array<Ban>({
    {"random_device", Match::name, Where::below_tools, kRandom},
    {"mt19937", Match::beginning, Where::below_tools, kRandom},
    {"default_random_engine", Match::name, Where::below_tools, kRandom},
    {"minstd_rand", Match::beginning, Where::below_tools, kRandom},
    {"_distribution", Match::ending, Where::below_tools, kRandom},
    {"shuffle", Match::standard, Where::below_tools, kRandom},
    {"random_shuffle", Match::name, Where::below_tools, kRandom},
    {"sample", Match::standard, Where::below_tools, kRandom},
    {"rand", Match::standard, Where::below_tools, kRandom},
    {"srand", Match::name, Where::below_tools, kRandom},
    {"unordered_", Match::beginning, Where::below_tools, kOrder},
    {"nth_element", Match::standard, Where::below_tools, kOrder},
    {"partial_sort", Match::standard, Where::below_tools, kOrder},
    {"hash", Match::standard, Where::below_tools, kOrder},
    {"uintptr_t", Match::name, Where::below_tools, "addresses differ between runs"},
    {"intptr_t", Match::name, Where::below_tools, "addresses differ between runs"},
    {"float", Match::name, Where::below_tools, kFloat},
    {"double", Match::name, Where::below_tools, kFloat},
    {"cmath", Match::name, Where::below_tools, kFloat},
    {"getenv", Match::name, Where::below_tools, kOutside},
    {"secure_getenv", Match::name, Where::below_tools, kOutside},
    {"setlocale", Match::name, Where::below_tools, kOutside},
    {"locale", Match::standard, Where::below_tools, kOutside},
    {"__DATE__", Match::name, Where::below_tools, kOutside},
    {"__TIME__", Match::name, Where::below_tools, kOutside},
    {"long", Match::name, Where::below_tools, kWidth},
    {"wchar_t", Match::name, Where::below_tools, kWidth},
    {"bit_cast", Match::name, Where::below_tools, kBrowser},
    {"ranges", Match::standard, Where::below_tools, kBrowser},
    {"views", Match::standard, Where::below_tools, kBrowser},
    {"format", Match::standard, Where::below_tools, kBrowser},
    {"coroutine_handle", Match::name, Where::below_tools, kBrowser},
    {"co_await", Match::name, Where::below_tools, kBrowser},
    {"co_return", Match::name, Where::below_tools, kBrowser},
    {"co_yield", Match::name, Where::below_tools, kBrowser},
    {"chrono", Match::standard, Where::below_explore, kClock},
    {"system_clock", Match::name, Where::below_explore, kClock},
    {"steady_clock", Match::name, Where::below_explore, kClock},
    {"high_resolution_clock", Match::name, Where::below_explore, kClock},
    {"time", Match::standard, Where::below_explore, kClock},
    {"clock", Match::standard, Where::below_explore, kClock},
    {"gettimeofday", Match::name, Where::below_explore, kClock},
    {"clock_gettime", Match::name, Where::below_explore, kClock},
    {"thread", Match::standard, Where::below_explore, kThread},
    {"jthread", Match::standard, Where::below_explore, kThread},
    {"this_thread", Match::name, Where::below_explore, kThread},
    {"thread_local", Match::name, Where::below_explore, kThread},
    {"mutex", Match::ending, Where::below_explore, kThread},
    {"atomic", Match::standard, Where::below_explore, kThread},
    {"atomic_flag", Match::name, Where::below_explore, kThread},
    {"atomic_ref", Match::name, Where::below_explore, kThread},
    {"condition_variable", Match::beginning, Where::below_explore, kThread},
    {"async", Match::standard, Where::below_explore, kThread},
    {"future", Match::standard, Where::below_explore, kThread},
    {"pthread_", Match::beginning, Where::below_explore, kThread},
    {"cout", Match::standard, Where::below_explore, kFile},
    {"cerr", Match::standard, Where::below_explore, kFile},
    {"clog", Match::standard, Where::below_explore, kFile},
    {"cin", Match::standard, Where::below_explore, kFile},
    {"printf", Match::name, Where::below_explore, kFile},
    {"fprintf", Match::name, Where::below_explore, kFile},
    {"puts", Match::standard, Where::below_explore, kFile},
    {"fopen", Match::name, Where::below_explore, kFile},
    {"ifstream", Match::name, Where::below_explore, kFile},
    {"ofstream", Match::name, Where::below_explore, kFile},
    {"fstream", Match::name, Where::below_explore, kFile},
    {"filesystem", Match::standard, Where::below_explore, kFile},
    {"socket", Match::standard, Where::below_explore, kFile},
});

// Standard headers that have no place there, even where no name of theirs is met.
struct BannedHeader {
  std::string_view name;
  Where where;
};
constexpr auto kHeaders = std::to_array<BannedHeader>({
    {"random", Where::below_tools},          {"unordered_map", Where::below_tools},
    {"unordered_set", Where::below_tools},   {"cmath", Where::below_tools},
    {"complex", Where::below_tools},         {"locale", Where::below_tools},
    {"ranges", Where::below_tools},          {"format", Where::below_tools},
    {"coroutine", Where::below_tools},       {"iostream", Where::below_tools},
    {"regex", Where::below_tools},           {"chrono", Where::below_explore},
    {"ctime", Where::below_explore},         {"thread", Where::below_explore},
    {"mutex", Where::below_explore},         {"shared_mutex", Where::below_explore},
    {"atomic", Where::below_explore},        {"condition_variable", Where::below_explore},
    {"future", Where::below_explore},        {"semaphore", Where::below_explore},
    {"latch", Where::below_explore},         {"barrier", Where::below_explore},
    {"stop_token", Where::below_explore},    {"fstream", Where::below_explore},
    {"filesystem", Where::below_explore},    {"cstdio", Where::below_explore},
    {"memory_resource", Where::below_tools},
});

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

struct Token {
  int line;
  std::string_view word;
  bool standard;  // std::x, ::x, or std::a::x
};

bool ends_in_standard_scope(std::string_view before) {
  if (!before.ends_with("::")) return false;
  size_t start = before.size();
  while (start > 0 && (is_word(before[start - 1]) || before[start - 1] == ':')) --start;
  const std::string_view scope = before.substr(start);
  return scope == "::" || scope.starts_with("std::") || scope.starts_with("::std::");
}

std::vector<Token> tokens_of(std::string_view code) {
  std::vector<Token> out;
  int number = 0;
  for (const std::string_view line : lines_of(code)) {
    ++number;
    if (line.starts_with("#include")) continue;
    for (size_t at = 0; at < line.size(); ++at) {
      if (!is_word(line[at])) continue;
      size_t end = at;
      while (end < line.size() && is_word(line[end])) ++end;
      out.push_back(
          {number, line.substr(at, end - at), ends_in_standard_scope(line.substr(0, at))});
      at = end;
    }
  }
  return out;
}

bool is_floating_literal(std::string_view line, size_t point) {
  const auto digit = [&](size_t i) {
    return i < line.size() && std::isdigit(static_cast<unsigned char>(line[i])) != 0;
  };
  return point > 0 && digit(point - 1) && digit(point + 1);
}

bool matches(const Ban& ban, const Token& token) {
  switch (ban.match) {
    case Match::name:
      return token.word == ban.word;
    case Match::standard:
      return token.word == ban.word && token.standard;
    case Match::ending:
      return token.word.ends_with(ban.word);
    case Match::beginning:
      return token.word.starts_with(ban.word);
  }
  return false;
}

bool applies(Where where, const std::string& path) {
  if (path.starts_with("protocols/")) return true;
  if (!path.starts_with("sim/")) return false;
  return where == Where::below_tools || !path.starts_with("sim/explore/");
}

std::string header_of(std::string_view line) {
  if (!line.starts_with("#include <")) return "";
  return std::string(line.substr(10, line.find('>') - 10));
}

// map<T*, ...> and set<T*>: ordered by address.
bool has_pointer_key(std::string_view line) {
  for (const std::string_view container : {"map<", "set<"}) {
    for (size_t at = line.find(container); at != std::string_view::npos;
         at = line.find(container, at + 1)) {
      size_t end = at + container.size();
      while (end < line.size() && (is_word(line[end]) || line[end] == ':' || line[end] == ' ')) {
        ++end;
      }
      if (end < line.size() && line[end] == '*') return true;
    }
  }
  return false;
}

struct Met {
  int line;
  std::string word;
  std::string_view reason;
};

void meet_lines(const SourceFile& file, std::string_view code, std::vector<Met>& out) {
  int number = 0;
  for (const std::string_view line : lines_of(code)) {
    ++number;
    const std::string header = header_of(line);
    for (const BannedHeader& banned : kHeaders) {
      if (header == banned.name && applies(banned.where, file.path)) {
        out.push_back({number, header, "this header does not belong in this layer"});
      }
    }
    if (!applies(Where::below_tools, file.path)) continue;
    for (size_t at = line.find('.'); at != std::string_view::npos; at = line.find('.', at + 1)) {
      if (is_floating_literal(line, at)) out.push_back({number, "floating_literal", kFloat});
    }
    if (has_pointer_key(line)) out.push_back({number, "pointer_key", "addresses differ"});
  }
}

std::vector<Met> meet(const SourceFile& file) {
  std::vector<Met> out;
  const std::string code = code_only(file.text);
  for (const Token& token : tokens_of(code)) {
    for (const Ban& ban : kBans) {
      if (matches(ban, token) && applies(ban.where, file.path)) {
        out.push_back({token.line, std::string(token.word), ban.reason});
      }
    }
  }
  meet_lines(file, code, out);
  return out;
}

bool permits(const Allowance& allowance, const SourceFile& file, const std::string& word) {
  return allowance.path == file.path && allowance.word == word;
}

}  // namespace

std::vector<Allowance> parse_allowances(std::string_view text) {
  std::vector<Allowance> out;
  for (const std::string_view line : lines_of(text)) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream in{std::string(line)};
    Allowance allowance;
    in >> allowance.path >> allowance.word >> std::ws;
    std::getline(in, allowance.reason);
    if (allowance.reason.empty()) throw std::invalid_argument("no reason: " + std::string(line));
    out.push_back(allowance);
  }
  return out;
}

std::vector<Finding> check_words(const SourceFile& file, const std::vector<Allowance>& allowed) {
  std::vector<Finding> out;
  for (const Met& met : meet(file)) {
    const bool permitted = std::any_of(allowed.begin(), allowed.end(), [&](const Allowance& one) {
      return permits(one, file, met.word);
    });
    if (!permitted) {
      out.push_back({file.path, met.line, met.word + ": " + std::string(met.reason)});
    }
  }
  return out;
}

std::vector<Finding> check_allowances(const std::vector<Allowance>& allowed,
                                      const std::vector<SourceFile>& files) {
  std::vector<Finding> out;
  for (const Allowance& one : allowed) {
    const auto file = std::find_if(files.begin(), files.end(),
                                   [&](const SourceFile& some) { return some.path == one.path; });
    const std::vector<Met> met = file == files.end() ? std::vector<Met>{} : meet(*file);
    const bool needed =
        std::any_of(met.begin(), met.end(), [&](const Met& some) { return some.word == one.word; });
    if (!needed) out.push_back({one.path, 0, one.word + " is allowed but not there"});
  }
  return out;
}

}  // namespace ordain::tidy
