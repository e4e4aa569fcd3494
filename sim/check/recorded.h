// What a run records of an operation, in the values that histories and specifications speak of.
//
//   put 3 = 7         argument 7                 result 7
//   get 3             argument nil               result 7, or nil
//   cas 3 7 -> 8      argument [7 8]             result [7 8]
//   txn               argument [[:r 3 nil] ..]   result [[:r 3 7] ..]; a compare is a read
//   acquire 3         argument: the lease in ns, or nil          result: the token
//   release 3         argument: the token                        result: the token
//   write 3 = 7       argument [7 token] under a lock            result [7 token]
#pragma once

#include "sim/check/value.h"
#include "sim/core/operation.h"

namespace ordain::check {

Value argument_of(const OpEvent& op);
Value result_of(const OpEvent& op);  // requires that it is ok

// Whether its result is what it observed: a nil then means that nothing was there.
bool is_read(Function function);

// Where some operations of a history are transactions, the others are transactions of one key.
OpEvent as_transaction(const OpEvent& op);

}  // namespace ordain::check
