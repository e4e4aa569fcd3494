// The sequential specifications, one class each. What a record says of a response:
//   a mutator's acknowledgement says nothing, unless it is a boolean where the model has one;
//   an empty queue or stack, and an absent key, answer nil.
#include <algorithm>

#include "sim/check/model/fenced_lock.h"
#include "sim/check/model/verb_spec.h"

namespace ordain::check {
namespace {

// What a key holds: nil, any value, a text or a list that append extends.
class KvSpec final : public VerbSpec {
 public:
  KvSpec(Model model, Value initial)
      : VerbSpec(model, {Verb::Read, Verb::Write, Verb::Cas, Verb::Append, Verb::Delete}),
        initial_(empty_is_nil(std::move(initial))) {}

  Value initial() const override { return initial_; }
  std::string misfit(const Call& call) const override {
    const bool pair =
        call.argument.kind() == Value::Kind::Vector && call.argument.items().size() == 2;
    if (verb_of(call.f) == Verb::Cas && !pair)
      return "a cas needs two values, got " + call.argument.edn();
    return VerbSpec::misfit(call);
  }
  std::optional<Step> apply(const Value& state, const Call& call) const override {
    switch (verb_of(call.f)) {
      case Verb::Write:
        return Step{empty_is_nil(call.argument), {}};
      case Verb::Delete:
        return Step{Value(), {}};
      case Verb::Append:
        return append(state, call.argument);
      case Verb::Cas:
        if (state != empty_is_nil(call.argument.items()[0]))
          return same(state, Value::boolean(false));
        return Step{empty_is_nil(call.argument.items()[1]), Value::boolean(true)};
      default:
        return same(state, state);
    }
  }
  bool pure(const Call& call, const Value& response) const override {
    return observer(call) || (verb_of(call.f) == Verb::Cas && response.is_false());
  }
  std::optional<Value> recorded(const Call& call, const Value& result) const override {
    if (observer(call)) return empty_is_nil(result);
    if (verb_of(call.f) == Verb::Cas) return Value::boolean(!result.is_false());
    return std::nullopt;
  }

 private:
  static Value empty_is_nil(Value v) {
    const bool empty = (v.kind() == Value::Kind::String && v.text().empty()) ||
                       (v.kind() == Value::Kind::Vector && v.items().empty());
    return empty ? Value() : v;
  }

  static std::optional<Step> append(const Value& state, const Value& argument) {
    const bool text = argument.kind() == Value::Kind::String &&
                      (state.is_nil() || state.kind() == Value::Kind::String);
    if (text)
      return Step{empty_is_nil(Value(std::string(state.text()).append(argument.text()))), {}};
    std::vector<Value> items = state.items();
    if (!state.is_nil() && state.kind() != Value::Kind::Vector) items = {state};
    items.push_back(argument);
    return Step{Value::vector(std::move(items)), {}};
  }

  Value initial_;
};

// A queue takes from the front, a stack from the back.
class SequenceSpec final : public VerbSpec {
 public:
  explicit SequenceSpec(Model model)
      : VerbSpec(model, model == Model::Queue ? std::vector<Verb>{Verb::Enqueue, Verb::Dequeue}
                                              : std::vector<Verb>{Verb::Push, Verb::Pop}),
        queue_(model == Model::Queue) {}

  Value initial() const override { return Value::vector({}); }
  std::optional<Step> apply(const Value& state, const Call& call) const override {
    std::vector<Value> items = state.items();
    if (!takes(call)) {
      items.push_back(call.argument);
      return Step{Value::vector(std::move(items)), {}};
    }
    if (items.empty()) return same(state, {});
    Value taken = queue_ ? items.front() : items.back();
    items.erase(queue_ ? items.begin() : items.end() - 1);
    return Step{Value::vector(std::move(items)), std::move(taken)};
  }
  bool observer(const Call&) const override { return false; }
  bool pure(const Call& call, const Value& response) const override {
    return takes(call) && response.is_nil();
  }
  std::optional<Value> recorded(const Call& call, const Value& result) const override {
    if (takes(call)) return result;
    return std::nullopt;
  }

 private:
  static bool takes(const Call& call) {
    const Verb verb = verb_of(call.f);
    return verb == Verb::Dequeue || verb == Verb::Pop;
  }

