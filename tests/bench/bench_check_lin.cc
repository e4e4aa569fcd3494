// How long linearizability takes to judge, from a history in memory to the verdict, without
// parsing:
//   check_etcd_ms                the recorded etcd logs together; check_etcd_slowest_ms the slowest
//   check_c50_ok_ms, check_c50_bad_ms, check_c10_ms   recorded key-value histories, key by key
//   check_c10_unpartitioned_ms   the same as one object, a map
//   check_register_20c_ms        10,000 operations of 20 clients on one CAS register of five values
//   check_unique_1m_ms           1,000,000 operations on one register, every written value unique
//   check_kv_1m_ms               1,000,000 operations on 1,000 keys; check_kv_1m_mb its search
//   tables
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sim/base/rng.h"
#include "sim/check/import/format.h"
#include "sim/check/lin/check.h"

namespace {

using namespace ordain;
using namespace ordain::check;
using Clock = std::chrono::steady_clock;

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

void judge(benchmark::State& state, const std::vector<History>& histories, const char* figure,
           const char* slowest = nullptr) {
  if (histories.empty()) return state.SkipWithError("no recorded histories");
  double total = 0, most = 0, bytes = 0;
  std::vector<double> best(histories.size(), 1e9);
  for (auto _ : state) {
    double round = 0;
    for (size_t i = 0; i < histories.size(); ++i) {
      const lin::Options options = options_for(histories[i]);
      const Clock::time_point begin = Clock::now();
      const lin::Report report = lin::check(histories[i], options);
      const double ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
      if (report.verdict == lin::Verdict::Unknown) state.SkipWithError("not decided");
      for (const lin::ObjectReport& object : report.objects)
        bytes = std::max(bytes, static_cast<double>(object.peak_bytes));
      best[i] = std::min(best[i], ms);
      round += ms;
    }
    state.SetIterationTime(round / 1e3);
    total += round;
  }
  for (const double ms : best) most = std::max(most, ms);
  state.counters[figure] = total / static_cast<double>(state.iterations());
  state.counters["peak_mb"] = bytes / 1e6;
  if (slowest != nullptr) state.counters[slowest] = most;
}

void etcd(benchmark::State& state) {
  std::vector<std::filesystem::path> paths;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(given() / "lin-etcd", missing))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  judge(state, load(paths), "check_etcd_ms", "check_etcd_slowest_ms");
}

void recorded_kv(benchmark::State& state, const char* name, const char* figure) {
  judge(state, load({given() / "lin-kv" / name}), figure);
}

void c10(benchmark::State& state) { recorded_kv(state, "c10-ok.txt", "check_c10_ms"); }
void c50_ok(benchmark::State& state) { recorded_kv(state, "c50-ok.txt", "check_c50_ok_ms"); }
void c50_bad(benchmark::State& state) { recorded_kv(state, "c50-bad.txt", "check_c50_bad_ms"); }

void register_20c(benchmark::State& state) {
  judge(state, {random_register(10'000, 20, 5)}, "check_register_20c_ms");
}

void unique_1m(benchmark::State& state) {
  judge(state, {random_register(1'000'000, 20, 0)}, "check_unique_1m_ms");
}

void kv_1m(benchmark::State& state) {
  History history;
  std::vector<Clients> keys;
  for (uint32_t key = 0; key < 1000; ++key) keys.emplace_back(10, 5, key + 2);
  for (int round = 0; round < 10; ++round)
    for (uint32_t key = 0; key < 1000; ++key)
      keys[key].run(history, static_cast<int64_t>(key), 100);
  judge(state, {history}, "check_kv_1m_ms");
}

BENCHMARK(etcd)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(c10)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(c50_ok)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(c50_bad)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(register_20c)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(unique_1m)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(kv_1m)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);

}  // namespace
