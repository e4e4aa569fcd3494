// A message or disk record: immutable, shared, type-erased.
//
// A broadcast, a duplicate and a held copy share one body, so network, trace, faults and explorer
// carry any protocol's messages without knowing it. The body is pooled and counted without atomics:
// a world and everything copied from it live on one thread at a time.
#pragma once

#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include "sim/base/assert.h"
#include "sim/base/encode.h"
#include "sim/base/hash.h"
#include "sim/base/json_writer.h"
#include "sim/base/type_name.h"

namespace ordain {

class Payload;

// What the engine may do with a body of some type; one static object a type.
struct MessageType {
  std::string_view name;
  uint64_t tag;    // of the name, for hashes
  uint32_t bytes;  // of a body
  void (*destroy)(void* body);
  void (*write_json)(JsonWriter& out, const void* body);
  Payload (*corrupted)(const void* body, uint64_t random);
};

namespace detail {

void* allocate_block(uint32_t bytes);
void free_block(void* block, uint32_t bytes);

// Flips one bit of one integer field; a type without any stays as it was.
template <class T>
void corrupt(T& value, uint64_t random);

}  // namespace detail

class Payload {
 public:
  Payload() = default;
  Payload(const Payload& other) : header_(other.header_) {
    if (header_ != nullptr) ++header_->references;
  }
  Payload(Payload&& other) noexcept : header_(std::exchange(other.header_, nullptr)) {}
  Payload& operator=(Payload other) noexcept {
    std::swap(header_, other.header_);
    return *this;
  }
  ~Payload() {
    if (header_ != nullptr && --header_->references == 0) release();
  }

  template <class M>
  static Payload make(M message);

  explicit operator bool() const { return header_ != nullptr; }
  const MessageType* type() const { return header_ == nullptr ? nullptr : header_->type; }
  std::string_view name() const { return header_ == nullptr ? "" : header_->type->name; }
  uint64_t hash() const { return header_ == nullptr ? 0 : header_->hash; }
  uint32_t bytes() const { return header_ == nullptr ? 0 : header_->encoded_bytes; }

  template <class M>
  bool is() const;
  template <class M>
  const M& as() const;  // requires is<M>()

  Payload corrupted(uint64_t random) const { return header_->type->corrupted(body(), random); }
  void encode(Encoder& out) const { out.word(hash()); }
  void write_json(JsonWriter& out) const;
  friend bool operator==(const Payload& a, const Payload& b) { return a.hash() == b.hash(); }

 private:
  struct Header {
    const MessageType* type;
    uint64_t hash;
    uint32_t references;
    uint32_t encoded_bytes;
  };
  const void* body() const { return header_ + 1; }
  void release();

  Header* header_ = nullptr;
};

namespace detail {

template <class M>
void destroy_body(void* body) {
  static_cast<M*>(body)->~M();
}

template <class M>
void body_json(JsonWriter& out, const void* body) {
  ordain::write_json(out, *static_cast<const M*>(body));
}

template <class M>
Payload corrupted_body(const void* body, uint64_t random) {
  M copy = *static_cast<const M*>(body);
  corrupt(copy, random);
  return Payload::make(std::move(copy));
}

template <class T>
void corrupt(T& value, uint64_t random) {
  if constexpr (std::is_same_v<T, bool>) {
    value = !value;
  } else if constexpr (std::is_integral_v<T>) {
    value = static_cast<T>(value ^ static_cast<T>(T{1} << (random % 8)));
  } else if constexpr (DescribedStruct<T>) {
    uint64_t index = 0;
    const uint64_t chosen = (random >> 8) % kFieldCount<T>;
    for_each_field(value, [&](std::string_view, auto& field) {
      if (index++ == chosen) corrupt(field, random);
    });
  }
}

}  // namespace detail

template <class M>
inline constexpr MessageType kMessageType{
    type_name<M>(),           name_tag(type_name<M>()), sizeof(M),
    &detail::destroy_body<M>, &detail::body_json<M>,    &detail::corrupted_body<M>};

template <class M>
Payload Payload::make(M message) {
  static_assert(alignof(M) <= 8);
  Encoder encoded;
  ordain::encode(encoded, message);
  void* block = detail::allocate_block(sizeof(Header) + sizeof(M));
  Payload out;
  out.header_ = new (block)
      Header{&kMessageType<M>, hash_bytes(encoded.data(), encoded.size()) ^ kMessageType<M>.tag, 1,
             static_cast<uint32_t>(encoded.size())};
  new (out.header_ + 1) M(std::move(message));
  return out;
}

template <class M>
bool Payload::is() const {
  return header_ != nullptr && header_->type == &kMessageType<M>;
}

template <class M>
const M& Payload::as() const {
  SIM_ASSERT(is<M>());
  return *static_cast<const M*>(body());
}

}  // namespace ordain
