// Every property of Raft, by name.
#pragma once

#include <memory>
#include <vector>

#include "sim/check/property.h"

namespace ordain::raft {

struct PropertyInfo {
  std::string_view name;
  std::string_view about;
  PropertyKind kind = PropertyKind::always;
  std::unique_ptr<Property> (*make)(uint32_t servers) = nullptr;
};

// All but the probes (probes.h), which are made from a table of their own.
const std::vector<PropertyInfo>& properties();

}  // namespace ordain::raft
