#include "sim/run/export/history.h"

#include <map>
#include <set>
#include <string>

#include "sim/base/json_writer.h"

namespace ordain {
namespace {

struct HistoryLine {
  uint64_t index = 0;
  uint64_t process = 0;
  const OpRecord* record = nullptr;
};

std::string_view type_of(OpPhase phase) {
  switch (phase) {
    case OpPhase::invoke:
      return "invoke";
    case OpPhase::ok:
      return "ok";
    case OpPhase::failed:
      return "fail";
    case OpPhase::indeterminate:
      return "info";
  }
  return "info";
}

bool observes(Function function) {
  return function == Function::read || function == Function::get || function == Function::dequeue ||
         function == Function::pop;
}

bool has_no_value(Function function) {
  return function == Function::acquire || function == Function::release ||
         function == Function::erase;
}

// Numbers processes and lines as Jepsen would, and hands each on.
template <class Write>
void for_each_line(const std::vector<OpRecord>& history, const Write& write) {
  std::map<NodeId, uint64_t> process;
  std::set<NodeId> clients;
  for (const OpRecord& record : history) clients.insert(record.client);
  for (const NodeId client : clients) process.emplace(client, process.size());
  uint64_t index = 0;
  for (const OpRecord& record : history) {
    uint64_t& p = process[record.client];
    write(HistoryLine{index++, p, &record});
    if (record.op.phase == OpPhase::indeterminate) p += clients.size();
  }
}

// nil: a read without a result yet, or one that observed nothing; otherwise the number or pair.
enum class ValueShape : uint8_t { nil, number, pair };

ValueShape shape_of(const OpEvent& op) {
  if (has_no_value(op.function)) return ValueShape::nil;
  if (op.function == Function::cas) return ValueShape::pair;
  if (!observes(op.function)) return ValueShape::number;
  return op.phase == OpPhase::ok && op.has_value ? ValueShape::number : ValueShape::nil;
}

bool observed_nil(const OpEvent& op) {
  return observes(op.function) && op.phase == OpPhase::ok && !op.has_value;
}

void write_edn(const HistoryLine& line, std::string& out) {
  const OpEvent& op = line.record->op;
  out += "{:index " + std::to_string(line.index);
  out += ", :time " + std::to_string(line.record->time.ns);
  out += ", :type :" + std::string(type_of(op.phase));
  out += ", :process " + std::to_string(line.process);
  out += ", :f :" + std::string(enum_name(op.function));
  out += ", :key " + std::to_string(op.key) + ", :value ";
  switch (shape_of(op)) {
    case ValueShape::nil:
      out += "nil";
      break;
    case ValueShape::number:
      out += std::to_string(op.value);
      break;
    case ValueShape::pair:
      out += "[" + std::to_string(op.value) + " " + std::to_string(op.new_value) + "]";
      break;
  }
  if (observed_nil(op)) out += ", :exact true";
  out += "}\n";
}

void write_json_line(const HistoryLine& line, std::string& text) {
  const OpEvent& op = line.record->op;
  JsonWriter out(text);
  out.begin_object();
  out.field("index", line.index);
  out.field("time", line.record->time);
  out.field("type", type_of(op.phase));
  out.field("process", line.process);
  out.field("f", op.function);
  out.field("key", op.key);
  out.key("value");
  const ValueShape shape = shape_of(op);
  if (shape == ValueShape::nil) out.null();
  if (shape == ValueShape::number) out.integer(op.value);
  if (shape == ValueShape::pair) write_json(out, std::pair(op.value, op.new_value));
  if (observed_nil(op)) out.field("exact", true);
  out.end_object();
  text += '\n';
}

template <class Write>
void export_lines(const std::vector<OpRecord>& history, TextSink& out, const Write& write) {
  for_each_line(history, [&](const HistoryLine& line) {
    write(line, out.text());
    out.next();
  });
  out.flush();
}

}  // namespace

void export_history_edn(const std::vector<OpRecord>& history, TextSink& out) {
  export_lines(history, out, write_edn);
}

void export_history_ndjson(const std::vector<OpRecord>& history, TextSink& out) {
  export_lines(history, out, write_json_line);
}

}  // namespace ordain