  bool queue_;
};

class SetSpec final : public VerbSpec {
 public:
  SetSpec() : VerbSpec(Model::Set, {Verb::Add, Verb::Remove, Verb::Contains, Verb::Read}) {}

  Value initial() const override { return Value::set({}); }
  std::optional<Step> apply(const Value& state, const Call& call) const override {
    const Verb verb = verb_of(call.f);
    if (verb == Verb::Read) return same(state, state);
    const bool present = state.contains(call.argument);
    if (verb == Verb::Contains) return same(state, Value::boolean(present));
    const bool changes = present == (verb == Verb::Remove);
    if (!changes) return same(state, Value::boolean(false));
    std::vector<Value> items = state.items();
    if (verb == Verb::Add) {
      items.push_back(call.argument);
    } else {
      items.erase(std::find(items.begin(), items.end(), call.argument));
    }
    return Step{Value::set(std::move(items)), Value::boolean(true)};
  }
  bool observer(const Call& call) const override {
    return verb_of(call.f) == Verb::Read || verb_of(call.f) == Verb::Contains;
  }
  bool pure(const Call& call, const Value& response) const override {
    return observer(call) || response.is_false();
  }
  std::optional<Value> recorded(const Call& call, const Value& result) const override {
    if (verb_of(call.f) == Verb::Read) return Value::set(result.items());
    if (result.kind() == Value::Kind::Bool) return result;
    return std::nullopt;
  }
};

// Sums wrap like the machines that counters run on; unsigned arithmetic says so.
int64_t wrapped(int64_t sum, uint64_t by) {
  return static_cast<int64_t>(static_cast<uint64_t>(sum) + by);
}

class CounterSpec final : public VerbSpec {
 public:
  CounterSpec()
      : VerbSpec(Model::Counter, {Verb::Add, Verb::Increment, Verb::Decrement, Verb::Read}) {}

  Value initial() const override { return 0; }
  std::string misfit(const Call& call) const override {
    const bool number = call.argument.is_int() || call.argument.is_nil();
    if (verb_of(call.f) != Verb::Read && !number)
      return "a counter adds integers, got " + call.argument.edn();
    return VerbSpec::misfit(call);
  }
  std::optional<Step> apply(const Value& state, const Call& call) const override {
    const Verb verb = verb_of(call.f);
    if (verb == Verb::Read) return same(state, state);
    const int64_t amount = call.argument.is_nil() ? 1 : call.argument.number();
    const auto by = static_cast<uint64_t>(amount);
    return Step{wrapped(state.number(), verb == Verb::Decrement ? 0 - by : by), {}};
  }
};

// Who holds the lock is not checked, as in Knossos's mutex.
class LockSpec final : public VerbSpec {
 public:
  LockSpec() : VerbSpec(Model::Lock, {Verb::Acquire, Verb::Release}) {}

  Value initial() const override { return Value::boolean(false); }
  std::optional<Step> apply(const Value& held, const Call& call) const override {
    if (verb_of(call.f) == Verb::Acquire) {
      if (held.is_true()) return same(held, Value::boolean(false));
      return Step{Value::boolean(true), Value::boolean(true)};
    }
    if (!held.is_true()) return std::nullopt;
    return Step{Value::boolean(false), Value::boolean(true)};
  }
  bool observer(const Call&) const override { return false; }
  bool pure(const Call&, const Value& response) const override { return response.is_false(); }
  std::optional<Value> recorded(const Call&, const Value& result) const override {
    return Value::boolean(!result.is_false());
  }
};

// A read gives the whole log or, with an argument, the entry at that index (nil beyond the end).
class LogSpec final : public VerbSpec {
 public:
  LogSpec() : VerbSpec(Model::Log, {Verb::Append, Verb::Read}) {}

  Value initial() const override { return Value::vector({}); }
  std::optional<Step> apply(const Value& state, const Call& call) const override {
    if (verb_of(call.f) == Verb::Append) {
      std::vector<Value> items = state.items();
      items.push_back(call.argument);
      return Step{Value::vector(std::move(items)), {}};
    }
    if (!call.argument.is_int()) return same(state, state);
    const auto index = static_cast<uint64_t>(call.argument.number());
    return same(state, index < state.items().size() ? state.items()[index] : Value());
  }
  std::optional<Value> recorded(const Call& call, const Value& result) const override {
    if (!observer(call)) return std::nullopt;
    return result.is_nil() && !call.argument.is_int() ? Value::vector({}) : result;
  }
};

// Micro-operations are [:read k v] or [:r k v], [:write k v] or [:w k v].
bool is_micro_read(const Value& micro) {
  return micro.items()[0].text() == "read" || micro.items()[0].text() == "r";
}

class MultiRegisterSpec final : public VerbSpec {
 public:
  explicit MultiRegisterSpec(Value initial)
      : VerbSpec(Model::MultiRegister, {Verb::Txn}), initial_(std::move(initial)) {}

