#include "sim/run/export/event_text.h"

#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/run/export/format.h"
#include "tests/unit/run_export/sample_run.h"

namespace ordain::test {
namespace {

std::vector<std::string> told() {
  const SampleRun sample;
  std::vector<std::string> out;
  for (const TraceEvent& event : sample.run().events) {
    out.push_back(event_text(event, sample.run().names));
  }
  return out;
}

bool tells(const std::string& text) {
  const std::vector<std::string> all = told();
  return std::find(all.begin(), all.end(), text) != all.end();
}

TEST(EventText, TellsEachKindInAPersonsWords) {
  EXPECT_TRUE(tells("start"));
  EXPECT_TRUE(tells("restart 1"));
  EXPECT_TRUE(tells("timer election"));
  EXPECT_TRUE(tells("write 0: 2 records"));
  EXPECT_TRUE(tells("crash: of its unsynced writes 1 record survive, 2 lost"));
  EXPECT_TRUE(tells("drop Ask from n1 to n2 (receiver down)"));
  EXPECT_TRUE(tells("partition 1: isolate, n1 on one side"));
  EXPECT_TRUE(tells("hold 1"));
  EXPECT_TRUE(tells("hold Ask from n1 to n2"));
  EXPECT_TRUE(tells("corrupt Ask from n1 to n2"));
  EXPECT_TRUE(tells("disk fault: torn write"));
  EXPECT_TRUE(tells("heal all"));
  EXPECT_TRUE(tells("elected term=3"));
  EXPECT_TRUE(tells("invoke put k3 = 7"));
}

TEST(EventText, IsAlwaysOneLine) {
  for (const std::string& text : told()) EXPECT_EQ(text.find('\n'), std::string::npos) << text;
}

TEST(Brief, DropsTheNoiseOfJson) {
  EXPECT_EQ(brief(R"({"term":1,"entries":[{"index":2,"command":"a,b"}],"last":null})", 200),
            R"(term=1 entries=[{index=2 command="a,b"}] last=null)");
  EXPECT_EQ(brief(R"({"a":"say \"x\":1"})", 200), R"(a="say \"x\":1")");
  EXPECT_EQ(brief("{}", 200), "");
  EXPECT_EQ(brief("7", 200), "7");
}

TEST(Brief, CutsBetweenCharactersNotInside) {
  EXPECT_EQ(brief("\"\xC3\xA9\xC3\xA9\xC3\xA9\"", 4), "\"\xC3\xA9...");
  EXPECT_EQ(brief(R"({"n":123456})", 4), "n=12...");
}

TEST(TraceFormat, IsKnownByItsEndingOrItsName) {
  EXPECT_EQ(trace_format("", "a/b.ndjson"), TraceFormat::ndjson);
  EXPECT_EQ(trace_format("", "b.perfetto.json"), TraceFormat::perfetto);
  EXPECT_EQ(trace_format("", "b.shiviz.log"), TraceFormat::shiviz);
  EXPECT_EQ(trace_format("mermaid", "b.txt"), TraceFormat::mermaid);
  EXPECT_EQ(history_format("x.edn"), HistoryFormat::edn);
}

std::string problem_with(const std::string& name, const std::string& path) {
  try {
    trace_format(name, path);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(TraceFormat, AnUnknownOneIsToldWithWhatThereIs) {
  EXPECT_NE(problem_with("", "run.ndjsn").find("did you mean \".ndjson\"?"), std::string::npos);
  EXPECT_NE(problem_with("", "run").find(".shiviz.log"), std::string::npos);
  EXPECT_NE(problem_with("perfeto", "run").find("did you mean \"perfetto\"?"), std::string::npos);
  EXPECT_THROW(history_format("x.csv"), InputError);
}

}  // namespace
}  // namespace ordain::test
