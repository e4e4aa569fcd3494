#include "sim/check/lin/check.h"

#include "sim/check/lin/collections.h"
#include "sim/check/lin/compile.h"
#include "sim/check/lin/prefix.h"
#include "sim/check/lin/product.h"
#include "sim/check/lin/register_zones.h"

namespace ordain::check::lin {
namespace {

void take(ObjectReport& report, const char* algorithm, bool linearizable) {
  report.algorithm = algorithm;
  report.verdict = linearizable ? Verdict::Linearizable : Verdict::NotLinearizable;
}

// The polynomial special cases; false when none applies. They give no failing operation.
bool judge_quickly(const History& history, const Object& object, Model model,
                   ObjectReport& report) {
  std::optional<bool> verdict;
  if (model == Model::Queue) verdict = check_unique_queue(history, object);
  if (model == Model::Set) verdict = check_growing_set(history, object);
  if (verdict) take(report, model == Model::Queue ? "unique queue" : "growing set", *verdict);
  return verdict.has_value();
}

// Sorting is the cheaper way only where a search would not be as good as linear: in small windows
// of small histories it is.
constexpr size_t kWorthSorting = 400;

void take(ObjectReport& report, const Problem& problem, const SearchResult& result) {
  report.verdict = result.verdict;
  report.spent = result.spent;
  report.steps = result.steps;
  report.peak_bytes = result.peak_bytes;
  if (result.failing_op == kNever) return;
  report.failing = problem.ops[result.failing_op].source;
  report.failing_position = problem.ops[result.failing_op].ret;
}

void judge(const History& history, const Object& object, const Options& options,
           const Value& initial, ObjectReport& report) {
  report.key = object.key;
  report.operations = object.operations.size();
  const bool quick = options.method == Method::Automatic;
  if (quick && judge_quickly(history, object, options.model, report)) return;
  if (!is_plain_register(history, object, options.model)) {
    const Problem problem = compile(history, object, options.model, initial);
    return take(report, problem, search(problem, options.limits, options.order));
  }
  const RegisterOps ops = register_ops(history, object, initial);
  if (quick && (ops.ops.size() > kWorthSorting || options.sort_always)) {
    if (const auto zones = check_zones(ops, Wanted::Verdict))
      return take(report, "unique values", zones->linearizable);
  }
  const Problem problem = register_problem(ops);
  take(report, problem, search(problem, options.limits, options.order));
}

// A special case refutes without saying where; the shortest failing prefix then does.
void locate(const History& history, const Object& object, const Options& options,
            ObjectReport& report) {
  if (report.verdict != Verdict::NotLinearizable || report.failing != kNever) return;
  const Alone alone = isolate(history, object, initial_value(history, options));
  report.failing_position = shortest_failing_prefix(alone.history, options, 0) - 1;
  for (const uint32_t i : object.operations)
    if (history.operations[i].complete == report.failing_position) report.failing = i;
}

void summarise(Report& report) {
  bool unknown = false;
  uint32_t first = kNever;
  for (size_t i = 0; i < report.objects.size(); ++i) {
    const ObjectReport& object = report.objects[i];
    report.operations += object.operations;
    report.steps += object.steps;
    unknown |= object.verdict == Verdict::Unknown;
    if (object.verdict != Verdict::NotLinearizable || object.failing_position >= first) continue;
    first = object.failing_position;
    report.refuted = i;
  }
  report.verdict = first != kNever ? Verdict::NotLinearizable
                   : unknown       ? Verdict::Unknown
                                   : Verdict::Linearizable;
}

}  // namespace

Verdict verdict_of(const History& history, const Options& options) {
  Object object;
  for (uint32_t i = 0; i < history.operations.size(); ++i) object.operations.push_back(i);
  ObjectReport report;
  judge(history, object, options, initial_value(history, options), report);
  return report.verdict;
}

SearchResult search_unsplit(const History& history, const Options& options) {
  const Value initial = initial_value(history, options);
  std::vector<Problem> problems;
  for (const Object& object : split(history, options.model))
    problems.push_back(compile(history, object, options.model, initial));
  return search(combine(std::move(problems)), options.limits, options.order);
}

namespace {

// Whether a transaction has found nothing in some register: then they begin empty, and not with 0.
bool reads_nil(const History& history) {
  const auto is_nil = [](const Value& part) {
    return part.items().size() == 3 && part.items()[2].is_nil();
  };
  for (const Operation& op : history.operations) {
    const std::vector<Value>& parts = op.result.items();
    if (op.outcome == Outcome::Ok && std::any_of(parts.begin(), parts.end(), is_nil)) return true;
  }
  return false;
}

}  // namespace

Value initial_value(const History& history, const Options& options) {
  if (options.initial) return *options.initial;
  if (options.model == Model::MultiRegister) return reads_nil(history) ? Value() : Value(0);
  if (options.model != Model::Bank) return history.initial;
  for (const Operation& op : history.operations)
    if (op.f == "read" && op.outcome == Outcome::Ok) return op.result;
  return Value::map({});
}

Report check(const History& history, const Options& options) {
  const std::vector<Object> objects = split(history, options.model);
  const Value initial = initial_value(history, options);
  Report report;
  report.objects.resize(objects.size());
  const auto task = [&](size_t i) {
    judge(history, objects[i], options, initial, report.objects[i]);
    locate(history, objects[i], options, report.objects[i]);
  };
  if (options.executor) {
    options.executor(objects.size(), task);
  } else {
    for (size_t i = 0; i < objects.size(); ++i) task(i);
  }
  summarise(report);
  return report;
}

}  // namespace ordain::check::lin
