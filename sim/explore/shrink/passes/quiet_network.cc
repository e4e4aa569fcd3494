// Noise goes: loss, duplicates and damage by ratio, first all of it, then kind by kind. What cannot
// go becomes explicit: each message that was hit is named, and then is one fault among others that
// delta debugging can drop ("n1>n2#17 drop"). DEMi (Scott et al., NSDI'16) minimises single
// deliveries the same way.
#include <algorithm>

#include "sim/core/vector_clock.h"
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"
#include "sim/scenario/fault_writer.h"

namespace ordain::shrinking {
namespace {

constexpr uint64_t kOtherSeeds = 3;
constexpr uint64_t kMostNamed = 1'000;
const std::vector<std::string> kNoise{"loss", "duplicate", "corrupt", "bursts"};

bool quieten(Value& link, const std::vector<std::string>& keys) {
  bool any = false;
  for (const std::string& key : keys) {
    any = any || link.find(key) != nullptr;
    link.erase(key);
  }
  return any;
}

// Nothing: there was no such noise.
std::optional<Value> without_noise(Value tree, const std::vector<std::string>& keys) {
  Value* network = tree.find("network");
  if (network == nullptr) return std::nullopt;
  bool any = quieten(*network, keys);
  if (Value* links = network->find("links")) {
    for (Value& link : links->items) any = quieten(link, keys) || any;
  }
  if (network->items.empty()) tree.erase("network");
  return any ? std::optional(std::move(tree)) : std::nullopt;
}

// What the network did to this message, as the aspect of a choice; "" for anything else.
std::string noise_of(const TraceEvent& event) {
  if (event.kind == EventKind::duplicate) return "duplicate";
  if (event.kind == EventKind::corrupt) return "corrupt";
  if (event.kind != EventKind::drop) return "";
  switch (static_cast<DropCause>(event.detail)) {
    case DropCause::loss:
    case DropCause::burst:
      return "drop";
    case DropCause::checksum:
      return "corrupt";
    default:
      return "";
  }
}

void name_noise(Search& search) {
  std::optional<Value> named = without_noise(search.best(), kNoise);
  if (!named || search.trial().size.faults > kMostNamed) return;
  RunOptions options;
  options.record_trace = true;
  const auto servers = static_cast<uint32_t>(search.trial().size.nodes);
  Value* overrides = named->find("overrides");
  if (overrides == nullptr) overrides = &named->set("overrides", Value::object());
  for (const TraceEvent& event : search.replay(options).trace) {
    const std::string noise = noise_of(event);
    if (noise.empty()) continue;
    const MessageId id = message_of(event);
    overrides->set(write_node(id.from, servers) + '>' + write_node(id.to, servers) + '#' +
                       std::to_string(id.n) + ' ' + noise,
                   Value::number(1));
  }
  search.attempt(std::move(*named));
}

}  // namespace

void quiet_network(Search& search) {
  const std::optional<Value> silent = without_noise(search.best(), kNoise);
  if (!silent || search.first_of(with_seeds(*silent, kOtherSeeds))) return;
  for (const std::string& kind : kNoise) {
    if (const auto quieter = without_noise(search.best(), {kind})) search.attempt(*quieter);
  }
  name_noise(search);
}

}  // namespace ordain::shrinking
