// The machines that the search runs on: registers and appended texts by their own arithmetic,
// everything else through a sequential specification on Values (sim/check/model/spec.h).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/check/lin/flat_map.h"
#include "sim/check/lin/problem.h"
#include "sim/check/model/spec.h"

namespace ordain::check::lin {

// A register over interned values; the observational quotient has merged the values that no
// operation looks for. Classes are described by (kind, a, b).
class RegisterMachine final : public Machine {
 public:
  enum class Kind : uint8_t { Read, Write, Cas, CasFailed };
  struct Class {
    Kind kind;
    uint32_t a;  // read, written or expected
    uint32_t b;  // set by a cas
  };

  explicit RegisterMachine(StateId initial) : initial_(initial) {}
  std::vector<Class>& classes() { return classes_; }

  StateId initial() const override { return initial_; }
  Effect effect(uint32_t cls) const override {
    const Class& c = classes_[cls];
    if (c.kind == Kind::Write) return Effect::Overwrite;
    return c.kind == Kind::Cas && c.a != c.b ? Effect::Other : Effect::Pure;
  }
  StateId step(StateId state, uint32_t cls) override {
    const Class& c = classes_[cls];
    switch (c.kind) {
      case Kind::Write:
        return c.a;
      case Kind::Read:
        return state == c.a ? state : kIllegal;
      case Kind::Cas:
        return state == c.a ? c.b : kIllegal;
      case Kind::CasFailed:
        break;
    }
    return state != c.a ? state : kIllegal;
  }

 private:
  StateId initial_;
  std::vector<Class> classes_;
};

// A text with put, append, get and cas. A state is a prefix of some observed text (which one, how
// long); every other text is dead: append only extends, so nothing that is read can come of it
// before the next put. The quotient is exact.
class TextMachine final : public Machine {
 public:
  enum class Kind : uint8_t { Get, Put, Append, Cas, CasFailed };
  struct Class {
    Kind kind;
    std::string text;  // observed, put, appended or expected
    std::string next;  // set by a cas
  };

  // `observed` is every text that a get, or a cas's expectation, may match.
  TextMachine(std::vector<Class> classes, std::vector<std::string> observed, std::string initial);

  StateId initial() const override { return initial_; }
  StateId step(StateId state, uint32_t cls) override;
  Effect effect(uint32_t cls) const override;
  bool sink(StateId state) const override { return state == 0; }
  uint64_t bytes() const override { return memo_.bytes() + ids_.bytes() + states_.size() * 8; }

 private:
  struct State {
    uint32_t first;  // the first observed text that begins so
    uint32_t length;
  };

  StateId intern(const std::string& text);
  StateId intern_state(uint32_t first, uint32_t length);
  StateId compute(StateId state, const Class& c);
  StateId append(const State& state, const std::string& text);
  bool equals(StateId state, const std::string& text);

  std::vector<Class> classes_;
  std::vector<std::string> observed_;  // sorted, distinct
  std::vector<State> states_;          // by id; id 0 is the dead state
  FlatMap ids_;
  FlatMap memo_;
  StateId initial_ = 0;
};

// Any sequential specification: states are hash-consed, transitions remembered.
class SpecMachine final : public Machine {
 public:
  struct Class {
    Call call;
    bool any_result = false;
    Value result;
    Effect effect = Effect::Other;
  };

  explicit SpecMachine(std::unique_ptr<Spec> spec);
  const Spec& spec() const { return *spec_; }
  uint32_t intern_class(Class c);
  uint32_t class_count() const { return static_cast<uint32_t>(classes_.size()); }
  const Value& state(StateId id) const { return *values_[id]; }

  StateId initial() const override { return 0; }
  StateId step(StateId state, uint32_t cls) override;
  Effect effect(uint32_t cls) const override { return classes_[cls].effect; }
  uint64_t bytes() const override { return memo_.bytes() + bytes_; }

 private:
  StateId intern(Value value);

  std::unique_ptr<Spec> spec_;
  std::map<Value, uint32_t> class_ids_;
  std::vector<Class> classes_;
  std::vector<const Value*> values_;
  std::map<Value, StateId> ids_;
  FlatMap memo_;
  uint64_t bytes_ = 0;
};

}  // namespace ordain::check::lin
