// Recorded histories in every format: whatever the bytes, an importer gives a history or an
// InputError; and what it gave is written and read back as the same.
#include <cstdlib>

#include "sim/base/error.h"
#include "sim/check/export.h"
#include "sim/check/import/format.h"

namespace {

using namespace ordain::check;

// Positions count completions, and the names that JSON has are fewer, so only EDN must agree.
void round_trip(const History& history) {
  const std::string text = export_edn(history);
  const History again = import_history(text, "exported", Format::Edn);
  if (again.operations.size() != history.operations.size()) std::abort();
  for (size_t i = 0; i < again.operations.size(); ++i)
    if (again.operations[i].outcome != history.operations[i].outcome ||
        again.operations[i].process != history.operations[i].process)
      std::abort();
}

bool is_plain_name(const std::string& f) {
  return !f.empty() && f.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  constexpr Format kFormats[] = {Format::Edn, Format::Json, Format::Ndjson, Format::EtcdLog,
                                 Format::PorcupineKv};
  const Format format =
      data[0] < '0' || data[0] > '4' ? detect_format("", text) : kFormats[data[0] - '0'];
  try {
    const History history = import_history(text, "input", format);
    bool plain = format != Format::Edn;  // EDN symbols may spell what EDN does not read back
    for (const Operation& op : history.operations) plain &= is_plain_name(op.f);
    if (plain) round_trip(history);
  } catch (const ordain::InputError&) {
  }
  return 0;
}
