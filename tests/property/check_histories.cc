#include "tests/property/check_histories.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "sim/base/rng.h"

namespace ordain::check::testing {
namespace {

Value micro(const char* f, Value key, Value value) {
  return Value::vector({Value::keyword(f), std::move(key), std::move(value)});
}

class Generator {
 public:
  Generator(const Shape& shape, Draws& draws)
      : shape_(shape), draws_(draws), spec_(make_spec(shape.model, Value())) {}

  History run() {
    for (uint32_t i = 0; i < shape_.clients; ++i) idle_.push_back(i);
    next_client_ = shape_.clients;
    Value state = spec_->initial();
    uint32_t stuck = 0;
    while ((history_.operations.size() < shape_.operations || !open_.empty()) && stuck < 50) {
      ++stuck;
      const uint64_t what = draws_.below(3);
      if (what == 0 && !idle_.empty() && history_.operations.size() < shape_.operations) {
        invoke();
      } else if (what == 1 && linearize(state)) {
        stuck = 0;
      } else if (what == 2 && respond()) {
        stuck = 0;
      }
    }
    history_.events = position_;
    return std::move(history_);
  }

 private:
  struct Open {
    uint32_t operation;
    bool linearized = false;
    Value response{};
  };

  Value fresh_value() {
    if (shape_.values == 0) return static_cast<int64_t>(++unique_);
    return static_cast<int64_t>(draws_.below(shape_.values));
  }

  void choose(Operation& op);
  void choose_register(Operation& op);

  void invoke() {
    const size_t which = draws_.below(idle_.size());
    Operation op;
    op.process = idle_[which];
    idle_.erase(idle_.begin() + static_cast<std::ptrdiff_t>(which));
    choose(op);
    op.invoke = position_++;
    open_.push_back({static_cast<uint32_t>(history_.operations.size())});
    history_.operations.push_back(std::move(op));
  }

  bool linearize(Value& state) {
    if (open_.empty()) return false;
    Open& open = open_[draws_.below(open_.size())];
    if (open.linearized) return false;
    const Operation& op = history_.operations[open.operation];
    std::optional<Step> step = spec_->apply(state, {op.f, op.key, op.argument});
    if (!step) return false;
    state = std::move(step->state);
    open.response = std::move(step->response);
    open.linearized = true;
    return true;
  }

  bool respond() {
    if (open_.empty()) return false;
    const size_t which = draws_.below(open_.size());
    const Open open = open_[which];
    const bool crash = shape_.crash_one_in != 0 && draws_.one_in(shape_.crash_one_in);
    if (!open.linearized && !crash) return false;
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(which));
    Operation& op = history_.operations[open.operation];
    if (crash) {
      idle_.push_back(next_client_++);
      return true;
    }
    op.outcome = Outcome::Ok;
    op.complete = position_++;
    op.result = open.response;
    if (op.f == "txn") op.result = filled(op.argument, open.response);
    idle_.push_back(op.process);
    return true;
  }

  static Value filled(const Value& argument, const Value& reads) {
    std::vector<Value> micros;
    size_t next = 0;
    for (const Value& m : argument.items())
      micros.push_back(m.items()[0].text() == "r" ? micro("r", m.items()[1], reads.items()[next++])
                                                  : m);
    return Value::vector(std::move(micros));
  }

  const Shape& shape_;
  Draws& draws_;
  std::unique_ptr<Spec> spec_;
  History history_;
  std::vector<Open> open_;
  std::vector<int64_t> idle_;
  int64_t next_client_ = 0;
  uint32_t position_ = 0;
  uint64_t unique_ = 0;
};

void Generator::choose_register(Operation& op) {
  const uint64_t kind = draws_.below(shape_.model == Model::Kv ? 4 : 3);
  op.f = kind == 0 ? "read" : kind == 1 ? "write" : kind == 2 ? "cas" : "append";
  const auto text = [&] { return Value(std::string(1, static_cast<char>('a' + draws_.below(2)))); };
  const bool texts = shape_.model == Model::Kv;
  if (kind == 1 || kind == 3) op.argument = texts ? text() : fresh_value();
  if (kind == 2) {
    const Value old =
        static_cast<int64_t>(draws_.below(shape_.values == 0 ? unique_ + 1 : shape_.values));
    op.argument = texts ? Value::vector({text(), text()}) : Value::vector({old, fresh_value()});
  }
}

void Generator::choose(Operation& op) {
  const uint64_t half = draws_.below(2);
  switch (shape_.model) {
    case Model::Register:
    case Model::Kv:
      choose_register(op);
      return;
    case Model::Queue:
      op.f = half == 0 ? "enqueue" : "dequeue";
      break;
    case Model::Stack:
      op.f = half == 0 ? "push" : "pop";
      break;
    case Model::Set: {
      const char* names[] = {"add", "remove", "contains", "read"};
      op.f = names[shape_.values == 0 ? 3 * draws_.below(2) : draws_.below(4)];
      break;
    }
    case Model::Counter:
      op.f = half == 0 ? "add" : "read";
      break;
    case Model::Lock:
    case Model::FencedLock:
      op.f = half == 0 ? "acquire" : "release";
      break;
    case Model::Log:
      op.f = half == 0 ? "append" : "read";
      break;
    case Model::Bank:
      break;
    case Model::MultiRegister: {
      op.f = "txn";
      std::vector<Value> micros;
      for (uint64_t i = 0, n = 1 + draws_.below(2); i < n; ++i) {
        const Value key = Value::keyword(draws_.below(2) == 0 ? "x" : "y");
        micros.push_back(draws_.below(2) == 0 ? micro("r", key, Value())
                                              : micro("w", key, fresh_value()));
      }
      op.argument = Value::vector(std::move(micros));
      return;
    }
  }
  const Verb verb = verb_of(op.f);
  const bool none = verb == Verb::Read || verb == Verb::Dequeue || verb == Verb::Pop ||
                    verb == Verb::Acquire || verb == Verb::Release;
  if (!none) op.argument = fresh_value();
}

class BruteForce {
 public:
  BruteForce(const History& history, Model model, const Value& initial)
      : history_(history), spec_(make_spec(model, initial)) {}

