#include "sim/check/history.h"

#include "sim/base/error.h"

namespace ordain::check {

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::Ok:
      return "ok";
    case Outcome::Failed:
      return "failed";
    case Outcome::Indeterminate:
      break;
  }
  return "indeterminate";
}

std::string History::describe(size_t index) const {
  const Operation& op = operations[index];
  std::string out = "client " + std::to_string(op.process) + ": " + op.f;
  if (!op.key.is_nil()) out += " " + op.key.edn();
  if (!op.argument.is_nil()) out += " " + op.argument.edn();
  if (op.outcome == Outcome::Indeterminate) return out + " -> ?";
  if (op.outcome == Outcome::Failed) return out + " -> failed";
  if (op.result_unknown) return out + " -> ok, result not recorded";
  if (op.result == op.argument && !op.result.is_nil()) return out + " -> ok";
  return out + " -> " + op.result.edn();
}

History History::prefix(uint32_t count) const {
  History out{source, {}, count, initial};
  for (const Operation& whole : operations) {
    if (whole.invoke >= count) break;
    Operation& op = out.operations.emplace_back(whole);
    if (op.complete == Operation::kNever || op.complete < count) continue;
    op.complete = Operation::kNever;
    op.outcome = Outcome::Indeterminate;
    op.result = Value();
    op.result_unknown = false;
  }
  return out;
}

HistoryBuilder::HistoryBuilder(std::string source) { history_.source = std::move(source); }

void HistoryBuilder::fail(uint32_t line, std::string message) const {
  throw InputError(history_.source,
                   Problem{"line " + std::to_string(line), std::move(message), "", ""});
}

uint32_t HistoryBuilder::next_position(uint32_t line) {
  if (history_.events >= Operation::kNever - 1) fail(line, "more than 4294967294 events");
  return history_.events++;
}

void HistoryBuilder::add(const Event& event) {
  Client& client = clients_[event.process];
  if (client.dead)
    fail(event.line, "process " + std::to_string(event.process) +
                         " acts again after an indeterminate outcome (:info)");
  if (event.type == Event::Type::Invoke) {
    invoke(client, event);
  } else {
    complete(client, event);
  }
}

void HistoryBuilder::invoke(Client& client, const Event& event) {
  if (client.open)
    fail(event.line, "process " + std::to_string(event.process) +
                         " invokes while its operation of line " +
                         std::to_string(history_.operations[client.operation].line) + " is open");
  client.open = true;
  client.operation = static_cast<uint32_t>(history_.operations.size());
  Operation op;
  op.process = event.process;
  op.f = event.f;
  op.key = event.key;
  op.argument = event.value;
  op.invoke = next_position(event.line);
  op.line = event.line;
  op.invoke_time = event.time;
  history_.operations.push_back(std::move(op));
}

// A completion without an invocation is an operation invoked immediately before.
void HistoryBuilder::complete(Client& client, const Event& event) {
  if (!client.open) invoke(client, event);
  Operation& op = history_.operations[client.operation];
  if (op.f != event.f)
    fail(event.line, "process " + std::to_string(event.process) + " completes \"" + event.f +
                         "\", but its open operation is \"" + op.f + "\" of line " +
                         std::to_string(op.line));
  client.open = false;
  op.complete_time = event.time;
  if (event.type == Event::Type::Info) {
    client.dead = true;
    return;
  }
  op.complete = next_position(event.line);
  op.outcome = event.type == Event::Type::Ok ? Outcome::Ok : Outcome::Failed;
  if (op.key.is_nil()) op.key = event.key;
  op.result_unknown = event.result_unknown;
  if (op.outcome == Outcome::Ok) op.result = event.value;
}

History HistoryBuilder::take() { return std::move(history_); }

}  // namespace ordain::check
