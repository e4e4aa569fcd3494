// W1, W2, W3 on the engine as it ships (named choices, digest, fault hooks), beside the bare loop
// of the same rounds; and what an idle node and an event weigh.
#include <malloc.h>

#include <memory>

#include "tests/bench/figures.h"
#include "tests/bench/workloads.h"

namespace ordain::bench {
namespace {

constexpr int kRounds = 9;

void w1(Figures& out, uint32_t n, uint64_t events, const std::string& size) {
  World world = make_workload("w1", n);
  BareLoop bare(n);
  deliver(world, 2 * n);  // past the warm-up
  uint64_t keep = 0;
  const auto seconds =
      take_turns({[&] { deliver(world, events); }, [&] { keep += bare.run(events); }}, kRounds);
  const double ns = median(seconds[0]) * 1e9 / static_cast<double>(events);
  const double bare_ns = median(seconds[1]) * 1e9 / static_cast<double>(events);
  char note[96];
  std::snprintf(note, sizeof note, "%.2f times the bare loop of the same rounds%s", ns / bare_ns,
                keep == 0 ? "!" : "");
  out.add("w1_" + size + "_ns", ns, "ns an event", note);
  out.add("bare_" + size + "_ns", bare_ns, "ns an event", "4-ary heap, no simulator");
}

void w2(Figures& out) {
  World world = make_workload("w2", 1000);
  constexpr uint64_t kEvents = 400'000;
  deliver(world, 2000);
  const auto seconds = take_turns({[&] { deliver(world, kEvents); }}, kRounds);
  out.add("w2_k1000_ns", median(seconds[0]) * 1e9 / kEvents, "ns an event");
}

void w3(Figures& out) {
  World world = make_workload("w3", 0);
  constexpr uint64_t kEvents = 400'000;
  deliver(world, 1000);
  const Time before = world.now();
  const auto seconds = take_turns({[&] { deliver(world, kEvents); }}, kRounds);
  const double virtual_seconds =
      static_cast<double>((world.now() - before).ns) * 1e-9 / (kRounds + 1);
  out.add("w3_ns", median(seconds[0]) * 1e9 / kEvents, "ns an event");
  out.add("w3_virtual_s_per_s", virtual_seconds / median(seconds[0]), "virtual s per s");
}

void recording(Figures& out) {
  World plain = make_workload("w3", 0);
  World traced = make_workload("w3", 0);
  traced.trace().set_recording(true);
  constexpr uint64_t kEvents = 100'000;
  const auto seconds = take_turns({[&] { deliver(plain, kEvents); },
                                   [&] {
                                     deliver(traced, kEvents);
                                     traced.trace().forget_events();
                                   }},
                                  kRounds);
  out.add("trace_recording_ratio", median(seconds[1]) / median(seconds[0]),
          "times the run without");
}

uint64_t heap_bytes() { return static_cast<uint64_t>(mallinfo2().uordblks + mallinfo2().hblkhd); }

void memory(Figures& out) {
  constexpr uint32_t kNodes = 200'000;
  const auto weigh = [](const std::string& workload, uint64_t deliveries) {
    const uint64_t before = heap_bytes();
    World world = make_workload(workload, kNodes);
    deliver(world, deliveries);
    return static_cast<double>(heap_bytes() - before) / kNodes;
  };
  // W1 has as many messages in flight as nodes; W2 adds a timer, that is an event, to each node.
  const double with_message = weigh("w1", 1);
  const double with_timer = weigh("w2", 1);
  constexpr double kPayload = 32;  // a pooled block: header and body
  constexpr double kState = sizeof(Ring);
  constexpr double kEvent = sizeof(Pending) + sizeof(EventQueue::Entry);
  out.add("bytes_per_event", kEvent, "bytes beyond its payload", "slot and queue entry");
  out.add("bytes_per_idle_node", with_message - kPayload - kState - kEvent,
          "bytes beyond its state", "measured, spare capacity of containers included");
  out.add("bytes_per_timer", with_timer - with_message, "bytes", "its event included");
}

}  // namespace

bool run_work(const std::string& name, uint64_t events) {
  if (name == "f10") return false;
  World world = make_workload(name, 1000);
  deliver(world, events);
  return true;
}

std::vector<Bench> engine_benches() {
  return {
      {"w1_k10_ns bare_k10_ns", [](Figures& out) { w1(out, 10, 400'000, "k10"); }},
      {"w1_k1000_ns bare_k1000_ns", [](Figures& out) { w1(out, 1000, 400'000, "k1000"); }},
      {"w1_k100000_ns bare_k100000_ns", [](Figures& out) { w1(out, 100'000, 400'000, "k100000"); }},
      {"w1_k1000000_ns bare_k1000000_ns",
       [](Figures& out) { w1(out, 1'000'000, 1'000'000, "k1000000"); }},
      {"w2_k1000_ns", w2},
      {"w3_ns w3_virtual_s_per_s", w3},
      {"trace_recording_ratio", recording},
      {"bytes_per_event bytes_per_idle_node bytes_per_timer", memory}};
}

}  // namespace ordain::bench
