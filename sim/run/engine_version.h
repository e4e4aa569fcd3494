// The engine's version, part of a run's identity: same scenario, same seed, same version, same run.
// It changes whenever any run's digest does.
#pragma once

#include <string_view>

namespace ordain {

inline constexpr std::string_view kEngineVersion = "0.2";

}  // namespace ordain
