#include "sim/check/export.h"

#include <algorithm>
#include <vector>

namespace ordain::check {
namespace {

// One event: an operation's invocation or its completion.
struct Moment {
  uint32_t position;
  uint32_t operation;
  bool completes;
};

std::vector<Moment> moments(const History& history) {
  std::vector<Moment> out;
  for (uint32_t i = 0; i < history.operations.size(); ++i) {
    out.push_back({history.operations[i].invoke, i, false});
    out.push_back({history.operations[i].complete, i, true});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Moment& a, const Moment& b) { return a.position < b.position; });
  return out;
}

const char* type_of(const Operation& op, bool completes) {
  if (!completes) return "invoke";
  return op.outcome == Outcome::Ok ? "ok" : op.outcome == Outcome::Failed ? "fail" : "info";
}

// The event's fields, in the order in which they are written.
std::vector<std::pair<const char*, Value>> fields(const Operation& op, const Moment& moment,
                                                  uint32_t index) {
  const int64_t time = moment.completes ? op.complete_time : op.invoke_time;
  const bool ok = moment.completes && op.outcome == Outcome::Ok;
  std::vector<std::pair<const char*, Value>> out;
  out.emplace_back("index", static_cast<int64_t>(index));
  if (time != Operation::kNoTime) out.emplace_back("time", time);
  out.emplace_back("type", Value::keyword(type_of(op, moment.completes)));
  out.emplace_back("process", op.process);
  out.emplace_back("f", Value::keyword(op.f));
  if (!op.key.is_nil()) out.emplace_back("key", op.key);
  out.emplace_back("value", ok ? op.result : op.argument);
  if (ok && op.f == "read" && op.result.is_nil() && !op.result_unknown)
    out.emplace_back("exact", Value::boolean(true));
  return out;
}

template <class Write>
std::string write_all(const History& history, Write write) {
  std::string out;
  uint32_t index = 0;
  for (const Moment& moment : moments(history))
    write(out, fields(history.operations[moment.operation], moment, index++));
  return out;
}

}  // namespace

std::string export_edn(const History& history) {
  return write_all(history, [](std::string& out, const auto& event) {
    const char* separator = "{";
    for (const auto& [name, value] : event) {
      ((out += separator) += ':') += name;
      (out += ' ') += value.edn();
      separator = ", ";
    }
    out += "}\n";
  });
}

std::string export_ndjson(const History& history) {
  return write_all(history, [](std::string& out, const auto& event) {
    const char* separator = "{";
    for (const auto& [name, value] : event) {
      ((out += separator) += '"') += name;
      (out += "\":") += value.json();
      separator = ",";
    }
    out += "}\n";
  });
}

}  // namespace ordain::check
