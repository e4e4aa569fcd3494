// What a campaign keeps of one run.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/explore/campaign/wire.h"
#include "sim/explore/strategy/strategy.h"
#include "sim/run/run.h"

namespace ordain {

struct StoryCounts {  // as a failure is reported
  uint64_t events = 0;
  uint64_t faults = 0;
  uint64_t operations = 0;
  uint64_t nodes = 0;
};

struct RunSummary {
  Learned learned;  // its index and seed, and what the strategy wants to know
  Verdict verdict = Verdict::pass;
  std::string undecided;  // why, where the verdict says so
  std::vector<Violation> violations;
  Digest128 digest;
  StoryCounts counts;
  std::map<std::string, uint64_t> probes;
  std::vector<std::string> swarm;  // what the seed drew
  Overrides answered;      // of a failing run: what its strategy answered otherwise than drawn
  bool verified = false;   // it was run again and was the same
  std::string divergence;  // or what was not

  uint64_t index() const { return learned.index; }
  uint64_t seed() const { return learned.seed; }
};

std::string encode_summary(const RunSummary& summary);
// Throws std::out_of_range when the bytes are not such a summary.
RunSummary decode_summary(std::string_view bytes);

// One answer of a strategy.
void write_answer(WireWriter& out, const Site& site, uint64_t value);
void read_answer(WireReader& in, Overrides& out);

// The run of a worker that did not survive it: a violation of one of the properties below.
RunSummary lost_run(uint64_t index, uint64_t seed, std::string_view property, std::string reason);

// What no run may do to the process that runs it.
inline constexpr std::string_view kNoCrash = "no_crash";  // it ends by a signal or exit
inline constexpr std::string_view kNoHang = "no_hang";    // it takes longer than its limit
inline constexpr std::string_view kNoExhaustion = "no_exhaustion";  // it takes more memory

// Whether the run was lost with its worker; it can then not be replayed in this process.
bool is_lost(const RunSummary& summary);

}  // namespace ordain
