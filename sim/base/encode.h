// The canonical encoding: what the digest and every state hash are computed over.
//
// Every integer, enum, id and time takes 8 bytes, little-endian, sign-extended; a string or
// container its count and then its elements; an optional or variant its index and then its value; a
// described struct its fields in order. Nothing depends on the width of `long` or `size_t`, on
// padding, or on where an object lies.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "sim/base/describe.h"
#include "sim/base/id.h"
#include "sim/base/time.h"

namespace ordain {

// Other numbers for some nodes, by node: a permutation. For state hashes that do not tell alike
// nodes apart.
using Renaming = std::vector<uint32_t>;

// A growing byte buffer with room for most messages inside; never shrinks, so that a reused one
// does not allocate.
class Encoder {
 public:
  Encoder() = default;
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;
  ~Encoder() {
    if (begin_ != inline_.data()) delete[] begin_;
  }

  // Always inline: every message and fact is hashed through it, a call for each word.
  [[gnu::always_inline]] void word(uint64_t value) {
    std::memcpy(room(sizeof value), &value, sizeof value);
  }
  void bytes(std::string_view text) {
    word(text.size());
    std::memcpy(room(text.size()), text.data(), text.size());
  }
  // The next `size` bytes, for the caller to fill.
  [[gnu::always_inline]] char* room(uint64_t size) {
    if (size > static_cast<uint64_t>(end_ - at_)) grow(size);
    return std::exchange(at_, at_ + size);
  }

  void clear() { at_ = begin_; }
  const char* data() const { return begin_; }
  uint64_t size() const { return static_cast<uint64_t>(at_ - begin_); }

  // From now on nodes are encoded under their new numbers, and what is ordered by them in that
  // order; null: as they are. Not owned.
  void rename_nodes(const Renaming* renaming) { renaming_ = renaming; }
  const Renaming* renaming() const { return renaming_; }
  uint64_t number_of(NodeId id) const {
    const bool renamed = renaming_ != nullptr && id.value < renaming_->size();
    return renamed ? (*renaming_)[id.value] : id.value;
  }
  void node(NodeId id) { word(number_of(id)); }

 private:
  // Not inline: word() is in every message's hash, and this hardly ever happens.
  [[gnu::noinline]] void grow(uint64_t more) {
    const uint64_t used = size();
    const uint64_t capacity = (used + more) * 2;
    char* larger = new char[capacity];
    std::memcpy(larger, begin_, used);
    if (begin_ != inline_.data()) delete[] begin_;
    begin_ = larger;
    at_ = larger + used;
    end_ = larger + capacity;
  }

