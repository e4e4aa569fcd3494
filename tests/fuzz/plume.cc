// The text of PolySI, Plume and AWDIT: read, and judged with few steps.
#include "sim/base/error.h"
#include "sim/check/isolation/check.h"
#include "sim/check/isolation/import.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ordain::check::isolation;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    Options few;
    few.cycle_steps = few.order_steps = 100'000;
    (void)check_isolation(import_plume(text, "input"), few);
  } catch (const ordain::InputError&) {
  }
  return 0;
}
