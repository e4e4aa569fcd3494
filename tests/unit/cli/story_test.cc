#include "tools/cli/story.h"

#include <gtest/gtest.h>

#include <sstream>

namespace ordain::cli {
namespace {

struct Chosen {
  uint64_t round = 0;
  BOOST_DESCRIBE_CLASS(Chosen, (), (round), (), ())
};
struct Moved {
  uint64_t to = 0;
  BOOST_DESCRIBE_CLASS(Moved, (), (to), (), ())
};
struct Secret {
  uint64_t x = 0;
  BOOST_DESCRIBE_CLASS(Secret, (), (x), (), ())
};

std::string tell(const FactEvent& event) {
  if (event.fact.is<Chosen>()) {
    return "is chosen in round " + std::to_string(event.fact.as<Chosen>().round);
  }
  if (event.fact.is<Moved>()) return "moves to " + std::to_string(event.fact.as<Moved>().to);
  return "";
}

class StoryTest : public testing::Test {
 protected:
  StoryTest() : names_(3, {}), story_(names_, tell, Palette()) {}

  TraceEvent& at(int64_t ms, EventKind kind, uint32_t node) {
    event_ = {};
    event_.time = Time{ms * 1'000'000};
    event_.kind = kind;
    event_.node = NodeId(node);
    return event_;
  }
  template <class F>
  void fact(int64_t ms, uint32_t node, const F& fact) {
    at(ms, EventKind::fact, node).fact = Fact::of(fact);
    story_.take(event_);
  }
  void operation(OpPhase phase) {
    at(0, EventKind::operation, 3).op.phase = phase;
    story_.take(event_);
  }
  void plain(int64_t ms, EventKind kind, uint32_t node, uint64_t a = 0, uint64_t b = 0) {
    at(ms, kind, node);
    event_.a = a;
    event_.b = b;
    story_.take(event_);
  }

  Names names_;
  Story story_;
  TraceEvent event_;
};

size_t lines_in(const std::string& text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST_F(StoryTest, TellsRareFactsAndFaultsOneByOne) {
  plain(0, EventKind::start, 0);
  fact(5, 1, Chosen{1});
  fact(6, 1, Secret{7});
  plain(7, EventKind::crash, 1, 0, 2);
  plain(9, EventKind::start, 1, 1);
  EXPECT_EQ(story_.text(),
            "    0.005s  n2 is chosen in round 1\n"
            "    0.007s  n2 crashes and loses 2 unsynced records\n"
            "    0.009s  n2 restarts\n");
}

TEST_F(StoryTest, SumsUpWhatHappensOftenBetweenWhatIsRare) {
  fact(1, 0, Chosen{1});
  for (uint64_t i = 1; i <= 30; ++i) {
    fact(2, 0, Moved{i});
    operation(OpPhase::invoke);
    operation(i % 10 == 0 ? OpPhase::indeterminate : OpPhase::ok);
  }
  plain(3, EventKind::crash, 0);
  fact(4, 1, Moved{31});
  EXPECT_EQ(story_.text(),
            "    0.001s  n1 is chosen in round 1\n"
            "            27 operations ok; 3 operations indeterminate; 30 x moved, the last: n1 "
            "moves to 30\n"
            "    0.003s  n1 crashes\n"
            "            n2 moves to 31\n");
}

TEST_F(StoryTest, AKindOfFactThatStaysRareIsListedBesideOneThatDoesNot) {
  for (uint64_t i = 1; i <= 40; ++i) {
    fact(1, 0, Moved{i});
    if (i % 20 == 0) fact(2, 1, Chosen{i});
  }
  EXPECT_EQ(story_.text(),
            "            20 x moved, the last: n1 moves to 20\n"
            "    0.002s  n2 is chosen in round 20\n"
            "            20 x moved, the last: n1 moves to 40\n"
            "    0.002s  n2 is chosen in round 40\n");
}

TEST_F(StoryTest, ALongRunKeepsItsBeginningAndItsEnd) {
  for (int64_t i = 0; i < 100'000; ++i) plain(i, EventKind::crash, 0);
  const std::string text = story_.text();
  EXPECT_LE(lines_in(text), 125u);
  EXPECT_TRUE(text.starts_with("    0.000s  n1 crashes\n    0.001s  n1 crashes\n"));
  EXPECT_TRUE(text.ends_with("   99.999s  n1 crashes\n"));
  EXPECT_NE(text.find("99880 lines left out"), std::string::npos) << text;
}

TEST_F(StoryTest, AVerboseLineHasNumberTimeNodeAndSentence) {
  at(1234, EventKind::fact, 1).fact = Fact::of(Chosen{3});
  event_.number = 42;
  EXPECT_EQ(verbose_line(event_, names_, tell, Palette()),
            "     42  1.234000s  n2   chosen round=3  (is chosen in round 3)\n");
}

}  // namespace
}  // namespace ordain::cli
