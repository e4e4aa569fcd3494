// Known bugs that can be planted in a protocol, to prove that its properties and the search find
// them. A protocol lists them in an enum and a table, a row each; its code asks
// `config.broken(Mutant::x)` at the one line that the bug is about, and is otherwise correct.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ordain {

// Those that are switched on, of an enum whose enumerators count from 0.
template <class E>
class MutantSet {
 public:
  bool has(E mutant) const {
    const auto bit = static_cast<uint8_t>(mutant);
    return (bits_[bit >> 6] >> (bit & 63)) & 1;
  }
  void add(E mutant) {
    const auto bit = static_cast<uint8_t>(mutant);
    bits_[bit >> 6] |= uint64_t{1} << (bit & 63);
  }

 private:
  std::array<uint64_t, 4> bits_{};
};

// The cluster around a configuration: what decides, with it, whether a mutant can show.
struct MutantSetting {
  uint32_t servers = 0;
  uint32_t clients = 0;
  std::string_view workload;
};

// One row of a protocol's table of mutants.
template <class E, class Config>
struct MutantInfo {
  E mutant;
  std::string_view name;      // "rf.vote_volatile"
  std::string_view about;     // what the mutated code does
  std::string_view violates;  // the property that notices
  std::string_view source;    // paper or issue
  std::string_view armed_by;  // what a scenario must set for it to show, in words
  // What in a setting hides it and how to mend that, or "". Null: nothing ever hides it.
  std::string_view (*hidden_by)(const Config&, const MutantSetting&) = nullptr;
};

}  // namespace ordain
