// Every property of Raft, by name.
#pragma once

#include <memory>
#include <vector>

#include "protocols/raft/config.h"
#include "sim/check/property.h"

namespace ordain::raft {

struct PropertyInfo {
  std::string_view name;
  std::string_view about;
  PropertyKind kind = PropertyKind::always;
  std::unique_ptr<Property> (*make)(uint32_t servers) = nullptr;
};

// Those that depend on the scenario's configuration.
struct PlannedPropertyInfo {
  std::string_view name;
  std::string_view about;
  std::unique_ptr<Property> (*make)(const Config& config) = nullptr;
};
const std::vector<PlannedPropertyInfo>& planned_properties();

// All but the probes (probes.h), which are made from a table of their own.
const std::vector<PropertyInfo>& properties();

}  // namespace ordain::raft
