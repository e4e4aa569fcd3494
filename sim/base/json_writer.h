// Writes JSON text straight from described values: traces and inspectors emit millions of small
// objects, for which building a tree first would cost more than the run. (Reading JSON is
// nlohmann/json's work, in sim/scenario.) Numbers are integers; times and durations are
// nanoseconds.
#pragma once

#include <string>
#include <string_view>

#include "sim/base/encode.h"

namespace ordain {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);

  void integer(int64_t value);
  void unsigned_integer(uint64_t value);
  void boolean(bool value);
  void null();
  void string(std::string_view text);  // escaped; bytes that are not UTF-8 become U+FFFD

  template <class T>
  void field(std::string_view name, const T& value);

 private:
  void open(char bracket);
  void close(char bracket);
  void separate();

  std::string& out_;
  bool comma_ = false;
};

template <class T>
concept WritesJson = requires(JsonWriter& out, const T& value) {
  value.write_json(out);
};

namespace detail {
template <class T>
struct IsId : std::false_type {};
template <class Tag, class Rep>
struct IsId<Id<Tag, Rep>> : std::true_type {};
template <class T>
struct IsMoment : std::false_type {};
template <class Clock>
struct IsMoment<Moment<Clock>> : std::true_type {};
template <class T>
struct IsTextMap : std::false_type {};
template <class K, class V>
struct IsTextMap<std::map<K, V>> : std::is_convertible<const K&, std::string_view> {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVariant : std::false_type {};
template <class... T>
struct IsVariant<std::variant<T...>> : std::true_type {};
template <class T>
struct IsPair : std::false_type {};
template <class A, class B>
struct IsPair<std::pair<A, B>> : std::true_type {};

template <class Range>
void write_range(JsonWriter& out, const Range& values);
}  // namespace detail

template <class T>
void write_json(JsonWriter& out, const T& value) {
  if constexpr (WritesJson<T>) {
    value.write_json(out);
  } else if constexpr (std::is_same_v<T, bool>) {
    out.boolean(value);
  } else if constexpr (DescribedEnum<T>) {
    out.string(enum_name(value));
  } else if constexpr (std::is_enum_v<T>) {
    out.integer(static_cast<int64_t>(value));
  } else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
    out.integer(value);
  } else if constexpr (std::is_integral_v<T>) {
    out.unsigned_integer(value);
  } else if constexpr (std::is_same_v<T, NodeId>) {
    value.valid() ? out.integer(value.value) : out.null();
  } else if constexpr (detail::IsId<T>::value) {
    out.unsigned_integer(value.value);
  } else if constexpr (std::is_same_v<T, Duration> || detail::IsMoment<T>::value) {
    out.integer(value.ns);
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    out.string(value);
  } else if constexpr (std::is_same_v<T, std::monostate>) {
    out.null();
  } else if constexpr (detail::IsOptional<T>::value) {
    value ? write_json(out, *value) : out.null();
  } else if constexpr (detail::IsVariant<T>::value) {
    std::visit([&](const auto& alternative) { write_json(out, alternative); }, value);
  } else if constexpr (detail::IsPair<T>::value) {
    out.begin_array();
    write_json(out, value.first);
    write_json(out, value.second);
    out.end_array();
  } else if constexpr (DescribedStruct<T>) {
    out.begin_object();
    for_each_field(value,
                   [&](std::string_view name, const auto& field) { out.field(name, field); });
    out.end_object();
  } else if constexpr (detail::IsTextMap<T>::value) {
    out.begin_object();
    for (const auto& [name, mapped] : value) out.field(name, mapped);
    out.end_object();
  } else {
    detail::write_range(out, value);
  }
}

namespace detail {
// Also of a map with keys that are not text, as an array of pairs: JSON has no other keys.
template <class Range>
void write_range(JsonWriter& out, const Range& values) {
  out.begin_array();
  for (const auto& value : values) write_json(out, value);
  out.end_array();
}
}  // namespace detail

template <class T>
void JsonWriter::field(std::string_view name, const T& value) {
  key(name);
  write_json(*this, value);
}

template <class T>
std::string to_json(const T& value) {
  std::string text;
  JsonWriter out(text);
  write_json(out, value);
  return text;
}

}  // namespace ordain
