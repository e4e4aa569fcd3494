#include "sim/run/export/event_text.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/core/vector_clock.h"
#include "sim/fault/fault_spec.h"

namespace ordain {
namespace {

// The end of the JSON string that starts at `from` (its opening quote), past its closing quote.
size_t string_end(std::string_view json, size_t from) {
  size_t i = from + 1;
  while (i < json.size() && json[i] != '"') i += json[i] == '\\' ? 2 : 1;
  return i + 1;
}

std::string message_name(const TraceEvent& event) {
  return event.payload ? std::string(event.payload.name()) : "message";
}

std::string with_payload(std::string text, const TraceEvent& event) {
  const std::string fields = payload_text(event.payload);
  return fields.empty() ? text : text + ": " + fields;
}

// "RequestVote from n1 to n2", for what happens to a message between its ends.
std::string message_on_link(const TraceEvent& event, const Names& names) {
  const MessageId id = message_of(event);
  return message_name(event) + " from " + names.node(id.from) + " to " + names.node(id.to);
}

std::string count(uint64_t n, std::string_view noun) {
  return std::to_string(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
}

std::string crash_text(const TraceEvent& event) {
  if (event.a == 0 && event.b == 0) return "crash";
  return "crash: of its unsynced writes " + count(event.a, "record") + " survive, " +
         std::to_string(event.b) + " lost";
}

std::string clock_text(const TraceEvent& event) {
  return "clock set off by " + format_duration({static_cast<int64_t>(event.a)}) + ", drifting " +
         std::to_string(static_cast<int64_t>(event.b)) + " ppm";
}

// The strike of a fault rule under whose id cuts and link changes stand (both counted from 1), as
// "1" or, when the rule struck again, "1.2".
std::string strike_text(uint64_t id) {
  const uint64_t strike = (id & 0xFFFF'FFFF) + 1;
  const std::string rule = std::to_string(id >> 32);
  return strike == 1 ? rule : rule + "." + std::to_string(strike);
}

// What the world undoes all at once has no id.
std::string with_strike(std::string_view what, uint64_t id) {
  return std::string(what) + (id == ~uint64_t{0} ? " all" : " " + strike_text(id));
}

std::string phase_text(uint64_t phase) {
  if (phase == 0) return "safety phase";
  if (phase > 1) return "end";
  return "liveness phase: faults end, a core of nodes is repaired, the others stop for good";
}

// "partition 1: isolate, n2 on one side".
std::string partition_text(const TraceEvent& event, const Names& names) {
  std::string side;
  for (uint32_t i = 0; i < 64; ++i) {
    if ((event.b >> i & 1) != 0) side += (side.empty() ? "" : " ") + names.node(NodeId(i));
  }
  std::string text = with_strike("partition", event.a) + ": " +
                     words(enum_name(static_cast<PartitionShape>(event.detail)));
  return side.empty() ? text : text + ", " + side + " on one side";
}

std::string timer_text(const TraceEvent& event, const Names& names) {
  const std::string key = event.a == 0 ? "" : " " + std::to_string(event.a);
  return "timer " + names.timer(event.node, event.detail) + key;
}

std::string message_text(const TraceEvent& event, const Names& names) {
  switch (event.kind) {
    case EventKind::send:
      return with_payload("send " + message_name(event) + " to " + names.node(event.peer), event);
    case EventKind::deliver:
      return with_payload("deliver " + message_name(event) + " from " + names.node(event.peer),
                          event);
    case EventKind::drop:
      return "drop " + message_on_link(event, names) + " (" +
             words(enum_name(static_cast<DropCause>(event.detail))) + ")";
    default:
      return std::string(enum_name(event.kind)) + " " + message_on_link(event, names);
  }
}

std::string disk_text(const TraceEvent& event) {
  const std::string write = "write " + std::to_string(event.a);
  if (event.kind == EventKind::durable) return write + " durable";
  if (event.kind == EventKind::write) return write + ": " + count(event.b, "record");
  return "disk fault: " + words(enum_name(static_cast<DiskFault>(event.detail)));
}

}  // namespace

std::string words(std::string_view snake_name) {
  std::string out(snake_name);
  for (char& c : out) {
    if (c == '_') c = ' ';
  }
  return out;
}

std::string brief(std::string_view json, size_t limit) {
  if (json.size() >= 2 && json.front() == '{') json = json.substr(1, json.size() - 2);
  std::string out;
  for (size_t i = 0; i < json.size() && out.size() <= limit;) {
    if (json[i] == '"') {
      const size_t end = std::min(string_end(json, i), json.size());
      const bool key = end < json.size() && json[end] == ':';
      out += key ? json.substr(i + 1, end - i - 2) : json.substr(i, end - i);
      if (key) out += '=';
      i = key ? end + 1 : end;
    } else {
      out += json[i] == ',' ? ' ' : json[i];
      ++i;
    }
  }
  if (out.size() <= limit) return out;
  size_t cut = limit;
  while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xC0) == 0x80) --cut;  // UTF-8
  return out.substr(0, cut) + "...";
}

std::string payload_text(const Payload& payload, size_t limit) {
  if (!payload) return "";
  std::string json;
  JsonWriter writer(json);
  payload.write_json(writer);
  return brief(json, limit);
}

std::string fact_text(const Fact& fact) {
  if (fact.type == nullptr) return "fact";
  std::string out(fact.type->name);
  for (uint32_t i = 0; i < fact.type->fields; ++i) {
    out += " " + std::string(fact.type->field_names[i]) + "=" + std::to_string(fact.words[i]);
  }
  return out;
}

namespace {

// " k1: nil, k2 = 7": what it reads, then what it writes.
std::string transaction_text(const Payload& transaction) {
  if (!transaction.is<Transaction>()) return "";
  std::string out;
  for (const TransactionPart& part : transaction.as<Transaction>()) {
    out += (out.empty() ? " k" : ", k") + std::to_string(part.key);
    out += part.kind == PartKind::write ? " = " : ": ";
    out += part.has_value ? std::to_string(part.value) : "nil";
  }
  return out;
}

}  // namespace

std::string operation_text(const OpEvent& op) {
  const std::string name(enum_name(op.function));
  const std::string key = " k" + std::to_string(op.key);
  const std::string value = std::to_string(op.value);
  switch (op.function) {
    case Function::cas:
      return name + key + " " + value + " -> " + std::to_string(op.new_value);
    case Function::read:
    case Function::get:
    case Function::dequeue:
    case Function::pop:
      if (op.phase != OpPhase::ok) return name + key;
      return name + key + " = " + (op.has_value ? value : "nil");
    case Function::acquire:
      return name + key + (op.has_value ? ", token " + value : "");
    case Function::release:
      return name + key + ", token " + value;
    case Function::write:
      if (op.new_value == 0) return name + key + " = " + value;
      return name + key + " = " + value + ", token " + std::to_string(op.new_value);
    case Function::erase:
      return name + key;
    case Function::txn:
      return name + transaction_text(op.transaction);
    default:
      return name + key + " = " + value;
  }
}

std::string event_text(const TraceEvent& event, const Names& names) {
  if (is_message_event(event.kind)) return message_text(event, names);
  switch (event.kind) {
    case EventKind::start:
      return event.a == 0 ? "start" : "restart " + std::to_string(event.a);
    case EventKind::timer:
      return timer_text(event, names);
    case EventKind::write:
    case EventKind::durable:
    case EventKind::disk_fault:
      return disk_text(event);
    case EventKind::crash:
      return crash_text(event);
    case EventKind::slow:
      if (event.a == 0) return "slow no more";
      return "slow: each message takes " + format_duration({static_cast<int64_t>(event.a)});
    case EventKind::clock:
      return clock_text(event);
    case EventKind::partition:
      return partition_text(event, names);
    case EventKind::heal:
    case EventKind::release:
    case EventKind::link:
      return with_strike(enum_name(event.kind), event.a);
    case EventKind::hold:
      return event.payload ? "hold " + message_on_link(event, names) : with_strike("hold", event.a);
    case EventKind::fact:
      return fact_text(event.fact);
    case EventKind::operation:
      return std::string(enum_name(event.op.phase)) + " " + operation_text(event.op);
    case EventKind::phase:
      return phase_text(event.a);
    default:
      return std::string(enum_name(event.kind));
  }
}

}  // namespace ordain
