// Transactions from recorded histories: Elle's list-append and rw-register (EDN or JSON, through
// the shared reader), and the text format of PolySI, Plume and AWDIT.
//
// Transactions are vectors of micro-operations [:r k v], [:w k v], [:append k v]. A history with
// any :append is list-append. Whatever is malformed is an InputError with its line.
#pragma once

#include <string>
#include <string_view>

#include "sim/check/history.h"
#include "sim/check/isolation/transactions.h"

namespace ordain::check::isolation {

// Whether the operations are transactions of [:r|:w|:append k v] and so for these checkers.
bool holds_transactions(const History& history);

Transactions import_transactions(const History& history);

// One micro-operation a line: r(<key>,<value>,<session>,<transaction>) or w(...). Lines with the
// same session and transaction are one committed transaction; a session's come in the order they
// appear; there is no real-time order. Value 0 is every key's initial value.
Transactions import_plume(std::string_view text, const std::string& source);

}  // namespace ordain::check::isolation
