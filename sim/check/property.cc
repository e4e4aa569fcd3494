#include "sim/check/property.h"

#include <algorithm>

#include "sim/base/rng.h"

namespace ordain {

void Report::violated(std::string_view property, std::string reason, const FactEvent& at,
                      std::string_view signature) {
  violated(property, std::move(reason), at.event, at.time, at.node, signature);
}

void Report::violated(std::string_view property, std::string reason, uint64_t event, Time time,
                      NodeId node, std::string_view signature) {
  const bool known = std::any_of(violations_.begin(), violations_.end(),
                                 [&](const Violation& v) { return v.property == property; });
  if (known) return;
  const uint64_t fingerprint = mix64(name_tag(property) + mix64(name_tag(signature)));
  violations_.push_back({std::string(property), std::move(reason), event, time, node, fingerprint});
}

void Report::undecided(std::string_view property, std::string_view why) {
  if (undecided_.empty()) undecided_ = std::string(property) + ": " + std::string(why);
}

}  // namespace ordain