  bool run() { return extend(0, spec_->initial()); }

  bool replay(const std::vector<uint32_t>& order) {
    Value state = spec_->initial();
    std::set<uint32_t> done;
    for (const uint32_t i : order) {
      if (!may_be_next(i, [&](uint32_t j) { return done.count(j) != 0; })) return false;
      std::optional<Step> step = apply(i, state);
      if (!step || !done.insert(i).second) return false;
      state = step->state;
    }
    for (uint32_t i = 0; i < history_.operations.size(); ++i)
      if (history_.operations[i].outcome == Outcome::Ok && !history_.operations[i].result_unknown &&
          done.count(i) == 0)
        return false;
    return true;
  }

 private:
  std::optional<Step> apply(uint32_t i, const Value& state) const {
    const Operation& op = history_.operations[i];
    const Call call{op.f, op.key, op.argument};
    std::optional<Step> step = spec_->apply(state, call);
    if (!step || op.outcome != Outcome::Ok || op.result_unknown) return step;
    const std::optional<Value> said = spec_->recorded(call, op.result);
    if (said && *said != step->response) return std::nullopt;
    return step;
  }

  // Nothing that is not done returned before this operation was invoked.
  template <class Done>
  bool may_be_next(uint32_t i, Done done) const {
    for (uint32_t j = 0; j < history_.operations.size(); ++j) {
      const Operation& other = history_.operations[j];
      if (j != i && other.outcome == Outcome::Ok && !done(j) &&
          other.complete < history_.operations[i].invoke)
        return false;
    }
    return true;
  }

  bool extend(uint32_t mask, const Value& state) {
    bool complete = true;
    for (uint32_t i = 0; i < history_.operations.size(); ++i)
      complete &= (mask >> i & 1) != 0 || history_.operations[i].outcome != Outcome::Ok;
    if (complete) return true;
    if (!seen_.insert({mask, state}).second) return false;
    for (uint32_t i = 0; i < history_.operations.size(); ++i) {
      if ((mask >> i & 1) != 0 || history_.operations[i].outcome == Outcome::Failed) continue;
      if (!may_be_next(i, [&](uint32_t j) { return (mask >> j & 1) != 0; })) continue;
      const std::optional<Step> step = apply(i, state);
      if (step && extend(mask | 1U << i, step->state)) return true;
    }
    return false;
  }

  const History& history_;
  std::unique_ptr<Spec> spec_;
  std::set<std::pair<uint32_t, Value>> seen_;
};

}  // namespace

uint64_t Draws::below(uint64_t bound) { return ordain::below(draw(key_, next_++), bound); }

History random_history(const Shape& shape, Draws& draws) { return Generator(shape, draws).run(); }

void mutate(History& history, Draws& draws) {
  std::vector<uint32_t> completed;
  for (uint32_t i = 0; i < history.operations.size(); ++i)
    if (history.operations[i].outcome == Outcome::Ok) completed.push_back(i);
  if (completed.empty()) return;
  Operation& op = history.operations[completed[draws.below(completed.size())]];
  const Operation& other = history.operations[completed[draws.below(completed.size())]];
  if (op.f == other.f && op.f != "txn" && op.result.kind() == other.result.kind() &&
      !draws.one_in(3)) {
    op.result = other.result;
  } else if (op.result.is_int()) {
    op.result = op.result.number() + 1 - 2 * static_cast<int64_t>(draws.below(2));
  } else if (op.result.kind() == Value::Kind::Bool) {
    op.result = Value::boolean(op.result.is_false());
  } else if (op.result.is_sequence() && op.f == "read" && !op.result.items().empty()) {
    std::vector<Value> items = op.result.items();
    items.pop_back();
    op.result = op.result.kind() == Value::Kind::Set ? Value::set(items) : Value::vector(items);
  } else if (op.result.is_nil() && other.f != "cas" &&
             (op.f == "read" || op.f == "dequeue" || op.f == "pop")) {
    op.result = other.argument;
  } else {
    // Its response moves to just after its invocation: everything else keeps its order.
    const uint32_t from = op.complete, to = op.invoke + 1;
    for (Operation& moved : history.operations) {
      if (moved.invoke >= to && moved.invoke < from) ++moved.invoke;
      if (&moved != &op && moved.complete != Operation::kNever && moved.complete >= to &&
          moved.complete < from)
        ++moved.complete;
    }
    op.complete = to;
    std::sort(history.operations.begin(), history.operations.end(),
              [](const Operation& a, const Operation& b) { return a.invoke < b.invoke; });
  }
}

bool brute_force_linearizable(const History& history, Model model, const Value& initial) {
  return BruteForce(history, model, initial).run();
}

bool is_linearization(const History& history, Model model, const Value& initial,
                      const std::vector<uint32_t>& order) {
  return BruteForce(history, model, initial).replay(order);
}

std::string print(const History& history) {
  std::string out;
  for (uint32_t i = 0; i < history.operations.size(); ++i) {
    const Operation& op = history.operations[i];
    out += std::to_string(op.invoke) + ".." +
           (op.complete == Operation::kNever ? "?" : std::to_string(op.complete)) + " " +
           history.describe(i) + "\n";
  }
  return out;
}

}  // namespace ordain::check::testing
