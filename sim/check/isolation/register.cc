#include "sim/check/isolation/register.h"

#include <algorithm>

namespace ordain::check::isolation {

Analysis analyse_register(const Transactions& transactions) { return Register(transactions).run(); }

Register::Register(const Transactions& transactions)
    : transactions_(transactions),
      writes_(transactions),
      state_(transactions.key_count()),
      successor_(writes_.size() + transactions.key_count(), kNone),
      predecessor_(writes_.size(), kNone),
      visited_(writes_.size(), 0) {}

Analysis Register::run() {
  find_members();
  for (uint32_t t = 0; t < transactions_.size(); ++t) {
    if (out_.member[t] != 0) visit(t);
  }
  index_readings();
  for (uint32_t k = 0; k < transactions_.key_count(); ++k) link_key(k);
  return std::move(out_);
}

void Register::find_members() {
  const uint32_t n = transactions_.size();
  out_.member.assign(n, 0);
  for (uint32_t t = 0; t < n; ++t) {
    out_.member[t] = transactions_[t].outcome == Outcome::Ok ? 1 : 0;
  }
  if (!transactions_.any_indeterminate()) return;
  for (uint32_t t = 0; t < n; ++t) {
    for (const MicroOp& op : transactions_.ops(t)) {
      if (op.kind != Micro::Read || op.value == kInitial) continue;
      const uint32_t slot = writes_.find(op.key, op.value);
      if (slot == kNone) continue;
      const uint32_t writer = writes_[slot].transaction;
      if (transactions_[writer].outcome == Outcome::Indeterminate) out_.member[writer] = 1;
    }
  }
}

void Register::visit(uint32_t t) {
  uint32_t op_index = transactions_[t].first_op;
  for (const MicroOp& op : transactions_.ops(t)) {
    KeyState& state = state_[op.key];
    if (state.transaction != t) {
      state = KeyState{};
      state.transaction = t;
    }
    if (op.reads()) {
      on_read(t, op, state);
    } else {
      on_write(op, writes_.slot_of_op(op_index), state);
    }
    ++op_index;
  }
}

void Register::on_write(const MicroOp& op, uint32_t slot, KeyState& state) {
  state.written = true;
  state.value = op.value;
  if (!writes_[slot].final) return;
  if (state.version != kNone) predecessor_[slot] = state.version;
  replaces_version(slot, op.key, state);
}

void Register::on_read(uint32_t t, const MicroOp& op, KeyState& state) {
  if (state.written) {
    if (op.value == state.value) return;
    return report(Anomaly::Internal, {t},
                  read_text(t, op) + " although it had written " +
                      transactions_.tokens.text(state.value) + " itself");
  }
  if (state.read && op.value != state.value) {
    report(Anomaly::NonRepeatableRead, {t},
           read_text(t, op) + " although it had read " + transactions_.tokens.text(state.value) +
               " before");
    on_external_read(t, op, state);
    return;
  }
  if (state.read) return;
  state.read = true;
  state.value = op.value;
  on_external_read(t, op, state);
}

void Register::on_external_read(uint32_t t, const MicroOp& op, KeyState& state) {
  if (op.value == kInitial) {
    if (state.version == kNone) {
      state.version = initial(op.key);
      readings_.push_back({state.version, t});
    }
    return;
  }
  const uint32_t slot = writes_.find(op.key, op.value);
  if (slot == kNone) {
    return report(Anomaly::Garbage, {t}, read_text(t, op) + ", which no transaction wrote");
  }
  const uint32_t writer = writes_[slot].transaction;
  if (writer == t) {
    return report(Anomaly::FutureRead, {t}, read_text(t, op) + ", which it only wrote later");
  }
  if (transactions_[writer].outcome == Outcome::Failed) {
    return report(
        Anomaly::G1a, {writer, t},
        read_text(t, op) + ", which " + transactions_.name(writer) + " wrote and that one failed");
  }
  add_edge(Edge::WR, writer, t, op.key);
  if (!writes_[slot].final) {
    return report(Anomaly::G1b, {writer, t},
                  read_text(t, op) + ", but " + transactions_.name(writer) +
                      " wrote it again in the same transaction");
  }
  if (state.version != kNone) return;
  state.version = slot;
  readings_.push_back({slot, t});
}

void Register::replaces_version(uint32_t slot, uint32_t key, KeyState& state) {
  if (state.replaces || state.version == kNone) return;
  state.replaces = true;
  if (successor_[state.version] == kNone) {
    successor_[state.version] = slot;
    return;
  }
  const uint32_t first = writes_[successor_[state.version]].transaction;
  const uint32_t second = writes_[slot].transaction;
  add_edge(Edge::RW, first, second, key);
  add_edge(Edge::RW, second, first, key);
  const Token value = state.version < writes_.size() ? writes_[state.version].value : kInitial;
  report(Anomaly::LostUpdate, {first, second},
         transactions_.name(first) + " and " + transactions_.name(second) + " both read " +
             transactions_.key_text(key) + " = " + transactions_.tokens.text(value) +
             ", and both wrote it");
}

void Register::index_readings() {
  first_reading_.assign(writes_.size() + transactions_.key_count() + 1, 0);
  for (const Reading& r : readings_) ++first_reading_[r.version + 1];
  for (size_t i = 1; i < first_reading_.size(); ++i) first_reading_[i] += first_reading_[i - 1];
  std::vector<uint32_t> next(first_reading_.begin(), first_reading_.end() - 1);
  std::vector<Reading> grouped(readings_.size());
  for (const Reading& r : readings_) grouped[next[r.version]++] = r;
  readings_.swap(grouped);
}

// Chains of one key: the one of the initial version, then one from each version without a
// predecessor. Versions left over lie on a circle, each replacing the one before.
void Register::link_key(uint32_t key) {
  const uint32_t first_tail = link_chain(key, initial(key));
  std::vector<Chain> others;
  std::vector<uint32_t> slots;
  for (uint32_t s = writes_.first(key); s < writes_.last(key); ++s) {
    if (writes_[s].final && out_.member[writes_[s].transaction] != 0) slots.push_back(s);
  }
  const auto starts = [&](uint32_t s) {
    if (predecessor_[s] == kNone) return true;
    return successor_[predecessor_[s]] != s;  // a lost update
  };
  for (const uint32_t s : slots) {
    if (visited_[s] == 0 && starts(s)) others.push_back(make_chain(key, s, link_chain(key, s)));
  }
  for (const uint32_t s : slots) {
    if (visited_[s] != 0) continue;
    link_chain(key, s);
    report(Anomaly::CyclicVersions, {writes_[s].transaction},
           "the versions of " + transactions_.key_text(key) + " go round in a circle: each was " +
               "written by a transaction that had read the one before, through " +
               transactions_.tokens.text(writes_[s].value) + " of " +
               transactions_.name(writes_[s].transaction));
  }
  if (others.empty()) return;
  link_after_first(key, first_tail, others);
  if (others.size() > 1) out_.chains.insert(out_.chains.end(), others.begin(), others.end());
}

// Follows the versions from this one; readers of each come before the writer of the next. Returns
// the last.
uint32_t Register::link_chain(uint32_t key, uint32_t version) {
  while (true) {
    if (version < writes_.size()) visited_[version] = 1;
    const uint32_t next = successor_[version];
    if (next == kNone) return version;
    for (uint32_t r = first_reading_[version]; r < first_reading_[version + 1]; ++r) {
      add_edge(Edge::RW, readings_[r].transaction, writes_[next].transaction, key);
    }
    if (visited_[next] != 0) return version;
    version = next;
  }
}

Chain Register::make_chain(uint32_t key, uint32_t head, uint32_t tail) {
  Chain chain;
  chain.key = key;
  chain.head = writes_[head].transaction;
  chain.tail = writes_[tail].transaction;
  chain.first_reader = static_cast<uint32_t>(out_.readers.size());
  for (uint32_t r = first_reading_[tail]; r < first_reading_[tail + 1]; ++r) {
    out_.readers.push_back(readings_[r].transaction);
  }
  chain.last_reader = static_cast<uint32_t>(out_.readers.size());
  return chain;
}

void Register::link_after_first(uint32_t key, uint32_t tail, const std::vector<Chain>& others) {
  const uint32_t begin = first_reading_[tail];
  const uint32_t end = first_reading_[tail + 1];
  const bool hub = end - begin > 1 && others.size() > 1;
  const uint32_t hub_node = transactions_.size() + out_.hubs;
  if (hub) {
    ++out_.hubs;
    for (uint32_t r = begin; r < end; ++r) {
      add_edge(Edge::RW, readings_[r].transaction, hub_node, key);
    }
  }
  for (const Chain& other : others) {
    if (tail < writes_.size()) {
      add_edge(Edge::WW, writes_[tail].transaction, other.head, key);
    }
    if (hub) {
      add_edge(Edge::Pass, hub_node, other.head, key);
      continue;
    }
    for (uint32_t r = begin; r < end; ++r) {
      add_edge(Edge::RW, readings_[r].transaction, other.head, key);
    }
  }
}

void Register::add_edge(Edge kind, uint32_t from, uint32_t to, uint32_t key) {
  if (from != to) out_.edges.push_back({from, to, key, kind});
}

void Register::report(Anomaly kind, std::vector<uint32_t> who, const std::string& text) {
  if (out_.findings.count(kind)) out_.findings.add({kind, Order::Data, std::move(who), text});
}

std::string Register::read_text(uint32_t t, const MicroOp& op) const {
  return transactions_.name(t) + " read " + transactions_.key_text(op.key) + " = " +
         transactions_.tokens.text(op.value);
}

}  // namespace ordain::check::isolation
