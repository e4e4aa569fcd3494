#include "sim/check/lin/check.h"

#include "sim/check/lin/compile.h"

namespace ordain::check::lin {
namespace {

void judge(const History& history, const Object& object, const Options& options,
           const Value& initial, ObjectReport& report) {
  report.key = object.key;
  report.operations = object.operations.size();
  const Problem problem = compile(history, object, options.model, initial);
  const SearchResult result = search(problem, options.limits, options.order);
  report.verdict = result.verdict;
  report.spent = result.spent;
  report.steps = result.steps;
  report.peak_bytes = result.peak_bytes;
  if (result.failing_op == kNever) return;
  report.failing = problem.ops[result.failing_op].source;
  report.failing_position = problem.ops[result.failing_op].ret;
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

Value initial_value(const History& history, const Options& options) {
  if (options.initial) return *options.initial;
  if (options.model == Model::MultiRegister) return 0;
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
