// Every property of Multi-Paxos, by name.
#pragma once

#include <memory>
#include <vector>

#include "protocols/paxos/multi/properties/setting.h"
#include "sim/check/property.h"

namespace ordain::multi_paxos {

struct PropertyInfo {
  std::string_view name;
  std::string_view about;
  PropertyKind kind = PropertyKind::always;
  std::unique_ptr<Property> (*make)(const Setting& setting) = nullptr;
};

// All but the probes (probes.h), which are made from a table of their own.
const std::vector<PropertyInfo>& properties();

}  // namespace ordain::multi_paxos
