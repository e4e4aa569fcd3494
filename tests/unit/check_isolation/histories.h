// Small histories written as text, one transaction a word group, for tests to read at a glance:
//
//     "0 [0 3] ok: a x 1, r x 1 2, w y 3, r z"
//
// session, position of invocation and completion (or -), outcome, and micro-operations: a appends,
// w writes, r reads (nothing after the key: nil or the empty list). Keys are letters.
#pragma once

#include <initializer_list>
#include <string>

#include "sim/check/isolation/transactions.h"

namespace ordain::check::isolation {

Transactions lists(std::initializer_list<std::string> transactions);
Transactions registers(std::initializer_list<std::string> transactions);

}  // namespace ordain::check::isolation
