#include "sim/fault/swarm.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/fault/targets.h"

namespace ordain {
namespace {

// The rule number under which the swarm's own choices are named: no real rule reaches it.
constexpr uint32_t kSwarm = 0xFFFF'FFFF;

class Drawer {
 public:
  Drawer(const SwarmSpec& spec, const Choices& choices) : spec_(spec), choices_(choices) {}

  // Whether the kind is on, and a position in its range; each kind has a place of its own, so that
  // adding a kind leaves the draws of others alone.
  bool on(uint32_t kind) const {
    const Site site{Stream::fault, static_cast<uint8_t>(FaultAspect::swarm), kSwarm, kind, 0};
    const uint64_t bits = choices_.bits(site.stream, site.a, site.b, 0);
    return choices_.strikes(site, Choices::aspect_bits(bits, site.aspect), spec_.chance);
  }
  int64_t between(uint32_t kind, int64_t low, int64_t high) const {
    return choose_between(FaultAspect::amount, low, std::max(low, high), {kSwarm, kind}, choices_,
                          1);
  }
  // Ratios are drawn in steps of one in ten thousand.
  Ratio ratio(uint32_t kind, const Range<Ratio>& range) const {
    const auto steps = [](Ratio r) {
      return static_cast<int64_t>(uint64_t{r.num} * 10'000 / r.den);
    };
    return {static_cast<uint32_t>(between(kind, steps(range.low), steps(range.high))), 10'000};
  }

 private:
  const SwarmSpec& spec_;
  const Choices& choices_;
};

struct RatioKind {
  const char* name;
  const std::optional<Range<Ratio>>& range;
  Ratio& target;
};

}  // namespace

bool SwarmSpec::empty() const {
  return !loss && !duplicate && !corrupt && !delay && !disk_latency && !stall && !torn && !lying &&
         !bit_rot && !skew && !drift_ppm && rules.empty();
}

SwarmDraw draw_swarm(const SwarmSpec& spec, const Choices& choices, NetworkConfig& network,
                     DiskConfig& disk, ClockConfig& clocks, std::vector<FaultRule>& faults) {
  const Drawer drawer(spec, choices);
  SwarmDraw out;
  const RatioKind ratios[] = {{"loss", spec.loss, network.all.loss},
                              {"duplicate", spec.duplicate, network.all.duplicate},
                              {"corrupt", spec.corrupt, network.all.corrupt},
                              {"stall", spec.stall, disk.stall},
                              {"torn", spec.torn, disk.torn},
                              {"lying", spec.lying, disk.lying},
                              {"bit_rot", spec.bit_rot, disk.bit_rot}};
  uint32_t kind = 0;
  for (const RatioKind& r : ratios) {
    ++kind;
    if (!r.range || !drawer.on(kind)) continue;
    r.target = drawer.ratio(kind, *r.range);
    out.on.push_back(std::string(r.name) + " " + format_ratio(r.target));
  }
  if (spec.delay && drawer.on(20)) {
    const Duration low = network.all.delay.shortest();
    const Duration high{
        std::max(low.ns, drawer.between(20, spec.delay->low.ns, spec.delay->high.ns))};
    network.all.delay = Distribution::uniform(low, high);
    out.on.push_back("delay up to " + format_duration(high));
  }
  if (spec.disk_latency && drawer.on(21)) {
    const Duration high{drawer.between(21, spec.disk_latency->low.ns, spec.disk_latency->high.ns)};
    disk.latency = Distribution::uniform({}, high);
    out.on.push_back("disk latency up to " + format_duration(high));
  }
  if (spec.skew && drawer.on(22)) {
    const Duration most{drawer.between(22, spec.skew->low.ns, spec.skew->high.ns)};
    clocks.skew_low = -most;
    clocks.skew_high = most;
    out.on.push_back("clock skew up to " + format_duration(most));
  }
  if (spec.drift_ppm && drawer.on(23)) {
    const int64_t most = drawer.between(23, spec.drift_ppm->low, spec.drift_ppm->high);
    clocks.drift_low_ppm = -most;
    clocks.drift_high_ppm = most;
    out.on.push_back("clock drift up to " + std::to_string(most) + " ppm");
  }
  for (uint32_t i = 0; i < spec.rules.size(); ++i) {
    if (!drawer.on(100 + i)) continue;
    FaultRule rule = spec.rules[i];
    rule.id = kFirstSwarmRule + i;
    const Duration period{
        drawer.between(100 + i, rule.trigger.every_low.ns, rule.trigger.every_high.ns)};
    rule.trigger.every_low = period / 2;
    rule.trigger.every_high = period + period / 2;
    out.on.push_back(std::string(enum_name(rule.action.kind)) + " about every " +
                     format_duration(period));
    faults.push_back(std::move(rule));
  }
  return out;
}

}  // namespace ordain
