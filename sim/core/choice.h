// Every source of nondeterminism is a named choice (design: "Every choice is named").
//
//   value = strategy's answer, else override[site], else counter_based_rng(seed, stream, ordinal)
//
// A site names a choice by its cause, never by a global draw order: the n-th message from n1 to n2,
// the third election timeout of n4. Taking one choice away, or answering it differently, leaves
// every other as it was. The value 0 is always the benign one: no drop, no crash, the usual delay.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "sim/base/id.h"
#include "sim/base/ratio.h"
#include "sim/base/rng.h"

namespace ordain {

enum class Stream : uint8_t { link, node, disk, clock, fault };

// What is chosen about a link's message; other streams number their aspects themselves.
enum class LinkAspect : uint8_t { delay, drop, duplicate, corrupt, duplicate_delay, burst };
enum class DiskAspect : uint8_t { latency, stall, lying, write_error, lost, torn, read_error, rot };
// `late`: how much later than set a timer fires. Nothing draws it; overrides answer it.
enum class ClockAspect : uint8_t { skew, drift, late };
enum class FaultAspect : uint8_t { interval, after, target, shape, amount, duration, swarm };

struct Site {
  Stream stream = Stream::link;
  uint8_t aspect = 0;
  uint32_t a = 0;  // link: sender; node, disk, clock: the node; fault: the rule
  uint32_t b = 0;  // link: receiver; fault: the strike
  uint64_t ordinal = 0;
  friend constexpr auto operator<=>(const Site&, const Site&) = default;
};

using Overrides = std::map<Site, uint64_t>;

// The number in [low, high] that a choice's value in [0, high - low] stands for: the benign value 0
// is the number nearest to zero, and others follow it upwards, then from `low` on.
constexpr int64_t from_benign(uint64_t value, int64_t low, int64_t high) {
  const uint64_t span = static_cast<uint64_t>(high) - static_cast<uint64_t>(low) + 1;
  const int64_t benign = low > 0 ? low : high < 0 ? high : 0;
  const uint64_t place = value + static_cast<uint64_t>(benign) - static_cast<uint64_t>(low);
  return low + static_cast<int64_t>(place < span ? place : place - span);
}

// Answers some choices instead of the generator: PCT, guided fuzzing, exhaustive exploration.
class Strategy {
 public:
  virtual ~Strategy() = default;
  // Sets `value` (in [0, bound)) and returns true, or returns false to let the generator answer.
  virtual bool answer(const Site& site, uint64_t bound, uint64_t& value) = 0;
};

struct ChoiceRecord {
  Site site;
  uint64_t bound = 0;
  uint64_t value = 0;
};

class Choices {
 public:
  explicit Choices(uint64_t seed = 0) { reseed(seed); }

  void reseed(uint64_t seed);
  void set_overrides(std::shared_ptr<const Overrides> overrides);
  void set_strategy(Strategy* strategy) {
    strategy_ = strategy;
    update();
  }  // not owned
  void set_recording(std::vector<ChoiceRecord>* out) {
    recording_ = out;
    update();
  }  // not owned

  // 64 uniform bits for everything about one cause; its aspects are derived by `aspect_bits`.
  uint64_t bits(Stream stream, uint32_t a, uint32_t b, uint64_t ordinal) const {
    const uint64_t pair = (static_cast<uint64_t>(a) << 32) | b;
    return draw(draw(keys_[static_cast<size_t>(stream)], pair), ordinal);
  }
  static uint64_t aspect_bits(uint64_t bits, uint8_t aspect) {
    return mix64(bits + (static_cast<uint64_t>(aspect) + 1) * 0x9E3779B97F4A7C15ULL);
  }

  // A number in [0, bound) where `bits` were drawn for the site; bound 0 means all 64 bits.
  uint64_t number(const Site& site, uint64_t bits, uint64_t bound) const {
    const uint64_t drawn = bound == 0 ? bits : below(bits, bound);
    return watched_ ? resolve(site, bound, drawn) : drawn;
  }

  // A value already drawn in [0, bound) (bound 0: any), unless something answers the site.
  uint64_t settle(const Site& site, uint64_t bound, uint64_t drawn) const {
    return watched_ ? resolve(site, bound, drawn) : drawn;
  }

  // 1 with the given probability, else 0. What never strikes, or always, is no choice of a
  // strategy's: it keeps to what the scenario admits. Overrides may say otherwise.
  bool strikes(const Site& site, uint64_t bits, Ratio ratio) const {
    const bool drawn = ratio.hit(bits);
    if (!watched_) return drawn;
    if (ratio.certain()) return overridden(site, drawn ? 1 : 0) != 0;
    return resolve(site, 2, drawn ? 1 : 0) != 0;
  }

  // The common case of one draw for one site.
  uint64_t pick(const Site& site, uint64_t bound) const {
    return number(site, aspect_bits(bits(site.stream, site.a, site.b, site.ordinal), site.aspect),
                  bound);
  }

  // For a choice that only overrides answer: no strategy is asked, and it is not recorded.
  uint64_t overridden(const Site& site, uint64_t otherwise) const {
    if (!overrides_) return otherwise;
    const auto found = overrides_->find(site);
    return found == overrides_->end() ? otherwise : found->second;
  }

  // Whether overrides, a strategy or a recording have to see the choices.
  bool watched() const { return watched_; }

 private:
  uint64_t resolve(const Site& site, uint64_t bound, uint64_t drawn) const;
  void update() {
    watched_ =
        strategy_ != nullptr || recording_ != nullptr || (overrides_ && !overrides_->empty());
  }

  std::array<uint64_t, 5> keys_{};
  std::shared_ptr<const Overrides> overrides_;
  Strategy* strategy_ = nullptr;
  std::vector<ChoiceRecord>* recording_ = nullptr;
  bool watched_ = false;
};

}  // namespace ordain
