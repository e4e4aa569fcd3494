// One line for an event, as a person would say it: "send RequestVote to n2: term=1 last_index=0".
// The verbose story, ShiViz and Mermaid all tell events in these words.
#pragma once

#include <string>
#include <string_view>

#include "sim/core/trace.h"
#include "sim/run/export/names.h"

namespace ordain {

// What happened, without its time and place. One line, whatever strings a payload holds.
std::string event_text(const TraceEvent& event, const Names& names);

// A JSON object as "term=1 entries=[{term=1 command=7}]", cut after `limit` bytes.
std::string brief(std::string_view json, size_t limit);

std::string payload_text(const Payload& payload, size_t limit = 160);  // brief, of a message
std::string fact_text(const Fact& fact);                               // "elected term=3"
std::string operation_text(const OpEvent& op);                         // "put k1 = 7"
std::string words(std::string_view snake_name);                        // "torn_write": "torn write"

}  // namespace ordain
