// Jepsen's workload properties: weaker than linearizability, cheap, and what its recorded histories
// of these workloads are judged by.
//   bank       every read has the total of the first (or of --initial) and no negative balance
//   counter    a read lies between the sum of the adds acknowledged before it was invoked and the
//              sum of those attempted before it returned
//   set        the last read holds every acknowledged element and none that was never added
//   long-fork  two reads of one group of keys, each written once, never see writes in opposite
//   order
//              (parallel snapshot isolation allows that; Sovran et al. 2011)
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/check/history.h"
#include "sim/check/order/verdict.h"

namespace ordain::check::workload {

enum class Workload : uint8_t { Bank, Counter, Set, LongFork };

const char* name_of(Workload workload);
const std::vector<std::string>& workload_names();
Workload parse_workload(std::string_view name);   // throws InputError
Workload guess_workload(const History& history);  // throws InputError

order::Verdict check_workload(const History& history, Workload workload);

}  // namespace ordain::check::workload
