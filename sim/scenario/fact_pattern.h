// `when`: which reports of which fact a fault waits for.
#pragma once

#include "sim/scenario/fault_text.h"

namespace ordain {

FactPattern read_fact_pattern(const At& at, const fault_text::When& text,
                              const std::vector<const FactType*>& facts, Reading& reading);

}  // namespace ordain
