// How each type of a field looks in a scenario file: read it, write it, say it in JSON Schema and
// in words. A field's type alone chooses its codec, so that a duration is spelled alike everywhere.
//
//   Codec<T>::read(at, out, limits, reading)   reports what is wrong, and then leaves `out` alone
//   Codec<T>::write(value)                     the canonical spelling, which read() takes back
//   Codec<T>::schema(limits), words()
//
// A new type of field is one more specialisation; those of the simulator's own types (nodes,
// targets, distributions) stand in codec_model.h.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/base/describe.h"
#include "sim/base/ratio.h"
#include "sim/base/text.h"
#include "sim/base/time.h"
#include "sim/scenario/reading.h"

namespace ordain {

// Bounds of a number, or of a duration in nanoseconds; inclusive.
struct Limits {
  std::optional<int64_t> low;
  std::optional<int64_t> high;
};

template <class T>
struct Codec;

// The ends of ["150ms", "300ms"], or one value twice.
template <class T>
struct Pair {
  T low{};
  T high{};
};

// A value kept as it stands, for a decoder that comes later ("config" needs to know the protocol).
struct Raw {
  const Value* value = nullptr;  // null: absent
  std::string pointer;
  At at() const { return {*value, nullptr, pointer}; }  // requires value
};

namespace codec {

bool read_integer(const At& at, bool is_signed, const Limits& type, const Limits& limits,
                  uint64_t& out, Reading& reading);
bool read_duration(const At& at, const Limits& limits, Duration& out, Reading& reading);
void read_ratio(const At& at, Ratio& out, Reading& reading);
// The index of the text among `names`, or nothing and a problem that lists them.
std::optional<size_t> read_choice(const At& at, const std::vector<std::string>& names,
                                  Reading& reading);
// Whether the value is a list of two (a range); a list of another length is a problem.
bool is_pair(const At& at, Reading& reading, const char* of);
bool is_list(const At& at, Reading& reading);
void reversed_range(const At& at, Reading& reading);

Value integer_schema(const Limits& type, const Limits& limits);
Value reference(const char* definition);  // {"$ref": "#/definitions/..."}
Value choice_schema(const std::vector<std::string>& names);
std::string choice_words(const std::vector<std::string>& names);

template <class E>
std::vector<std::string> enumerators() {
  std::vector<std::string> out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto enumerator) { out.emplace_back(enumerator.name); });
  return out;
}

}  // namespace codec

template <>
struct Codec<bool> {
  static void read(const At& at, bool& out, const Limits&, Reading& reading);
  static Value write(bool value) { return Value::boolean(value); }
  static Value schema(const Limits&);
  static std::string words() { return "true or false"; }
};

template <>
struct Codec<std::string> {
  static void read(const At& at, std::string& out, const Limits&, Reading& reading);
  static Value write(const std::string& value) { return Value::string(value); }
  static Value schema(const Limits&);
  static std::string words() { return "text"; }
};

template <class T>
requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) struct Codec<T> {
  static constexpr bool kSigned = std::is_signed_v<T>;
  static Limits type_limits() {
    Limits out;
    if constexpr (kSigned || sizeof(T) < 8) {
      out.low = static_cast<int64_t>(std::numeric_limits<T>::min());
      out.high = static_cast<int64_t>(std::numeric_limits<T>::max());
    }
    return out;
  }
  static void read(const At& at, T& out, const Limits& limits, Reading& reading) {
    uint64_t bits = 0;
    if (codec::read_integer(at, kSigned, type_limits(), limits, bits, reading)) {
      out = static_cast<T>(bits);
    }
  }
  static Value write(T value) { return Value::number(std::to_string(value)); }
  static Value schema(const Limits& limits) {
    Limits type = type_limits();
    if (!kSigned) type.low = 0;
    return codec::integer_schema(type, limits);
  }
  static std::string words() { return "whole number"; }
};

template <>
struct Codec<Duration> {
  static void read(const At& at, Duration& out, const Limits& limits, Reading& reading) {
    codec::read_duration(at, limits, out, reading);
  }
  static Value write(Duration value) { return Value::string(format_duration(value)); }
  static Value schema(const Limits&) { return codec::reference("duration"); }
  static std::string words() { return "duration"; }
};

template <class Clock>
struct Codec<Moment<Clock>> {
  static void read(const At& at, Moment<Clock>& out, const Limits& limits, Reading& reading) {
    Duration since{out.ns};
    if (codec::read_duration(at, limits, since, reading)) out.ns = since.ns;
  }
  static Value write(Moment<Clock> value) { return Codec<Duration>::write({value.ns}); }
  static Value schema(const Limits&) { return codec::reference("duration"); }
  static std::string words() { return "duration since the start"; }
};

