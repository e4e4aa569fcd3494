// Options that change a scenario from the command line: "--set /json/pointer=VALUE".
//
// VALUE is JSON where it is JSON, and else a bare string: 7, true, ["1ms","2ms"], 150ms, leader.
// Missing objects and lists on the way are made; "/faults/-" appends to a list.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/value.h"

namespace ordain {

// Every error of the settings at once, as one InputError that names the options.
void apply_settings(Value& tree, const std::vector<std::string>& settings);

}  // namespace ordain
