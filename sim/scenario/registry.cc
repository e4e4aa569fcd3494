#include <algorithm>

#include "sim/base/assert.h"
#include "sim/scenario/protocol.h"

namespace ordain {

void Registry::add(Protocol protocol) {
  SIM_ASSERT(find(protocol.name) == nullptr);
  SIM_ASSERT(protocol.build != nullptr);
  protocols_.push_back(std::move(protocol));
}

const Protocol* Registry::find(std::string_view name) const {
  for (const Protocol& protocol : protocols_) {
    if (protocol.name == name) return &protocol;
  }
  return nullptr;
}

std::vector<std::string> Registry::names() const {
  std::vector<std::string> out;
  for (const Protocol& protocol : protocols_) out.push_back(protocol.name);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace ordain
