#include "sim/run/export/history.h"

#include <map>
#include <set>
#include <string>

#include "sim/base/json_writer.h"
#include "sim/check/recorded.h"

namespace ordain {
namespace {

struct HistoryLine {
  uint64_t index = 0;
  uint64_t process = 0;
  Time time;
  OpEvent op;
  bool keyed = true;
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

// A client's processes: one for each operation that it has open. One that does not know how its
// operation ended never acts again.
class Processes {
 public:
  Processes() = default;
  Processes(uint64_t first, uint64_t clients) : next_(first), clients_(clients) {}

  uint64_t of(const OpEvent& op) {
    if (op.phase != OpPhase::invoke) return end(op);
    if (idle_.empty()) {
      idle_.insert(next_);
      next_ += clients_;
    }
    const uint64_t process = *idle_.begin();
    idle_.erase(idle_.begin());
    open_[op.number] = process;
    return process;
  }

 private:
  uint64_t end(const OpEvent& op) {
    const auto open = open_.find(op.number);
    if (open == open_.end()) return next_;  // its invocation was not recorded
    const uint64_t process = open->second;
    open_.erase(open);
    if (op.phase != OpPhase::indeterminate) idle_.insert(process);
    return process;
  }

  uint64_t next_ = 0;
  uint64_t clients_ = 1;
  std::set<uint64_t> idle_;
  std::map<uint64_t, uint64_t> open_;  // by the operation's number
};

// Numbers processes and lines as Jepsen would, and hands each on.
template <class Write>
void for_each_line(const std::vector<OpRecord>& history, const Write& write) {
  std::set<NodeId> clients;
  bool transactions = false;
  for (const OpRecord& record : history) {
    clients.insert(record.client);
    transactions |= record.op.function == Function::txn;
  }
  std::map<NodeId, Processes> processes;
  for (const NodeId client : clients) {
    processes.emplace(client, Processes(processes.size(), clients.size()));
  }
  uint64_t index = 0;
  for (const OpRecord& record : history) {
    const uint64_t process = processes[record.client].of(record.op);
    const OpEvent op = transactions ? check::as_transaction(record.op) : record.op;
    write(HistoryLine{index++, process, record.time, op, !transactions});
  }
}

check::Value value_of(const OpEvent& op) {
  return op.phase == OpPhase::ok ? check::result_of(op) : check::argument_of(op);
}

bool observed_nil(const OpEvent& op) {
  return check::is_read(op.function) && op.phase == OpPhase::ok && !op.has_value;
}

void write_edn(const HistoryLine& line, std::string& out) {
  const OpEvent& op = line.op;
  out += "{:index " + std::to_string(line.index);
  out += ", :time " + std::to_string(line.time.ns);
  out += ", :type :" + std::string(type_of(op.phase));
  out += ", :process " + std::to_string(line.process);
  out += ", :f :" + std::string(enum_name(op.function));
  if (line.keyed) out += ", :key " + std::to_string(op.key);
  out += ", :value " + value_of(op).edn();
  if (observed_nil(op)) out += ", :exact true";
  out += "}\n";
}

void write_value(JsonWriter& out, const check::Value& value) {
  if (value.is_nil()) return out.null();
  if (value.is_int()) return out.integer(value.number());
  if (value.is_text()) return out.string(value.text());
  out.begin_array();
  for (const check::Value& item : value.items()) write_value(out, item);
  out.end_array();
}

void write_json_line(const HistoryLine& line, std::string& text) {
  const OpEvent& op = line.op;
  JsonWriter out(text);
  out.begin_object();
  out.field("index", line.index);
  out.field("time", line.time);
  out.field("type", type_of(op.phase));
  out.field("process", line.process);
  out.field("f", op.function);
  if (line.keyed) out.field("key", op.key);
  out.key("value");
  write_value(out, value_of(op));
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
