#include "sim/check/isolation/explain.h"

#include <algorithm>

namespace ordain::check::isolation {
namespace {

class Words {
 public:
  explicit Words(const Transactions& transactions) : transactions_(transactions) {}

  std::string cycle(const std::vector<InferredStep>& steps) const;

 private:
  std::string step(const InferredStep& step, uint32_t to) const;
  std::string read_from(uint32_t from, uint32_t to, uint32_t key) const;
  std::string missed(uint32_t from, uint32_t to, uint32_t key) const;
  std::string overwrote(uint32_t from, uint32_t to, uint32_t key) const;
  std::string list(const MicroOp& op) const;
  std::vector<Token> elements(const MicroOp& op) const;
  Token written(uint32_t t, uint32_t key, bool last) const;
  std::string value(Token token) const { return transactions_.tokens.text(token); }
  bool lists() const { return transactions_.type == DataType::ListAppend; }

  const Transactions& transactions_;
};

Token Words::written(uint32_t t, uint32_t key, bool last) const {
  Token found = kInitial;
  for (const MicroOp& op : transactions_.ops(t)) {
    if (op.reads() || op.key != key) continue;
    found = op.value;
    if (!last) break;
  }
  return found;
}

std::vector<Token> Words::elements(const MicroOp& op) const {
  if (op.kind == Micro::ReadOther) return transactions_.other_list(op.value);
  const std::vector<Token>& longest = transactions_.longest_read(op.key);
  return {longest.begin(), longest.begin() + static_cast<std::ptrdiff_t>(op.value)};
}

std::string Words::list(const MicroOp& op) const {
  const std::vector<Token> all = elements(op);
  constexpr size_t kShown = 8;
  std::string text = all.size() > kShown ? "[... " : "[";
  for (size_t i = all.size() > kShown ? all.size() - kShown : 0; i < all.size(); ++i) {
    text += value(all[i]) + (i + 1 < all.size() ? " " : "");
  }
  return text + "]";
}

std::string Words::read_from(uint32_t from, uint32_t to, uint32_t key) const {
  const std::string who = transactions_.name(to) + " read " + transactions_.key_text(key) + " = ";
  std::vector<Token> wrote;
  for (const MicroOp& op : transactions_.ops(from)) {
    if (!op.reads() && op.key == key) wrote.push_back(op.value);
  }
  const auto mine = [&](Token t) {
    return std::find(wrote.begin(), wrote.end(), t) != wrote.end();
  };
  for (const MicroOp& op : transactions_.ops(to)) {
    if (!op.reads() || op.key != key) continue;
    if (!lists()) {
      if (!mine(op.value)) continue;
      return who + value(op.value) + ", which " + transactions_.name(from) + " wrote";
    }
    const std::vector<Token> all = elements(op);
    const auto last = std::find_if(all.rbegin(), all.rend(), mine);
    if (last == all.rend()) continue;
    return who + list(op) + ", where " + transactions_.name(from) + " had appended " + value(*last);
  }
  return who + "what " + transactions_.name(from) + " wrote";
}

std::string Words::missed(uint32_t from, uint32_t to, uint32_t key) const {
  const std::string name = transactions_.key_text(key);
  for (const MicroOp& op : transactions_.ops(from)) {
    if (!op.reads() || op.key != key) continue;
    if (lists()) {
      return transactions_.name(from) + " read " + name + " = " + list(op) + " without the " +
             value(written(to, key, false)) + " that " + transactions_.name(to) + " appended";
    }
    return transactions_.name(from) + " read " + name + " = " + value(op.value) + ", which " +
           transactions_.name(to) + " overwrote with " + value(written(to, key, true));
  }
  return transactions_.name(from) + " did not see what " + transactions_.name(to) + " wrote to " +
         name;
}

std::string Words::overwrote(uint32_t from, uint32_t to, uint32_t key) const {
  const std::string name = transactions_.key_text(key);
  if (lists()) {
    return transactions_.name(to) + " appended " + value(written(to, key, false)) + " to " + name +
           " after " + transactions_.name(from) + " had appended " +
           value(written(from, key, true));
  }
  return transactions_.name(to) + " wrote " + name + " = " + value(written(to, key, true)) +
         " over the " + value(written(from, key, true)) + " of " + transactions_.name(from);
}

std::string Words::step(const InferredStep& at, uint32_t to) const {
  const std::string from_name = transactions_.name(at.transaction);
  switch (at.kind) {
    case Edge::Process:
      return transactions_.name(to) + " followed " + from_name + " in its session";
    case Edge::RealTime:
      return from_name + " completed before " + transactions_.name(to) + " began";
    default:
      break;
  }
  if (at.key == kNone) return from_name + " must come before " + transactions_.name(to);
  std::string text = at.kind == Edge::WR   ? read_from(at.transaction, to, at.key)
                     : at.kind == Edge::RW ? missed(at.transaction, to, at.key)
                                           : overwrote(at.transaction, to, at.key);
  if (at.inferred) text += " (inferred: the other order is impossible)";
  if (at.supposed) text += " (supposed)";
  return text;
}

std::string_view arrow(Edge kind) {
  switch (kind) {
    case Edge::WW:
      return " -ww-> ";
    case Edge::WR:
      return " -wr-> ";
    case Edge::RW:
      return " -rw-> ";
    case Edge::Process:
      return " -process-> ";
    default:
      return " -realtime-> ";
  }
}

std::string Words::cycle(const std::vector<InferredStep>& steps) const {
  std::string text;
  for (size_t i = 0; i < steps.size(); ++i) {
    text += 'T';
    text += std::to_string(steps[i].transaction);
    text += arrow(steps[i].kind);
  }
  text += 'T';
  text += std::to_string(steps.front().transaction);
  text += ": ";
  for (size_t i = 0; i < steps.size(); ++i) {
    text += step(steps[i], steps[(i + 1) % steps.size()].transaction);
    text += i + 2 < steps.size() ? "; " : i + 2 == steps.size() ? "; and " : "";
  }
  return text;
}

std::vector<uint32_t> members(const std::vector<InferredStep>& steps) {
  std::vector<uint32_t> found;
  for (const InferredStep& s : steps) found.push_back(s.transaction);
  return found;
}

}  // namespace

Finding explain(const Transactions& transactions, const Cycle& cycle) {
  std::vector<InferredStep> steps;
  for (const CycleStep& s : cycle.steps)
    steps.push_back({s.transaction, s.key, s.kind, false, false});
  std::string text = Words(transactions).cycle(steps);
  if (!cycle.shortest) text += " (there may be a shorter one)";
  return {cycle.kind, cycle.order, members(steps), text};
}

Finding explain(const Transactions& transactions, Level level, const Refutation& refutation) {
  const Words words(transactions);
  const bool snapshot =
      level == Level::SnapshotIsolation || level == Level::StrongSessionSnapshotIsolation;
  Finding finding;
  finding.kind = snapshot ? Anomaly::NoSnapshotOrder : Anomaly::NoSerialOrder;
  if (level == Level::StrictSerializable) finding.order = Order::RealTime;
  if (level == Level::StrongSessionSerializable || level == Level::StrongSessionSnapshotIsolation) {
    finding.order = Order::Process;
  }
  if (!refutation.cycles.empty()) finding.transactions = members(refutation.cycles.front());
  if (refutation.has_pair) {
    const auto name = [&](const Chain& c) { return transactions.name(c.head); };
    finding.explanation =
        "the writes of " + name(refutation.pair_first) + " and " + name(refutation.pair_second) +
        " to " + transactions.key_text(refutation.pair_first.key) + " fit in neither order";
    for (size_t i = 0; i < refutation.cycles.size(); ++i) {
      const Chain& first = i == 0 ? refutation.pair_first : refutation.pair_second;
      finding.explanation +=
          "; with " + name(first) + " first: " + words.cycle(refutation.cycles[i]);
    }
    return finding;
  }
  if (refutation.searched) finding.explanation = "every order of the writes was tried or excluded";
  if (refutation.cycles.empty()) {
    finding.transactions = refutation.concerned;
    return finding;
  }
  if (refutation.searched) finding.explanation += "; ";
  finding.explanation += words.cycle(refutation.cycles.front());
  return finding;
}

}  // namespace ordain::check::isolation
