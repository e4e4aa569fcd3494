// Noise that has to stay becomes explicit: each message that was hit by a ratio is named, and then
// is one fault among others that delta debugging can drop ("n1>n2#17 drop"). DEMi (Scott et al.,
// NSDI'16) minimises single deliveries the same way. It comes after servers and operations have
// gone, because then there is less to name.
#include "sim/core/vector_clock.h"
#include "sim/explore/shrink/noise.h"
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"
#include "sim/scenario/fault_writer.h"

namespace ordain::shrinking {
namespace {

constexpr uint64_t kMostNamed = 3'000;

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

}  // namespace

void name_noise(Search& search) {
  std::optional<Value> named = without_noise(search.best(), noise_kinds());
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

}  // namespace ordain::shrinking
