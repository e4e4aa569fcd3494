#include "sim/explore/campaign/campaign.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "sim/base/assert.h"
#include "sim/base/text.h"
#include "sim/explore/campaign/resume_file.h"
#include "sim/explore/campaign/tally.h"
#include "sim/explore/campaign/wire.h"
#include "sim/run/engine_version.h"

namespace ordain {
namespace {

using Clock = std::chrono::steady_clock;

// One scenario on its way.
struct Track {
  Track(const CampaignScenario& of, std::unique_ptr<SearchStrategy> by)
      : scenario(of.scenario), strategy(std::move(by)), tally(of.scenario) {}

  const Scenario& scenario;
  std::unique_ptr<SearchStrategy> strategy;
  Tally tally;
  std::vector<Learned> to_learn;  // of the batch under way
  std::set<uint64_t> seen;        // abstract states, by any run
  bool done = false;
};

std::string identity_of(const std::vector<CampaignScenario>& scenarios,
                        const CampaignOptions& options) {
  std::string out = options.strategy + "\n" + std::to_string(options.first_seed) + "\n" +
                    std::string(kEngineVersion) + "\n";
  for (const CampaignScenario& each : scenarios) out += write_scenario(each.scenario.tree);
  return out;
}

// A state is news once in a campaign, whichever strategy's run came to it.
void keep_new(std::vector<Covered>& coverage, const std::set<uint64_t>& seen) {
  coverage.erase(std::remove_if(coverage.begin(), coverage.end(),
                                [&](const Covered& c) { return seen.count(c.state) > 0; }),
                 coverage.end());
}

class Campaign {
 public:
  Campaign(const std::vector<CampaignScenario>& scenarios, const Registry& registry,
           const CampaignOptions& options)
      : registry_(registry), options_(options), start_(Clock::now()) {
    const StrategyEntry* entry = find_strategy(options.strategy);
    SIM_ASSERT(entry != nullptr);
    for (const CampaignScenario& each : scenarios) tracks_.emplace_back(each, entry->make());
    if (options.resume.empty()) return;
    file_ = std::make_unique<ResumeFile>(options.resume, identity_of(scenarios, options),
                                         [&](uint64_t scenario, RunSummary summary) {
                                           count(tracks_.at(scenario), std::move(summary), false);
                                         });
  }

  CampaignOutcome run() {
    bool going = true;
    while (going && !stopped()) {
      going = false;
      for (Track& track : tracks_) {
        if (!track.done && !stopped()) batch(track);
        going |= !track.done;
      }
    }
    CampaignOutcome out;
    out.interrupted = options_.stop && options_.stop();
    for (Track& track : tracks_) out.scenarios.push_back(track.tally.finish());
    out.wall_ms = elapsed_ms();
    return out;
  }

 private:
  int64_t elapsed_ms() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_).count();
  }
  bool stopped() const {
    return (options_.stop && options_.stop()) ||
           (options_.time.ns > 0 && elapsed_ms() >= options_.time.ns / 1'000'000);
  }
  RunOrder order(const Track& track, uint64_t index) const {
    return {track.scenario, registry_, *track.strategy, index, options_.first_seed + index};
  }
  void batch(Track& track);
  void count(Track& track, RunSummary summary, bool record);
  RunSummary lost(const Track& track, uint64_t index, const WorkResult& result) const;
  Overrides answers_of_lost(const Track& track, uint64_t index) const;
  void tell(uint64_t of_batch) const;

  const Registry& registry_;
  const CampaignOptions& options_;
  Clock::time_point start_;
  std::vector<Track> tracks_;
  std::unique_ptr<ResumeFile> file_;
};

void Campaign::tell(uint64_t of_batch) const {
  if (!options_.progress) return;
  CampaignProgress progress{of_batch, options_.runs * tracks_.size(), 0};
  for (const Track& track : tracks_) {
    progress.runs += track.tally.outcome().runs;
    progress.failures += track.tally.outcome().failures.size();
  }
  options_.progress(progress);
}