  Value initial() const override { return Value::map({}); }
  std::string misfit(const Call& call) const override {
    for (const Value& micro : call.argument.items()) {
      const bool shaped = micro.kind() == Value::Kind::Vector && micro.items().size() == 3;
      const std::string_view name = shaped ? micro.items()[0].text() : "";
      if (name != "read" && name != "r" && name != "write" && name != "w")
        return "no read or write of a register: " + micro.edn();
    }
    return VerbSpec::misfit(call);
  }
  std::optional<Step> apply(const Value& state, const Call& call) const override {
    Value now = state;
    std::vector<Value> reads;
    for (const Value& micro : call.argument.items()) {
      const Value& key = micro.items()[1];
      if (is_micro_read(micro)) {
        const Value* found = now.find(key);
        reads.push_back(found != nullptr ? *found : initial_);
      } else {
        now = now.with(key, micro.items()[2]);
      }
    }
    return Step{std::move(now), Value::vector(std::move(reads))};
  }
  bool observer(const Call& call) const override {
    const std::vector<Value>& micros = call.argument.items();
    return std::all_of(micros.begin(), micros.end(), is_micro_read);
  }
  std::optional<Value> recorded(const Call& call, const Value& result) const override {
    if (result.items().size() != call.argument.items().size()) return std::nullopt;
    std::vector<Value> reads;
    for (const Value& micro : result.items()) {
      if (micro.items().size() != 3) return std::nullopt;
      if (is_micro_read(micro)) reads.push_back(micro.items()[2]);
    }
    return Value::vector(std::move(reads));
  }

 private:
  Value initial_;
};

// Accounts and their balances, which never fall below zero.
class BankSpec final : public VerbSpec {
 public:
  explicit BankSpec(Value accounts)
      : VerbSpec(Model::Bank, {Verb::Transfer, Verb::Read}), accounts_(std::move(accounts)) {}

  Value initial() const override { return accounts_; }
  std::string misfit(const Call& call) const override {
    for (const char* field : {"from", "to", "amount"})
      if (verb_of(call.f) == Verb::Transfer && call.argument.field(field) == nullptr)
        return std::string("a transfer without :") + field + ": " + call.argument.edn();
    return VerbSpec::misfit(call);
  }
  std::optional<Step> apply(const Value& state, const Call& call) const override {
    if (observer(call)) return same(state, state);
    const Value& from = *call.argument.field("from");
    const Value& to = *call.argument.field("to");
    const int64_t amount = call.argument.field("amount")->number();
    const Value* payer = state.find(from);
    if (payer == nullptr || state.find(to) == nullptr || payer->number() < amount)
      return std::nullopt;
    const Value paid =
        state.with(from, wrapped(payer->number(), 0 - static_cast<uint64_t>(amount)));
    return Step{paid.with(to, wrapped(paid.find(to)->number(), static_cast<uint64_t>(amount))), {}};
  }

 private:
  Value accounts_;
};

}  // namespace

std::unique_ptr<Spec> make_spec(Model model, const Value& initial) {
  switch (model) {
    case Model::Register:
    case Model::Kv:
      return std::make_unique<KvSpec>(model, initial);
    case Model::Queue:
    case Model::Stack:
      return std::make_unique<SequenceSpec>(model);
    case Model::Set:
      return std::make_unique<SetSpec>();
    case Model::Counter:
      return std::make_unique<CounterSpec>();
    case Model::Lock:
      return std::make_unique<LockSpec>();
    case Model::FencedLock:
      return make_fenced_lock_spec();
    case Model::Log:
      return std::make_unique<LogSpec>();
    case Model::MultiRegister:
      return std::make_unique<MultiRegisterSpec>(initial);
    case Model::Bank:
      return std::make_unique<BankSpec>(initial);
  }
  return nullptr;
}

}  // namespace ordain::check
