#include "tests/unit/run_export/sample_run.h"

#include <sstream>

#include "sim/fault/fault_spec.h"

namespace ordain::test {
namespace {

constexpr uint64_t kCut = uint64_t{1} << 32;  // the first strike of the first rule

}  // namespace

SampleRun::SampleRun() : names_(2, {{2, {"election", "heartbeat"}}, {1, {"retry"}}}) {
  trace_.set_recording(true);
  const auto plain = [this](EventKind kind, NodeId node, uint64_t a = 0, uint64_t b = 0,
                            uint8_t detail = 0) {
    trace_.plain(Time{now_ += 1'000'500}, kind, detail, node, a, b);
  };
  plain(EventKind::phase, kNoNode, 0);
  for (const NodeId node : {kN1, kN2, kC1}) plain(EventKind::start, node);
  trace_.operation(Time{now_}, kC1, {OpPhase::invoke, Function::put, 1, 3, 7, 0, false, {}});
  message(EventKind::send, kC1, kN1, 0, 500);
  plain(EventKind::timer, kN1, 0, 0, 0);
  plain(EventKind::write, kN1, 0, 2);
  plain(EventKind::durable, kN1, 0);
  message(EventKind::send, kN1, kN2, 0, 900);
  message(EventKind::duplicate, kN1, kN2, 0, 950);
  message(EventKind::send, kN1, kN2, 1, 0);
  message(EventKind::drop, kN2, kN1, 1, 0, static_cast<uint8_t>(DropCause::loss));
  message(EventKind::deliver, kN2, kN1, 0);
  trace_.fact(Time{now_}, kN2, 0, Fact::of(Elected{3}));
  message(EventKind::deliver, kN2, kN1, 0);
  plain(EventKind::partition, kNoNode, kCut, 1, static_cast<uint8_t>(PartitionShape::isolate));
  message(EventKind::deliver, kN1, kC1, 0);
  message(EventKind::send, kN1, kN2, 2, 100);
  message(EventKind::corrupt, kN1, kN2, 2);
  plain(EventKind::crash, kN2, 1, 2);
  message(EventKind::drop, kN2, kN1, 2, 0, static_cast<uint8_t>(DropCause::receiver_down));
  plain(EventKind::disk_fault, kN2, 4, 0, static_cast<uint8_t>(DiskFault::torn_write));
  plain(EventKind::start, kN2, 1);
  plain(EventKind::heal, kNoNode, ~uint64_t{0});
  for (EventKind kind : {EventKind::pause, EventKind::resume, EventKind::slow, EventKind::clock,
                         EventKind::hold, EventKind::release, EventKind::link}) {
    plain(kind, kN1, kCut, 6);
  }
  message(EventKind::hold, kN1, kN2, 3);
  message(EventKind::send, kN1, kC1, 0, 10);
  message(EventKind::deliver, kC1, kN1, 0);
  trace_.operation(Time{now_}, kC1, {OpPhase::ok, Function::put, 1, 3, 7, 0, false, {}});
  message(EventKind::send, kC1, kN2, 0, 10);
  plain(EventKind::phase, kNoNode, 2);
}

void SampleRun::message(EventKind kind, NodeId node, NodeId peer, uint64_t n, uint64_t b,
                        uint8_t detail) {
  trace_.message(Time{now_ += 250}, kind, detail, 0, node, peer, n, b,
                 Payload::make(Ask{n + 1, "line\nbreak; {\"q\":#}"}));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

}  // namespace ordain::test
