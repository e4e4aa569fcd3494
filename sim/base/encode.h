// The canonical encoding: what the digest and every state hash are computed over.
//
// Every integer, enum, id and time takes 8 bytes, little-endian, sign-extended; a string or
// container its count and then its elements; an optional or variant its index and then its value; a
// described struct its fields in order. Nothing depends on the width of `long` or `size_t`, on
// padding, or on where an object lies.
#pragma once

#include <algorithm>
#include <array>
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

  // Always inline: every message and fact is hashed through it, a call for each word.
  [[gnu::always_inline]] void word(uint64_t value) {
    if (size_ + sizeof value > capacity_) grow(sizeof value);
    std::memcpy(data_ + size_, &value, sizeof value);
    size_ += sizeof value;
  }

  void bytes(std::string_view text) {
    word(text.size());
    if (size_ + text.size() > capacity_) grow(text.size());
    std::memcpy(data_ + size_, text.data(), text.size());
    size_ += text.size();
  }

  void clear() { size_ = 0; }
  const char* data() const { return data_; }
  uint64_t size() const { return size_; }

  // From now on nodes are encoded under their new numbers, and what is ordered by them in that
  // order; null: as they are. Not owned.
  void rename_nodes(const Renaming* renaming) { renaming_ = renaming; }
  const Renaming* renaming() const { return renaming_; }
  void node(NodeId id) {
    const bool renamed = renaming_ != nullptr && id.value < renaming_->size();
    word(renamed ? (*renaming_)[id.value] : id.value);
  }

 private:
  // Not inline: word() is in every message's hash, and this hardly ever happens.
  [[gnu::noinline]] void grow(uint64_t more) {
    std::vector<char> larger((size_ + more) * 2);
    std::memcpy(larger.data(), data_, size_);
    heap_ = std::move(larger);
    data_ = heap_.data();
    capacity_ = heap_.size();
  }

  std::array<char, 512> inline_;
  std::vector<char> heap_;
  char* data_ = inline_.data();
  uint64_t size_ = 0;
  uint64_t capacity_ = sizeof inline_;
  const Renaming* renaming_ = nullptr;
};

// Types outside of these rules provide `void encode(Encoder&, const T&)` beside themselves.
template <class T>
concept EncodesItself = requires(Encoder& out, const T& value) {
  value.encode(out);
};

template <class T>
requires std::is_integral_v<T> || std::is_enum_v<T>
[[gnu::always_inline]] inline void encode(Encoder& out, T value) {
  if constexpr (std::is_enum_v<T>) {
    out.word(static_cast<uint64_t>(static_cast<std::underlying_type_t<T>>(value)));
  } else if constexpr (std::is_signed_v<T>) {
    out.word(static_cast<uint64_t>(static_cast<int64_t>(value)));
  } else {
    out.word(static_cast<uint64_t>(value));
  }
}

template <class Tag, class Rep>
void encode(Encoder& out, Id<Tag, Rep> id) {
  out.word(static_cast<uint64_t>(id.value));
}
inline void encode(Encoder& out, NodeId id) { out.node(id); }
inline void encode(Encoder& out, Duration d) { out.word(static_cast<uint64_t>(d.ns)); }
template <class Clock>
void encode(Encoder& out, Moment<Clock> t) {
  out.word(static_cast<uint64_t>(t.ns));
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
template <class T>
void encode(Encoder& out, const std::vector<T>& values);
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
template <DescribedStruct T>
requires(!EncodesItself<T>) void encode(Encoder& out, const T& value) {
  for_each_field(value, [&](std::string_view, const auto& field) { encode(out, field); });
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
template <class T>
void encode(Encoder& out, const std::vector<T>& values) {
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
