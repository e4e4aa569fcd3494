// As much of JSON Schema draft 7 as the generated schema uses, so that a test can hold the schema
// against the decoder. An unknown keyword is an error: a schema cannot say what this ignores.
#pragma once

#include <string>

#include "sim/scenario/value.h"

namespace ordain::test {

// The first thing that the schema does not allow, with its pointer; "" when all is allowed.
std::string schema_complaint(const Value& value, const Value& schema);

}  // namespace ordain::test
