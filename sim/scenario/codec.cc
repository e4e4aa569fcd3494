#include "sim/scenario/codec.h"

#include <charconv>

namespace ordain {
namespace {

std::string quoted(const std::string& text) { return '"' + text + '"'; }

// "at least 1 and at most 9", of numbers already spelled.
std::string bounds(const std::optional<std::string>& low, const std::optional<std::string>& high) {
  if (low && high) return "from " + *low + " to " + *high;
  return low ? "at least " + *low : "at most " + *high;
}

std::optional<std::string> spelled(const std::optional<int64_t>& number, bool duration) {
  if (!number) return std::nullopt;
  return duration ? quoted(format_duration({*number})) : std::to_string(*number);
}

std::string allowed(const Limits& limits, bool duration) {
  return "allowed: " + bounds(spelled(limits.low, duration), spelled(limits.high, duration));
}

bool within(int64_t number, const Limits& limits) {
  return !(limits.low && number < *limits.low) && !(limits.high && number > *limits.high);
}

// A whole number as JSON spells it, without exponent; "1.0" and "1e3" are not taken.
template <class T>
std::optional<T> whole(const std::string& text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

bool is_integer_text(const std::string& text) {
  return text.find_first_of(".eE") == std::string::npos;
}

// What a bare number was probably meant to be.
std::string with_unit(const Value& value) {
  if (!value.is(Value::Kind::number) || value.text.size() > 15) return "";
  for (const char* unit : {"ms", "s"}) {
    if (parse_duration(value.text + unit)) {
      return "did you mean " + quoted(value.text + unit) + "? a duration names its unit";
    }
  }
  return "";
}

}  // namespace

namespace codec {

bool read_integer(const At& at, bool is_signed, const Limits& type, const Limits& limits,
                  uint64_t& out, Reading& reading) {
  if (!at.value.is(Value::Kind::number) || !is_integer_text(at.value.text)) {
    reading.expected(at, "a whole number");
    return false;
  }
  const Limits both{limits.low ? limits.low : type.low, limits.high ? limits.high : type.high};
  const std::optional<int64_t> number = whole<int64_t>(at.value.text);
  if (number && within(*number, both) && (is_signed || *number >= 0)) {
    out = static_cast<uint64_t>(*number);
    return true;
  }
  // Only an unsigned 64-bit field without a limit goes beyond int64.
  const std::optional<uint64_t> large = whole<uint64_t>(at.value.text);
  if (!is_signed && !both.high && large && (!both.low || *both.low <= 0 || !number)) {
    out = *large;
    return true;
  }
  Limits told = both;
  if (!is_signed && (!told.low || *told.low < 0)) told.low = 0;
  reading.problem(at,
                  at.value.text.size() > 40 ? "this number is out of range"
                                            : at.value.text + " is out of range",
                  allowed(told, false));
  return false;
}

bool read_duration(const At& at, const Limits& limits, Duration& out, Reading& reading) {
  std::optional<Duration> read;
  if (at.value.is(Value::Kind::string)) read = parse_duration(at.value.text);
  if (at.value.is(Value::Kind::number) && at.value.text == "0") read = Duration{};
  if (!read) {
    reading.problem(at, "expected a duration such as \"150ms\", got " + describe(at.value),
                    "units: ns, us, ms, s, m, h", with_unit(at.value));
    return false;
  }
  // Unless a table says otherwise. The cap keeps sums of times far from overflow.
  constexpr Duration kLongest = seconds(24 * 3600);
  const Limits told{limits.low ? limits.low : 0, limits.high ? limits.high : kLongest.ns};
  if (!within(read->ns, told)) {
    reading.problem(at, describe(at.value) + " is out of range", allowed(told, true));
    return false;
  }
  out = *read;
  return true;
}

void read_ratio(const At& at, Ratio& out, Reading& reading) {
  const bool spelled = at.value.is(Value::Kind::string) || at.value.is(Value::Kind::number);
  const std::optional<Ratio> read = spelled ? parse_ratio(at.value.text) : std::nullopt;
  if (read) {
    out = *read;
    return;
  }
  reading.problem(at, "expected a ratio from 0 to 1 such as \"5%\", got " + describe(at.value),
                  "spelled \"5%\", 0.05 or \"1/20\"");
}

std::optional<size_t> read_choice(const At& at, const std::vector<std::string>& names,
                                  Reading& reading) {
  const std::string allowed_names = "one of: " + join(names, ", ");
  if (!at.value.is(Value::Kind::string)) {
    reading.problem(at, "expected a name, got " + describe(at.value), allowed_names);
    return std::nullopt;
  }
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == at.value.text) return i;
  }
  reading.problem(at, "unknown name " + describe(at.value), allowed_names,
                  reading.suggest(at.value.text, names));
  return std::nullopt;
}

bool is_list(const At& at, Reading& reading) {
  if (at.value.is(Value::Kind::array)) return true;
  reading.expected(at, "a list");
  return false;
}

bool is_pair(const At& at, Reading& reading, const char* of) {
  if (at.value.items.size() == 2) return true;
  reading.problem(at, "expected a range [lowest, highest], got " + describe(at.value),
                  std::string("a list of two, each a ") + of);
  return false;
}

void reversed_range(const At& at, Reading& reading) {
  reading.problem(at, "the range's lowest value is above its highest");
}

Value reference(const char* definition) {
  return Value::object().with("$ref", Value::string(std::string("#/definitions/") + definition));
}

Value integer_schema(const Limits& type, const Limits& limits) {
  Value out = Value::object().with("type", Value::string("integer"));
  const std::optional<int64_t> low = limits.low ? limits.low : type.low;
  const std::optional<int64_t> high = limits.high ? limits.high : type.high;
  if (low) out.set("minimum", Value::number(*low));
  if (high) out.set("maximum", Value::number(*high));
  return out;
}

Value choice_schema(const std::vector<std::string>& names) {
  return Value::object().with("enum", Value::strings(names));
}

std::string choice_words(const std::vector<std::string>& names) {
  return "one of `" + join(names, "`, `") + "`";
}

}  // namespace codec

void Codec<bool>::read(const At& at, bool& out, const Limits&, Reading& reading) {
  if (!at.value.is(Value::Kind::boolean)) return reading.expected(at, "true or false");
  out = at.value.flag;
}

Value Codec<bool>::schema(const Limits&) {
  return Value::object().with("type", Value::string("boolean"));
}

void Codec<std::string>::read(const At& at, std::string& out, const Limits&, Reading& reading) {
  if (!at.value.is(Value::Kind::string)) return reading.expected(at, "text");
  out = at.value.text;
}

Value Codec<std::string>::schema(const Limits&) {
  return Value::object().with("type", Value::string("string"));
}

}  // namespace ordain
