#include "tools/cli/compare_report.h"

#include <algorithm>
#include <functional>

#include "sim/base/json_writer.h"
#include "sim/base/text.h"

namespace ordain::cli {
namespace {

// a / b with one decimal, rounded down; "-" for b = 0.
std::string per(uint64_t a, uint64_t b) {
  if (b == 0) return "-";
  return std::to_string(a / b) + "." + std::to_string(a % b * 10 / b);
}

// In milliseconds, with a microsecond's three decimals.
std::string milliseconds_text(int64_t ns) {
  const std::string micros = std::to_string(ns / 1000 % 1000);
  return std::to_string(ns / 1'000'000) + "." + std::string(3 - micros.size(), '0') + micros +
         " ms";
}

// Two message delays are one round trip.
std::string round_trips(int64_t delays) {
  return std::to_string(delays / 2) + (delays % 2 == 0 ? "" : ".5");
}

struct Row {
  std::string name;
  std::function<std::string(const Contender&)> cell;
};

std::vector<Row> rows(Duration outage) {
  using C = const Contender&;
  const auto latency = [](uint32_t percent) {
    return
        [percent](C c) { return milliseconds_text(percentile(c.measures.latencies_ns, percent)); };
  };
  const auto trips = [](uint32_t percent) {
    return [percent](C c) { return round_trips(percentile(c.measures.message_delays, percent)); };
  };
  const auto times = [](uint64_t RunMeasures::*count) {
    return [count](C c) { return std::to_string(c.measures.*count); };
  };
  return {
      {"runs as expected",
       [](C c) { return std::to_string(c.expected) + " of " + std::to_string(c.runs); }},
      {"operations answered",
       [](C c) { return std::to_string(c.answered()) + " of " + std::to_string(c.invoked); }},
      {"of these failed", [](C c) { return std::to_string(c.failed); }},
      {"messages an operation", [](C c) { return per(c.sent, c.answered()); }},
      {"bytes an operation", [](C c) { return per(c.measures.bytes_sent, c.answered()); }},
      {"round trips p50", trips(50)},
      {"            p99", trips(99)},
      {"latency p50", latency(50)},
      {"        p90", latency(90)},
      {"        p99", latency(99)},
      {"        max", latency(100)},
      {"longest silence", [](C c) { return milliseconds_text(c.measures.longest_silence.ns); }},
      {"silent > " + format_duration(outage),
       [](C c) {
         return milliseconds_text(c.measures.unavailable.ns) + " in " +
                std::to_string(c.measures.outages);
       }},
      {"elections", times(&RunMeasures::elections)},
      {"leader changes", times(&RunMeasures::leader_changes)},
  };
}

std::string padded(const std::string& text, size_t width) {
  return std::string(width > text.size() ? width - text.size() : 0, ' ') + text;
}

void write_percentiles(JsonWriter& out, std::string_view name, const std::vector<int64_t>& sorted) {
  out.key(name);
  out.begin_object();
  out.field("p50", percentile(sorted, 50));
  out.field("p90", percentile(sorted, 90));
  out.field("p99", percentile(sorted, 99));
  out.field("max", percentile(sorted, 100));
  out.end_object();
}

void write_contender(JsonWriter& out, const Contender& c) {
  out.begin_object();
  out.field("name", c.heading);
  out.field("protocol", c.protocol);
  out.field("config", c.config);
  out.field("left_out", c.left_out);
  out.field("runs", c.runs);
  out.field("expected", c.expected);
  out.field("virtual_time_ns", c.virtual_time_ns);
  out.key("operations");
  out.begin_object();
  out.field("invoked", c.invoked);
  out.field("ok", c.ok);
  out.field("failed", c.failed);
  out.field("indeterminate", c.indeterminate);
  out.end_object();
  out.key("messages");
  out.begin_object();
  out.field("sent", c.sent);
  out.field("delivered", c.delivered);
  out.field("dropped", c.dropped);
  out.field("duplicated", c.duplicated);
  out.field("bytes_sent", c.measures.bytes_sent);
  out.end_object();
  write_percentiles(out, "message_delays", c.measures.message_delays);
  write_percentiles(out, "latency_ns", c.measures.latencies_ns);
  out.key("unavailable");
  out.begin_object();
  out.field("longest_ns", c.measures.longest_silence);
  out.field("total_ns", c.measures.unavailable);
  out.field("outages", c.measures.outages);
  out.end_object();
  out.field("elections", c.measures.elections);
  out.field("leader_changes", c.measures.leader_changes);
  out.end_object();
}

}  // namespace

void Contender::sort() {
  std::sort(measures.latencies_ns.begin(), measures.latencies_ns.end());
  std::sort(measures.message_delays.begin(), measures.message_delays.end());
}

std::string compare_text(const CompareReport& report, const Palette& palette) {
  std::string out = report.scenario + ", seeds " + std::to_string(report.first) + " to " +
                    std::to_string(report.last) + ": the same faults for each\n";
  for (const Contender& c : report.contenders) {
    if (!c.config.empty()) out += c.heading + " is " + c.protocol + " with " + c.config + "\n";
    if (!c.left_out.empty()) {
      out += c.heading + " does not know, and goes without: " + join(c.left_out, ", ") + "\n";
    }
  }
  std::vector<std::vector<std::string>> table(1);
  for (const Contender& c : report.contenders) table[0].push_back(c.heading);
  const std::vector<Row> all = rows(report.outage);
  size_t first = 0;
  for (const Row& row : all) {
    first = std::max(first, row.name.size());
    std::vector<std::string>& cells = table.emplace_back();
    for (const Contender& c : report.contenders) cells.push_back(row.cell(c));
  }
  for (size_t i = 0; i < table.size(); ++i) {
    std::string line = i == 0 ? "" : all[i - 1].name;
    line.resize(first, ' ');
    for (size_t column = 0; column < report.contenders.size(); ++column) {
      size_t width = 0;
      for (const auto& cells : table) width = std::max(width, cells[column].size());
      line += "   " + padded(table[i][column], width);
    }
    out += (i == 0 ? palette.paint(Colour::bold, line) : line) + "\n";
  }
  if (report.interrupted) out += "interrupted before the last seed\n";
  return out;
}

std::string compare_json(const CompareReport& report) {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  out.field("scenario", report.scenario);
  out.field("first_seed", std::to_string(report.first));
  out.field("last_seed", std::to_string(report.last));
  out.field("outage_ns", report.outage);
  out.key("contenders");
  out.begin_array();
  for (const Contender& c : report.contenders) write_contender(out, c);
  out.end_array();
  out.field("interrupted", report.interrupted);
  out.field("wall_ms", report.wall_ms);
  out.end_object();
  return text + "\n";
}

}  // namespace ordain::cli
