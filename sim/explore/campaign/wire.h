// Bytes between a campaign and its workers, and in its resume file: whole numbers of 64 bits, low
// byte first, and texts with their length.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ordain {

class WireWriter {
 public:
  void number(uint64_t value) {
    for (int i = 0; i < 8; ++i) bytes_.push_back(static_cast<char>((value >> (8 * i)) & 0xFF));
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_.append(value);
  }
  template <class List, class Write>
  void list(const List& items, Write&& write) {
    number(items.size());
    for (const auto& item : items) write(item);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Throws std::out_of_range where the bytes end too early.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : bytes_(bytes) {}

  uint64_t number() {
    const std::string_view eight = piece(8);
    uint64_t value = 0;
    for (size_t i = 0; i < 8; ++i) {
      value |= static_cast<uint64_t>(static_cast<unsigned char>(eight[i])) << (8 * i);
    }
    return value;
  }
  std::string text() { return std::string(piece(number())); }
  template <class Read>
  void list(Read&& read) {
    for (uint64_t left = number(); left > 0; --left) read();
  }
  bool at_end() const { return at_ == bytes_.size(); }

 private:
  std::string_view piece(uint64_t size) {
    if (size > bytes_.size() - at_) throw std::out_of_range("the bytes end too early");
    const std::string_view out = bytes_.substr(at_, size);
    at_ += size;
    return out;
  }

  std::string_view bytes_;
  size_t at_ = 0;
};

}  // namespace ordain