template <>
struct Codec<Ratio> {
  static void read(const At& at, Ratio& out, const Limits&, Reading& reading) {
    codec::read_ratio(at, out, reading);
  }
  static Value write(Ratio value) { return Value::string(format_ratio(value)); }
  static Value schema(const Limits&) { return codec::reference("ratio"); }
  static std::string words() { return "ratio"; }
};

template <DescribedEnum E>
struct Codec<E> {
  static void read(const At& at, E& out, const Limits&, Reading& reading) {
    const std::optional<size_t> chosen = codec::read_choice(at, codec::enumerators<E>(), reading);
    if (!chosen) return;
    size_t i = 0;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
      if (i++ == *chosen) out = enumerator.value;
    });
  }
  static Value write(E value) { return Value::string(std::string(enum_name(value))); }
  static Value schema(const Limits&) { return codec::choice_schema(codec::enumerators<E>()); }
  static std::string words() { return codec::choice_words(codec::enumerators<E>()); }
};

template <class T>
struct Codec<Pair<T>> {
  static bool less(const T& a, const T& b) {
    if constexpr (std::is_same_v<T, Ratio>) {
      return static_cast<uint64_t>(a.num) * b.den < static_cast<uint64_t>(b.num) * a.den;
    } else {
      return a < b;
    }
  }
  static void read(const At& at, Pair<T>& out, const Limits& limits, Reading& reading) {
    if (!at.value.is(Value::Kind::array)) {
      Codec<T>::read(at, out.low, limits, reading);
      out.high = out.low;
      return;
    }
    if (!codec::is_pair(at, reading, Codec<T>::words().c_str())) return;
    Pair<T> read{};
    const size_t before = reading.count();
    Codec<T>::read(at.element(0), read.low, limits, reading);
    Codec<T>::read(at.element(1), read.high, limits, reading);
    if (reading.count() > before) return;
    if (less(read.high, read.low)) return codec::reversed_range(at, reading);
    out = read;
  }
  static Value write(const Pair<T>& value) {
    const Value low = Codec<T>::write(value.low), high = Codec<T>::write(value.high);
    return low.text == high.text ? low : Value::array({low, high});
  }
  static Value schema(const Limits& limits) {
    Value list = Value::object()
                     .with("type", Value::string("array"))
                     .with("items", Codec<T>::schema(limits))
                     .with("minItems", Value::number(2))
                     .with("maxItems", Value::number(2));
    return Value::object().with("anyOf", Value::array({Codec<T>::schema(limits), std::move(list)}));
  }
  static std::string words() { return Codec<T>::words() + " or [lowest, highest]"; }
};

template <class T>
struct Codec<std::vector<T>> {
  static void read(const At& at, std::vector<T>& out, const Limits& limits, Reading& reading) {
    if (!codec::is_list(at, reading)) return;
    out.clear();
    for (size_t i = 0; i < at.value.items.size(); ++i) {
      T element{};
      Codec<T>::read(at.element(i), element, limits, reading);
      out.push_back(std::move(element));
    }
  }
  static Value write(const std::vector<T>& values) {
    Value out = Value::array();
    for (const T& value : values) out.items.push_back(Codec<T>::write(value));
    return out;
  }
  static Value schema(const Limits& limits) {
    return Value::object()
        .with("type", Value::string("array"))
        .with("items", Codec<T>::schema(limits));
  }
  static std::string words() { return "list of: " + Codec<T>::words(); }
};

template <class T>
struct Codec<std::optional<T>> {
  static void read(const At& at, std::optional<T>& out, const Limits& limits, Reading& reading) {
    Codec<T>::read(at, out.emplace(), limits, reading);
  }
  static Value write(const std::optional<T>& value) {
    return value ? Codec<T>::write(*value) : Value{};
  }
  static Value schema(const Limits& limits) { return Codec<T>::schema(limits); }
  static std::string words() { return Codec<T>::words(); }
};

template <>
struct Codec<Raw> {
  static void read(const At& at, Raw& out, const Limits&, Reading&) {
    out = {&at.value, at.pointer()};
  }
  static Value write(const Raw&) { return {}; }
  static Value schema(const Limits&) { return Value::object(); }
  static std::string words() { return "see below"; }
};

}  // namespace ordain
