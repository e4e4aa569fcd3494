#include "tests/bench/figures.h"

#include <algorithm>
#include <ctime>

namespace ordain::bench {

void Figures::add(std::string name, double value, std::string unit, std::string note) {
  figures_.push_back({std::move(name), value, std::move(unit), std::move(note)});
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::vector<std::vector<double>> take_turns(const std::vector<std::function<void()>>& works,
                                            int rounds) {
  std::vector<std::vector<double>> seconds(works.size());
  for (int round = -1; round < rounds; ++round) {
    for (size_t i = 0; i < works.size(); ++i) {
      const double before = cpu_seconds();
      works[i]();
      if (round >= 0) seconds[i].push_back(cpu_seconds() - before);
    }
  }
  return seconds;
}

}  // namespace ordain::bench
