// Sequential consistency (Lamport 1979): one order of all operations, which keeps each client's own
// order and explains every result; real time plays no part. It is not local, so all objects are
// searched together. A crashed client's last operation may be left out.
#pragma once

#include "sim/check/history.h"
#include "sim/check/lin/check.h"
#include "sim/check/order/verdict.h"

namespace ordain::check::order {

Verdict check_sequential(const History& history, const lin::Options& options);

}  // namespace ordain::check::order
