// From a history to the problems that the search solves: which operations belong to one object
// (linearizability is local, so each object is judged alone; Herlihy and Wing 1990, and
// P-compositionality of Horn and Kroening 2015), and each object's operations over its machine.
//
// What cannot matter is left out: failed operations, indeterminate ones that change nothing, reads
// whose result is not recorded. Values that no operation looks for become one dead value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/check/history.h"
#include "sim/check/lin/machines.h"
#include "sim/check/lin/problem.h"
#include "sim/check/model/model.h"

namespace ordain::check::lin {

// One object: its key (nil when the model has a single object) and its operations.
struct Object {
  Value key;
  std::vector<uint32_t> operations;  // indices into History::operations, ascending
};

std::vector<Object> split(const History& history, Model model);

// A register's operations: what the polynomial algorithms and the register machine start from.
struct RegisterOp {
  uint32_t call = 0;
  uint32_t ret = kNever;
  uint32_t source = 0;
  RegisterMachine::Kind kind = RegisterMachine::Kind::Read;
  uint32_t a = 0;
  uint32_t b = 0;
};

struct RegisterOps {
  std::vector<RegisterOp> ops;
  uint32_t values = 0;      // ids below this are values that some operation observes; 0: initial
  uint32_t dead = 0;        // the id of every value that none observes
  bool anti_reads = false;  // some cas failed, which is legal in the dead state
};

// Whether the object has only a register's operations: no appends.
bool is_plain_register(const History& history, const Object& object, Model model);

// Throws InputError when an operation is none of a register's.
RegisterOps register_ops(const History& history, const Object& object, const Value& initial);
Problem register_problem(const RegisterOps& ops);

// What the general search runs on, for any model.
Problem compile(const History& history, const Object& object, Model model, const Value& initial);

}  // namespace ordain::check::lin
