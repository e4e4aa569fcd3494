// Importers: what they read, and how they refuse.
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/check/export.h"
#include "sim/check/import/edn.h"
#include "sim/check/import/format.h"

namespace ordain::check {
namespace {

// The problem that importing the text raises: "place: message".
std::string refusal(std::string_view text, Format format) {
  try {
    import_history(text, "h", format);
  } catch (const InputError& error) {
    return error.problems().front().place + ": " + error.problems().front().message;
  }
  return "accepted";
}

struct Refused {
  const char* about;
  Format format;
  const char* text;
  const char* expected;  // how the problem begins
};

TEST(ImportTest, AMalformedLineIsAnErrorWithItsLine) {
  const Refused table[] = {
      {"an unknown type", Format::Edn,
       "{:type :invoke, :process 0, :f :read}\n{:type :okk, :process 0}",
       "line 2: an unknown :type :okk"},
      {"no type", Format::Edn, "{:process 0 :f :read}", "line 1: an event without a :type"},
      {"no map", Format::Edn, "[1 2]", "line 1: an event that is no map"},
      {"an odd map", Format::Edn, "{:type :ok :f}", "line 1: a map with a key that has no value"},
      {"a bracket of another kind", Format::Edn, "[{:type :ok]",
       "line 1: a ']' that does not close"},
      {"an unclosed vector", Format::Edn, "[{:type :invoke :process 1 :f :read}\n",
       "line 2: the file ends before its closing ']'"},
      {"an unclosed map", Format::Edn, "\n{:type", "line 2: the file ends within the form"},
      {"a bad escape", Format::Edn, "{:type :ok :value \"\\q\"}", "line 1: an unknown escape"},
      {"a number with letters", Format::Edn, "{:type :ok :value 12x}",
       "line 1: \"12x\" is not a number"},
      {"text after the end", Format::Edn, "[] x", "line 1: text after the end"},
      {"a second invocation", Format::Edn,
       "{:type :invoke :process 0 :f :read}\n{:type :invoke :process 0 :f :read}",
       "line 2: process 0 invokes while its operation of line 1 is open"},
      {"a dead process", Format::Edn,
       "{:type :invoke :process 0 :f :read}\n{:type :info :process 0 :f :read}\n"
       "{:type :invoke :process 0 :f :read}",
       "line 3: process 0 acts again"},
      {"another operation completes", Format::Edn,
       "{:type :invoke :process 0 :f :read}\n{:type :ok :process 0 :f :write}",
       "line 2: process 0 completes \"write\""},
      {"indices that go back", Format::Edn,
       "{:type :invoke :process 0 :f :read :index 3}\n{:type :ok :process 0 :f :read :index 2}",
       "line 2: :index 2 after :index 3"},
      {"a fractional process", Format::Edn, "{:type :invoke :process [1] :f :read}",
       "line 1: a :process that is neither"},
      {"JSON without a comma", Format::Json, "[{\"type\":\"ok\" \"f\":\"read\"}]",
       "line 1: expected ','"},
      {"JSON without a colon", Format::Json, "[{\"type\" \"ok\"}]", "line 1: expected ':'"},
      {"JSON with a trailing comma", Format::Ndjson, "{\"type\":\"ok\",}",
       "line 1: a '}' that does not"},
      {"JSON with a bare word", Format::Json, "[{\"type\":ok}]",
       "line 1: \"ok\" is not a JSON value"},
      {"JSON cut short", Format::Ndjson,
       "{\"type\":\"invoke\",\"process\":1,\"f\":\"read\"}\n{\"type\"",
       "line 2: the file ends within the form"},
      {"a log line with another type", Format::EtcdLog, "INFO  jepsen.util - 1 :invok :read nil",
       "line 1: unknown event type"},
      {"a cas of one value", Format::EtcdLog, "INFO jepsen.util - 1 :invoke :cas [1]",
       "line 1: a cas needs a value"},
      {"a write of a word", Format::EtcdLog, "\nINFO jepsen.util - 1 :invoke :write x",
       "line 2: expected an integer"},
      {"no log line", Format::EtcdLog, "what is this", "line 1: not a line of Jepsen's log"},
      {"kv with another operation", Format::PorcupineKv,
       "{:process 0, :type :invoke, :f :inc, :key \"0\", :value \"a\"}\n"
       "{:process 0, :type :ok, :f :inc, :key \"0\", :value \"a\"}",
       "line 1: an unknown :f \"inc\""},
      {"kv that does not end", Format::PorcupineKv,
       "{:process 0, :type :invoke, :f :get, :key \"0\", :value nil}",
       "line 1: an operation that never completes"},
  };
  for (const Refused& row : table) {
    const std::string got = refusal(row.text, row.format);
    EXPECT_EQ(got.substr(0, std::string(row.expected).size()), row.expected) << row.about;
  }
}

TEST(ImportTest, DeepNestingIsRefusedInsteadOfExhaustingTheStack) {
  const std::string deep(1'000'000, '[');
  EXPECT_NE(refusal("{:type " + deep, Format::Edn).find("nested deeper"), std::string::npos);
  EXPECT_NE(refusal("[" + deep, Format::Json).find("nested deeper"), std::string::npos);
}

TEST(ImportTest, EdnReadsEveryKindOfFormThatHistoriesHold) {
  const std::string text =
      "; a comment\n"
      "({:type :invoke, :process 7, :f :w, :value #{3 1 2}} #_ {:type :nonsense}\n"
      " {:type :ok :process 7 :f :w :value #inst \"2020\" :time 1.5M :error [:a nil {:b 12N}]})";
  const History history = import_history(text, "h", Format::Edn);
  ASSERT_EQ(history.operations.size(), 1U);
  EXPECT_EQ(history.operations[0].argument, Value::set({1, 2, 3}));
  EXPECT_EQ(history.operations[0].result, Value("2020"));
  EXPECT_EQ(history.operations[0].line, 2U);
}

TEST(ImportTest, AFailedCasOfAnEtcdLogIsAnObservation) {
  const History history = import_history(
      "INFO  jepsen.util - 3\t:invoke\t:cas\t[1 2]\nINFO  jepsen.core - something else\n"
      "INFO  jepsen.util - 3\t:fail\t:cas\t[1 2]\nINFO jepsen.util - :nemesis :info :start nil\n",
      "h", Format::EtcdLog);
  ASSERT_EQ(history.operations.size(), 1U);
  EXPECT_EQ(history.operations[0].outcome, Outcome::Ok);
  EXPECT_TRUE(history.operations[0].result.is_false());
}

TEST(ImportTest, AnOkReadOfNilInEdnIsNotRecordedUnlessItSaysExact) {
  const char* plain =
      "{:type :invoke :process 0 :f :read} {:type :ok :process 0 :f :read :value nil}";
  const char* exact =
      "{:type :invoke :process 0 :f :read} {:type :ok :process 0 :f :read :value nil :exact true}";
  EXPECT_TRUE(import_history(plain, "h", Format::Edn).operations[0].result_unknown);
  EXPECT_FALSE(import_history(exact, "h", Format::Edn).operations[0].result_unknown);
}

TEST(ImportTest, FormatsAreRecognisedByContentBeforeEndings) {
  EXPECT_EQ(detect_format("a.txt", "INFO  jepsen.util - 0 :invoke :read nil"), Format::EtcdLog);
  EXPECT_EQ(detect_format("a.json", "[{:type :ok}]"), Format::Edn);
  EXPECT_EQ(detect_format("a.edn", " [ {\"type\": 1}]"), Format::Json);
  EXPECT_EQ(detect_format("a", "{\"type\":\"ok\"}"), Format::Ndjson);
  EXPECT_EQ(detect_format("a", "; c\n{:process 0, :type :invoke, :f :get, :key \"0\", :value nil}"),
            Format::PorcupineKv);
  EXPECT_EQ(detect_format("a", "w(1,1,0,0)"), Format::PlumeText);
  EXPECT_EQ(detect_format("a.ndjson", ""), Format::Ndjson);
}

TEST(ImportTest, WhatIsExportedComesBackEqual) {
  const History history = import_history(
      "{:type :invoke :process 0 :f :write :key \"k\" :value 5 :time 10}"
      "{:type :invoke :process 1 :f :read :key \"k\"}"
      "{:type :ok :process 1 :f :read :key \"k\" :value nil :exact true}"
      "{:type :invoke :process 2 :f :cas :key \"k\" :value [1 2]}"
      "{:type :fail :process 2 :f :cas :key \"k\" :value [1 2]}",
      "h", Format::Edn);
  for (const bool edn : {true, false}) {
    const std::string text = edn ? export_edn(history) : export_ndjson(history);
    const History again = import_history(text, "h", detect_format("", text));
    ASSERT_EQ(again.operations.size(), history.operations.size()) << text;
    for (size_t i = 0; i < again.operations.size(); ++i) {
      EXPECT_EQ(again.describe(i), history.describe(i)) << text;
      EXPECT_EQ(again.operations[i].outcome, history.operations[i].outcome);
      EXPECT_EQ(again.operations[i].invoke, history.operations[i].invoke);
      EXPECT_EQ(again.operations[i].result_unknown, history.operations[i].result_unknown);
    }
  }
}

}  // namespace
}  // namespace ordain::check