void Campaign::batch(Track& track) {
  const uint64_t first = track.tally.outcome().runs;
  uint64_t end = batch_end(first);
  if (options_.runs != 0) end = std::min(end, options_.runs);
  if (first >= end) {
    track.done = true;
    return;
  }
  PoolTasks tasks;
  tasks.count = static_cast<uint32_t>(end - first);
  tasks.work = [&](uint32_t i) {
    RunSummary summary = run_one(order(track, first + i));
    keep_new(summary.learned.coverage, track.seen);
    return encode_summary(summary);
  };
  tasks.stop = [&] { return stopped(); };
  tasks.progress = [&](uint32_t done) { tell(done); };
  for (const WorkResult& result : run_forked(tasks, options_.workers)) {
    const uint64_t index = track.tally.outcome().runs;
    RunSummary summary = result.end == WorkResult::End::answered ? decode_summary(result.answer)
                                                                 : lost(track, index, result);
    count(track, std::move(summary), file_ != nullptr);
    if (track.done) break;
  }
  if (file_) file_->flush();
  tell(0);
}

// Strategies learn at the ends of batches: what they learn in one must not depend on whether it was
// interrupted.
void Campaign::count(Track& track, RunSummary summary, bool record) {
  const uint64_t index = summary.index();
  keep_new(summary.learned.coverage, track.seen);
  for (const Covered& covered : summary.learned.coverage) track.seen.insert(covered.state);
  if (record) file_->add(static_cast<uint64_t>(&track - tracks_.data()), summary);
  track.to_learn.push_back(std::move(summary.learned));
  summary.learned = {track.to_learn.back().index, track.to_learn.back().seed, 0, {}, {}};
  track.tally.add(std::move(summary));
  if (index + 1 == batch_end(index)) {
    for (const Learned& learned : track.to_learn) track.strategy->learn(learned);
    track.to_learn.clear();
  }
  const ScenarioOutcome& outcome = track.tally.outcome();
  track.done = (options_.runs != 0 && outcome.runs >= options_.runs) ||
               (options_.until_failure && !outcome.failures.empty());
}

RunSummary Campaign::lost(const Track& track, uint64_t index, const WorkResult& result) const {
  const std::string_view property = result.end == WorkResult::End::hung        ? kNoHang
                                    : result.end == WorkResult::End::exhausted ? kNoExhaustion
                                                                               : kNoCrash;
  RunSummary out = lost_run(index, seed_of_run(order(track, index)), property, result.answer);
  const auto& known = track.tally.outcome().failures;
  const bool first = std::none_of(known.begin(), known.end(), [&](const DistinctFailure& f) {
    return f.violation.property == property;
  });
  if (first) out.answered = answers_of_lost(track, index);
  return out;
}

// The run once more, in a worker that writes down each answer before it goes on, up to its end.
Overrides Campaign::answers_of_lost(const Track& track, uint64_t index) const {
  const int notes = memfd_create("answers", MFD_CLOEXEC);
  PoolTasks tasks;
  tasks.count = 1;
  tasks.work = [&](uint32_t) {
    note_answers(order(track, index), [&](const Site& site, uint64_t value) {
      WireWriter out;
      write_answer(out, site, value);
      const std::string record = out.take();
      if (::write(notes, record.data(), record.size()) < 0) _exit(1);
    });
    return std::string();
  };
  WorkerLimits limits = options_.workers;
  limits.jobs = 1;
  run_forked(tasks, limits);
  std::string bytes(static_cast<size_t>(lseek(notes, 0, SEEK_END)), '\0');
  const ssize_t got = pread(notes, bytes.data(), bytes.size(), 0);
  close(notes);
  Overrides out;
  WireReader in(std::string_view(bytes).substr(0, got > 0 ? static_cast<size_t>(got) : 0));
  while (!in.at_end()) read_answer(in, out);
  return out;
}

}  // namespace

uint64_t batch_end(uint64_t index) {
  constexpr uint64_t kLargest = 256;
  uint64_t end = 0, size = 16;
  while (size < kLargest) {
    end += size;
    if (index < end) return end;
    size *= 2;
  }
  return end + ((index - end) / kLargest + 1) * kLargest;
}

CampaignOutcome run_campaign(const std::vector<CampaignScenario>& scenarios,
                             const Registry& registry, const CampaignOptions& options) {
  return Campaign(scenarios, registry, options).run();
}

}  // namespace ordain
