#include "tools/cli/interrupt.h"

#include <csignal>

namespace ordain::cli {
namespace {

volatile std::sig_atomic_t pressed = 0;

void on_interrupt(int) {
  pressed = 1;
  std::signal(SIGINT, SIG_DFL);
}

}  // namespace

void catch_interrupts() { std::signal(SIGINT, on_interrupt); }

bool interrupted() { return pressed != 0; }

}  // namespace ordain::cli