  std::array<char, 512> inline_;  // not initialised: only what was written is read
  char* begin_ = inline_.data();
  char* at_ = inline_.data();
  char* end_ = inline_.data() + sizeof inline_;
  const Renaming* renaming_ = nullptr;
};

// Types outside of these rules provide `void encode(Encoder&, const T&)` beside themselves.
template <class T>
concept EncodesItself = requires(Encoder& out, const T& value) {
  value.encode(out);
};

// What takes one word, and which.
template <class T>
requires std::is_integral_v<T> || std::is_enum_v<T>
constexpr uint64_t word_of(const Encoder& out, T value) {
  if constexpr (std::is_enum_v<T>) {
    return word_of(out, static_cast<std::underlying_type_t<T>>(value));
  } else if constexpr (std::is_signed_v<T>) {
    return static_cast<uint64_t>(static_cast<int64_t>(value));
  } else {
    return static_cast<uint64_t>(value);
  }
}
template <class Tag, class Rep>
constexpr uint64_t word_of(const Encoder&, Id<Tag, Rep> id) {
  return static_cast<uint64_t>(id.value);
}
inline uint64_t word_of(const Encoder& out, NodeId id) { return out.number_of(id); }
constexpr uint64_t word_of(const Encoder&, Duration d) { return static_cast<uint64_t>(d.ns); }
template <class Clock>
constexpr uint64_t word_of(const Encoder&, Moment<Clock> t) {
  return static_cast<uint64_t>(t.ns);
}

template <class T>
concept OneWord = requires(const Encoder& out, const T& value) {
  { word_of(out, value) } -> std::same_as<uint64_t>;
};

template <OneWord T>
[[gnu::always_inline]] inline void encode(Encoder& out, const T& value) {
  out.word(word_of(out, value));
}
inline void encode(Encoder& out, const std::string& text) { out.bytes(text); }
inline void encode(Encoder& out, std::string_view text) { out.bytes(text); }
inline void encode(Encoder& out, std::monostate) { out.word(0); }

template <EncodesItself T>
void encode(Encoder& out, const T& value);
template <DescribedStruct T>
requires(!EncodesItself<T>) void encode(Encoder& out, const T& value);
template <class A, class B>
void encode(Encoder& out, const std::pair<A, B>& value);
template <class T>
void encode(Encoder& out, const std::optional<T>& value);
template <class... T>
void encode(Encoder& out, const std::variant<T...>& value);
template <class T, size_t N>
void encode(Encoder& out, const std::array<T, N>& values);
template <class T, class A>
void encode(Encoder& out, const std::vector<T, A>& values);
template <class T>
void encode(Encoder& out, const std::deque<T>& values);
template <class T>
void encode(Encoder& out, const std::set<T>& values);
template <class K, class V>
void encode(Encoder& out, const std::map<K, V>& values);

namespace detail {
template <class Range>
void encode_range(Encoder& out, const Range& values) {
  out.word(values.size());
  for (const auto& value : values) encode(out, value);
}

// A sorted container, whose order may be another one under new numbers: by encoding instead.
template <class Range>
void encode_sorted(Encoder& out, const Range& values) {
  if (out.renaming() == nullptr) return encode_range(out, values);
  std::vector<std::string> encoded;
  for (const auto& value : values) {
    Encoder one;
    one.rename_nodes(out.renaming());
    encode(one, value);
    encoded.emplace_back(one.data(), one.size());
  }
  std::sort(encoded.begin(), encoded.end());
  encode_range(out, encoded);
}
}  // namespace detail

template <EncodesItself T>
void encode(Encoder& out, const T& value) {
  value.encode(out);
}

namespace detail {
// How many words every value of the type takes; 0: that depends.
template <class T>
consteval uint64_t fixed_words() {
  if constexpr (OneWord<T>) {
    return 1;
  } else if constexpr (DescribedStruct<T> && !EncodesItself<T>) {
    uint64_t words = 0;
    bool fixed = true;
    boost::mp11::mp_for_each<FieldsOf<T>>([&](auto field) {
      using Field = std::remove_cvref_t<decltype(std::declval<T&>().*field.pointer)>;
      fixed = fixed && fixed_words<Field>() > 0;
      words += fixed_words<Field>();
    });
    return fixed ? words : 0;
  } else {
    return 0;
  }
}

template <class T>
[[gnu::always_inline]] inline void put_words(const Encoder& out, char*& at, const T& value) {
  if constexpr (OneWord<T>) {
    const uint64_t word = word_of(out, value);
    std::memcpy(at, &word, sizeof word);
    at += sizeof word;
  } else {
    for_each_field(value, [&](std::string_view, const auto& field) { put_words(out, at, field); });
  }
}
}  // namespace detail

// Where the number of words is known, room for all of them is made at once: most messages.
template <DescribedStruct T>
requires(!EncodesItself<T>) void encode(Encoder& out, const T& value) {
  if constexpr (detail::fixed_words<T>() > 0) {
    char* at = out.room(detail::fixed_words<T>() * sizeof(uint64_t));
    detail::put_words(out, at, value);
  } else {
    for_each_field(value, [&](std::string_view, const auto& field) { encode(out, field); });
  }
}
template <class A, class B>
void encode(Encoder& out, const std::pair<A, B>& value) {
  encode(out, value.first);
  encode(out, value.second);
}
template <class T>
void encode(Encoder& out, const std::optional<T>& value) {
  out.word(value ? 1 : 0);
  if (value) encode(out, *value);
}
template <class... T>
void encode(Encoder& out, const std::variant<T...>& value) {
  out.word(value.index());
  std::visit([&](const auto& alternative) { encode(out, alternative); }, value);
}
template <class T, size_t N>
void encode(Encoder& out, const std::array<T, N>& values) {
  detail::encode_range(out, values);
}
template <class T, class A>
void encode(Encoder& out, const std::vector<T, A>& values) {
  detail::encode_range(out, values);
}
template <class T>
void encode(Encoder& out, const std::deque<T>& values) {
  detail::encode_range(out, values);
}
template <class T>
void encode(Encoder& out, const std::set<T>& values) {
  detail::encode_sorted(out, values);
}
template <class K, class V>
void encode(Encoder& out, const std::map<K, V>& values) {
  detail::encode_sorted(out, values);
}

}  // namespace ordain
