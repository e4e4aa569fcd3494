// Judges small arbitrary histories in EDN under every model, both ways: a search within its limits
// and the special cases must never disagree, and nothing may crash.
#include <cstdlib>

#include "sim/base/error.h"
#include "sim/check/import/format.h"
#include "sim/check/lin/check.h"
#include "sim/check/lin/explain.h"

namespace {

using namespace ordain::check;

void judge(const History& history, Model model) {
  lin::Options options;
  options.model = model;
  options.limits = {20'000, 20'000'000};
  options.method = lin::Method::SearchOnly;
  const lin::Report searched = lin::check(history, options);
  options.method = lin::Method::Automatic;
  options.sort_always = true;
  const lin::Report quick = lin::check(history, options);
  const bool decided =
      searched.verdict != lin::Verdict::Unknown && quick.verdict != lin::Verdict::Unknown;
  if (decided && searched.verdict != quick.verdict) std::abort();
  if (searched.verdict == lin::Verdict::NotLinearizable) lin::explain(history, options, searched);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  History history;
  try {
    history = import_history(text, "input", Format::Edn);
  } catch (const ordain::InputError&) {
    return 0;
  }
  if (history.operations.size() > 40) return 0;
  for (const std::string& name : model_names()) {
    try {
      judge(history, parse_model(name));
    } catch (const ordain::InputError&) {
    }
  }
  return 0;
}
