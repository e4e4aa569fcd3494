#include "tests/unit/check_isolation/brute_force.h"

#include <map>
#include <set>

namespace ordain::check::isolation {
namespace {

using Item = std::vector<Token>;         // a list, or a register's value if any
using Store = std::map<uint32_t, Item>;  // by key

Item observed(const Transactions& h, const MicroOp& op) {
  if (op.kind == Micro::Read) return op.value == kInitial ? Item{} : Item{op.value};
  if (op.kind == Micro::ReadOther) return h.other_list(op.value);
  const std::vector<Token>& longest = h.longest_read(op.key);
  return {longest.begin(), longest.begin() + static_cast<std::ptrdiff_t>(op.value)};
}

// Runs the transaction on the store; false when a read does not fit. The keys written go to
// `wrote`.
bool execute(const Transactions& h, uint32_t t, Store& store, std::set<uint32_t>& wrote) {
  for (const MicroOp& op : h.ops(t)) {
    Item& item = store[op.key];
    if (op.reads()) {
      if (item != observed(h, op)) return false;
      continue;
    }
    wrote.insert(op.key);
    if (op.kind == Micro::Write) item.clear();
    item.push_back(op.value);
  }
  return true;
}

class BruteForce {
 public:
  BruteForce(const Transactions& h, Level level) : h_(h), phase_(h.size(), 0), begun_(h.size()) {
    snapshot_ = level == Level::SnapshotIsolation || level == Level::StrongSessionSnapshotIsolation;
    session_ = level != Level::SnapshotIsolation && level != Level::Serializable &&
               level != Level::RepeatableRead;
    real_time_ = level == Level::StrictSerializable;
  }

  bool search() {
    if (finished()) return true;
    for (uint32_t t = 0; t < h_.size(); ++t) {
      if (h_[t].outcome == Outcome::Failed || phase_[t] == 2 || !may_go(t)) continue;
      if (snapshot_ ? step_snapshot(t) : step_serial(t)) return true;
    }
    return false;
  }

 private:
  bool finished() const {
    for (uint32_t t = 0; t < h_.size(); ++t) {
      const bool needed = h_[t].outcome == Outcome::Ok || phase_[t] == 1;
      if (needed && phase_[t] != 2) return false;
    }
    return true;
  }

  bool may_go(uint32_t t) const {
    for (uint32_t before = 0; before < h_.size(); ++before) {
      if (h_[before].outcome != Outcome::Ok || phase_[before] == 2) continue;
      const bool same = session_ && h_[before].session == h_[t].session && before < t;
      const bool earlier = real_time_ && h_[before].completed < h_[t].invoked;
      if (same || earlier) return false;
    }
    return true;
  }

  bool step_serial(uint32_t t) {
    const Store saved = store_;
    std::set<uint32_t> wrote;
    phase_[t] = 2;
    if (execute(h_, t, store_, wrote) && search()) return true;
    phase_[t] = 0;
    store_ = saved;
    return false;
  }

  // A begin takes the store as it is; a commit must find no other commit to its keys since.
  bool step_snapshot(uint32_t t) {
    if (phase_[t] == 0) {
      Store view = store_;
      Begun begun{commits_.size(), {}, {}};
      if (!execute(h_, t, view, begun.wrote)) return false;
      begun.view = view;
      begun_[t] = begun;
      phase_[t] = 1;
      if (search()) return true;
      phase_[t] = 0;
      return false;
    }
    for (size_t c = begun_[t].commits; c < commits_.size(); ++c) {
      for (const uint32_t key : begun_[t].wrote) {
        if (commits_[c].count(key) != 0) return false;
      }
    }
    const Store saved = store_;
    for (const uint32_t key : begun_[t].wrote) store_[key] = begun_[t].view[key];
    commits_.push_back(begun_[t].wrote);
    phase_[t] = 2;
    if (search()) return true;
    phase_[t] = 1;
    commits_.pop_back();
    store_ = saved;
    return false;
  }

  struct Begun {
    size_t commits = 0;
    std::set<uint32_t> wrote;
    Store view;
  };
  const Transactions& h_;
  bool snapshot_ = false;
  bool session_ = false;
  bool real_time_ = false;
  Store store_;
  std::vector<int> phase_;  // 0 not begun, 1 begun, 2 committed
  std::vector<Begun> begun_;
  std::vector<std::set<uint32_t>> commits_;
};

class Frontiers {
 public:
  explicit Frontiers(const Transactions& h) : h_(h), sessions_(h.session_count()) {
    for (uint32_t t = 0; t < h.size(); ++t) sessions_[h[t].session].push_back(t);
    at_.assign(sessions_.size(), 0);
  }

  bool search() {
    bool done = true;
    for (size_t s = 0; s < sessions_.size(); ++s) done = done && at_[s] == sessions_[s].size();
    if (done) return true;
    if (failed_.count({at_, store_}) != 0) return false;
    for (size_t s = 0; s < sessions_.size(); ++s) {
      if (at_[s] == sessions_[s].size()) continue;
      const Store saved = store_;
      std::set<uint32_t> wrote;
      const bool fits = execute(h_, sessions_[s][at_[s]], store_, wrote);
      ++at_[s];
      if (fits && search()) return true;
      --at_[s];
      store_ = saved;
    }
    failed_.insert({at_, store_});
    return false;
  }

 private:
  const Transactions& h_;
  std::vector<std::vector<uint32_t>> sessions_;
  std::vector<size_t> at_;
  Store store_;
  std::set<std::pair<std::vector<size_t>, Store>> failed_;
};

}  // namespace

bool allowed_by_brute_force(const Transactions& transactions, Level level) {
  return BruteForce(transactions, level).search();
}

bool session_serializable_by_frontiers(const Transactions& transactions) {
  return Frontiers(transactions).search();
}

}  // namespace ordain::check::isolation
