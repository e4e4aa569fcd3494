// How long isolation takes to judge, from decoded micro-operations to the verdict of every level:
//   list_append_txn_per_s  a million transactions, 20 clients, ten keys at a time of 32 appends
//   each rw_rubis_ms            the recorded rubis history, when there is one rw_twitter_ms tweets,
//   follows and time lines over 1,000 users, nearly all writes blind rw_tpcc_ms             the
//   TPC-C mix on one warehouse, with blind writes of secondary indexes

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

#include "sim/base/rng.h"
#include "sim/check/isolation/check.h"
#include "sim/check/isolation/import.h"

namespace {

using namespace ordain;
using namespace ordain::check::isolation;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// Lists as a client library would hold them: every read with all its elements.
struct DecodedLists {
  struct Op {
    bool append;
    Token key;
    Token value;
    size_t first;
    size_t count;
  };
  std::vector<Op> ops;
  std::vector<size_t> first_op;
  std::vector<Token> elements;
};

constexpr uint32_t kTransactions = 1'000'000;
constexpr uint32_t kClients = 20;

DecodedLists decoded_lists() {
  constexpr uint32_t kActiveKeys = 10;
  constexpr size_t kAppendsOfAKey = 32;
  const uint64_t stream = derive_key(1, 2);
  uint64_t ordinal = 0;
  const auto pick = [&](uint32_t n) { return below(draw(stream, ordinal++), n); };
  DecodedLists out;
  std::vector<std::vector<Token>> lists(kActiveKeys);
  std::vector<Token> names(kActiveKeys);
  Token next_name = 0;
  for (Token& name : names) name = next_name++;
  for (uint32_t t = 0; t < kTransactions; ++t) {
    out.first_op.push_back(out.ops.size());
    for (uint64_t left = 1 + pick(4); left > 0; --left) {
      const size_t k = pick(kActiveKeys);
      std::vector<Token>& list = lists[k];
      if (pick(2) == 0) {
        out.ops.push_back({false, names[k], 0, out.elements.size(), list.size()});
        out.elements.insert(out.elements.end(), list.begin(), list.end());
      } else {
        list.push_back(static_cast<Token>(list.size()) + 1);
        out.ops.push_back({true, names[k], list.back(), 0, 0});
      }
      if (list.size() < kAppendsOfAKey) continue;
      list.clear();
      names[k] = next_name++;
    }
  }
  out.first_op.push_back(out.ops.size());
  return out;
}

// Each client begins its next transaction as its last one ends; all others run meanwhile.
Transactions transactions_of(const DecodedLists& in) {
  Transactions out;
  out.type = DataType::ListAppend;
  out.reserve(kTransactions, in.ops.size());
  for (uint32_t t = 0; t < kTransactions; ++t) {
    Transaction head;
    head.session = t % kClients;
    head.invoked = 2 * t;
    head.completed = 2 * t + 2 * kClients - 1;
    out.begin_transaction(head);
    for (size_t i = in.first_op[t]; i < in.first_op[t + 1]; ++i) {
      const DecodedLists::Op& op = in.ops[i];
      if (op.append) {
        out.add(Micro::Append, op.key, op.value);
      } else {
        out.add_list_read(op.key, in.elements.data() + op.first, op.count);
      }
    }
  }
  return out;
}

void list_append(benchmark::State& state) {
  const DecodedLists decoded = decoded_lists();
  double total = 0;
  for (auto _ : state) {
    const Clock::time_point begin = Clock::now();
    const Transactions history = transactions_of(decoded);
    const Result result = check_isolation(history);
    const double seconds = seconds_since(begin);
    if (result[Level::StrictSerializable] != Verdict::Holds) state.SkipWithError("refuted");
    state.SetIterationTime(seconds);
    total += seconds;
  }
  state.counters["list_append_txn_per_s"] =
      kTransactions * static_cast<double>(state.iterations()) / total;
}

// A serial store whose clients take turns at random; there is no real-time order.
class Store {
 public:
  explicit Store(uint64_t seed) : stream_(derive_key(seed, 9)) { history_.has_real_time = false; }

  uint32_t pick(uint32_t n) { return static_cast<uint32_t>(below(draw(stream_, ordinal_++), n)); }
  // Low numbers often, high ones seldom.
  uint32_t skewed(uint32_t n) { return std::min({pick(n), pick(n), pick(n)}); }

  void begin() {
    Transaction head;
    head.session = pick(24);
    head.invoked = 2 * history_.size();
    head.completed = head.invoked + 1;
    history_.begin_transaction(head);
  }
  void read(uint32_t key) { history_.add(Micro::Read, key, at(key)); }
  void write(uint32_t key) {
    at(key) = ++last_value_;
    history_.add(Micro::Write, key, last_value_);
  }
  void update(uint32_t key) {
    read(key);
    write(key);
  }
  Transactions take() { return std::move(history_); }

 private:
  Token& at(uint32_t key) {
    if (key >= values_.size()) values_.resize(key + 1, kInitial);
    return values_[key];
  }

