#include "sim/base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>

#include "sim/base/text.h"

namespace ordain {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "the canonical encoding is written with memcpy on a little-endian machine");

uint64_t hash_bytes(const char* data, uint64_t size) {
  return XXH3_64bits(data, static_cast<size_t>(size));
}

std::string Digest128::hex() const { return hex64(high) + hex64(low); }

Digest128 digest_bytes(const char* data, uint64_t size) {
  const XXH128_hash_t h = XXH3_128bits(data, static_cast<size_t>(size));
  return {h.high64, h.low64};
}

void RunningDigest::append(const char* data, uint64_t size) {
  while (size > 0) {
    if (used_ == kBlock) fold();
    const uint64_t part = std::min(size, kBlock - used_);
    std::memcpy(block_.data() + used_, data, static_cast<size_t>(part));
    used_ += part;
    data += part;
    size -= part;
  }
}

Digest128 RunningDigest::value() const { return digest_bytes(block_.data(), used_); }

void RunningDigest::fold() {
  const Digest128 head = value();
  std::memcpy(block_.data(), &head, sizeof head);
  used_ = sizeof head;
}

}  // namespace ordain
