// The models by name, and which operations each knows.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/check/history.h"
#include "sim/check/model/spec.h"

namespace ordain::check {

enum class Model : uint8_t {
  Register,       // read, write, cas
  MultiRegister,  // txn of reads and writes on several registers, each transaction atomic
  Kv,             // get, put, append, delete, cas; one object a key
  Queue,          // enqueue, dequeue; first in, first out
  Stack,          // push, pop
  Set,            // add, remove, contains, read
  Counter,        // add, increment, decrement, read
  Lock,           // acquire, release
  FencedLock,     // acquire, release, write, read; with fencing tokens (fenced_lock.h)
  Log,            // append, read
  Bank            // transfer, read
};

std::string_view name_of(Model model);
const std::vector<std::string>& model_names();
Model parse_model(std::string_view name);  // throws InputError

// The model that a history's operations speak of; throws InputError when none fits.
Model guess_model(const History& history);

// Names that the field uses for one operation.
enum class Verb : uint8_t {
  Unknown,
  Read,
  Write,
  Cas,
  Append,
  Delete,
  Enqueue,
  Dequeue,
  Push,
  Pop,
  Add,
  Remove,
  Contains,
  Increment,
  Decrement,
  Acquire,
  Release,
  Txn,
  Transfer
};
Verb verb_of(std::string_view f);

// The sequential specification over Values, whose initial register or key value is `initial`.
std::unique_ptr<Spec> make_spec(Model model, const Value& initial);

[[noreturn]] void misfit(const History& history, const Operation& op, Model model,
                         std::string message);

}  // namespace ordain::check
