// Each rule that ShiViz's parser and model insist on, checked on an exported run.
#include "sim/run/export/shiviz.h"

#include <gtest/gtest.h>

#include <map>
#include <regex>

#include "tests/unit/run_export/sample_run.h"

namespace ordain::test {
namespace {

struct ShivizEvent {
  std::string text;
  std::string host;
  std::map<std::string, uint64_t> clock;
};

struct ShivizLog {
  std::string parser;
  std::string delimiter;
  std::string label;
  std::vector<ShivizEvent> events;
};

// As the default expression would match: the log's lines in pairs, from the first one on.
ShivizLog parse(const std::string& text) {
  const std::vector<std::string> lines = lines_of(text);
  ShivizLog log{lines.at(0), lines.at(1), lines.at(2), {}};
  for (size_t i = 3; i + 1 < lines.size(); i += 2) {
    const std::string& where = lines[i + 1];
    const size_t space = where.find(' ');
    ShivizEvent event{lines[i], where.substr(0, space), {}};
    event.clock = nlohmann::json::parse(where.substr(space + 1));
    log.events.push_back(std::move(event));
  }
  return log;
}

ShivizLog exported(const ExportOptions& options = {}) {
  return parse(SampleRun().text(export_shiviz, options));
}

std::map<std::string, uint64_t> events_of_hosts(const ShivizLog& log) {
  std::map<std::string, uint64_t> out;
  for (const ShivizEvent& event : log.events) ++out[event.host];
  return out;
}

void expect_valid(const ShivizLog& log) {
  const std::map<std::string, uint64_t> totals = events_of_hosts(log);
  std::map<std::string, ShivizEvent> last;
  std::map<std::string, uint64_t> seen;
  for (const ShivizEvent& event : log.events) {
    ASSERT_TRUE(event.clock.count(event.host)) << "own host missing: " << event.text;
    EXPECT_EQ(event.clock.at(event.host), ++seen[event.host]) << "own entry: " << event.text;
    for (const auto& [host, count] : event.clock) {
      EXPECT_GT(count, 0u) << event.text;
      ASSERT_TRUE(totals.count(host)) << host << " has no events: " << event.text;
      EXPECT_LE(count, totals.at(host)) << event.text;
      if (host != event.host) {
        EXPECT_LE(count, seen[host]) << "names a later event: " << event.text;
      }
    }
    for (const auto& [host, count] : last[event.host].clock) {
      EXPECT_GE(event.clock.at(host), count) << "forgets: " << event.text;
    }
    last[event.host] = event;
  }
}

// If x knows y's event, x knows all that this event knew.
void expect_transitive(const ShivizLog& log) {
  std::map<std::pair<std::string, uint64_t>, const ShivizEvent*> by_place;
  for (const ShivizEvent& event : log.events) {
    by_place[{event.host, event.clock.at(event.host)}] = &event;
  }
  for (const ShivizEvent& event : log.events) {
    for (const auto& [host, count] : event.clock) {
      for (const auto& [other, known] : by_place.at({host, count})->clock) {
        ASSERT_TRUE(event.clock.count(other)) << event.text;
        EXPECT_GE(event.clock.at(other), known) << event.text;
      }
    }
  }
}

TEST(Shiviz, BeginsWithItsParserAndDelimiter) {
  const ShivizLog log = exported();
  EXPECT_EQ(log.parser, "(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})");
  EXPECT_EQ(log.delimiter, "^=== (?<trace>.*) ===$");
  EXPECT_EQ(log.label, "=== sample seed=42 ===");
}

TEST(Shiviz, KeepsTheClockRules) {
  const ShivizLog log = exported();
  ASSERT_GT(log.events.size(), 20u);
  expect_valid(log);
  expect_transitive(log);
}

TEST(Shiviz, ADeliveryIncrementsOnlyItsReceiver) {
  for (const ShivizEvent& event : exported().events) {
    if (event.text.starts_with("deliver Ask from c1")) {
      EXPECT_EQ(event.clock, (std::map<std::string, uint64_t>{{"c1", 3}, {"n1", 7}}));
      return;
    }
  }
  FAIL() << "no delivery from c1";
}

TEST(Shiviz, KeepsTheClockRulesWhateverIsFilteredOut) {
  ExportOptions window;
  window.filter.first = 9;
  window.filter.last = 30;
  ExportOptions nodes;
  nodes.filter.nodes = {kN2, kC1};
  ExportOptions kinds;
  kinds.filter.kinds = {EventKind::fact, EventKind::timer, EventKind::crash};
  for (const ExportOptions& options : {window, nodes, kinds}) {
    const ShivizLog log = exported(options);
    ASSERT_FALSE(log.events.empty());
    expect_valid(log);
    expect_transitive(log);
  }
}

TEST(Shiviz, OrderSurvivesTheEventsBetween) {
  ExportOptions options;
  options.filter.kinds = {EventKind::timer, EventKind::fact};
  const ShivizLog log = exported(options);
  ASSERT_EQ(log.events.size(), 2u);
  EXPECT_EQ(log.events[1].text, "elected term=3");
  EXPECT_EQ(log.events[1].clock.at("n1"), 1u) << "the timer of n1 caused the message";
}

TEST(Shiviz, NoEventLineLooksLikeAHostLine) {
  const std::regex host_line("^\\S* \\{.*\\}$");
  const std::vector<std::string> lines = lines_of(SampleRun().text(export_shiviz));
  for (size_t i = 3; i < lines.size(); ++i) {
    EXPECT_EQ(std::regex_match(lines[i], host_line), i % 2 == 0) << lines[i];
  }
  EXPECT_EQ((lines.size() - 3) % 2, 0u) << "a text broke its line";
}

TEST(Shiviz, ASendSaysWhenItsMessageNeverArrived) {
  const std::string text = SampleRun().text(export_shiviz);
  EXPECT_NE(text.find("round=2 text=\"line\\nbreak; {\\\"q\\\":#}\" (dropped: loss)"),
            std::string::npos);
  EXPECT_NE(text.find("(dropped: receiver down)"), std::string::npos);
  EXPECT_NE(text.find("(still on its way)"), std::string::npos);
}

}  // namespace
}  // namespace ordain::test
