#include "sim/core/payload.h"

#include <array>
#include <cstdlib>
#include <vector>

namespace ordain {
namespace detail {
namespace {

// Free lists by size class, one set a thread; a class keeps at most what was once in use at the
// same time. Under a sanitizer every block comes from the heap, so that a stale reference is seen.
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

constexpr uint32_t kClassBytes = 32;
constexpr uint32_t kClasses = 8;  // up to 256 bytes

struct FreeBlock {
  FreeBlock* next;
};

struct Pool {
  std::array<FreeBlock*, kClasses> free{};
  ~Pool() {
    for (FreeBlock* block : free) {
      while (block != nullptr) std::free(std::exchange(block, block->next));
    }
  }
};

thread_local Pool pool;

uint32_t size_class(uint32_t bytes) { return (bytes - 1) / kClassBytes; }

void* from_heap(uint32_t bytes) {
  void* block = std::malloc(bytes);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

}  // namespace

void* allocate_block(uint32_t bytes) {
  const uint32_t c = size_class(bytes);
  if (!kPooled || c >= kClasses) return from_heap(bytes);
  FreeBlock* block = pool.free[c];
  if (block == nullptr) return from_heap((c + 1) * kClassBytes);
  pool.free[c] = block->next;
  return block;
}

void free_block(void* block, uint32_t bytes) {
  const uint32_t c = size_class(bytes);
  if (!kPooled || c >= kClasses) return std::free(block);
  auto* freed = static_cast<FreeBlock*>(block);
  freed->next = pool.free[c];
  pool.free[c] = freed;
}

}  // namespace detail

void Payload::release() {
  const MessageType* type = header_->type;
  type->destroy(header_ + 1);
  detail::free_block(header_, static_cast<uint32_t>(sizeof(Header)) + type->bytes);
}

void Payload::write_json(JsonWriter& out) const {
  if (header_ == nullptr) return out.null();
  header_->type->write_json(out, body());
}

}  // namespace ordain
