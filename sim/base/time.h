// Time as signed 64-bit nanoseconds, in three types that do not mix:
//   Duration   a span,
//   Time       a moment of virtual time, counted from the start of the run (the simulator's),
//   LocalTime  a moment on one node's own clock, which may be skewed (a node never sees Time).
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace ordain {

struct Duration {
  int64_t ns = 0;
  friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
  constexpr Duration operator-() const { return {-ns}; }
  constexpr Duration& operator+=(Duration d) {
    ns += d.ns;
    return *this;
  }
};

constexpr Duration operator+(Duration a, Duration b) { return {a.ns + b.ns}; }
constexpr Duration operator-(Duration a, Duration b) { return {a.ns - b.ns}; }
constexpr Duration operator*(Duration a, int64_t k) { return {a.ns * k}; }
constexpr Duration operator/(Duration a, int64_t k) { return {a.ns / k}; }

constexpr Duration nanoseconds(int64_t n) { return {n}; }
constexpr Duration microseconds(int64_t n) { return {n * 1'000}; }
constexpr Duration milliseconds(int64_t n) { return {n * 1'000'000}; }
constexpr Duration seconds(int64_t n) { return {n * 1'000'000'000}; }

// 73 years: the longest wait there is. Sums of a few of them do not overflow.
inline constexpr Duration kForever{int64_t{1} << 61};

template <class Clock>
struct Moment {
  int64_t ns = 0;
  static constexpr Moment max() { return {std::numeric_limits<int64_t>::max()}; }
  friend constexpr auto operator<=>(const Moment&, const Moment&) = default;
  friend constexpr Moment operator+(Moment t, Duration d) { return {t.ns + d.ns}; }
  friend constexpr Moment operator-(Moment t, Duration d) { return {t.ns - d.ns}; }
  friend constexpr Duration operator-(Moment a, Moment b) { return {a.ns - b.ns}; }
};

using Time = Moment<struct VirtualClock>;
using LocalTime = Moment<struct NodeClock>;

}  // namespace ordain
