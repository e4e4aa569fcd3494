#include "sim/check/isolation/check.h"

#include <algorithm>

#include "sim/check/isolation/cycles.h"
#include "sim/check/isolation/explain.h"
#include "sim/check/isolation/polygraph.h"

namespace ordain::check::isolation {
namespace {

// The levels that depend on the order of versions, each before those it implies: once one holds,
// so do the weaker ones, which is the usual case and costs one decision.
constexpr std::array<Level, 6> kStrongestFirst = {
    Level::StrictSerializable, Level::StrongSessionSerializable,      Level::RepeatableRead,
    Level::Serializable,       Level::StrongSessionSnapshotIsolation, Level::SnapshotIsolation,
};

class Checker {
 public:
  Checker(const Transactions& transactions, const Options& options)
      : transactions_(transactions), options_(options) {}

  Result run();

 private:
  void judge_by_findings();
  void judge_by_cycles();
  void judge_by_orders();
  void decide(Level level);
  void explain_refutations();
  void settle(Level level, Verdict verdict);

  const Transactions& transactions_;
  const Options& options_;
  Analysis analysis_;
  DependencyGraph graph_;
  std::array<bool, kLevels> settled_{};
  std::vector<std::pair<Level, Refutation>> refutations_;
  Result result_;
};

Result Checker::run() {
  result_.transactions = transactions_.size();
  result_.operations = transactions_.op_count();
  result_.judged.fill(true);
  result_.judged[index_of(Level::StrictSerializable)] = transactions_.has_real_time;
  analysis_ = transactions_.type == DataType::ListAppend ? analyse_list_append(transactions_)
                                                         : analyse_register(transactions_);
  graph_ = DependencyGraph(transactions_, analysis_.member, analysis_.edges, analysis_.hubs);
  analysis_.edges = {};
  judge_by_findings();
  judge_by_cycles();
  judge_by_orders();
  explain_refutations();
  settle(Level::ReadUncommitted, Verdict::Holds);
  settle(Level::ReadCommitted, Verdict::Holds);
  std::stable_sort(result_.anomalies.begin(), result_.anomalies.end(),
                   [](const Finding& a, const Finding& b) { return a.kind < b.kind; });
  return std::move(result_);
}

// A verdict once given stays; what refutes a level refutes those that imply it, and what a level
// allows those it implies allow.
void Checker::settle(Level level, Verdict verdict) {
  for (size_t i = 0; i < kLevels; ++i) {
    const Level other = static_cast<Level>(i);
    const bool follows = other == level ||
                         (verdict == Verdict::Violated && implies(other, level)) ||
                         (verdict == Verdict::Holds && implies(level, other));
    const bool open = !settled_[i] || result_.levels[i] == Verdict::Unknown;
    if (!follows || !open) continue;
    settled_[i] = true;
    result_.levels[i] = verdict;
  }
}

void Checker::judge_by_findings() {
  for (size_t k = 0; k < kAnomalies; ++k) {
    const Anomaly kind = static_cast<Anomaly>(k);
    result_.counts[k] = analysis_.findings.counted(kind);
    if (result_.counts[k] == 0) continue;
    for (size_t i = 0; i < kLevels; ++i) {
      const Level level = static_cast<Level>(i);
      if (refutes(kind, Order::Data, level)) settle(level, Verdict::Violated);
    }
  }
  result_.anomalies = analysis_.findings.kept();
}

void Checker::judge_by_cycles() {
  const CycleReport report =
      find_cycles(graph_, analysis_, transactions_.has_real_time, options_.cycle_steps);
  for (size_t i = 0; i < kLevels; ++i) {
    if (report.refuted[i]) settle(static_cast<Level>(i), Verdict::Violated);
  }
  for (const Cycle& cycle : report.cycles) {
    result_.anomalies.push_back(explain(transactions_, cycle));
  }
  result_.steps += report.steps;
}

void Checker::judge_by_orders() {
  for (const Level level : kStrongestFirst) {
    if (settled_[index_of(level)] || !result_.judged[index_of(level)]) continue;
    decide(level);
  }
}

void Checker::decide(Level level) {
  if (analysis_.chains.empty()) return settle(level, Verdict::Holds);
  // Lists: what nobody read can take any place in a serial order (its neighbours were certain).
  const bool snapshot =
      level == Level::SnapshotIsolation || level == Level::StrongSessionSnapshotIsolation;
  if (analysis_.observed_version_order && !snapshot) return settle(level, Verdict::Holds);
  Polygraph polygraph(transactions_, graph_, analysis_, level);
  const Decision decision =
      polygraph.decide(options_.order_steps,
                       options_.search_only ? Polygraph::Means::SearchOnly : Polygraph::Means::All);
  result_.steps += decision.steps;
  result_.conflicts += decision.conflicts;
  result_.open_orders = std::max(result_.open_orders, decision.pairs);
  settle(level, decision.verdict);
  if (decision.verdict == Verdict::Violated) refutations_.push_back({level, decision.refutation});
}

// What refutes a level refutes all that imply it: the weakest ones' refutations say everything.
void Checker::explain_refutations() {
  for (const auto& [level, refutation] : refutations_) {
    const bool weakest =
        std::none_of(refutations_.begin(), refutations_.end(), [strong = level](const auto& other) {
          return other.first < strong && implies(strong, other.first);
        });
    if (weakest) result_.anomalies.push_back(explain(transactions_, level, refutation));
  }
}

}  // namespace

Result check_isolation(const Transactions& transactions, const Options& options) {
  return Checker(transactions, options).run();
}

}  // namespace ordain::check::isolation
