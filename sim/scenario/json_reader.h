// Text to tree, with limits, so that a hostile file is one error and never a crash: size, nesting,
// number of values; a key given twice is an error, and so is text that is not UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/value.h"

namespace ordain {

inline constexpr size_t kMaxFileBytes = 4'000'000;
inline constexpr size_t kMaxNesting = 64;
inline constexpr size_t kMaxValues = 200'000;

// Throws InputError with `source` as its source.
Value read_json(std::string_view text, const std::string& source);

}  // namespace ordain
