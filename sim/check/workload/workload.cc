#include "sim/check/workload/workload.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "sim/base/error.h"
#include "sim/base/int128.h"
#include "sim/base/text.h"
#include "sim/check/model/model.h"

namespace ordain::check::workload {
namespace {

struct Named {
  Workload workload;
  const char* name;
};

constexpr Named kNames[] = {{Workload::Bank, "bank"},
                            {Workload::Counter, "counter"},
                            {Workload::Set, "set"},
                            {Workload::LongFork, "long-fork"}};

// Beyond 64 bits the sign is what matters.
std::string decimal(int128 n) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  if (n > kMost) return "more than " + std::to_string(kMost);
  if (n < -int128{kMost}) return "less than -" + std::to_string(kMost);
  return std::to_string(static_cast<int64_t>(n));
}

class Judge {
 public:
  explicit Judge(const History& history) : history_(history) {}

  order::Verdict bank();
  order::Verdict counter();
  order::Verdict set();
  order::Verdict long_fork();

 private:
  const Operation& op(uint32_t i) const { return history_.operations[i]; }

  void found(const char* name, std::vector<uint32_t> operations, std::string words) {
    verdict_.holds = order::Holds::No;
    if (verdict_.findings.size() < 16)
      verdict_.findings.push_back({name, std::move(operations), std::move(words)});
  }

  std::vector<uint32_t> reads() {
    std::vector<uint32_t> out;
    for (uint32_t i = 0; i < history_.operations.size(); ++i)
      if (verb_of(op(i).f) == Verb::Read && op(i).outcome == Outcome::Ok && !op(i).result_unknown)
        out.push_back(i);
    return out;
  }

  int64_t amount(const Operation& operation) const {
    if (operation.argument.is_nil()) return 1;
    if (!operation.argument.is_int())
      misfit(history_, operation, Model::Counter, "a counter adds integers");
    return operation.argument.number();
  }

  void check_chain(std::vector<std::pair<Value, uint32_t>>& seen);

