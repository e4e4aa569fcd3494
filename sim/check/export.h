// Writes a history as events in order, one a line: EDN as Jepsen, Knossos and Elle read it, or
// NDJSON with the same keys. Importing what was exported gives an equal history.
//
// An indeterminate operation ends in an :info event, placed at the history's end: its position says
// nothing. A read that observed nil carries :exact true, because Knossos's readers take a nil there
// for "not recorded".
#pragma once

#include <string>

#include "sim/check/history.h"

namespace ordain::check {

std::string export_edn(const History& history);
std::string export_ndjson(const History& history);

}  // namespace ordain::check
