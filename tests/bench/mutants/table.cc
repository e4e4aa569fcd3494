#include "tests/bench/mutants/table.h"

#include <algorithm>
#include <cmath>

namespace ordain::bench {
namespace {

constexpr uint64_t kNever = ~uint64_t{0};

// Runs to the first detection, sorted; campaigns that found nothing stand last (censored).
std::vector<uint64_t> sorted_runs(const std::vector<Found>& cell) {
  std::vector<uint64_t> out;
  for (const Found& found : cell) out.push_back(found.runs == 0 ? kNever : found.runs);
  std::sort(out.begin(), out.end());
  return out;
}

std::string number(uint64_t runs) { return runs == kNever ? "-" : std::to_string(runs); }

uint64_t median_runs(const std::vector<Found>& cell) {
  const std::vector<uint64_t> runs = sorted_runs(cell);
  return runs.empty() ? kNever : runs[(runs.size() - 1) / 2];
}

// The median and its 95 % interval from order statistics (ranks n/2 -+ 0.98 sqrt n, outwards).
std::string cell_text(const std::vector<Found>& cell) {
  const std::vector<uint64_t> runs = sorted_runs(cell);
  if (runs.empty()) return "?";
  const auto n = static_cast<double>(runs.size());
  const auto low = static_cast<int64_t>(std::floor(n / 2 - 0.98 * std::sqrt(n)));
  const auto high = static_cast<int64_t>(std::ceil(n / 2 + 1 + 0.98 * std::sqrt(n)));
  const auto at = [&](int64_t rank) {
    return runs[static_cast<size_t>(std::clamp<int64_t>(rank, 1, static_cast<int64_t>(n)) - 1)];
  };
  const auto found =
      std::count_if(runs.begin(), runs.end(), [](uint64_t r) { return r != kNever; });
  std::string out =
      number(median_runs(cell)) + " [" + number(at(low)) + ", " + number(at(high)) + "]";
  if (static_cast<size_t>(found) < runs.size()) {
    out += " " + std::to_string(found) + "/" + std::to_string(runs.size());
  }
  return out;
}

template <class Value>
uint64_t median_of(const std::vector<Found>& cell, Value&& value) {
  std::vector<uint64_t> out;
  for (const Found& found : cell) out.push_back(value(found));
  std::sort(out.begin(), out.end());
  return out.empty() ? 0 : out[(out.size() - 1) / 2];
}

std::string left_text(const std::optional<Left>& left) {
  return left ? std::to_string(left->faults) + " / " + std::to_string(left->operations) : "-";
}

std::string title(const Column& column) {
  return (column.swarm ? "swarm, " : "") + column.strategy;
}

// How many each column finds in the median, and which of them no other column does.
std::string summary(const std::vector<Row>& rows, const std::vector<Column>& columns) {
  std::string out;
  for (size_t c = 0; c < columns.size(); ++c) {
    size_t found = 0, armed = 0;
    std::vector<std::string> alone;
    for (const Row& row : rows) {
      if (columns[c].swarm && row.swarm.empty()) continue;
      ++armed;
      if (median_runs(row.cells[c]) == kNever) continue;
      ++found;
      const auto finders = std::count_if(row.cells.begin(), row.cells.end(), [](const auto& cell) {
        return median_runs(cell) != kNever;
      });
      if (finders == 1) alone.push_back("`" + row.mutant + "`");
    }
    out += "- `" + title(columns[c]) + "` finds " + std::to_string(found) + " of " +
           std::to_string(armed) + " in the median";
    for (size_t i = 0; i < alone.size(); ++i) out += (i == 0 ? ", alone: " : ", ") + alone[i];
    out += "\n";
  }
  return out;
}

std::string introduction(const Budgets& budgets) {
  const auto seconds = static_cast<uint64_t>(budgets.seconds);
  return "# Mutants found, by strategy\n\nWritten by `./dev bench mutants --campaigns " +
         std::to_string(budgets.campaigns) + " --budget " + std::to_string(budgets.runs) +
         " --seconds " + std::to_string(seconds) + " --clean " + std::to_string(budgets.clean) +
         "`. A cell is the median number of runs to the first detection of " +
         std::to_string(budgets.campaigns) +
         " independent campaigns, its 95 % interval, and, where not all found it, how "
         "many did. A campaign ends after " +
         std::to_string(budgets.runs) + " runs or " + std::to_string(seconds) +
         " s of processor time; one that found nothing counts as later than all others "
         "(-). Each strategy runs the mutant's own scenario, and has found it when the named "
         "property is violated; `swarm` is the default strategy in the protocol's swarm, where "
         "any violation counts (n/a: no swarm has the configuration that the mutant needs). "
         "Events and time are the portfolio's medians in the own scenario. The correct protocol "
         "ran that scenario " +
         std::to_string(budgets.clean) +
         " times at most within the same time. Shrunk: faults / operations that are left of the "
         "first seed that fails ([SHRINK.md](SHRINK.md) has three seeds of each, and what they "
         "were before).\n\n";
}

}  // namespace

std::string mutants_table(const std::vector<Row>& rows, const std::vector<Column>& columns,
                          const Budgets& budgets) {
  std::string out = introduction(budgets) + summary(rows, columns) + "\n| mutant | property |";
  for (const Column& column : columns) out += " " + title(column) + " |";
  out += " events | time | correct | shrunk |\n|---|---|";
  for (size_t i = 0; i < columns.size() + 4; ++i) out += "---|";
  out += "\n";
  for (const Row& row : rows) {
    out += "| `" + row.mutant + "` | " + row.property + " |";
    for (size_t c = 0; c < columns.size(); ++c) {
      const bool armed = !columns[c].swarm || !row.swarm.empty();
      out += " " + (armed ? cell_text(row.cells[c]) : "n/a") + " |";
    }
    const std::vector<Found>& portfolio = row.cells.front();
    out += " " + std::to_string(median_of(portfolio, [](const Found& f) { return f.events; })) +
           " | " + std::to_string(median_of(portfolio, [](const Found& f) { return f.ms; })) +
           " ms | " + (row.silent ? "silent" : "NOT SILENT") + " | " + left_text(row.shrunk) +
           " |\n";
  }
  return out;
}

}  // namespace ordain::bench
