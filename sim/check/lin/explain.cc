#include "sim/check/lin/explain.h"

#include <algorithm>
#include <memory>

#include "sim/check/lin/compile.h"
#include "sim/check/lin/reasons.h"

namespace ordain::check::lin {
namespace {

// One object's history alone, with the indices its operations have in the whole.
struct Alone {
  History history;
  std::vector<uint32_t> source;
};

Alone isolate(const History& history, const Options& options, const Value& key) {
  Alone out;
  out.history.source = history.source;
  out.history.events = history.events;
  out.history.initial = initial_value(history, options);
  for (const Object& object : split(history, options.model)) {
    if (object.key != key) continue;
    for (const uint32_t i : object.operations) {
      out.history.operations.push_back(history.operations[i]);
      out.source.push_back(i);
    }
  }
  return out;
}

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

// Where the shortest failing prefix ends. The search knows every result, also of operations that
// have not returned yet; a prefix does not, so it may fail later than the search did, never sooner.
uint32_t shortest_failing_prefix(const History& history, const Options& options, uint32_t at) {
  std::vector<uint32_t> ends;
  for (const Operation& op : history.operations)
    if (op.complete != Operation::kNever && op.complete >= at) ends.push_back(op.complete + 1);
  std::sort(ends.begin(), ends.end());
  const auto fails = [&](uint32_t end) {
    const Verdict verdict = attempt(history.prefix(end), options, options.order).result.verdict;
    return verdict == Verdict::NotLinearizable;
  };
  size_t low = 0, high = 0;  // ends before low do not fail; high will be one that does
  for (size_t step = 1; high + 1 < ends.size() && !fails(ends[high]); step *= 2) {
    low = high + 1;
    high = std::min(high + step, ends.size() - 1);
  }
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (fails(ends[middle])) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return ends[high];
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

void fill(Explanation& out, const Alone& alone, const History& cut, const Attempt& failed,
          const Options& options) {
  const uint32_t last = failed.result.failing_op;
  const std::unique_ptr<Spec> spec = make_spec(options.model, cut.initial);
  Value state = spec->initial();
  std::vector<bool> placed(cut.operations.size(), false);
  for (const uint32_t op : linearize(failed.problem, failed.result.choices, last)) {
    const uint32_t i = failed.problem.ops[op].source;
    const Operation& operation = cut.operations[i];
    const std::optional<Step> step =
        spec->apply(state, {operation.f, operation.key, operation.argument});
    if (step) state = step->state;
    out.placed.push_back({alone.source[i], state.edn()});
    placed[i] = true;
  }
  out.state = state.edn();
  for (uint32_t i = 0; i < cut.operations.size(); ++i) {
    const Operation& op = cut.operations[i];
    const bool open = op.complete == Operation::kNever || op.complete + 1 == cut.events;
    if (open && !placed[i]) out.open.push_back({alone.source[i], after(*spec, state, op)});
  }
}

}  // namespace

Explanation explain(const History& history, const Options& options, const Report& report) {
  Explanation out;
  const ObjectReport& object = *report.refutation();
  out.key = object.key;
  const Alone alone = isolate(history, options, object.key);
  out.events = shortest_failing_prefix(alone.history, options, object.failing_position);
  const History cut = alone.history.prefix(out.events);
  Attempt failed = attempt(cut, options, Order::DepthFirst);
  for (uint32_t i = 0; i < cut.operations.size(); ++i)
    if (cut.operations[i].complete + 1 == out.events) out.failing = alone.source[i];
  if (failed.result.verdict == Verdict::NotLinearizable) {
    fill(out, alone, cut, failed, options);
  } else {
    // Too wide to exhaust depth first: what comes before the failing response is linearizable.
    Attempt before = attempt(alone.history.prefix(out.events - 1), options, Order::DepthFirst);
    before.result.failing_op = kNever;
    fill(out, alone, alone.history.prefix(out.events - 1), before, options);
  }
  out.words = reasons(history, options.model, out);
  return out;
}

}  // namespace ordain::check::lin
