#include "tests/tidy/words.h"

#include <gtest/gtest.h>

#include "tests/support/paths.h"

namespace ordain::tidy {
namespace {

std::string found(const std::string& path, const std::string& line) {
  return report(check_words({path, line + "\n"}, {}));
}

TEST(Words, EachLeakIsFoundWhereItIsPlanted) {
  for (const char* line : {
           "std::random_device entropy;",
           "std::mt19937_64 engine(7);",
           "std::uniform_int_distribution<int> roll(1, 6);",
           "std::shuffle(nodes.begin(), nodes.end(), engine);",
           "int x = std::rand();",
           "int x = ::rand();",
           "std::unordered_map<int, int> votes;",
           "std::hash<std::string> h;",
           "std::map<Node*, int> order;",
           "std::set<const raft::Log *> logs;",
           "auto key = reinterpret_cast<uintptr_t>(p);",
           "double ratio = 1;",
           "float ratio = 1;",
           "const auto half = 0.5;",
           "std::getenv(\"HOME\");",
           "std::chrono::seconds wait(1);",
           "auto now = std::chrono::steady_clock::now();",
           "auto now = steady_clock::now();",
           "auto now = std::time(nullptr);",
           "std::thread worker;",
           "std::mutex guard;",
           "std::shared_mutex guard;",
           "thread_local int depth;",
           "std::atomic<int> count;",
           "std::cout << 1;",
           "std::printf(\"x\");",
           "std::ifstream in(path);",
           "unsigned long count = 0;",
           "auto bits = std::bit_cast<uint64_t>(x);",
           "std::ranges::sort(v);",
           "auto text = std::format(\"{}\", 1);",
           "co_await next();",
           "#include <unordered_map>",
           "#include <random>",
           "#include <cmath>",
           "#include <iostream>",
           "#include <fstream>",
           "#include <chrono>",
           "#include <thread>",
           "#include <ranges>",
           "#include <coroutine>",
       }) {
    EXPECT_NE(found("sim/world/x.cc", line), "") << line;
    EXPECT_NE(found("protocols/raft/x.cc", line), "") << line;
    EXPECT_EQ(found("tools/cli/x.cc", line), "") << line;
    EXPECT_EQ(found("tests/unit/x.cc", line), "") << line;
  }
}

TEST(Words, InnocentNamesAreLeftAlone) {
  for (const char* line : {
           "const Time time = context.time();",
           "clock.time(); hash(state); rand_state;",
           "Distribution distribution; long_enough(); doubled;",
           "// the double of std::chrono",
           "fail(\"1.5 is a double\");",
           "version v1.member; a[0].b; 1'000'000;",
           "std::map<std::string, Node*> by_name;",
           "std::string_view format = text;",
           "struct Thread {}; future_terms; atomic_commit::Vote vote;",
       }) {
    EXPECT_EQ(found("sim/world/x.cc", line), "") << line;
  }
}

TEST(Words, ExplorationMayHaveThreadsAndClocksButNoRandomness) {
  EXPECT_EQ(found("sim/explore/x.cc", "std::thread worker;"), "");
  EXPECT_EQ(found("sim/explore/x.cc", "#include <chrono>"), "");
  EXPECT_NE(found("sim/explore/x.cc", "std::random_device entropy;"), "");
  EXPECT_NE(found("sim/explore/x.cc", "std::unordered_set<int> seen;"), "");
}

TEST(Words, FindingsNameLineWordAndReason) {
  const SourceFile file{"sim/net/x.cc", "int a;\n\nfloat b;\n"};
  EXPECT_EQ(report(check_words(file, {})),
            "sim/net/x.cc:3: float: no floating point in decisions or state: use Ratio, "
            "Duration\n");
}

TEST(Words, AnAllowanceCoversOneWordInOneFile) {
  const auto allowed = parse_allowances("# comment\n\nsim/net/x.cc float shown, never compared\n");
  ASSERT_EQ(allowed.size(), 1u);
  EXPECT_EQ(allowed[0].reason, "shown, never compared");
  EXPECT_TRUE(check_words({"sim/net/x.cc", "float a;\n"}, allowed).empty());
  EXPECT_FALSE(check_words({"sim/net/x.cc", "double a;\n"}, allowed).empty());
  EXPECT_FALSE(check_words({"sim/net/y.cc", "float a;\n"}, allowed).empty());
}

TEST(Words, AnAllowanceNeedsAReasonAndAUse) {
  EXPECT_THROW(parse_allowances("sim/net/x.cc float\n"), std::invalid_argument);
  const auto allowed = parse_allowances("sim/net/x.cc float shown only\n");
  EXPECT_TRUE(check_allowances(allowed, {{"sim/net/x.cc", "float a;\n"}}).empty());
  EXPECT_EQ(check_allowances(allowed, {{"sim/net/x.cc", "int a;\n"}}).size(), 1u);
  EXPECT_EQ(check_allowances(allowed, {}).size(), 1u);
}

TEST(WordsOfTheTree, AreNoLeaks) {
  const auto allowed =
      parse_allowances(read_file(test::source_dir(), "tests/tidy/allowed.txt").text);
  const auto files = read_cpp(test::source_dir());
  for (const SourceFile& file : files) EXPECT_EQ(report(check_words(file, allowed)), "");
  EXPECT_EQ(report(check_allowances(allowed, files)), "");
}

}  // namespace
}  // namespace ordain::tidy
