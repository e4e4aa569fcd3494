// A message or disk record: immutable, shared, type-erased.
//
// A broadcast, a duplicate and a held copy share one body, so network, trace, faults and explorer
// carry any protocol's messages without knowing it. The body is pooled and counted without atomics:
// a world and everything copied from it live on one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

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
  uint64_t tag;                 // of the name, for hashes
  uint32_t bytes;               // of a body
  void (*destroy)(void* body);  // null when there is nothing to do
  void (*write_json)(JsonWriter& out, const void* body);
  void (*encode)(Encoder& out, const void* body);
  Payload (*corrupted)(const void* body, uint64_t random);
};

namespace detail {

// Free lists by size class, one set a thread; a class keeps at most what was once in use at the
// same time. They have no destructor, so that reaching them costs no initialisation check: what a
// thread has pooled when it ends is given up.
struct FreeBlock {
  FreeBlock* next;
};
inline constexpr uint32_t kBlockClassBytes = 32;
inline constexpr uint32_t kBlockClasses = 8;  // up to 256 bytes
extern constinit thread_local std::array<FreeBlock*, kBlockClasses> block_pool;

void* allocate_from_heap(uint32_t bytes);
void free_to_heap_or_pool(void* block, uint32_t bytes);

inline void* allocate_block(uint32_t bytes) {
  const uint32_t c = (bytes - 1) / kBlockClassBytes;
  if (c >= kBlockClasses || block_pool[c] == nullptr) return allocate_from_heap(bytes);
  return std::exchange(block_pool[c], block_pool[c]->next);
}

// Flips one bit of one integer among the fields; a type without any stays as it was.
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

  void prefetch() const { __builtin_prefetch(header_); }
  Payload corrupted(uint64_t random) const { return header_->type->corrupted(body(), random); }
  // In an encoding its hash stands for it, unless it has to be hashed anew with nodes renamed.
  friend uint64_t word_of(const Encoder& out, const Payload& p) {
    return out.renaming() == nullptr || p.header_ == nullptr ? p.hash() : p.renamed_hash(out);
  }
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
  uint64_t renamed_hash(const Encoder& out) const;
  void release();

  Header* header_ = nullptr;
};

// Takes small arrays from the pool that bodies come from.
template <class T>
struct BlockAllocator {
  using value_type = T;
  BlockAllocator() = default;
  template <class U>
  BlockAllocator(const BlockAllocator<U>&) {}
  T* allocate(size_t count) {
    SIM_ASSERT(count <= ~uint32_t{0} / sizeof(T));
    return static_cast<T*>(detail::allocate_block(static_cast<uint32_t>(count * sizeof(T))));
  }
  void deallocate(T* block, size_t count) {
    detail::free_to_heap_or_pool(block, static_cast<uint32_t>(count * sizeof(T)));
  }
  friend bool operator==(const BlockAllocator&, const BlockAllocator&) { return true; }
};

// What messages carry several of.
using Payloads = std::vector<Payload, BlockAllocator<Payload>>;

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
void body_encoding(Encoder& out, const void* body) {
  ordain::encode(out, *static_cast<const M*>(body));
}

template <class M>
Payload corrupted_body(const void* body, uint64_t random) {
  M copy = *static_cast<const M*>(body);
  corrupt(copy, random);
  return Payload::make(std::move(copy));
}

// How many integers a value holds in its fields and theirs: what can be corrupted in it.
template <class T>
constexpr uint64_t corruptible() {
  if constexpr (std::is_integral_v<T>) {
    return 1;
  } else if constexpr (DescribedStruct<T>) {
    uint64_t count = 0;
    boost::mp11::mp_for_each<FieldsOf<T>>([&](auto field) {
      count += corruptible<std::remove_cvref_t<decltype(std::declval<T&>().*field.pointer)>>();
    });
    return count;
  } else {
    return 0;
  }
}

// Flips a bit in the integer number `index`, counted through nested fields.
template <class T>
void corrupt_at(T& value, uint64_t index, uint64_t random) {
  if constexpr (std::is_same_v<T, bool>) {
    value = !value;
  } else if constexpr (std::is_integral_v<T>) {
    value = static_cast<T>(value ^ static_cast<T>(T{1} << (random % 8)));
  } else if constexpr (DescribedStruct<T>) {
    for_each_field(value, [&](std::string_view, auto& field) {
      constexpr uint64_t kHere = corruptible<std::remove_cvref_t<decltype(field)>>();
      if (index < kHere) corrupt_at(field, index, random);
      index -= kHere;  // once it was found this wraps round, beyond every field
    });
  }
}

template <class T>
void corrupt(T& value, uint64_t random) {
  constexpr uint64_t kIntegers = corruptible<T>();
  if constexpr (kIntegers > 0) corrupt_at(value, (random >> 8) % kIntegers, random);
}

}  // namespace detail

template <class M>
inline constexpr MessageType kMessageType{
    type_name<M>(),
    name_tag(type_name<M>()),
    sizeof(M),
    std::is_trivially_destructible_v<M> ? nullptr : &detail::destroy_body<M>,
    &detail::body_json<M>,
    &detail::body_encoding<M>,
    &detail::corrupted_body<M>};

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
