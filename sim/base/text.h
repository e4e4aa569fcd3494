// Text for people and for JSON borders: durations, ratios, lists, and the nearest known word.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/ratio.h"
#include "sim/base/time.h"

namespace ordain {

// "150ms", "1.5s", "20us", "7ns", "2m", "1h", optionally signed; exact or nullopt (no rounding, no
// overflow, no bare number: units are part of the word).
std::optional<Duration> parse_duration(std::string_view text);

// The shortest exact spelling: "150ms", "1.5s", "0s".
std::string format_duration(Duration d);

// For a story's margin: seconds with milliseconds, "  1.204s".
std::string format_seconds(int64_t ns, int width = 0);

// "5%", "0.05", "1/20", "0", "1"; read digit by digit, never through floating point.
std::optional<Ratio> parse_ratio(std::string_view text);
std::string format_ratio(Ratio r);

// Decimal or 0x-prefixed hexadecimal, the whole text, in 64 bits.
std::optional<uint64_t> parse_u64(std::string_view text);

std::string hex64(uint64_t value);  // 16 digits
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// The known word closest to `word` by Damerau-Levenshtein distance, when close enough to be a typo.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

// "did you mean \"x\"?" or empty.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace ordain
