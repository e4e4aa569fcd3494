// What is generated from the tables and the registry, and committed beside the scenarios:
// scenario.schema.json, with which editors complete and check files, and REFERENCE.md for people.
#pragma once

#include <string>

#include "sim/scenario/protocol.h"
#include "sim/scenario/value.h"

namespace ordain {

Value scenario_schema(const Registry& registry);           // JSON Schema, draft 7
std::string scenario_reference(const Registry& registry);  // Markdown

}  // namespace ordain
