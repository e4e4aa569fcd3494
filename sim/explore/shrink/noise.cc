#include "sim/explore/shrink/noise.h"

namespace ordain::shrinking {
namespace {

bool quieten(Value& link, const std::vector<std::string>& kinds) {
  bool any = false;
  for (const std::string& kind : kinds) {
    any = any || link.find(kind) != nullptr;
    link.erase(kind);
  }
  return any;
}

}  // namespace

const std::vector<std::string>& noise_kinds() {
  static const std::vector<std::string> kinds{"loss", "duplicate", "corrupt", "bursts"};
  return kinds;
}

std::optional<Value> without_noise(Value tree, const std::vector<std::string>& kinds) {
  Value* network = tree.find("network");
  if (network == nullptr) return std::nullopt;
  bool any = quieten(*network, kinds);
  if (Value* links = network->find("links")) {
    for (Value& link : links->items) any = quieten(link, kinds) || any;
  }
  if (network->items.empty()) tree.erase("network");
  return any ? std::optional(std::move(tree)) : std::nullopt;
}

}  // namespace ordain::shrinking
