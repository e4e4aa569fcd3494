#include "sim/check/isolation/list_append.h"

#include <algorithm>

namespace ordain::check::isolation {

Analysis analyse_list_append(const Transactions& transactions) {
  return ListAppend(transactions).run();
}

ListAppend::ListAppend(const Transactions& transactions)
    : transactions_(transactions),
      writes_(transactions),
      versions_(transactions, writes_),
      state_(transactions.key_count()),
      replaced_by_(versions_.version_numbers(), kNone),
      has_unread_(transactions.key_count(), 0) {
  out_.observed_version_order = true;
}

Analysis ListAppend::run() {
  find_members();
  out_.edges.reserve(size_t{transactions_.op_count()} + transactions_.op_count() / 2);
  link_versions();
  collect_unread();
  for (uint32_t t = 0; t < transactions_.size(); ++t) {
    if (out_.member[t] != 0) visit(t);
  }
  versions_.report_dirty_updates(out_.findings);
  const auto by_key = [](const AtEnd& a, const AtEnd& b) { return a.key < b.key; };
  std::stable_sort(tail_reads_.begin(), tail_reads_.end(), by_key);
  std::vector<uint32_t> readers;
  std::vector<uint32_t> writers;
  size_t r = 0;
  for (size_t w = 0; w < unread_.size();) {
    const uint32_t key = unread_[w].key;
    readers.clear();
    writers.clear();
    for (; w < unread_.size() && unread_[w].key == key; ++w) {
      writers.push_back(unread_[w].transaction);
    }
    while (r < tail_reads_.size() && tail_reads_[r].key < key) ++r;
    for (; r < tail_reads_.size() && tail_reads_[r].key == key; ++r) {
      readers.push_back(tail_reads_[r].transaction);
    }
    link_unread(key, readers, writers);
  }
  return std::move(out_);
}

// Whatever committed, and whatever nobody knows the outcome of but somebody saw a write of.
void ListAppend::find_members() {
  const uint32_t n = transactions_.size();
  out_.member.assign(n, 0);
  for (uint32_t t = 0; t < n; ++t) {
    out_.member[t] = transactions_[t].outcome == Outcome::Ok ? 1 : 0;
  }
  if (!transactions_.any_indeterminate()) return;
  const auto seen = [&](uint32_t slot) {
    const uint32_t t = writes_[slot].transaction;
    if (transactions_[t].outcome == Outcome::Indeterminate) out_.member[t] = 1;
  };
  for (uint32_t s = 0; s < writes_.size(); ++s) {
    if (versions_.version_of_slot(s) != kNone) seen(s);
  }
  for (uint32_t t = 0; t < n; ++t) {
    for (const MicroOp& op : transactions_.ops(t)) {
      if (op.kind != Micro::ReadOther) continue;
      for (const Token element : transactions_.other_list(op.value)) {
        const uint32_t slot = writes_.find(op.key, element);
        if (slot != kNone) seen(slot);
      }
    }
  }
}

void ListAppend::add_edge(Edge kind, uint32_t from, uint32_t to, uint32_t key) {
  if (from != to) out_.edges.push_back({from, to, key, kind});
}

void ListAppend::link_versions() {
  for (uint32_t k = 0; k < transactions_.key_count(); ++k) {
    uint32_t previous = kNone;
    for (uint32_t v = 1; v <= versions_.length(k); ++v) {
      const uint32_t writer = versions_.writer(k, v);
      if (writer == kNone) continue;
      if (previous != kNone) add_edge(Edge::WW, previous, writer, k);
      previous = writer;
    }
  }
}

// Every transaction with an append to the key that no longest read shows, but for the writer of the
// last version: its remaining appends simply follow.
void ListAppend::collect_unread() {
  for (uint32_t k = 0; k < transactions_.key_count(); ++k) {
    const uint32_t length = versions_.length(k);
    const uint32_t tail = length == 0 ? kNone : versions_.writer(k, length);
    const size_t before = unread_.size();
    for (uint32_t s = writes_.first(k); s < writes_.last(k); ++s) {
      const uint32_t t = writes_[s].transaction;
      if (versions_.version_of_slot(s) != kNone || out_.member[t] == 0 || t == tail) continue;
      unread_.push_back({k, t});
    }
    if (unread_.size() == before) continue;
    has_unread_[k] = 1;
    const auto begin = unread_.begin() + static_cast<std::ptrdiff_t>(before);
    std::sort(begin, unread_.end(),
              [](const AtEnd& a, const AtEnd& b) { return a.transaction < b.transaction; });
    unread_.erase(
        std::unique(begin, unread_.end(),
                    [](const AtEnd& a, const AtEnd& b) { return a.transaction == b.transaction; }),
        unread_.end());
  }
}

void ListAppend::visit(uint32_t t) {
  uint32_t op_index = transactions_[t].first_op;
  for (const MicroOp& op : transactions_.ops(t)) {
    KeyState& state = state_[op.key];
    if (state.transaction != t) {
      state = KeyState{};
      state.transaction = t;
    }
    switch (op.kind) {
      case Micro::Append:
        on_append(t, op, writes_.slot_of_op(op_index), state);
        break;
      case Micro::ReadPrefix:
        on_read(t, op, state);
        break;
      default:
        on_other_read(t, op, state);
        break;
    }
    ++op_index;
  }
}

void ListAppend::on_append(uint32_t t, const MicroOp& op, uint32_t slot, KeyState& state) {
  const uint32_t version = versions_.version_of_slot(slot);
  if (version != kNone && version <= state.longest) {
    report_internal(Anomaly::FutureRead, t, op,
                    "holds " + transactions_.tokens.text(op.value) +
                        ", which the transaction appended only later");
  }
  if (state.appended == 0) {
    state.first_version = version;
  } else {
    // Appends become visible together and in order: an element shown without the one before it, or
    // ahead of it, fits no serial order, although no two transactions need be in a cycle.
    if (version != kNone && (state.last_version == kNone || version <= state.last_version)) {
      report_order(t, op.key);
    }
    state.consecutive = state.consecutive && state.first_version != kNone &&
                        version == state.first_version + state.appended;
  }
  state.last_version = version;
  ++state.appended;
  replaces_version(t, op.key, state);
}

void ListAppend::on_read(uint32_t t, const MicroOp& op, KeyState& state) {
  const uint32_t length = static_cast<uint32_t>(op.value);
  state.longest = std::max(state.longest, length);
  versions_.report_elements(op.key, length, t, out_.findings);
  if (state.appended > 0) {
    const bool shows_own = state.consecutive && state.first_version != kNone &&
                           state.first_version + state.appended - 1 == length;
    if (!shows_own) {
      return report_internal(Anomaly::Internal, t, op,
                             "does not end with what the transaction had appended itself");
    }
  }
  const uint32_t base = length - state.appended;
  if (state.base == kNone) {
    state.base = base;
    first_read(t, op.key, base);
    replaces_version(t, op.key, state);
  } else if (state.base != base) {
    report_internal(Anomaly::NonRepeatableRead, t, op,
                    "differs from what the transaction had read of it before");
    check_final(t, op.key, base);
  }
}

void ListAppend::first_read(uint32_t t, uint32_t key, uint32_t version) {
  check_final(t, key, version);
  const uint32_t length = versions_.length(key);
  if (version < length) {
    const uint32_t next = versions_.writer(key, version + 1);
    if (next != kNone) add_edge(Edge::RW, t, next, key);
  } else if (has_unread_[key] != 0) {
    tail_reads_.push_back({key, t});
  }
}

// The version read must be the last one its writer made of this key. A read by the writer itself,
// between its appends, is its own affair.
void ListAppend::check_final(uint32_t t, uint32_t key, uint32_t version) {
  const uint32_t writer = version == 0 ? kNone : versions_.writer(key, version);
  if (writer == kNone || writer == t) return;
  add_edge(Edge::WR, writer, t, key);
  if (versions_.final(key, version) || !out_.findings.count(Anomaly::G1b)) return;
  const uint32_t slot = versions_.slot(key, version);
  out_.findings.add({Anomaly::G1b,
                     Order::Data,
                     {writer, t},
                     transactions_.name(t) + " read a list of " + transactions_.key_text(key) +
                         " that ends with " + transactions_.tokens.text(writes_[slot].value) +
                         ", but " + transactions_.name(writer) +
                         " appended more to it in the same transaction"});
}

// Two transactions that read one version and both append to the key: one overwrites the other's
// premise, whichever comes first.
void ListAppend::replaces_version(uint32_t t, uint32_t key, KeyState& state) {
  if (state.replaces || state.base == kNone || state.appended == 0) return;
  state.replaces = true;
  uint32_t& first = replaced_by_[versions_.number(key, state.base)];
  if (first == kNone) {
    first = t;
    return;
  }
  if (!out_.findings.count(Anomaly::LostUpdate)) return;
  out_.findings.add({Anomaly::LostUpdate,
                     Order::Data,
                     {first, t},
                     transactions_.name(first) + " and " + transactions_.name(t) +
                         " both read the version of " + transactions_.key_text(key) + " with " +
                         std::to_string(state.base) + " elements, and both appended to it"});
}

void ListAppend::on_other_read(uint32_t t, const MicroOp& op, KeyState& state) {
  const std::vector<Token>& list = transactions_.other_list(op.value);
  versions_.report_other(op.key, list, t, out_.findings);
  if (out_.findings.count(Anomaly::IncompatibleOrder)) {
    out_.findings.add({Anomaly::IncompatibleOrder,
                       Order::Data,
                       {t},
                       transactions_.name(t) + " read " + transactions_.key_text(op.key) + " as " +
                           list_text(op) +
                           ", which is no beginning of the longest list read of it"});
  }
  // Whether it contradicts the transaction's own doings changes no verdict any more: tell it of the
  // first few only, since each means looking through the transaction.
  std::vector<Token> own;
  if (out_.findings.counted(Anomaly::IncompatibleOrder) < 100 && state.appended > 0) {
    for (const MicroOp& earlier : transactions_.ops(t)) {
      if (&earlier == &op) break;
      if (earlier.kind == Micro::Append && earlier.key == op.key) own.push_back(earlier.value);
    }
  }
  const bool shows_own =
      list.size() >= own.size() &&
      std::equal(own.begin(), own.end(), list.end() - static_cast<std::ptrdiff_t>(own.size()));
  if (!shows_own) {
    report_internal(Anomaly::Internal, t, op,
                    "does not end with what the transaction had appended itself");
  } else if (state.base != kNone) {
    report_internal(Anomaly::NonRepeatableRead, t, op,
                    "differs from what the transaction had read of it before");
  }
  for (size_t i = list.size(); i-- > 0;) {
    const uint32_t slot = writes_.find(op.key, list[i]);
    if (slot == kNone || out_.member[writes_[slot].transaction] == 0) continue;
    add_edge(Edge::WR, writes_[slot].transaction, t, op.key);
    break;
  }
}

void ListAppend::report_order(uint32_t t, uint32_t key) {
  if (!out_.findings.count(Anomaly::IntraOrder)) return;
  out_.findings.add(
      {Anomaly::IntraOrder,
       Order::Data,
       {t},
       "the appends of " + transactions_.name(t) + " to " + transactions_.key_text(key) +
           " are read in another order than it made them, or one of them is missing"});
}

void ListAppend::report_internal(Anomaly kind, uint32_t t, const MicroOp& op,
                                 const std::string& why) {
  if (!out_.findings.count(kind)) return;
  const std::string what =
      kind == Anomaly::FutureRead
          ? " read a list of " + transactions_.key_text(op.key) + " that "
          : " read " + transactions_.key_text(op.key) + " as " + list_text(op) + ", which ";
  out_.findings.add({kind, Order::Data, {t}, transactions_.name(t) + what + why});
}

// The order among these writers is unknown, but each comes after the last version anybody read, and
// after everybody who read it. A reader of the last version that appends as well comes first.
void ListAppend::link_unread(uint32_t key, std::vector<uint32_t>& readers,
                             std::vector<uint32_t>& writers) {
  const uint32_t length = versions_.length(key);
  const uint32_t tail = length == 0 ? kNone : versions_.writer(key, length);
  for (const uint32_t w : writers) {
    if (tail != kNone) add_edge(Edge::WW, tail, w, key);
  }
  std::vector<uint32_t> builders;  // readers of the last version that also append
  std::vector<uint32_t> plain;
  for (const uint32_t r : readers) {
    const bool writes = std::binary_search(writers.begin(), writers.end(), r);
    (writes ? builders : plain).push_back(r);
  }
  if (builders.size() > 1) {  // a lost update: one cycle of the two is enough
    add_edge(Edge::RW, builders[0], builders[1], key);
    add_edge(Edge::RW, builders[1], builders[0], key);
  }
  const uint32_t builder = builders.empty() ? kNone : builders[0];
  for (const uint32_t w : writers) {
    if (builder != kNone) add_edge(Edge::WW, builder, w, key);
  }
  if (plain.size() > 1 && writers.size() > 1) {
    const uint32_t hub = transactions_.size() + out_.hubs++;
    for (const uint32_t r : plain) add_edge(Edge::RW, r, hub, key);
    for (const uint32_t w : writers) add_edge(Edge::Pass, hub, w, key);
  } else {
    for (const uint32_t r : plain) {
      for (const uint32_t w : writers) add_edge(Edge::RW, r, w, key);
    }
  }
  for (const uint32_t w : writers) {
    if (w == builder) continue;
    const uint32_t none = static_cast<uint32_t>(out_.readers.size());
    out_.chains.push_back({key, w, w, none, none});
  }
}

std::string ListAppend::list_text(const MicroOp& op) const {
  const std::vector<Token>& list = op.kind == Micro::ReadOther ? transactions_.other_list(op.value)
                                                               : transactions_.longest_read(op.key);
  const size_t length = op.kind == Micro::ReadOther ? list.size() : static_cast<size_t>(op.value);
  std::string text = "[";
  const size_t from = length > 12 ? length - 12 : 0;
  if (from > 0) text += "... ";
  for (size_t i = from; i < length; ++i) {
    if (i > from) text += " ";
    text += transactions_.tokens.text(list[i]);
  }
  return text + "]";
}

}  // namespace ordain::check::isolation