  uint64_t stream_;
  uint64_t ordinal_ = 0;
  Token last_value_ = 0;
  std::vector<Token> values_;
  Transactions history_;
};

Transactions twitter(uint32_t transactions) {
  constexpr uint32_t kUsers = 1000;
  Store store(5);
  uint32_t next_tweet = 100'000;
  std::vector<uint32_t> last_tweet(kUsers, 0);
  for (uint32_t t = 0; t < transactions; ++t) {
    store.begin();
    const uint32_t user = store.skewed(kUsers);
    const uint32_t kind = store.pick(10);
    if (kind < 3) {  // a new tweet
      last_tweet[user] = next_tweet++;
      store.write(last_tweet[user]);
      store.write(user);
      store.write(3000 + user);
    } else if (kind < 5) {  // follow somebody
      const uint32_t other = store.skewed(kUsers);
      store.write(10'000 + user * 20 + store.pick(20));
      store.read(other);
      store.write(5000 + user);
      store.write(7000 + other);
    } else {  // a time line
      for (uint32_t i = 0; i < 8; ++i) {
        const uint32_t other = store.skewed(kUsers);
        store.read(other);
        if (last_tweet[other] != 0) store.read(last_tweet[other]);
      }
      store.read(5000 + user);
      store.read(7000 + user);
    }
  }
  return store.take();
}

class TpcC {
 public:
  Transactions run(uint32_t transactions) {
    for (uint32_t t = 0; t < transactions; ++t) {
      store_.begin();
      const uint32_t kind = store_.pick(100);
      const uint32_t d = store_.pick(kDistricts);
      if (kind < 45) {
        new_order(d);
      } else if (kind < 88) {
        payment(d);
      } else if (kind < 92) {
        order_status(d);
      } else if (kind < 96) {
        delivery();
      } else {
        stock_level(d);
      }
    }
    return store_.take();
  }

 private:
  static constexpr uint32_t kDistricts = 10;
  static constexpr uint32_t kCustomers = 300;
  static constexpr uint32_t kItems = 10'000;
  static constexpr uint32_t kWarehouse = 0;
  static uint32_t district(uint32_t d) { return 10 + d; }
  static uint32_t district_total(uint32_t d) { return 110 + d; }
  static uint32_t customer(uint32_t d, uint32_t c) { return 1000 + d * kCustomers + c; }
  static uint32_t last_order(uint32_t d, uint32_t c) { return 5000 + d * kCustomers + c; }
  static uint32_t stock(uint32_t i) { return 50'000 + i; }
  static uint32_t item(uint32_t i) { return 200'000 + i; }

  void new_order(uint32_t d) {
    store_.read(kWarehouse);
    store_.update(district(d));
    const uint32_t c = store_.skewed(kCustomers);
    store_.read(customer(d, c));
    const uint32_t order = next_order_;
    next_order_ += 20;
    store_.write(order);
    store_.write(order + 1);
    store_.write(last_order(d, c));
    for (uint32_t i = 0, lines = 5 + store_.pick(11); i < lines; ++i) {
      const uint32_t which = store_.skewed(kItems);
      store_.read(item(which));
      store_.update(stock(which));
      store_.write(order + 2 + i);
      if (i == 0) store_.write(150'000 + which / 100);
    }
    undelivered_[d].push_back(order);
    latest_[d] = order;
  }

  void payment(uint32_t d) {
    store_.read(kWarehouse);
    store_.write(kWarehouse + 1);
    store_.update(district_total(d));
    store_.update(customer(d, store_.skewed(kCustomers)));
    store_.write(next_order_);
    next_order_ += 20;
    store_.write(20 + d);
  }

  void order_status(uint32_t d) {
    const uint32_t c = store_.skewed(kCustomers);
    store_.read(customer(d, c));
    store_.read(last_order(d, c));
    if (latest_[d] == 0) return;
    for (uint32_t i = 0; i < 7; ++i) store_.read(latest_[d] + i);
  }

  void delivery() {
    for (uint32_t d = 0; d < kDistricts; ++d) {
      if (delivered_[d] == undelivered_[d].size()) continue;
      const uint32_t order = undelivered_[d][delivered_[d]++];
      for (uint32_t i = 0; i < 7; ++i) store_.update(order + i);
      store_.update(customer(d, store_.skewed(kCustomers)));
    }
  }

  void stock_level(uint32_t d) {
    store_.read(district(d));
    store_.read(20 + d);
    for (uint32_t i = 0; i < 60; ++i) store_.read(stock(store_.skewed(kItems)));
  }

  Store store_{6};
  uint32_t next_order_ = 1'000'000;
  std::vector<std::vector<uint32_t>> undelivered_{kDistricts};
  std::vector<size_t> delivered_ = std::vector<size_t>(kDistricts, 0);
  std::vector<uint32_t> latest_ = std::vector<uint32_t>(kDistricts, 0);
};

void judge_registers(benchmark::State& state, const Transactions& history, const char* figure) {
  double total = 0;
  for (auto _ : state) {
    const Clock::time_point begin = Clock::now();
    const Result result = check_isolation(history);
    const double seconds = seconds_since(begin);
    for (const Verdict verdict : result.levels) {
      if (verdict != Verdict::Holds) state.SkipWithError("not decided, or refuted");
    }
    state.SetIterationTime(seconds);
    total += seconds;
  }
  state.counters[figure] = 1e3 * total / static_cast<double>(state.iterations());
}

void rw_rubis(benchmark::State& state) {
  const char* folder = std::getenv("ORDAIN_HISTORIES");
  const std::string path = std::string(folder != nullptr ? folder : "../shared/histories") +
                           "/given/iso-text/cobra-rubis-10000.txt";
  std::ifstream file(path, std::ios::binary);
  if (!file) return state.SkipWithError("no recorded histories");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  judge_registers(state, import_plume(text, path), "rw_rubis_ms");
}

void rw_twitter(benchmark::State& state) { judge_registers(state, twitter(9571), "rw_twitter_ms"); }

void rw_tpcc(benchmark::State& state) { judge_registers(state, TpcC().run(13'870), "rw_tpcc_ms"); }

BENCHMARK(list_append)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(rw_rubis)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(rw_twitter)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(rw_tpcc)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
