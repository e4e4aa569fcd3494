#include "tools/cli/check_isolation.h"

#include <algorithm>

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/check/import/edn.h"
#include "sim/check/isolation/check.h"
#include "sim/check/isolation/import.h"

namespace ordain::cli {
namespace {

using check::isolation::Level;
using check::isolation::Result;
using check::isolation::Transactions;

Answer answer_of(check::isolation::Verdict verdict) {
  switch (verdict) {
    case check::isolation::Verdict::Holds:
      return Answer::Holds;
    case check::isolation::Verdict::Violated:
      return Answer::Violated;
    case check::isolation::Verdict::Unknown:
      break;
  }
  return Answer::Unknown;
}

// The level whose verdict is the answer.
Level asked_for(const CheckRequest& request, const Result& result) {
  const auto named = check::isolation::level_named(request.property);
  const bool strict = result.judged[index_of(Level::StrictSerializable)];
  if (!named) return strict ? Level::StrictSerializable : Level::StrongSessionSerializable;
  if (result.judged[index_of(*named)]) return *named;
  throw InputError(
      request.path,
      Problem{"", "has no real-time order of transactions, which " + request.property + " is about",
              "", "strong-session-serializable needs the sessions' order alone"});
}

// Whether an event's value is a vector of micro-operations, and its function, if it has one, txn.
bool is_transaction(const check::Value& event) {
  const check::Value* f = event.field("f");
  if (f != nullptr && f->text() != "txn") return false;
  const check::Value* value = event.field("value");
  if (value == nullptr || value->items().empty()) return false;
  const check::Value& micro = value->items().front();
  if (micro.items().size() != 3) return false;
  const std::string_view name = micro.items().front().text();
  return name == "r" || name == "w" || name == "append";
}

}  // namespace

std::vector<std::string> isolation_properties() {
  std::vector<std::string> names = {"isolation"};
  for (size_t i = 0; i < check::isolation::kLevels; ++i) {
    names.emplace_back(check::isolation::level_name(static_cast<Level>(i)));
  }
  return names;
}

bool is_isolation_property(const std::string& property) {
  const std::vector<std::string> names = isolation_properties();
  return std::find(names.begin(), names.end(), property) != names.end();
}

bool holds_transactions(const CheckRequest& request) {
  using check::FormReader;
  if (request.format == check::Format::PlumeText) return true;
  const bool edn = request.format == check::Format::Edn;
  if (!edn && request.format != check::Format::Json && request.format != check::Format::Ndjson) {
    return false;
  }
  FormReader reader(request.text, request.path,
                    edn ? FormReader::Dialect::Edn : FormReader::Dialect::Json);
  try {  // the first event of a client tells
    for (auto form = reader.next(); form; form = reader.next()) {
      const check::Value* process = form->value.field("process");
      if (process != nullptr && !process->is_int()) continue;
      return is_transaction(form->value);
    }
  } catch (const InputError&) {  // whoever reads it in earnest will say so
  }
  return false;
}

Judgement judge_isolation(const CheckRequest& request) {
  Judgement out;
  Transactions transactions;
  if (request.format == check::Format::PlumeText) {
    transactions = check::isolation::import_plume(request.text, request.path);
  } else {
    out.history = check::import_history(request.text, request.path, request.format);
    transactions = check::isolation::import_transactions(out.history);
  }
  check::isolation::Options options;
  options.order_steps = request.max_steps;
  options.cycle_steps = std::min(options.cycle_steps, request.max_steps);
  const Result result = check::isolation::check_isolation(transactions, options);
  const bool lists = transactions.type == check::isolation::DataType::ListAppend;
  out.model = lists ? "list-append" : "rw-register";
  out.operations = result.transactions;
  out.steps = result.steps;
  for (size_t i = 0; i < check::isolation::kLevels; ++i) {
    if (!result.judged[i]) continue;
    const std::string name(check::isolation::level_name(static_cast<Level>(i)));
    out.levels.emplace_back(name, answer_of(result.levels[i]));
  }
  out.answer = answer_of(result[asked_for(request, result)]);
  for (const check::isolation::Finding& finding : result.anomalies) {
    out.anomalies.push_back({finding.name(), finding.transactions, finding.explanation});
  }
  return out;
}

}  // namespace ordain::cli
