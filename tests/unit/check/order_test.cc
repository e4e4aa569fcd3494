// The weaker orders: histories that one refutes and the next allows.
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/check/import/format.h"
#include "sim/check/lin/check.h"
#include "sim/check/order/causal.h"
#include "sim/check/order/sequential.h"
#include "sim/check/order/session.h"

namespace ordain::check {
namespace {

using order::Guarantee;
using order::Holds;

// "0 w x 1" writes, "1 r x 1" reads; each begins and ends before the next line.
History history_of(const std::vector<std::string>& lines) {
  std::string edn;
  for (const std::string& line : lines) {
    const std::string head = "{:process " + line.substr(0, 1) + " :f " +
                             (line[2] == 'w' ? ":write" : ":read") + " :key :" + line.substr(4, 1) +
                             " :type ";
    const std::string value = line.substr(6);
    edn += head + ":invoke :value " + (line[2] == 'w' ? value : "nil") + "}" + head +
           ":ok :exact true :value " + value + "}\n";
  }
  return import_history(edn, "test", Format::Edn);
}

lin::Options kv() {
  lin::Options options;
  options.model = Model::Kv;
  return options;
}

Holds sequential(const History& history) { return order::check_sequential(history, kv()).holds; }
Holds causal(const History& history) { return order::check_causal(history).holds; }
Holds session(const History& history, Guarantee guarantee) {
  return order::check_session(history, guarantee).holds;
}

TEST(OrderTest, AStaleReadOfAnotherClientIsSequentialButNotLinearizable) {
  const History history = history_of({"0 w x 1", "0 w x 2", "1 r x 1", "1 r x 2"});
  EXPECT_EQ(lin::check(history, kv()).verdict, lin::Verdict::NotLinearizable);
  EXPECT_EQ(sequential(history), Holds::Yes);
}

TEST(OrderTest, TwoReadersWhoDisagreeAreCausalButNotSequential) {
  const History history =
      history_of({"0 w x 1", "1 w x 2", "2 r x 1", "2 r x 2", "3 r x 2", "3 r x 1"});
  EXPECT_EQ(sequential(history), Holds::No);
  EXPECT_EQ(causal(history), Holds::Yes);
}

TEST(OrderTest, SequentialConsistencyIsNotLocal) {
  // Each key alone has an order; the two together have none.
  const History history = history_of({"0 w x 1", "0 r y nil", "1 w y 1", "1 r x nil"});
  EXPECT_EQ(sequential(history), Holds::No);
  EXPECT_EQ(sequential(history_of({"0 w x 1", "1 r x nil"})), Holds::Yes);
}

TEST(OrderTest, AnAnswerSeenBeforeItsQuestionIsNotCausal) {
  const History bad = history_of({"0 w x 1", "1 r x 1", "1 w y 2", "2 r y 2", "2 r x nil"});
  EXPECT_EQ(causal(bad), Holds::No);
  EXPECT_EQ(order::check_causal(bad).findings[0].name, "WriteCOInitRead");
  EXPECT_EQ(causal(history_of({"0 w x 1", "1 r x 1", "1 w y 2", "2 r x nil", "2 r y 2"})),
            Holds::Yes);
}

TEST(OrderTest, AReadOfAWriteThatACausallyLaterOneReplacedIsNotCausal) {
  const History bad = history_of({"0 w x 1", "0 w x 2", "1 r x 2", "1 r x 1"});
  EXPECT_EQ(order::check_causal(bad).findings.at(0).name, "WriteCORead");
}

TEST(OrderTest, ReadsFromEachOthersFutureAreACircle) {
  const History bad = history_of({"0 r x 2", "0 w y 1", "1 r y 1", "1 w x 2"});
  EXPECT_EQ(order::check_causal(bad).findings.at(0).name, "CyclicCO");
}

TEST(OrderTest, AValueThatNobodyWroteIsThinAir) {
  EXPECT_EQ(order::check_causal(history_of({"0 r x 7"})).findings.at(0).name, "ThinAirRead");
}

TEST(OrderTest, EachSessionGuaranteeHasAHistoryThatRefutesItAlone) {
  struct Row {
    Guarantee refuted;
    std::vector<std::string> lines;
  };
  const Row table[] = {
      {Guarantee::MonotonicReads, {"0 w x 1", "1 r x 1", "1 r x nil"}},
      {Guarantee::ReadYourWrites, {"0 w x 1", "0 r x nil"}},
      {Guarantee::MonotonicWrites, {"0 w x 1", "0 w y 2", "1 r y 2", "1 r x nil"}},
      {Guarantee::WritesFollowReads, {"0 w x 1", "1 r x 1", "1 w y 2", "2 r y 2", "2 r x nil"}},
  };
  for (const Row& row : table)
    for (const Guarantee guarantee : order::kGuarantees)
      EXPECT_EQ(session(history_of(row.lines), guarantee),
                guarantee == row.refuted ? Holds::No : Holds::Yes)
          << name_of(row.refuted) << " judged for " << name_of(guarantee);
}

TEST(OrderTest, VersionsThatTwoClientsSawInOppositeOrderRefuteMonotonicReads) {
  EXPECT_EQ(session(history_of({"0 w x 1", "1 w x 2", "2 r x 1", "2 r x 2", "3 r x 2", "3 r x 1"}),
                    Guarantee::MonotonicReads),
            Holds::No);
}

TEST(OrderTest, AValueWrittenTwiceIsRefusedWhereWritesMustBeUnique) {
  EXPECT_THROW(causal(history_of({"0 w x 1", "1 w x 1"})), InputError);
}

}  // namespace
}  // namespace ordain::check
