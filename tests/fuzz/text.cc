// Durations, ratios and numbers as people write them: what is read is written and read back as the
// same, and nothing else happens.
#include "sim/base/text.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ordain;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::optional<Duration> duration = parse_duration(text);
  if (duration && parse_duration(format_duration(*duration)) != duration) std::abort();
  const std::optional<Ratio> ratio = parse_ratio(text);
  if (ratio) {
    const std::optional<Ratio> back = parse_ratio(format_ratio(*ratio));
    if (back != ratio || ratio->num > ratio->den) std::abort();
  }
  const std::optional<uint64_t> number = parse_u64(text);
  if (number && parse_u64("0x" + hex64(*number)) != number) std::abort();
  (void)did_you_mean(text, {"crash", "restart", "partition"});
  return 0;
}
