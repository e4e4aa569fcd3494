// Jepsen's log of one etcd compare-and-set register, a line an event:
//
//     INFO  jepsen.util - 3 :invoke :cas [1 2]
//
// The register begins as nil, distinct from every integer, and an ok read of nil observed that. A
// failed cas is an observation: it becomes an ok operation with the result false (the register did
// not hold what it expected). A failed read says nothing and stays a failed operation. Lines of
// other loggers are skipped; a line of jepsen.util, or one that is no log line, must be well
// formed.
#pragma once

#include <string>
#include <string_view>

#include "sim/check/history.h"

namespace ordain::check {

History import_etcd_log(std::string_view text, const std::string& source);

}  // namespace ordain::check
