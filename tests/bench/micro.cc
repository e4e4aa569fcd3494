// The parts of the hot path one by one, with Google Benchmark: where an event's time goes.
#include <benchmark/benchmark.h>

#include "sim/base/rng.h"
#include "sim/core/event_queue.h"
#include "tests/bench/workloads.h"

namespace ordain::bench {
namespace {

void draw_a_number(benchmark::State& state) {
  uint64_t ordinal = 0;
  for (auto _ : state) benchmark::DoNotOptimize(draw(7, ++ordinal));
}
BENCHMARK(draw_a_number);

void make_a_payload(benchmark::State& state) {
  uint64_t hops = 0;
  for (auto _ : state) benchmark::DoNotOptimize(Payload::make(Token{++hops}));
}
BENCHMARK(make_a_payload);

void digest_an_event(benchmark::State& state) {
  Trace trace;
  const Payload payload = Payload::make(Token{1});
  for (auto _ : state) {
    trace.message(Time{1}, EventKind::deliver, 0, 0, NodeId(1), NodeId(2), 3, 4, payload);
  }
  benchmark::DoNotOptimize(trace.count());
}
BENCHMARK(digest_an_event);

void push_and_pop(benchmark::State& state) {
  EventQueue queue;
  uint64_t order = 0;
  const auto later = [&](uint64_t now) {
    return now + 1'000'000 + below(draw(7, order), 9'000'001);
  };
  for (int64_t i = 0; i < state.range(0); ++i) queue.push({later(0), ++order});
  for (auto _ : state) {
    const uint64_t now = queue.pop().time;
    queue.push({later(now), ++order});
  }
}
BENCHMARK(push_and_pop)->Arg(10)->Arg(1000)->Arg(100'000)->Arg(1'000'000);

void copy_a_world(benchmark::State& state) {
  World world = make_workload("w3", 0);
  deliver(world, 1000);
  for (auto _ : state) benchmark::DoNotOptimize(World(world));
}
BENCHMARK(copy_a_world);

}  // namespace
}  // namespace ordain::bench
