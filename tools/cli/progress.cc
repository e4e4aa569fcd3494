#include "tools/cli/progress.h"

#include <cstdlib>

#include "tools/cli/terminal.h"

namespace ordain::cli {
namespace {

constexpr auto kMove = std::chrono::milliseconds(100);
constexpr auto kPlain = std::chrono::seconds(10);

}  // namespace

Progress::Progress(bool quiet, uint64_t total, std::string noun)
    : quiet_(quiet),
      moving_(is_terminal(stderr) && std::getenv("CI") == nullptr),
      total_(total),
      noun_(std::move(noun)),
      start_(Clock::now()),
      next_(start_ + (moving_ ? Clock::duration(kMove) : Clock::duration(kPlain))) {}

std::string Progress::line(uint64_t done, const std::string& note) const {
  const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_);
  const uint64_t ms = static_cast<uint64_t>(spent.count()) + 1;
  std::string out = std::to_string(done);
  if (total_ > 0) out += " of " + std::to_string(total_);
  out += " " + noun_ + ", " + std::to_string(done * 1000 / ms) + " a second";
  if (!note.empty()) out += ", " + note;
  if (done > 0 && total_ > 0)
    out += ", " + std::to_string((total_ - done) * ms / done / 1000) + " s left";
  return out;
}

void Progress::advance(uint64_t done, const std::string& note) {
  if (quiet_) return;
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + (moving_ ? Clock::duration(kMove) : Clock::duration(kPlain));
  write_to(stderr, moving_ ? "\r\x1b[K" + line(done, note) : line(done, note) + "\n");
  shown_ = true;
}

void Progress::finish() {
  if (shown_ && moving_) write_to(stderr, "\r\x1b[K");
}

}  // namespace ordain::cli
