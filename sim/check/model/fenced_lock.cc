#include "sim/check/model/fenced_lock.h"

#include "sim/check/model/verb_spec.h"

namespace ordain::check {
namespace {

enum class Held : uint8_t { No, ForEver, ForALease };

struct FencedLock {
  int64_t token = 0;  // of the last grant
  Held held = Held::No;
  int64_t written = 0;  // the highest token that a write has shown
  Value value;          // of the register

  static FencedLock of(const Value& state) {
    const std::vector<Value>& parts = state.items();
    return {parts[0].number(), static_cast<Held>(parts[1].number()), parts[2].number(), parts[3]};
  }
  Value state() const { return Value::vector({token, static_cast<int64_t>(held), written, value}); }
};

class FencedLockSpec final : public VerbSpec {
 public:
  FencedLockSpec()
      : VerbSpec(Model::FencedLock, {Verb::Acquire, Verb::Release, Verb::Write, Verb::Read}) {}

  Value initial() const override { return FencedLock{}.state(); }

  std::string misfit(const Call& call) const override {
    if (verb_of(call.f) == Verb::Release && !call.argument.is_int())
      return "a release of this lock names its token, got " + call.argument.edn();
    return VerbSpec::misfit(call);
  }

  std::optional<Step> apply(const Value& state, const Call& call) const override {
    const FencedLock lock = FencedLock::of(state);
    switch (verb_of(call.f)) {
      case Verb::Acquire:
        return acquire(lock, call.argument);
      case Verb::Release:
        return release(lock, call.argument.number());
      case Verb::Write:
        return write(lock, call.argument);
      default:
        return same(state, lock.value);
    }
  }

  bool pure(const Call& call, const Value& response) const override {
    return observer(call) || response.is_false();
  }

  std::optional<Value> recorded(const Call& call, const Value& result) const override {
    if (observer(call)) return result;
    if (result.is_false()) return result;
    if (verb_of(call.f) != Verb::Acquire) return Value::boolean(true);
    if (result.is_int()) return result;
    return std::nullopt;
  }

 private:
  static Step refused(const FencedLock& lock) { return {lock.state(), Value::boolean(false)}; }

  static Step acquire(FencedLock lock, const Value& lease) {
    if (lock.held == Held::ForEver) return refused(lock);
    ++lock.token;
    lock.held = lease.is_int() && lease.number() > 0 ? Held::ForALease : Held::ForEver;
    return {lock.state(), lock.token};
  }

  static Step release(FencedLock lock, int64_t token) {
    if (lock.held == Held::No || lock.token != token) return refused(lock);
    lock.held = Held::No;
    return {lock.state(), Value::boolean(true)};
  }

  static Step write(FencedLock lock, const Value& argument) {
    const bool guarded = argument.kind() == Value::Kind::Vector && argument.items().size() == 2;
    if (!guarded) {
      lock.value = argument;
      return {lock.state(), Value::boolean(true)};
    }
    const int64_t token = argument.items()[1].number();
    if (token < lock.written) return refused(lock);
    lock.written = token;
    lock.value = argument.items()[0];
    return {lock.state(), Value::boolean(true)};
  }
};

}  // namespace

std::unique_ptr<Spec> make_fenced_lock_spec() { return std::make_unique<FencedLockSpec>(); }

}  // namespace ordain::check
