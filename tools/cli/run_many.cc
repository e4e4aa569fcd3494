#include "tools/cli/run_many.h"

#include <chrono>
#include <map>

#include "protocols/builtin.h"
#include "sim/base/text.h"
#include "sim/scenario/swarm_ranges.h"
#include "tools/cli/drive.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/progress.h"
#include "tools/cli/run_report.h"

namespace ordain::cli {
namespace {

constexpr size_t kMostListed = 1000;  // failures kept in full

struct Failure {
  uint64_t seed = 0;
  Verdict verdict = Verdict::pass;
  std::string digest;
  std::string undecided;
  std::vector<Violation> violations;
};

class Campaign {
 public:
  explicit Campaign(const ManyRuns& many)
      : many_(many),
        names_(World(many.spec.build(), WorldSpec{many.spec.servers, {}, {}, {}, {}, {}}, 0)),
        start_(std::chrono::steady_clock::now()) {}

  int run() {
    Progress progress(many_.output.quiet, many_.last - many_.first + 1, "runs");
    try {
      for (uint64_t seed = many_.first;; ++seed) {
        one(seed);
        progress.advance(runs_, std::to_string(unexpected_) + " not as expected");
        if (seed == many_.last || interrupted()) break;
      }
    } catch (const Interrupted&) {  // in the middle of a run, which does not count
    }
    progress.finish();
    many_.output.json() ? report_json() : report_text();
    if (!nondeterministic_.empty()) return 3;
    if (interrupted()) return kInterruptedStatus;
    return unexpected_ > 0 ? 1 : 0;
  }

 private:
  void one(uint64_t seed);
  void tell_failure(const Failure& failure) const;
  void report_text() const;
  void report_json() const;
  int64_t wall_ms() const {
    const auto spent = std::chrono::steady_clock::now() - start_;
    return std::chrono::duration_cast<std::chrono::milliseconds>(spent).count();
  }

  const ManyRuns& many_;
  Names names_;
  std::chrono::steady_clock::time_point start_;
  uint64_t runs_ = 0;
  uint64_t unexpected_ = 0;
  uint64_t verified_ = 0;
  uint64_t events_ = 0;
  uint64_t last_seed_ = 0;
  std::map<Verdict, uint64_t> verdicts_;
  std::map<std::string, uint64_t> probes_;  // how many runs hit each
  std::vector<Failure> failures_;
  std::vector<uint64_t> nondeterministic_;
};

void Campaign::one(uint64_t seed) {
  const std::optional<Scenario> drawn = draw_ranges(many_.scenario, builtin_registry(), seed);
  const RunSpec spec = drawn ? make_run_spec(*drawn, builtin_registry()) : many_.spec;
  const RunResult result = drive(spec, seed, {});
  ++runs_;
  last_seed_ = seed;
  events_ += result.events;
  ++verdicts_[result.verdict];
  for (const auto& [name, times] : result.probes) probes_[name] += times > 0 ? 1 : 0;
  if (!many_.scenario.expect.met(result.verdict, result.violations)) {
    ++unexpected_;
    const Failure failure{seed, result.verdict, result.digest.hex(), result.undecided,
                          result.violations};
    if (!many_.output.quiet && unexpected_ <= 20) tell_failure(failure);
    if (failures_.size() < kMostListed) failures_.push_back(failure);
  }
  if (!many_.verify) return;
  if (const std::optional<Divergence> divergence = verify(spec, seed)) {
    nondeterministic_.push_back(seed);
    write_to(stderr, "seed " + std::to_string(seed) + ": " + divergence_text(*divergence, names_));
  } else {
    ++verified_;
  }
}

void Campaign::tell_failure(const Failure& failure) const {
  std::string text =
      "seed " + std::to_string(failure.seed) + ": " + std::string(enum_name(failure.verdict));
  if (!failure.undecided.empty()) text += ", " + failure.undecided;
  for (const Violation& violation : failure.violations) {
    text += ", " + violation.property + " at " + format_seconds(violation.time.ns) + ": " +
            violation.reason;
  }
  write_to(many_.output.people(), many_.output.palette().paint(Colour::red, text) +
                                      ", but expected: " + many_.scenario.expect.text() + "\n");
}

void Campaign::report_text() const {
  const Palette palette = many_.output.palette();
  std::string out = many_.scenario.name + ", " + std::to_string(runs_) + " runs, seeds " +
                    std::to_string(many_.first) + " to " + std::to_string(last_seed_) + ": ";
  out += palette.paint(unexpected_ == 0 ? Colour::green : Colour::red,
                       std::to_string(runs_ - unexpected_) + " as expected (" +
                           many_.scenario.expect.text() + "), " + std::to_string(unexpected_) +
                           " not") +
         "\n";
  if (many_.verify) {
    out += "verified   " + std::to_string(verified_) + " run again twice, event by event; " +
           std::to_string(nondeterministic_.size()) + " differed\n";
  }
  out +=
      "ran        " + std::to_string(events_) + " events in " + std::to_string(wall_ms()) + " ms\n";
  std::vector<std::string> hit;
  for (const auto& [name, runs] : probes_) {
    if (runs > 0) hit.push_back(name + " in " + count(runs, "run"));
  }
  if (!hit.empty()) out += labelled(palette, "probes", join(hit, ", "));
  const std::string missed = missed_probes(probes_);
  if (!missed.empty()) out += labelled(palette, "never hit", missed);
  if (!failures_.empty()) {
    out += "again      " + many_.command(failures_.front().seed) + "\n";
  }
  if (interrupted()) out += "interrupted before the last seed\n";
  write_to(stdout, out);
}

void Campaign::report_json() const {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  out.field("scenario", many_.scenario.name);
  out.field("protocol", many_.scenario.protocol);
  out.field("runs", runs_);
  out.field("first_seed", std::to_string(many_.first));
  out.field("last_seed", std::to_string(last_seed_));
  out.field("expected", runs_ - unexpected_);
  out.field("unexpected", unexpected_);
  out.key("failures");
  out.begin_array();
  for (const Failure& failure : failures_) {
    out.begin_object();
    out.field("seed", std::to_string(failure.seed));
    out.field("verdict", failure.verdict);
    out.field("digest", failure.digest);
    if (!failure.undecided.empty()) out.field("undecided", failure.undecided);
    out.key("violations");
    out.begin_array();
    for (const Violation& violation : failure.violations) write_violation(out, violation, names_);
    out.end_array();
    out.end_object();
  }
  out.end_array();
  out.field("verified", verified_);
  out.key("nondeterministic");
  out.begin_array();
  for (const uint64_t seed : nondeterministic_) out.string(std::to_string(seed));
  out.end_array();
  out.field("events", events_);
  out.key("probes");
  out.begin_object();
  for (const auto& [name, runs] : probes_) out.field(name, runs);
  out.end_object();
  out.field("interrupted", interrupted());
  out.field("wall_ms", wall_ms());
  out.end_object();
  write_to(stdout, text + "\n");
}

}  // namespace

int run_many(const ManyRuns& many) { return Campaign(many).run(); }

std::string divergence_text(const Divergence& divergence, const Names& names) {
  return "nondeterminism: two runs of the same seed differ first at event " +
         std::to_string(divergence.event) + ", " + names.node(divergence.node) + ", " +
         format_seconds(divergence.time.ns) + ": " + divergence.what + "\n";
}

}  // namespace ordain::cli
