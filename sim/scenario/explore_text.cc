// How the bounds of an exploration are spelled.
#include "sim/scenario/scenario_text.h"

namespace ordain {

// A whole number, or "any".
template <>
struct Codec<Bound> {
  static constexpr const char* kAllowed = "a whole number up to 250, or \"any\"";

  static void read(const At& at, Bound& out, const Limits& limits, Reading& reading) {
    if (at.value.is(Value::Kind::string) && at.value.text == "any") {
      out.most = Bound::kAny;
    } else if (at.value.is(Value::Kind::number)) {
      Limits bound = limits;
      bound.high = Bound::kMost;
      Codec<uint32_t>::read(at, out.most, bound, reading);
    } else {
      reading.problem(at, "expected a bound, got " + describe(at.value), kAllowed);
    }
  }
  static Value write(Bound value) {
    return value.any() ? Value::string("any") : Value::number(std::to_string(value.most));
  }
  static Value schema(const Limits& limits) {
    return Value::object().with("anyOf",
                                Value::array({codec::integer_schema({0, Bound::kMost}, limits),
                                              codec::choice_schema({"any"})}));
  }
  static std::string words() { return "whole number or `\"any\"`"; }
};

template <>
struct Codec<TimerBounds> {
  static void read(const At& at, TimerBounds& out, const Limits& limits, Reading& reading) {
    if (!at.value.is(Value::Kind::object)) return reading.expected(at, "an object");
    for (size_t i = 0; i < at.value.items.size(); ++i) {
      Bound bound;
      Codec<Bound>::read(at.key(i), bound, limits, reading);
      out.by_name.emplace_back(at.value.keys[i].name, bound);
    }
  }
  static Value write(const TimerBounds& value) {
    Value out = Value::object();
    for (const auto& [name, bound] : value.by_name) out.set(name, Codec<Bound>::write(bound));
    return out;
  }
  static Value schema(const Limits& limits) {
    return Value::object()
        .with("type", Value::string("object"))
        .with("additionalProperties", Codec<Bound>::schema(limits));
  }
  static std::string words() { return "object: a timer's name and its bound"; }
};

namespace scenario_text {

std::shared_ptr<const Table<ExploreSpec>> explore_table() {
  using Spec = ExploreSpec;
  static const auto table =
      Table<Spec>("explore")
          .field("order", &Spec::order, "what is looked at first; breadth_first finds the shortest")
          .field("depth", &Spec::depth, "how many steps a path has at most")
          .at_least(1)
          .field("crashes", &Spec::crashes, "how often servers crash on one path")
          .field("restarts", &Spec::restarts, "how often crashed servers start again")
          .field("drops", &Spec::drops, "how many messages are lost")
          .field("duplications", &Spec::duplications,
                 "how many messages arrive again; any: once sent, a message stays under way")
          .field("timeouts", &Spec::timeouts, "how often timers fire")
          .field("timers", &Spec::timers, "how often timers of these names fire, by themselves")
          .field("operations", &Spec::operations,
                 "how many operations clients issue; default: as \"clients\" says")
          .at_most(kMaxOperations)
          .field("picks", &Spec::picks,
                 "random picks among at most so many values are all tried; others are the benign "
                 "one")
          .at_least(1)
          .at_most(16)
          .field(
              "reduction", &Spec::reduction,
              "what is left out, as the rest shows the same: one order of two steps that commute "
              "(sleep_sets), messages that would change nothing (idle_deliveries), or all of it")
          .field("symmetry", &Spec::symmetry,
                 "whether states that differ in the names of alike servers are one")
          .field("max_states", &Spec::max_states, "distinct states before the search gives up")
          .at_least(1)
          .at_most(1'000'000'000)
          .share();
  return table;
}

}  // namespace scenario_text
}  // namespace ordain
