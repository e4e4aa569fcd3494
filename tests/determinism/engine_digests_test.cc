// The engine alone, without scenarios or shipped protocols: a token ring under every kind of fault.
// Its digests are committed, so that every build that runs this test proves the same ones.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "sim/run/run.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/support/ring.h"

namespace ordain {
namespace {

namespace ring = test::ring;

constexpr uint64_t kSeeds = 8;

std::string told(const std::string& name, const RunSpec& spec) {
  std::string out;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const RunResult result = run(spec, seed);
    out += result.digest.hex() + " " + std::to_string(result.events) + " events, " + name +
           ", seed " + std::to_string(seed) + "\n";
  }
  return out;
}

RunSpec swarming_spec() {
  RunSpec spec = ring::spec(5);
  spec.swarm.loss = spec.swarm.duplicate = spec.swarm.corrupt = Range<Ratio>{{0, 1}, {1, 10}};
  spec.swarm.stall = spec.swarm.torn = spec.swarm.lying = Range<Ratio>{{0, 1}, {1, 10}};
  spec.swarm.delay = Range<Duration>{milliseconds(5), milliseconds(50)};
  spec.swarm.disk_latency = Range<Duration>{milliseconds(1), milliseconds(10)};
  spec.swarm.skew = Range<Duration>{milliseconds(10), milliseconds(300)};
  spec.swarm.drift_ppm = Range<int64_t>{10, 1'000};
  for (FaultRule rule : ring::rough_spec(5).faults) spec.swarm.rules.push_back(std::move(rule));
  return spec;
}

// Every kind of distribution, FIFO links with bandwidth, and more nodes than the dense tables hold.
RunSpec wide_spec() {
  RunSpec spec = ring::rough_spec(100);
  LinkConfig& link = spec.network.all;
  link.delay.kind = Distribution::Kind::exponential;
  link.delay.mean = milliseconds(5);
  link.delay.high = seconds(1);
  LinkConfig queued = link;
  queued.delay.kind = Distribution::Kind::bimodal;
  queued.delay.high = milliseconds(3);
  queued.delay.slow_low = milliseconds(20);
  queued.delay.slow_high = milliseconds(60);
  queued.delay.slow = {1, 8};
  queued.fifo = true;
  queued.bandwidth = 2'000;
  queued.queue = 4;
  LinkConfig table = link;
  table.delay.kind = Distribution::Kind::table;
  table.delay.rows = {{milliseconds(2), 5}, {milliseconds(1), 2}, {milliseconds(40), 1}};
  spec.network.links = {{{NodeId(0), NodeId(1)}, {}, queued, 0}, {{}, {NodeId(2)}, table, 0}};
  spec.duration = seconds(2);
  return spec;
}

std::vector<std::string> lines(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

TEST(EngineDigests, AreThoseThatAreCommitted) {
  const std::string path = test::source_dir() + "/tests/determinism/engine_digests.txt";
  const std::string now = told("ring", ring::spec(5)) + told("rough ring", ring::rough_spec(7)) +
                          told("swarming ring", swarming_spec()) + told("wide ring", wide_spec());
  if (test::rewrite_golden_files()) {
    std::ofstream(path) << now;
    return;
  }
  EXPECT_EQ(lines(now), lines(test::read_text(path)))
      << "If runs are meant to change: ORDAIN_REWRITE=1 ./dev test -L determinism";
}

// A recording of every choice, given back as overrides under the same seed, is the same run, and no
// two choices of a run share a name.
TEST(EngineDigests, AreTheSameWhenEveryChoiceIsAnOverride) {
  for (const RunSpec& spec : {ring::spec(5), ring::rough_spec(7), wide_spec()}) {
    ordain::Run recorded(spec, 3);
    std::vector<ChoiceRecord> record;
    recorded.world().choices().set_recording(&record);
    while (recorded.step()) {
    }
    Overrides answers;
    for (const ChoiceRecord& choice : record) {
      const auto [known, added] = answers.emplace(choice.site, choice.value);
      EXPECT_TRUE(added || known->second == choice.value)
          << "one name, two values: stream " << static_cast<int>(choice.site.stream) << ", aspect "
          << static_cast<int>(choice.site.aspect) << ", " << choice.site.a << " " << choice.site.b
          << " #" << choice.site.ordinal;
    }
    RunSpec replayed = spec;
    replayed.overrides = std::make_shared<const Overrides>(std::move(answers));
    EXPECT_EQ(run(replayed, 3).digest, recorded.finish().digest);
  }
}

TEST(EngineDigests, AreTheSameFromACopyTakenAnywhere) {
  for (const RunSpec& spec : {ring::rough_spec(7), wide_spec()}) {
    const RunResult whole = run(spec, 5);
    for (uint64_t part = 0; part < 10; ++part) {
      ordain::Run half(spec, 5);
      while (half.world().trace().count() < whole.events * part / 10 && half.step()) {
      }
      ordain::Run copy = half;
      while (copy.step()) {
      }
      EXPECT_EQ(copy.finish().digest, whole.digest) << part << " tenths";
    }
  }
}

}  // namespace
}  // namespace ordain
