#include "sim/check/lin/reasons.h"

#include <algorithm>

namespace ordain::check::lin {
namespace {

using Operations = std::vector<Operation>;

std::string where(const Operation& op) {
  return op.line == 0 ? "" : " (line " + std::to_string(op.line) + ")";
}

class Writer {
 public:
  Writer(const History& history, Model model, const Explanation& e)
      : history_(history), model_(model), e_(e), failing_(history.operations[e.failing]) {}

  std::vector<std::string> run() {
    words_.push_back(name(e_.failing) + where(failing_) + " fits nowhere.");
    const bool proven = overwritten_read() || taken_element();
    if (!e_.placed.empty())
      words_.push_back("The longest partial linearization places " +
                       std::to_string(e_.placed.size()) + " operations and leaves " + e_.state +
                       ".");
    for (const Open& open : e_.open)
      words_.push_back((open.operation == e_.failing
                            ? "There, it "
                            : "Open, " + name(open.operation) + where(op(open)) + " ") +
                       open.effect + ".");
    if (!proven)
      words_.push_back(
          "No order of the operations before it, and no use of the open ones, gives it "
          "a place: all were tried.");
    return std::move(words_);
  }

 private:
  const Operation& op(const Open& open) const { return history_.operations[open.operation]; }
  std::string name(uint32_t i) const { return history_.describe(i); }

  bool same_object(const Operation& other) const {
    return other.outcome != Outcome::Failed && other.key == failing_.key;
  }

  // The value that an operation leaves in a register or key, or null.
  static const Value* written(const Operation& other) {
    const Verb verb = verb_of(other.f);
    if (verb == Verb::Write) return &other.argument;
    const bool pair = verb == Verb::Cas && other.argument.items().size() == 2;
    if (pair && !other.result.is_false()) return &other.argument.items()[1];
    return nullptr;
  }

  bool overwritten_read();
  bool taken_element();
  const Operation* overwriter(const Operation& write, uint32_t& index) const;
  uint32_t index_of(const Operation& other) const {
    return static_cast<uint32_t>(&other - history_.operations.data());
  }

  const History& history_;
  const Model model_;
  const Explanation& e_;
  const Operation& failing_;
  std::vector<std::string> words_;
};

// A write of another value that certainly comes between `write` and the failing read.
const Operation* Writer::overwriter(const Operation& write, uint32_t& index) const {
  for (const Operation& other : history_.operations) {
    const Value* value = same_object(other) ? written(other) : nullptr;
    if (value == nullptr || *value == failing_.result || other.outcome != Outcome::Ok) continue;
    if (write.complete >= other.invoke || other.complete >= failing_.invoke) continue;
    index = index_of(other);
    return &other;
  }
  return nullptr;
}

// A proof for a read of a register: every write of its value was overwritten before it began.
bool Writer::overwritten_read() {
  const bool registers = model_ == Model::Register || model_ == Model::Kv;
  if (!registers || verb_of(failing_.f) != Verb::Read) return false;
  bool any_writer = false, all_overwritten = true;
  std::vector<std::string> said;
  for (const Operation& other : history_.operations) {
    if (other.invoke >= failing_.complete || !same_object(other)) continue;
    if (verb_of(other.f) == Verb::Append) return false;
    const Value* value = written(other);
    if (value == nullptr || *value != failing_.result) continue;
    any_writer = true;
    uint32_t index = 0;
    const Operation* killer = other.outcome == Outcome::Ok ? overwriter(other, index) : nullptr;
    all_overwritten &= killer != nullptr;
    if (killer != nullptr)
      said.push_back(name(index_of(other)) + where(other) + " had returned before " + name(index) +
                     where(*killer) + " was invoked, and that had returned before the read began.");
  }
  if (!any_writer && failing_.result != history_.initial && !failing_.result.is_nil()) {
    words_.push_back("Nobody had invoked a write of " + failing_.result.edn() +
                     " before this read returned.");
    return true;
  }
  if (!any_writer || !all_overwritten) return false;
  words_.push_back("Every write of " + failing_.result.edn() + " was overwritten before it began:");
  words_.insert(words_.end(), said.begin(), said.end());
  return true;
}

// A proof for an element taken from a queue or stack: nobody put it there, or it was taken before.
bool Writer::taken_element() {
  const auto takes = [](const Operation& other) {
    const Verb verb = verb_of(other.f);
    return verb == Verb::Dequeue || verb == Verb::Pop;
  };
  if (!takes(failing_) || failing_.result.is_nil()) return false;
  size_t put = 0, taken = 0;
  for (const Operation& other : history_.operations) {
    if (other.invoke >= failing_.complete || !same_object(other)) continue;
    if (!takes(other) && other.argument == failing_.result) ++put;
    if (takes(other) && other.outcome == Outcome::Ok && other.complete <= failing_.complete &&
        other.result == failing_.result)
      ++taken;
  }
  if (put >= taken) return false;
  words_.push_back(failing_.result.edn() + " had been taken " + std::to_string(taken) +
                   " times when it returned, but put there at most " + std::to_string(put) +
                   " times.");
  return true;
}

}  // namespace

std::vector<std::string> reasons(const History& history, Model model, const Explanation& e) {
  return Writer(history, model, e).run();
}

}  // namespace ordain::check::lin
