// How far long work is, on stderr: a line that moves on a terminal, a plain line now and then
// elsewhere, nothing when it is quick.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace ordain::cli {

class Progress {
 public:
  Progress(bool quiet, uint64_t total, std::string noun);  // total 0: nobody knows

  void advance(uint64_t done, const std::string& note);
  void finish();  // takes the moving line away

 private:
  std::string line(uint64_t done, const std::string& note) const;

  using Clock = std::chrono::steady_clock;
  bool quiet_;
  bool moving_;
  uint64_t total_;
  std::string noun_;
  Clock::time_point start_;
  Clock::time_point next_;
  bool shown_ = false;
};

}  // namespace ordain::cli
