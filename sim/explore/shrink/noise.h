// Noise: what links do to messages by ratio.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/value.h"

namespace ordain::shrinking {

const std::vector<std::string>& noise_kinds();  // keys of a network

// Without these kinds, for all links and for single ones; nothing: there was no such noise.
std::optional<Value> without_noise(Value tree, const std::vector<std::string>& kinds);

}  // namespace ordain::shrinking
