// How long linearizability takes to judge, from a history in memory to the verdict, without
// parsing:
//   check_etcd_ms                the recorded etcd logs together; check_etcd_slowest_ms the slowest
//   check_c50_ok_ms, check_c50_bad_ms, check_c10_ms   recorded key-value histories, key by key
//   check_c10_unpartitioned_ms   the same as one object, a map
//   check_register_20c_ms        10,000 operations of 20 clients on one CAS register of five values
//   check_unique_1m_ms           1,000,000 operations on one register, every written value unique
//   check_kv_1m_ms               1,000,000 operations on 1,000 keys; check_kv_1m_mb its search
//   tables
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sim/base/rng.h"
#include "sim/check/import/format.h"
#include "sim/check/lin/check.h"
#include "tests/bench/figures.h"

namespace ordain::bench {
namespace {

using namespace ordain::check;

std::filesystem::path given() {
  const char* folder = std::getenv("ORDAIN_HISTORIES");
  return std::filesystem::path(folder != nullptr ? folder : "../shared/histories") / "given";
}

std::vector<History> load(const std::vector<std::filesystem::path>& paths) {
  std::vector<History> out;
  for (const std::filesystem::path& path : paths) {
    std::ifstream file(path, std::ios::binary);
    if (!file) continue;
    const std::string text(std::istreambuf_iterator<char>(file), {});
    out.push_back(import_history(text, path.string(), detect_format(path.string(), text)));
  }
  return out;
}

// A correct register's clients: each invokes as soon as it is idle, operations take effect and
// return in random order. Values below `values`, or unique when that is 0.
class Clients {
 public:
  Clients(uint32_t clients, uint32_t values, uint64_t seed)
      : values_(values), key_(derive_key(seed, clients)), open_(clients) {}

  // Adds `count` operations on `key` to the history.
  void run(History& history, const Value& key, uint32_t count) {
    uint32_t invoked = 0, returned = 0;
    while (returned < count) {
      const auto c = static_cast<uint32_t>(pick(open_.size()));
      Open& open = open_[c];
      if (open.operation == kIdle) {
        if (invoked++ < count) invoke(history, key, c);
      } else if (!open.done) {
        take_effect(history.operations[open.operation]);
        open.done = true;
      } else {
        history.operations[open.operation].complete = history.events++;
        history.operations[open.operation].outcome = Outcome::Ok;
        open = Open{};
        ++returned;
      }
    }
  }

 private:
  static constexpr uint32_t kIdle = 0xFFFFFFFF;
  struct Open {
    uint32_t operation = kIdle;
    bool done = false;
  };

  uint64_t pick(uint64_t bound) { return below(draw(key_, drawn_++), bound); }
  Value value() { return static_cast<int64_t>(values_ == 0 ? ++unique_ : pick(values_)); }

  void invoke(History& history, const Value& key, uint32_t client) {
    Operation op;
    op.process = client;
    op.key = key;
    const uint64_t kind = pick(values_ == 0 ? 2 : 3);
    op.f = kind == 0 ? "read" : kind == 1 ? "write" : "cas";
    if (kind == 1) op.argument = value();
    if (kind == 2) op.argument = Value::vector({pick(2) == 0 ? state_ : value(), value()});
    op.invoke = history.events++;
    open_[client].operation = static_cast<uint32_t>(history.operations.size());
    history.operations.push_back(std::move(op));
  }

  void take_effect(Operation& op) {
    if (op.f == "read") {
      op.result = state_;
    } else if (op.f == "write") {
      state_ = op.result = op.argument;
    } else {
      const bool holds = state_ == op.argument.items()[0];
      if (holds) state_ = op.argument.items()[1];
      op.result = Value::boolean(holds);
    }
  }

