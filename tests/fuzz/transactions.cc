// Transactions in EDN or JSON (a first byte J): read, and judged with few steps.
#include "sim/base/error.h"
#include "sim/check/import/format.h"
#include "sim/check/isolation/check.h"
#include "sim/check/isolation/import.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ordain::check;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  Format format = Format::Edn;
  if (text.starts_with("J")) {
    format = Format::Json;
    text.remove_prefix(1);
  }
  try {
    isolation::Options few;
    few.cycle_steps = few.order_steps = 100'000;
    const History history = import_history(text, "input", format);
    (void)isolation::check_isolation(isolation::import_transactions(history), few);
  } catch (const ordain::InputError&) {
  }
  return 0;
}
