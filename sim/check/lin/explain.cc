#include "sim/check/lin/explain.h"

#include <algorithm>
#include <memory>

#include "sim/check/lin/compile.h"
#include "sim/check/lin/prefix.h"
#include "sim/check/lin/reasons.h"

namespace ordain::check::lin {
namespace {

struct Attempt {
  Problem problem;
  SearchResult result;
};

Attempt attempt(const History& history, const Options& options, Order order) {
  Object object;
  for (uint32_t i = 0; i < history.operations.size(); ++i) object.operations.push_back(i);
  Attempt out{compile(history, object, options.model, history.initial), {}};
  out.result = search(out.problem, options.limits, order);
  return out;
}

std::string after(const Spec& spec, const Value& state, const Operation& op) {
  const std::optional<Step> step = spec.apply(state, {op.f, op.key, op.argument});
  if (!step) return "is impossible here";
  if (op.outcome == Outcome::Ok && !op.result_unknown) {
    const std::optional<Value> said = spec.recorded({op.f, op.key, op.argument}, op.result);
    if (said && *said != step->response)
      return "would answer " + step->response.edn() + ", not " + said->edn();
  }
  if (step->state == state) return "would change nothing";
  return "would leave " + step->state.edn();
}

// Linearizes what comes before the failing response, and asks of the operations that remain open
// what they could still do.
void fill(Explanation& out, const Alone& alone, const Options& options) {
  const History before = alone.history.prefix(out.events - 1);
  const Attempt attempted = attempt(before, options, Order::DepthFirst);
  if (attempted.result.verdict != Verdict::Linearizable) return;
  const std::unique_ptr<Spec> spec = make_spec(options.model, before.initial);
  Value state = spec->initial();
  std::vector<bool> placed(before.operations.size(), false);
  for (const uint32_t op : linearize(attempted.problem, attempted.result.choices, kNever)) {
    const uint32_t i = attempted.problem.ops[op].source;
    const Operation& operation = before.operations[i];
    const std::optional<Step> step =
        spec->apply(state, {operation.f, operation.key, operation.argument});
    if (step) state = step->state;
    out.placed.push_back({alone.source[i], state.edn()});
    placed[i] = true;
  }
  out.state = state.edn();
  const History cut = alone.history.prefix(out.events);
  for (uint32_t i = 0; i < before.operations.size(); ++i)
    if (before.operations[i].complete == Operation::kNever && !placed[i])
      out.open.push_back({alone.source[i], after(*spec, state, cut.operations[i])});
}

}  // namespace

Explanation explain(const History& history, const Options& options, const Report& report) {
  Explanation out;
  const Value initial = initial_value(history, options);
  Alone alone;
  out.events = kNever;
  for (const Object& object : split(history, options.model)) {
    const auto told = std::find_if(report.objects.begin(), report.objects.end(),
                                   [&](const ObjectReport& r) { return r.key == object.key; });
    // A search's failing position is never later than the end of the shortest failing prefix.
    if (told->verdict != Verdict::NotLinearizable || told->failing_position >= out.events) continue;
    Alone candidate = isolate(history, object, initial);
    const uint32_t events =
        shortest_failing_prefix(candidate.history, options, told->failing_position);
    if (events >= out.events) continue;
    out.events = events;
    out.key = object.key;
    alone = std::move(candidate);
  }
  for (const uint32_t i : alone.source)
    if (history.operations[i].complete + 1 == out.events) out.failing = i;
  fill(out, alone, options);
  out.words = reasons(history, options.model, out);
  return out;
}

}  // namespace ordain::check::lin
