// Whole processes: start-up of the program, and instructions an event as valgrind's callgrind
// counts them (the slope between two sizes, so that start-up does not count).
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/bench/figures.h"
#include "tests/support/paths.h"

namespace ordain::bench {
namespace {

std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return text;
  std::array<char, 4096> buffer;
  while (const size_t n = fread(buffer.data(), 1, buffer.size(), pipe))
    text.append(buffer.data(), n);
  pclose(pipe);
  return text;
}

std::string own_path() {
  std::array<char, 4096> path{};
  const ssize_t n = readlink("/proc/self/exe", path.data(), path.size() - 1);
  return n > 0 ? std::string(path.data(), static_cast<size_t>(n)) : "ordain_bench";
}

double instructions(const std::string& work, uint64_t events) {
  const std::string text =
      output_of("valgrind --tool=callgrind --callgrind-out-file=/dev/null '" + own_path() +
                "' --work " + work + " " + std::to_string(events) + " 2>&1");
  const size_t at = text.find("Collected : ");
  return at == std::string::npos ? 0 : std::strtod(text.c_str() + at + 12, nullptr);
}

void count_instructions(Figures& out, const std::string& work) {
  if (output_of("command -v valgrind").empty()) {
    std::fprintf(stderr, "%s_instructions: needs valgrind, which is not installed\n", work.c_str());
    return;
  }
  constexpr uint64_t kSmall = 50'000, kLarge = 150'000;
  const double slope =
      (instructions(work, kLarge) - instructions(work, kSmall)) / (kLarge - kSmall);
  out.add(work + "_instructions", slope, "instructions an event", "callgrind");
}

// The wall time of a process from its start to its end.
double process_ms(const std::string& command) {
  std::vector<double> times;
  for (int i = 0; i < 11; ++i) {
    const auto before = std::chrono::steady_clock::now();
    if (std::system(command.c_str()) == -1) return 0;
    const std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - before;
    times.push_back(took.count());
  }
  return median(times);
}

void start_up(Figures& out) {
  const std::string ordain = test::ordain_program();
  const std::string scenario = test::source_dir() + "/scenarios/ping/happy.json";
  const double run = process_ms("'" + ordain + "' run '" + scenario +
                                "' --set /duration=1ms --set /liveness=false --quiet "
                                ">/dev/null 2>&1");
  out.add("startup_ms", run, "ms", "a run of 1 ms of virtual time, whole process and its shell");
}

}  // namespace

std::vector<Bench> process_benches() {
  return {{"startup_ms", start_up},
          {"w1_instructions", [](Figures& out) { count_instructions(out, "w1"); }},
          {"w2_instructions", [](Figures& out) { count_instructions(out, "w2"); }},
          {"w3_instructions", [](Figures& out) { count_instructions(out, "w3"); }}};
}

}  // namespace ordain::bench
