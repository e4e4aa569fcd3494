#include "tools/cli/drive.h"

#include "sim/base/error.h"
#include "tools/cli/interrupt.h"

namespace ordain::cli {
namespace {

class Driver {
 public:
  Driver(const RunSpec& spec, uint64_t seed, const DriveOptions& options)
      : options_(options), run_(spec, seed, run_options(options)) {}

  RunResult drive() {
    if (options_.begin) options_.begin(run_.world());
    show_new_events();
    for (uint64_t steps = 1; run_.step(); ++steps) {
      show_new_events();
      if (steps % 4096 == 0 && interrupted()) throw Interrupted{};
    }
    show_new_events();
    return run_.finish();
  }

 private:
  static RunOptions run_options(const DriveOptions& options) {
    return {options.keep_trace || options.see, options.keep_history, options.stop_at_violation};
  }

  void show_new_events() {
    Trace& trace = run_.world().trace();
    if (!trace.recording()) return;
    const std::vector<TraceEvent>& events = trace.events();
    if (options_.see) {
      for (; seen_ < events.size(); ++seen_) options_.see(events[seen_]);
    }
    if (!options_.keep_trace) {
      trace.forget_events();
      seen_ = 0;
    } else if (events.size() > kMostKeptEvents) {
      throw InputError("--trace", Problem{"", "the run has too many events to keep",
                                          "at most " + std::to_string(kMostKeptEvents) +
                                              "; shorten its duration with --set /duration=...",
                                          ""});
    }
  }

  const DriveOptions& options_;
  Run run_;
  size_t seen_ = 0;
};

}  // namespace

RunResult drive(const RunSpec& spec, uint64_t seed, const DriveOptions& options) {
  return Driver(spec, seed, options).drive();
}

}  // namespace ordain::cli
