#include "sim/core/payload.h"

#include <array>
#include <cstdlib>
#include <vector>

namespace ordain {
namespace detail {
namespace {

// Under a sanitizer every block comes from the heap, so that a stale reference is seen.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kPooled = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool kPooled = false;
#else
constexpr bool kPooled = true;
#endif
#else
constexpr bool kPooled = true;
#endif

}  // namespace

constinit thread_local std::array<FreeBlock*, kBlockClasses> block_pool{};

void* allocate_from_heap(uint32_t bytes) {
  const uint32_t c = (bytes - 1) / kBlockClassBytes;
  void* block = std::malloc(c < kBlockClasses ? (c + 1) * kBlockClassBytes : bytes);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void free_to_heap_or_pool(void* block, uint32_t bytes) {
  const uint32_t c = (bytes - 1) / kBlockClassBytes;
  if (!kPooled || c >= kBlockClasses) return std::free(block);
  auto* freed = static_cast<FreeBlock*>(block);
  freed->next = block_pool[c];
  block_pool[c] = freed;
}

}  // namespace detail

void Payload::release() {
  const MessageType* type = header_->type;
  if (type->destroy != nullptr) type->destroy(header_ + 1);
  detail::free_to_heap_or_pool(header_, static_cast<uint32_t>(sizeof(Header)) + type->bytes);
}

uint64_t Payload::renamed_hash(const Encoder& out) const {
  Encoder encoded;
  encoded.rename_nodes(out.renaming());
  header_->type->encode(encoded, body());
  return hash_bytes(encoded.data(), encoded.size()) ^ header_->type->tag;
}

void Payload::write_json(JsonWriter& out) const {
  if (header_ == nullptr) return out.null();
  header_->type->write_json(out, body());
}

}  // namespace ordain
