// A transaction over a few keys: what a client asks for as one operation, and what a store answers.
//
// The parts stand in a fixed place inside, so that it is one small pooled block that commands, logs
// and histories share (Payload). All compares are of the state before; then reads and writes happen
// in their order, or none of them.
#pragma once

#include <array>
#include <cstdint>

#include "sim/base/assert.h"
#include "sim/base/json_writer.h"

namespace ordain {

BOOST_DEFINE_FIXED_ENUM_CLASS(PartKind, uint8_t, read, compare, write)

struct TransactionPart {
  PartKind kind = PartKind::read;
  bool has_value = false;  // false: nothing there (a read's result, a compare's expectation)
  uint64_t key = 0;
  int64_t value = 0;
  BOOST_DESCRIBE_CLASS(TransactionPart, (), (kind, has_value, key, value), (), ())
};

class Transaction {
 public:
  static constexpr uint32_t kMaxParts = 8;

  void add(const TransactionPart& part) {
    SIM_ASSERT(count_ < kMaxParts);
    parts_[count_++] = part;
  }
  uint32_t size() const { return count_; }
  const TransactionPart* begin() const { return parts_.data(); }
  const TransactionPart* end() const { return parts_.data() + count_; }
  TransactionPart* begin() { return parts_.data(); }
  TransactionPart* end() { return parts_.data() + count_; }

  void encode(Encoder& out) const {
    out.word(count_);
    for (const TransactionPart& part : *this) ordain::encode(out, part);
  }
  void write_json(JsonWriter& out) const {
    out.begin_array();
    for (const TransactionPart& part : *this) ordain::write_json(out, part);
    out.end_array();
  }

 private:
  std::array<TransactionPart, kMaxParts> parts_{};
  uint32_t count_ = 0;
};

}  // namespace ordain
