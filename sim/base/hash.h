// Hashes over canonical bytes (XXH3, Collet): 64 bits to recognise a state, 128 for a run's digest.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "sim/base/encode.h"

namespace ordain {

uint64_t hash_bytes(const char* data, uint64_t size);

template <class T>
uint64_t hash_of(const T& value) {
  Encoder out;
  encode(out, value);
  return hash_bytes(out.data(), out.size());
}

struct Digest128 {
  uint64_t high = 0;
  uint64_t low = 0;
  std::string hex() const;  // 32 digits, XXH3's canonical order
  friend constexpr auto operator<=>(const Digest128&, const Digest128&) = default;
};

Digest128 digest_bytes(const char* data, uint64_t size);

// A running XXH3-128 over everything appended, buffered so that an append costs a copy.
//
// Blocks of kBlock bytes are hashed into a chain (the digest of a block is the head of the next),
// so the state is a plain value: copying a digest half way through a run forks it.
class RunningDigest {
 public:
  template <size_t N>
  void append(const std::array<uint64_t, N>& words) {
    static_assert(sizeof words <= kBlock / 2);
    if (used_ + sizeof words > kBlock) fold();
    std::memcpy(block_.data() + used_, words.data(), sizeof words);
    used_ += sizeof words;
  }
  // The same as one after the other: also where a block ends between them.
  template <size_t N, size_t M>
  void append(const std::array<uint64_t, N>& first, const std::array<uint64_t, M>& second) {
    static_assert(sizeof first + sizeof second <= kBlock / 2);
    if (used_ + sizeof first + sizeof second > kBlock) {
      append(first);
      append(second);
      return;
    }
    std::memcpy(block_.data() + used_, first.data(), sizeof first);
    std::memcpy(block_.data() + used_ + sizeof first, second.data(), sizeof second);
    used_ += sizeof first + sizeof second;
  }
  void append(const char* data, uint64_t size);

  // The digest of all that was appended so far; appending may go on afterwards.
  Digest128 value() const;

 private:
  static constexpr uint64_t kBlock = 2048;
  void fold();

  std::array<char, kBlock> block_{};
  uint64_t used_ = 16;  // the chain's head stands in the first 16 bytes
};

}  // namespace ordain
