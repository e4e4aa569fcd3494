#include "tests/support/fates.h"

#include <algorithm>
#include <tuple>

namespace ordain::test {
namespace {

Time sent_at(size_t index) { return {milliseconds(static_cast<int64_t>(index)).ns}; }

Time first_arrival(const Fate& fate, Time sent) {
  return sent + (fate.duplicated ? std::min(fate.delay, fate.duplicate_delay) : fate.delay);
}
Time last_arrival(const Fate& fate, Time sent) {
  return sent + (fate.duplicated ? std::max(fate.delay, fate.duplicate_delay) : fate.delay);
}

auto key(const Fate& f) {
  return std::make_tuple(f.number, f.dropped, f.held, f.duplicated, f.corrupted,
                         f.dropped ? f.cause : DropCause::loss, f.random,
                         f.dropped ? Duration{} : f.delay, f.duplicate_delay);
}

}  // namespace

Duration Fates::least_delay() const {
  return std::min_element(all.begin(), all.end(),
                          [](const Fate& a, const Fate& b) { return a.delay < b.delay; })
      ->delay;
}

Duration Fates::most_delay() const {
  return std::max_element(all.begin(), all.end(),
                          [](const Fate& a, const Fate& b) { return a.delay < b.delay; })
      ->delay;
}

Duration Fates::mean_delay() const {
  Duration sum;
  for (const Fate& fate : all) sum += fate.delay;
  return sum / static_cast<int64_t>(all.size());
}

uint64_t Fates::overtakings() const {
  uint64_t out = 0;
  for (size_t i = 1; i < all.size(); ++i) {
    const bool overtakes =
        first_arrival(all[i], sent_at(i)) <= last_arrival(all[i - 1], sent_at(i - 1));
    out += overtakes ? 1 : 0;
  }
  return out;
}

bool operator==(const Fates& a, const Fates& b) {
  return std::equal(a.all.begin(), a.all.end(), b.all.begin(), b.all.end(),
                    [](const Fate& x, const Fate& y) { return key(x) == key(y); });
}

LinkConfig plain_link() {
  LinkConfig out;
  out.delay = Distribution::uniform(milliseconds(1), milliseconds(10));
  return out;
}

NetworkConfig config_of(LinkConfig link) {
  NetworkConfig out;
  out.all = std::move(link);
  return out;
}

Fates send_many(const NetworkConfig& config, NodeId from, NodeId to, int count,
                const Choices& choices) {
  Network network;
  network.reset(4, config);
  Fates out;
  for (int i = 0; i < count; ++i) {
    out.all.push_back(network.send(from, to, 8, sent_at(static_cast<size_t>(i)), choices));
  }
  return out;
}

Fates send_many(const NetworkConfig& config, NodeId from, NodeId to, int count, uint64_t seed) {
  return send_many(config, from, to, count, Choices(seed));
}

}  // namespace ordain::test