  const History& history_;
  order::Verdict verdict_;
};

order::Verdict Judge::bank() {
  bool first = true;
  int64_t total = 0;
  for (const uint32_t i : reads()) {
    const std::vector<Value>& balances = op(i).result.items();
    if (!op(i).result.is_map())
      misfit(history_, op(i), Model::Bank, "a read of a bank is a map of balances");
    int64_t sum = 0;
    for (size_t b = 1; b < balances.size(); b += 2) {
      const uint64_t wrapped =
          static_cast<uint64_t>(sum) + static_cast<uint64_t>(balances[b].number());
      sum = static_cast<int64_t>(wrapped);
      if (balances[b].number() < 0)
        found("negative balance", {i},
              history_.describe(i) + ": account " + balances[b - 1].edn() + " holds " +
                  balances[b].edn());
    }
    if (first) total = sum;
    first = false;
    if (sum != total)
      found("wrong total", {i},
            history_.describe(i) + ": the balances add up to " + std::to_string(sum) + ", not " +
                std::to_string(total));
  }
  return std::move(verdict_);
}

order::Verdict Judge::counter() {
  // Positive and negative amounts bound a read from different sides.
  struct Point {
    uint32_t position;
    int128 low, high;
  };
  std::vector<Point> points;
  for (const Operation& operation : history_.operations) {
    const Verb verb = verb_of(operation.f);
    if (verb == Verb::Read || operation.outcome == Outcome::Failed) continue;
    const int128 by = verb == Verb::Decrement ? -int128{amount(operation)} : amount(operation);
    const int128 down = by < 0 ? by : 0, up = by < 0 ? 0 : by;
    points.push_back({operation.invoke, down, up});
    if (operation.complete != Operation::kNever) points.push_back({operation.complete, up, down});
  }
  std::sort(points.begin(), points.end(),
            [](const Point& a, const Point& b) { return a.position < b.position; });
  std::vector<int128> low{0}, high{0};
  for (const Point& point : points) {
    low.push_back(low.back() + point.low);
    high.push_back(high.back() + point.high);
  }
  const auto until = [&](uint32_t position) {
    return static_cast<size_t>(
        std::lower_bound(points.begin(), points.end(), position,
                         [](const Point& p, uint32_t at) { return p.position < at; }) -
        points.begin());
  };
  for (const uint32_t i : reads()) {
    const int128 least = low[until(op(i).invoke)], most = high[until(op(i).complete)];
    const int64_t got = op(i).result.number();
    if (got < least || got > most)
      found("out of bounds", {i},
            history_.describe(i) + ": between " + decimal(least) + " and " + decimal(most) +
                " was possible");
  }
  return std::move(verdict_);
}

order::Verdict Judge::set() {
  const std::vector<uint32_t> all = reads();
  if (all.empty()) {
    verdict_.holds = order::Holds::Unknown;
    return std::move(verdict_);
  }
  const uint32_t last = all.back();
  std::set<Value> attempted;
  const std::set<Value> present(op(last).result.items().begin(), op(last).result.items().end());
  for (uint32_t i = 0; i < history_.operations.size(); ++i) {
    if (verb_of(op(i).f) != Verb::Add || op(i).outcome == Outcome::Failed) continue;
    attempted.insert(op(i).argument);
    const bool acknowledged = op(i).outcome == Outcome::Ok && op(i).complete < op(last).invoke;
    if (acknowledged && present.count(op(i).argument) == 0)
      found("lost", {i, last}, history_.describe(i) + " is not in the last read");
  }
  for (const Value& value : present)
    if (attempted.count(value) == 0)
      found("unexpected", {last}, value.edn() + " is in the last read, but was never added");
  return std::move(verdict_);
}

// The reads of one group, sorted by how many keys were seen: each must see all that the one before
// it saw.
void Judge::check_chain(std::vector<std::pair<Value, uint32_t>>& seen) {
  std::sort(seen.begin(), seen.end(), [](const auto& a, const auto& b) {
    const size_t x = a.first.items().size(), y = b.first.items().size();
    return x != y ? x < y : a.second < b.second;
  });
  for (size_t i = 1; i < seen.size(); ++i) {
    const std::vector<Value>& less = seen[i - 1].first.items();
    const std::vector<Value>& more = seen[i].first.items();
    if (!std::includes(more.begin(), more.end(), less.begin(), less.end()))
      found("long fork", {seen[i - 1].second, seen[i].second},
            history_.describe(seen[i - 1].second) + " and " + history_.describe(seen[i].second) +
                " saw writes in opposite orders");
  }
}

order::Verdict Judge::long_fork() {
  std::map<Value, std::vector<std::pair<Value, uint32_t>>> groups;  // by the keys read
  for (const uint32_t i : reads()) {
    std::vector<Value> keys, present;
    for (const Value& micro : op(i).result.items()) {
      if (micro.items().size() != 3)
        misfit(history_, op(i), Model::MultiRegister,
               "a read of a group is a list of [:r key value]");
      keys.push_back(micro.items()[1]);
      if (!micro.items()[2].is_nil()) present.push_back(micro.items()[1]);
    }
    if (keys.size() > 1)
      groups[Value::set(std::move(keys))].emplace_back(Value::set(std::move(present)), i);
  }
  for (auto& [keys, seen] : groups) check_chain(seen);
  return std::move(verdict_);
}

}  // namespace

const char* name_of(Workload workload) {
  for (const Named& named : kNames)
    if (named.workload == workload) return named.name;
  return "";
}

const std::vector<std::string>& workload_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Named& named : kNames) all.emplace_back(named.name);
    return all;
  }();
  return names;
}

Workload parse_workload(std::string_view name) {
  for (const Named& named : kNames)
    if (name == named.name) return named.workload;
  throw InputError(
      "", Problem{"--model", "unknown workload \"" + std::string(name) + "\"",
                  "one of: " + join(workload_names(), ", "), did_you_mean(name, workload_names())});
}

Workload guess_workload(const History& history) {
  bool adds = false, lists = false;
  for (const Operation& op : history.operations) {
    if (op.f == "transfer" || op.result.is_map()) return Workload::Bank;
    const std::vector<Value>& items = op.result.items();
    if (!items.empty() && items[0].items().size() == 3) return Workload::LongFork;
    adds |= verb_of(op.f) == Verb::Add;
    lists |= op.result.is_sequence();
  }
  if (adds) return lists ? Workload::Set : Workload::Counter;
  throw InputError(history.source, Problem{"", "no workload's operations",
                                           "one of: " + join(workload_names(), ", "), ""});
}

order::Verdict check_workload(const History& history, Workload workload) {
  switch (workload) {
    case Workload::Bank:
      return Judge(history).bank();
    case Workload::Counter:
      return Judge(history).counter();
    case Workload::Set:
      return Judge(history).set();
    case Workload::LongFork:
      break;
  }
  return Judge(history).long_fork();
}

}  // namespace ordain::check::workload