  uint32_t values_;
  uint64_t key_;
  uint64_t drawn_ = 0;
  int64_t unique_ = 0;
  Value state_;
  std::vector<Open> open_;
};

History random_register(uint32_t operations, uint32_t clients, uint32_t values) {
  History history;
  Clients(clients, values, 1).run(history, Value(), operations);
  return history;
}

lin::Options options_for(const History& history) {
  lin::Options options;
  options.model = guess_model(history);
  return options;
}

// The CPU milliseconds of judging all of them, and of the slowest one; the search's widest tables.
struct Cost {
  double together_ms = 0;
  double slowest_ms = 0;
  double peak_mb = 0;
  uint64_t steps = 0;
  bool decided = true;
};

Cost judge(const std::vector<History>& histories, int rounds) {
  Cost cost;
  std::vector<double> together(static_cast<size_t>(rounds), 0);
  for (const History& history : histories) {
    const lin::Options options = options_for(history);
    lin::Report report;
    std::vector<double> times =
        take_turns({[&] { report = lin::check(history, options); }}, rounds).front();
    for (size_t r = 0; r < times.size(); ++r) together[r] += times[r];
    cost.slowest_ms = std::max(cost.slowest_ms, 1e3 * median(std::move(times)));
    cost.decided &= report.verdict != lin::Verdict::Unknown;
    cost.steps += report.steps;
    for (const lin::ObjectReport& object : report.objects)
      cost.peak_mb = std::max(cost.peak_mb, static_cast<double>(object.peak_bytes) / 1e6);
  }
  cost.together_ms = 1e3 * median(std::move(together));
  return cost;
}

void add(Figures& figures, const char* name, const std::vector<History>& histories, int rounds) {
  if (histories.empty()) return;  // the recorded ones are not part of this repository
  const Cost cost = judge(histories, rounds);
  const std::string note = std::to_string(cost.steps) + " steps, tables of at most " +
                           std::to_string(cost.peak_mb) + " MB" +
                           (cost.decided ? "" : ", NOT DECIDED");
  figures.add(name, cost.together_ms, "ms", note);
}

std::vector<History> recorded_kv(const char* name) { return load({given() / "lin-kv" / name}); }

void etcd(Figures& figures) {
  std::vector<std::filesystem::path> paths;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(given() / "lin-etcd", missing))
    paths.push_back(entry.path());
  if (paths.empty()) return;
  std::sort(paths.begin(), paths.end());
  const Cost cost = judge(load(paths), 21);
  figures.add("check_etcd_ms", cost.together_ms, "ms", std::to_string(paths.size()) + " logs");
  figures.add("check_etcd_slowest_ms", cost.slowest_ms, "ms", "the slowest of them");
}

void recorded(Figures& figures) {
  add(figures, "check_c10_ms", recorded_kv("c10-ok.txt"), 21);
  add(figures, "check_c50_ok_ms", recorded_kv("c50-ok.txt"), 21);
  add(figures, "check_c50_bad_ms", recorded_kv("c50-bad.txt"), 21);
}

void unsplit(Figures& figures) {
  const std::vector<History> histories = recorded_kv("c10-ok.txt");
  if (histories.empty()) return;
  const lin::Options options = options_for(histories[0]);
  lin::SearchResult result;
  std::vector<double> times =
      take_turns({[&] { result = lin::search_unsplit(histories[0], options); }}, 21).front();
  const bool found = result.verdict == lin::Verdict::Linearizable;
  figures.add("check_c10_unpartitioned_ms", 1e3 * median(std::move(times)), "ms",
              std::to_string(result.steps) + (found ? " steps" : " steps, NOT DECIDED"));
}

void synthetic(Figures& figures) {
  add(figures, "check_register_20c_ms", {random_register(10'000, 20, 5)}, 7);
  add(figures, "check_unique_1m_ms", {random_register(1'000'000, 20, 0)}, 3);
}

void thousand_keys(Figures& figures) {
  History history;
  std::vector<Clients> keys;
  for (uint32_t key = 0; key < 1000; ++key) keys.emplace_back(10, 5, key + 2);
  for (int round = 0; round < 10; ++round)
    for (uint32_t key = 0; key < 1000; ++key)
      keys[key].run(history, static_cast<int64_t>(key), 100);
  add(figures, "check_kv_1m_ms", {history}, 3);
}

}  // namespace

std::vector<Bench> check_lin_benches() {
  return {{"check_etcd_ms check_etcd_slowest_ms", etcd},
          {"check_c10_ms check_c50_ok_ms check_c50_bad_ms", recorded},
          {"check_c10_unpartitioned_ms", unsplit},
          {"check_register_20c_ms check_unique_1m_ms", synthetic},
          {"check_kv_1m_ms", thousand_keys}};
}

}  // namespace ordain::bench
