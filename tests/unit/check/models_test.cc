// Each model with a history that it allows and one that it does not, told as events.
#include <gtest/gtest.h>

#include "sim/check/import/format.h"
#include "sim/check/lin/check.h"
#include "sim/check/lin/explain.h"

namespace ordain::check {
namespace {

// "0 invoke write 1": process, type, f, value; an operation a line.
History history_of(const std::vector<std::string>& events) {
  std::string edn;
  for (const std::string& event : events) {
    const size_t a = event.find(' '), b = event.find(' ', a + 1), c = event.find(' ', b + 1);
    const std::string f = event.substr(b + 1, c == std::string::npos ? c : c - b - 1);
    edn += "{:process " + event.substr(0, a) + " :type :" + event.substr(a + 1, b - a - 1) +
           " :f :" + f + (c == std::string::npos ? "" : " :value " + event.substr(c + 1)) + "}\n";
  }
  return import_history(edn, "test", Format::Edn);
}

lin::Verdict verdict(Model model, const std::vector<std::string>& events) {
  lin::Options options;
  options.model = model;
  return lin::check(history_of(events), options).verdict;
}

constexpr auto kYes = lin::Verdict::Linearizable;
constexpr auto kNo = lin::Verdict::NotLinearizable;

TEST(ModelsTest, ARegisterReturnsItsLatestWrite) {
  EXPECT_EQ(verdict(Model::Register, {"0 invoke write 1", "0 ok write 1", "1 invoke write 2",
                                      "2 invoke read", "2 ok read 1", "1 ok write 2"}),
            kYes);
  EXPECT_EQ(verdict(Model::Register, {"0 invoke write 1", "0 ok write 1", "1 invoke write 2",
                                      "1 ok write 2", "2 invoke read", "2 ok read 1"}),
            kNo);
}

TEST(ModelsTest, TwoCasOfOneValueCannotBothSucceed) {
  EXPECT_EQ(verdict(Model::Register, {"0 invoke write 1", "0 ok write 1", "1 invoke cas [1 2]",
                                      "2 invoke cas [2 3]", "2 ok cas [2 3]", "1 ok cas [1 2]"}),
            kYes);
  EXPECT_EQ(verdict(Model::Register, {"0 invoke write 1", "0 ok write 1", "1 invoke cas [1 2]",
                                      "2 invoke cas [1 3]", "2 ok cas [1 3]", "1 ok cas [1 2]"}),
            kNo);
}

TEST(ModelsTest, AnIndeterminateWriteMayTakeEffectLateButNotUndo) {
  EXPECT_EQ(verdict(Model::Register,
                    {"0 invoke write 1", "0 info write 1", "1 invoke write 2", "1 ok write 2",
                     "2 invoke read", "2 ok read 2", "3 invoke read", "3 ok read 1"}),
            kYes);
  EXPECT_EQ(verdict(Model::Register,
                    {"0 invoke write 1", "0 info write 1", "1 invoke write 2", "1 ok write 2",
                     "2 invoke read", "2 ok read 1", "3 invoke read", "3 ok read 2"}),
            kNo);
}

TEST(ModelsTest, AQueueGivesElementsInTheirOrder) {
  EXPECT_EQ(verdict(Model::Queue, {"0 invoke enqueue 1", "0 ok enqueue 1", "0 invoke enqueue 2",
                                   "0 ok enqueue 2", "1 invoke dequeue", "1 ok dequeue 1"}),
            kYes);
  EXPECT_EQ(verdict(Model::Queue, {"0 invoke enqueue 1", "0 ok enqueue 1", "0 invoke enqueue 2",
                                   "0 ok enqueue 2", "1 invoke dequeue", "1 ok dequeue 2"}),
            kNo);
  EXPECT_EQ(verdict(Model::Queue, {"0 invoke enqueue 1", "0 ok enqueue 1", "1 invoke dequeue",
                                   "1 ok dequeue nil"}),
            kNo);
}

TEST(ModelsTest, AStackGivesTheLatestElementFirst) {
  EXPECT_EQ(verdict(Model::Stack, {"0 invoke push 1", "0 ok push 1", "0 invoke push 2",
                                   "0 ok push 2", "1 invoke pop", "1 ok pop 2"}),
            kYes);
  EXPECT_EQ(verdict(Model::Stack, {"0 invoke push 1", "0 ok push 1", "0 invoke push 2",
                                   "0 ok push 2", "1 invoke pop", "1 ok pop 1"}),
            kNo);
}

TEST(ModelsTest, ASetKeepsWhatWasAdded) {
  EXPECT_EQ(verdict(Model::Set, {"0 invoke add 1", "0 ok add 1", "1 invoke add 2", "2 invoke read",
                                 "2 ok read [1]", "1 ok add 2"}),
            kYes);
  EXPECT_EQ(verdict(Model::Set, {"0 invoke add 1", "0 ok add 1", "1 invoke add 2", "1 ok add 2",
                                 "2 invoke read", "2 ok read [1]"}),
            kNo);
  EXPECT_EQ(verdict(Model::Set, {"0 invoke add 1", "0 ok add true", "1 invoke remove 1",
                                 "1 ok remove true", "2 invoke contains 1", "2 ok contains true"}),
            kNo);
}

TEST(ModelsTest, ACounterCountsEveryAdd) {
  EXPECT_EQ(verdict(Model::Counter, {"0 invoke add 2", "0 ok add 2", "1 invoke add 3",
                                     "2 invoke read", "2 ok read 5", "1 ok add 3"}),
            kYes);
  EXPECT_EQ(verdict(Model::Counter, {"0 invoke add 2", "0 ok add 2", "1 invoke add 3",
                                     "2 invoke read", "2 ok read 3", "1 ok add 3"}),
            kNo);
}

TEST(ModelsTest, ALockHasOneHolder) {
  EXPECT_EQ(verdict(Model::Lock, {"0 invoke acquire", "0 ok acquire", "1 invoke acquire",
                                  "0 invoke release", "0 ok release", "1 ok acquire"}),
            kYes);
  EXPECT_EQ(verdict(Model::Lock,
                    {"0 invoke acquire", "0 ok acquire", "1 invoke acquire", "1 ok acquire"}),
            kNo);
}

TEST(ModelsTest, AFencedLockNumbersItsGrants) {
  EXPECT_EQ(verdict(Model::FencedLock, {"0 invoke acquire", "0 ok acquire 1", "0 invoke release 1",
                                        "0 ok release 1", "1 invoke acquire", "1 ok acquire 2"}),
            kYes);
  EXPECT_EQ(verdict(Model::FencedLock,
                    {"0 invoke acquire", "0 ok acquire 1", "1 invoke acquire", "1 ok acquire 2"}),
            kNo);
  EXPECT_EQ(verdict(Model::FencedLock, {"0 invoke acquire 500", "0 ok acquire 1",
                                        "1 invoke acquire 500", "1 ok acquire 2"}),
            kYes);  // the lease may have run out
  EXPECT_EQ(verdict(Model::FencedLock, {"0 invoke acquire 500", "0 ok acquire 1",
                                        "1 invoke acquire 500", "1 ok acquire 1"}),
            kNo);
}

TEST(ModelsTest, AFencedLockRefusesWritesWithOlderTokens) {
  const std::vector<std::string> grants = {"0 invoke acquire 500", "0 ok acquire 1",
                                           "1 invoke acquire 500", "1 ok acquire 2",
                                           "1 invoke write [8 2]", "1 ok write [8 2]"};
  std::vector<std::string> late = grants, read = grants;
  late.insert(late.end(), {"0 invoke write [7 1]", "0 ok write [7 1]"});
  read.insert(read.end(), {"0 invoke read", "0 ok read 8"});
  EXPECT_EQ(verdict(Model::FencedLock, late), kNo);
  EXPECT_EQ(verdict(Model::FencedLock, read), kYes);
}

TEST(ModelsTest, TheFencedLockIsGuessedByItsTokens) {
  EXPECT_EQ(guess_model(history_of({"0 invoke acquire", "0 ok acquire 1"})), Model::FencedLock);
  EXPECT_EQ(guess_model(history_of({"0 invoke acquire", "0 ok acquire"})), Model::Lock);
}

TEST(ModelsTest, RegistersThatATransactionFoundEmptyBeginEmpty) {
  EXPECT_EQ(verdict(Model::MultiRegister, {"0 invoke txn [[:r :x nil]]", "0 ok txn [[:r :x nil]]",
                                           "0 invoke txn [[:w :x 1]]", "0 ok txn [[:w :x 1]]"}),
            kYes);
  EXPECT_EQ(verdict(Model::MultiRegister, {"0 invoke txn [[:w :x 1]]", "0 ok txn [[:w :x 1]]",
                                           "0 invoke txn [[:r :x nil]]", "0 ok txn [[:r :x nil]]"}),
            kNo);
}

TEST(ModelsTest, ALogOnlyGrows) {
  EXPECT_EQ(verdict(Model::Log,
                    {"0 invoke append 1", "1 invoke append 2", "2 invoke read", "2 ok read [2]",
                     "0 ok append 1", "1 ok append 2", "2 invoke read", "2 ok read [2 1]"}),
            kYes);
  EXPECT_EQ(verdict(Model::Log,
                    {"0 invoke append 1", "1 invoke append 2", "2 invoke read", "2 ok read [2]",
                     "0 ok append 1", "1 ok append 2", "2 invoke read", "2 ok read [1 2]"}),
            kNo);
}

TEST(ModelsTest, ATransactionOnRegistersIsAtomic) {
  EXPECT_EQ(verdict(Model::MultiRegister,
                    {"0 invoke txn [[:w :x 1] [:w :y 1]]", "1 invoke txn [[:r :x nil] [:r :y nil]]",
                     "1 ok txn [[:r :x 0] [:r :y 0]]", "0 ok txn [[:w :x 1] [:w :y 1]]"}),
            kYes);
  EXPECT_EQ(verdict(Model::MultiRegister,
                    {"0 invoke txn [[:w :x 1] [:w :y 1]]", "1 invoke txn [[:r :x nil] [:r :y nil]]",
                     "1 ok txn [[:r :x 1] [:r :y 0]]", "0 ok txn [[:w :x 1] [:w :y 1]]"}),
            kNo);
}

TEST(ModelsTest, ABankMovesMoneyAndCreatesNone) {
  const std::string before = "{:a 5 :b 0}";
  EXPECT_EQ(verdict(Model::Bank, {"0 invoke read", "0 ok read " + before,
                                  "0 invoke transfer {:from :a :to :b :amount 2}",
                                  "0 ok transfer {:from :a :to :b :amount 2}", "1 invoke read",
                                  "1 ok read {:a 3 :b 2}"}),
            kYes);
  EXPECT_EQ(verdict(Model::Bank, {"0 invoke read", "0 ok read " + before,
                                  "0 invoke transfer {:from :a :to :b :amount 2}",
                                  "0 ok transfer {:from :a :to :b :amount 2}", "1 invoke read",
                                  "1 ok read {:a 5 :b 2}"}),
            kNo);
}

TEST(ModelsTest, AKeyOfTextsIsOverwrittenAndExtended) {
  const auto event = [](const char* type, const char* f, const char* value) {
    return std::string("{:process 0 :type :") + type + " :f :" + f + " :key 1 :value " + value +
           "}";
  };
  const auto judge = [&](const char* read) {
    const std::string edn = event("invoke", "put", "\"a\"") + event("ok", "put", "\"a\"") +
                            event("invoke", "append", "\"b\"") + event("ok", "append", "\"b\"") +
                            event("invoke", "get", "nil") + event("ok", "get", read);
    lin::Options options;
    options.model = Model::Kv;
    return lin::check(import_history(edn, "kv", Format::Edn), options).verdict;
  };
  EXPECT_EQ(judge("\"ab\""), kYes);
  EXPECT_EQ(judge("\"ba\""), kNo);
}

TEST(ModelsTest, AnExplanationNamesTheOperationAndProvesItsCase) {
  const History history =
      history_of({"0 invoke write 1", "0 ok write 1", "1 invoke write 2", "1 ok write 2",
                  "2 invoke read", "2 ok read 1", "3 invoke read", "3 ok read 2"});
  lin::Options options;
  const lin::Explanation why = lin::explain(history, options, lin::check(history, options));
  EXPECT_EQ(why.failing, 2U);
  EXPECT_EQ(why.events, 6U);
  ASSERT_EQ(why.placed.size(), 2U);
  EXPECT_EQ(why.state, "2");
  ASSERT_GE(why.words.size(), 3U);
  EXPECT_EQ(why.words[0], "client 2: read -> 1 (line 5) fits nowhere.");
  EXPECT_EQ(why.words[1], "Every write of 1 was overwritten before it began:");
}

TEST(ModelsTest, ABudgetThatRunsOutIsUnknownAndNeverAGuess) {
  std::vector<std::string> events;
  for (int client = 0; client < 12; ++client)
    events.push_back(std::to_string(client) + " invoke push " + std::to_string(client % 3));
  for (int client = 0; client < 12; ++client)
    events.push_back(std::to_string(client) + " ok push " + std::to_string(client % 3));
  for (int client = 0; client < 12; ++client)
    events.push_back(std::to_string(client) + " invoke pop");
  for (int client = 0; client < 12; ++client)
    events.push_back(std::to_string(client) + " ok pop 1");
  const History history = history_of(events);
  lin::Options options;
  options.model = Model::Stack;
  EXPECT_EQ(lin::check(history, options).verdict, kNo);
  options.limits.max_steps = 100;
  const lin::Report few = lin::check(history, options);
  EXPECT_EQ(few.verdict, lin::Verdict::Unknown);
  EXPECT_EQ(few.objects[0].spent, lin::Spent::Steps);
  options.limits = {};
  options.limits.max_bytes = 1000;
  EXPECT_EQ(lin::check(history, options).objects[0].spent, lin::Spent::Memory);
}

TEST(ModelsTest, TheOrderInWhichObjectsAreJudgedChangesNothing) {
  std::string edn;
  for (int key = 0; key < 20; ++key) {
    const std::string head = "{:process 0 :key " + std::to_string(key) + " :f ";
    const std::string read = std::to_string(key % 7 == 3 ? 99 : key);
    edn += head + ":write :type :invoke :value " + std::to_string(key) + "}" + head +
           ":write :type :ok :value " + std::to_string(key) + "}" + head + ":read :type :invoke}" +
           head + ":read :type :ok :value " + read + "}";
  }
  const History history = import_history(edn, "keys", Format::Edn);
  lin::Options options;
  options.model = Model::Kv;
  const lin::Report forward = lin::check(history, options);
  options.executor = [](size_t count, const auto& task) {
    for (size_t i = count; i-- > 0;) task(i);
  };
  const lin::Report backward = lin::check(history, options);
  EXPECT_EQ(forward.verdict, kNo);
  EXPECT_EQ(forward.steps, backward.steps);
  EXPECT_EQ(forward.refutation()->failing, backward.refutation()->failing);
  EXPECT_EQ(forward.refutation()->key, Value(3));
}

}  // namespace
}  // namespace ordain::check
