#include "sim/run/export/mermaid.h"

#include <gtest/gtest.h>

#include "tests/unit/run_export/sample_run.h"

namespace ordain::test {
namespace {

size_t count_lines(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (const std::string& line : lines_of(text)) count += line.find(part) != std::string::npos;
  return count;
}

TEST(Mermaid, DrawsDeliveriesDropsAndNotes) {
  const std::string text = SampleRun().text(export_mermaid);
  EXPECT_TRUE(
      text.starts_with("sequenceDiagram\n  autonumber\n  participant n1\n"
                       "  participant n2\n  participant c1\n"));
  EXPECT_EQ(count_lines(text, "->>"), 4u);
  EXPECT_EQ(count_lines(text, "n1--xn2: Ask dropped, loss"), 1u);
  EXPECT_EQ(count_lines(text, "n1--xn2: Ask dropped, receiver down"), 1u);
  EXPECT_EQ(count_lines(text, "Note over n1: 0.005s timer election"), 1u);
  EXPECT_EQ(count_lines(text, "left out"), 0u);
}

TEST(Mermaid, NoLabelHoldsWhatEndsAStatement) {
  const std::string text = SampleRun().text(export_mermaid);
  EXPECT_EQ(text.find(';'), std::string::npos);
  EXPECT_EQ(text.find('#'), std::string::npos);
}

TEST(Mermaid, StopsAtItsLimitAndSaysHowMuchIsMissing) {
  ExportOptions options;
  options.most_messages = 2;
  const std::string text = SampleRun().text(export_mermaid, options);
  EXPECT_EQ(count_lines(text, "->>") + count_lines(text, "--x"), 2u);
  EXPECT_TRUE(text.ends_with("4 later messages left out\n")) << text;
}

TEST(Mermaid, StaysBelowTheLengthThatRenderersRefuse) {
  SampleRun sample;
  for (int i = 0; i < 5000; ++i) {
    sample.trace().plain(Time{i}, EventKind::timer, 0, kN1, 0, 0);
    sample.trace().message(Time{i}, EventKind::deliver, 0, 0, kN1, kN2, 99, 0,
                           Payload::make(Ask{1, "x"}));
  }
  const std::string text = sample.text(export_mermaid);
  EXPECT_LT(text.size(), 50'000u);
  EXPECT_EQ(count_lines(text, "->>") + count_lines(text, "--x"), 150u);
  EXPECT_TRUE(text.ends_with("4856 later messages left out\n"));
}

TEST(Mermaid, AFilterChoosesAnotherPart) {
  ExportOptions options;
  options.filter.nodes = {kC1};
  const std::string text = SampleRun().text(export_mermaid, options);
  EXPECT_EQ(count_lines(text, "->>"), 2u);
  EXPECT_EQ(text.find("n2"), std::string::npos);
}

}  // namespace
}  // namespace ordain::test
