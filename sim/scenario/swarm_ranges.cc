#include "sim/scenario/swarm_ranges.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/fault/targets.h"
#include "sim/scenario/codec.h"
#include "sim/scenario/settings.h"

namespace ordain {
namespace {

constexpr const char* kPlace = "/swarm/config";
constexpr uint32_t kSwarm = 0xFFFF'FFFF;  // the rule of the swarm's own choices (sim/fault/swarm)
constexpr uint32_t kFirstRange = 1000;    // ranges are named after the kinds of fault
constexpr uint64_t kAttempts = 20;
constexpr size_t kMostRanges = 100;
constexpr int64_t kRatioSteps = 10'000;

// The values that a range stands for, numbered from 0.
class RangeValues {
 public:
  // Nothing if it is no range.
  static std::optional<RangeValues> of(const Value& range) {
    RangeValues out;
    if (const Value* any = range.find("any")) {
      if (range.items.size() != 1 || !any->is(Value::Kind::array) || any->items.empty()) return {};
      out.any_ = any->items;
      out.high_ = static_cast<int64_t>(any->items.size()) - 1;
      return out;
    }
    if (!range.is(Value::Kind::array) || range.items.size() != 2) return {};
    for (const Unit unit : {Unit::number, Unit::duration, Unit::ratio}) {
      const auto low = read(range.items[0], unit), high = read(range.items[1], unit);
      if (!low || !high || *low > *high) continue;
      out.unit_ = unit;
      out.low_ = *low;
      out.high_ = *high;
      return out;
    }
    return {};
  }

  int64_t low() const { return low_; }
  int64_t high() const { return high_; }
  // Its ends; each of `any`.
  std::vector<int64_t> places() const {
    std::vector<int64_t> out{low_};
    if (unit_ == Unit::any) {
      while (out.back() < high_) out.push_back(out.back() + 1);
    } else if (high_ > low_) {
      out.push_back(high_);
    }
    return out;
  }
  Value at(int64_t place) const {
    switch (unit_) {
      case Unit::any:
        return any_[static_cast<size_t>(place)];
      case Unit::number:
        return Value::number(place);
      case Unit::duration:
        return Value::string(format_duration({place}));
      case Unit::ratio:
        break;
    }
    return Value::string(
        format_ratio({static_cast<uint32_t>(place), static_cast<uint32_t>(kRatioSteps)}));
  }

 private:
  enum class Unit : uint8_t { any, number, duration, ratio };

  static std::optional<int64_t> read(const Value& value, Unit unit) {
    Reading reading;
    const At at{value};
    int64_t number = 0;
    Duration duration;
    Ratio ratio;
    if (unit == Unit::number && value.is(Value::Kind::number)) {
      Codec<int64_t>::read(at, number, {}, reading);
    } else if (unit == Unit::duration && value.is(Value::Kind::string)) {
      Codec<Duration>::read(at, duration, {}, reading);
      number = duration.ns;
    } else if (unit == Unit::ratio) {
      Codec<Ratio>::read(at, ratio, {}, reading);
      if (reading.clean()) number = int64_t{ratio.num} * kRatioSteps / ratio.den;
    } else {
      return std::nullopt;
    }
    return reading.clean() ? std::optional(number) : std::nullopt;
  }

  Unit unit_ = Unit::any;
  std::vector<Value> any_;
  int64_t low_ = 0;
  int64_t high_ = 0;
};

Value without_ranges(const Scenario& scenario) {
  Value tree = scenario.tree;
  tree.find("swarm")->erase("config");
  return tree;
}

std::string setting(const std::string& pointer, const Value& value) {
  return pointer + "=" + write_value_inline(value);
}

struct Drawn {
  std::vector<std::string> settings;
  std::vector<std::string> told;  // "nodes 7"
};

Drawn draw_settings(const Scenario& scenario, const Value& ranges, const Choices& choices,
                    uint64_t attempt) {
  Drawn out;
  for (uint32_t i = 0; i < ranges.items.size(); ++i) {
    const std::optional<RangeValues> values = RangeValues::of(ranges.items[i]);
    if (!values) continue;
    const StrikeId id{kSwarm, kFirstRange + i};
    const Site on{Stream::fault, static_cast<uint8_t>(FaultAspect::swarm), id.rule, id.strike, 0};
    const uint64_t bits = choices.bits(on.stream, on.a, on.b, 0);
    if (!choices.strikes(on, Choices::aspect_bits(bits, on.aspect), scenario.swarm.chance)) {
      continue;
    }
    const Value value = values->at(
        choose_between(FaultAspect::amount, values->low(), values->high(), id, choices, attempt));
    const std::string& pointer = ranges.keys[i].name;
    out.settings.push_back(setting(pointer, value));
    out.told.push_back(pointer.substr(1) + " " + write_value_inline(value));
  }
  return out;
}

}  // namespace

std::optional<Scenario> draw_ranges(const Scenario& scenario, const Registry& registry,
                                    uint64_t seed) {
  const Value* ranges = scenario.tree.at_pointer(kPlace);
  if (ranges == nullptr || !ranges->is(Value::Kind::object)) return std::nullopt;
  Choices choices(seed);
  if (!scenario.overrides.empty()) {
    choices.set_overrides(std::make_shared<const Overrides>(scenario.overrides));
  }
  for (uint64_t attempt = 0; attempt < kAttempts; ++attempt) {
    Drawn drawn = draw_settings(scenario, *ranges, choices, attempt);
    try {
      Scenario out =
          read_scenario(without_ranges(scenario), scenario.source, registry, drawn.settings);
      out.drawn = std::move(drawn.told);
      return out;
    } catch (const InputError&) {  // these do not go together: others
    }
  }
  return read_scenario(without_ranges(scenario), scenario.source, registry);
}

void check_ranges(const Scenario& scenario, const Registry& registry, Reading& reading) {
  const Value* ranges = scenario.tree.at_pointer(kPlace);
  if (ranges == nullptr || !ranges->is(Value::Kind::object)) return;
  const At at{*ranges, nullptr, kPlace};
  if (ranges->items.size() > kMostRanges) {
    return reading.problem(at, "too many ranges", "at most " + std::to_string(kMostRanges));
  }
  for (size_t i = 0; i < ranges->items.size(); ++i) {
    const std::optional<RangeValues> values = RangeValues::of(ranges->items[i]);
    if (!values) {
      reading.expected(at.key(i), "[lowest, highest] or {\"any\": [...]}");
      continue;
    }
    const std::string& pointer = ranges->keys[i].name;
    for (const int64_t end : values->places()) {
      try {
        read_scenario(without_ranges(scenario), scenario.source, registry,
                      {setting(pointer, values->at(end))});
      } catch (const InputError& error) {
        reading.problem(at.key(i),
                        write_value_inline(values->at(end)) +
                            " makes no valid scenario: " + error.problems().front().message);
        break;
      }
    }
  }
}

}  // namespace ordain
