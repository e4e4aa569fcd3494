#include "tests/bench/workloads.h"

#include <algorithm>
#include <string>

namespace ordain::bench {

World make_workload(const std::string& name, uint32_t n) {
  std::vector<std::unique_ptr<NodeTable>> tables;
  WorldSpec spec;
  if (name == "w3") {
    spec.servers = 5;
    tables.push_back(
        std::make_unique<TypedNodes<Replica>>(std::make_shared<const Replica::Config>(), 6));
  } else {
    spec.servers = n;
    tables.push_back(std::make_unique<TypedNodes<Ring>>(
        std::make_shared<const Ring::Config>(Ring::Config{name == "w2"}), n));
  }
  World world(std::move(tables), std::move(spec), 7);
  world.start();
  return world;
}

void deliver(World& world, uint64_t messages) {
  const uint64_t enough = world.messages().delivered + messages;
  while (world.messages().delivered < enough && world.step()) world.observations().clear();
}

BareLoop::BareLoop(uint32_t in_flight) {
  for (uint32_t i = 0; i < in_flight; ++i) {
    heap_.push_back({1'000'000 + below(draw(7, i), 9'000'001), ++sequence_});
  }
  std::sort(heap_.begin(), heap_.end(),
            [](const Entry& a, const Entry& b) { return a.number() < b.number(); });
}

void BareLoop::sift_down(size_t i) {
  const Entry moved = heap_[i];
  for (size_t child = 4 * i + 1; child < heap_.size(); child = 4 * i + 1) {
    const size_t end = std::min(child + 4, heap_.size());
    size_t least = child;
    for (size_t c = child + 1; c < end; ++c) {
      least = heap_[c].number() < heap_[least].number() ? c : least;
    }
    if (moved.number() <= heap_[least].number()) break;
    heap_[i] = heap_[least];
    i = least;
  }
  heap_[i] = moved;
}

uint64_t BareLoop::run(uint64_t events) {
  for (uint64_t i = 0; i < events; ++i) {
    Entry& top = heap_.front();
    top = {top.time + 1'000'000 + below(draw(top.order, sequence_), 9'000'001), ++sequence_};
    sift_down(0);
  }
  return heap_.front().time;
}

}  // namespace ordain::bench
