// What a node reports about itself: "elected in term 3", "applied entry 17 with this hash".
//
// A protocol declares its facts as small described structs; a Fact is one of them type-erased into
// words, so that recording one does not allocate. Invariants subscribe to facts, faults are
// triggered by them, and stories are told from them; none of those reads a node's state.
#pragma once

#include <array>
#include <cstdint>

#include "sim/base/assert.h"
#include "sim/base/describe.h"
#include "sim/base/encode.h"
#include "sim/base/time.h"
#include "sim/base/type_name.h"

namespace ordain {

inline constexpr size_t kFactWords = 6;

// The static description of a fact type. Field names are those of the struct.
struct FactType {
  std::string_view name;  // snake_case: "elected"
  uint64_t tag;
  uint32_t fields;
  std::array<std::string_view, kFactWords> field_names;
};

struct Fact {
  const FactType* type = nullptr;
  std::array<uint64_t, kFactWords> words{};

  template <class F>
  static Fact of(const F& fact);
  template <class F>
  bool is() const;
  template <class F>
  F as() const;  // requires is<F>()
};

// A fact with its place: which node reported it, when, as which trace event.
struct FactEvent {
  Fact fact;
  NodeId node;
  Time time;
  uint64_t event = 0;  // the trace event's number
};

namespace detail {

// "TermAdvanced" -> "term_advanced", at compile time.
struct SnakeName {
  std::array<char, 48> text{};
  size_t size = 0;
  constexpr std::string_view view() const { return {text.data(), size}; }
};

constexpr SnakeName snake_case(std::string_view pascal) {
  SnakeName out;
  for (char c : pascal) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && out.size > 0) out.text[out.size++] = '_';
    out.text[out.size++] = upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

template <class F>
inline constexpr SnakeName kFactName = snake_case(type_name<F>());

template <class F>
constexpr FactType describe_fact() {
  static_assert(kFieldCount<F> <= kFactWords, "a fact has at most six fields");
  FactType type{kFactName<F>.view(), name_tag(kFactName<F>.view()), 0, {}};
  boost::mp11::mp_for_each<FieldsOf<F>>(
      [&](auto field) { type.field_names[type.fields++] = field.name; });
  return type;
}

template <class T>
uint64_t to_word(const T& value) {
  if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
    return static_cast<uint64_t>(value);
  } else if constexpr (requires { value.ns; }) {
    return static_cast<uint64_t>(value.ns);
  } else {
    return static_cast<uint64_t>(value.value);
  }
}

template <class T>
void from_word(uint64_t word, T& value) {
  if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
    value = static_cast<T>(word);
  } else if constexpr (requires { value.ns; }) {
    value.ns = static_cast<int64_t>(word);
  } else {
    value.value = static_cast<decltype(value.value)>(word);
  }
}

}  // namespace detail

template <class F>
inline constexpr FactType kFactType = detail::describe_fact<F>();

template <class F>
Fact Fact::of(const F& fact) {
  Fact out{&kFactType<F>, {}};
  size_t i = 0;
  for_each_field(fact,
                 [&](std::string_view, const auto& f) { out.words[i++] = detail::to_word(f); });
  return out;
}

template <class F>
bool Fact::is() const {
  return type == &kFactType<F>;
}

template <class F>
F Fact::as() const {
  SIM_ASSERT(is<F>());
  F out{};
  size_t i = 0;
  for_each_field(out, [&](std::string_view, auto& f) { detail::from_word(words[i++], f); });
  return out;
}

}  // namespace ordain
