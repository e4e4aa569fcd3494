// The judges of histories of single operations, and the dispatch among all.
#include <atomic>
#include <functional>
#include <thread>

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/check/import/format.h"
#include "sim/check/lin/check.h"
#include "sim/check/order/causal.h"
#include "sim/check/order/sequential.h"
#include "sim/check/order/session.h"
#include "sim/check/workload/workload.h"
#include "tools/cli/check_isolation.h"
#include "tools/cli/check_judgement.h"

namespace ordain::cli {
namespace {

using check::History;
using check::Model;

// Threads take tasks in turn; which does which changes nothing in the outcome.
void run_on_threads(unsigned jobs, size_t count, const std::function<void(size_t)>& task) {
  std::atomic<size_t> next{0};
  std::atomic<bool> failed{false};
  std::exception_ptr error;
  const auto work = [&] {
    for (size_t i = next++; i < count && !failed; i = next++) {
      try {
        task(i);
      } catch (...) {
        if (!failed.exchange(true)) error = std::current_exception();
      }
    }
  };
  std::vector<std::thread> threads;
  for (unsigned j = 1; j < jobs && j < count; ++j) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  if (error) std::rethrow_exception(error);
}

check::lin::Options lin_options(const CheckRequest& request, const History& history) {
  check::lin::Options options;
  options.model =
      request.model.empty() ? check::guess_model(history) : check::parse_model(request.model);
  options.initial = request.initial;
  options.limits = {request.max_steps, request.max_bytes};
  if (request.jobs > 1)
    options.executor = [jobs = request.jobs](size_t count, const auto& task) {
      run_on_threads(jobs, count, task);
    };
  return options;
}

const char* spent_text(check::lin::Spent spent) {
  switch (spent) {
    case check::lin::Spent::Steps:
      return "its budget of steps ran out (--max-steps)";
    case check::lin::Spent::Memory:
      return "its memory ran out (--max-memory)";
    case check::lin::Spent::Width:
      return "more operations are open at once than the search can hold";
    case check::lin::Spent::Nothing:
      break;
  }
  return "";
}

void note_unknown(const check::lin::Report& report, Judgement& out) {
  for (const check::lin::ObjectReport& object : report.objects) {
    if (object.verdict != check::lin::Verdict::Unknown) continue;
    const std::string which = object.key.is_nil() ? "" : "key " + object.key.edn() + ": ";
    out.anomalies.push_back({"undecided", {}, which + spent_text(object.spent)});
  }
}

Judgement judge_linearizable(const CheckRequest& request) {
  Judgement out;
  out.history = check::import_history(request.text, request.path, request.format);
  const check::lin::Options options = lin_options(request, out.history);
  const check::lin::Report report = check::lin::check(out.history, options);
  out.model = check::name_of(options.model);
  out.operations = out.history.operations.size();
  out.steps = report.steps;
  switch (report.verdict) {
    case check::lin::Verdict::Linearizable:
      out.verdict = "linearizable";
      out.answer = Answer::Holds;
      break;
    case check::lin::Verdict::Unknown:
      out.verdict = "unknown";
      out.answer = Answer::Unknown;
      note_unknown(report, out);
      break;
    case check::lin::Verdict::NotLinearizable:
      out.verdict = "not_linearizable";
      out.answer = Answer::Violated;
      out.explanation = check::lin::explain(out.history, options, report);
      out.anomalies.push_back(
          {"not linearizable", {out.explanation->failing}, join(out.explanation->words, "\n")});
  }
  return out;
}

// The weaker properties share one form of verdict.
Judgement from_order(const check::order::Verdict& verdict, History history, std::string property,
                     std::string model) {
  Judgement out;
  out.model = std::move(model);
  out.operations = history.operations.size();
  out.steps = verdict.steps;
  out.answer = verdict.holds == check::order::Holds::Yes  ? Answer::Holds
               : verdict.holds == check::order::Holds::No ? Answer::Violated
                                                          : Answer::Unknown;
  out.verdict = out.answer == Answer::Unknown ? "unknown"
                : out.answer == Answer::Holds ? property
                                              : "not_" + property;
  for (const check::order::Finding& finding : verdict.findings)
    out.anomalies.push_back({finding.name, finding.operations, finding.words});
  out.history = std::move(history);
  return out;
}

Judgement judge_sequential(const CheckRequest& request) {
  History history = check::import_history(request.text, request.path, request.format);
  const check::lin::Options options = lin_options(request, history);
  const auto verdict = check::order::check_sequential(history, options);
  return from_order(verdict, std::move(history), "sequential",
                    std::string(check::name_of(options.model)));
}

Judgement judge_causal(const CheckRequest& request) {
  History history = check::import_history(request.text, request.path, request.format);
  const auto verdict = check::order::check_causal(history);
  return from_order(verdict, std::move(history), "causal", "register");
}

Judgement judge_session(const CheckRequest& request) {
  Judgement out;
  out.history = check::import_history(request.text, request.path, request.format);
  out.model = "register";
  out.operations = out.history.operations.size();
  out.answer = Answer::Holds;
  for (const check::order::Guarantee guarantee : check::order::kGuarantees) {
    const auto verdict = check::order::check_session(out.history, guarantee);
    const bool holds = verdict.holds == check::order::Holds::Yes;
    if (!holds) out.answer = Answer::Violated;
    out.levels.emplace_back(check::order::name_of(guarantee),
                            holds ? Answer::Holds : Answer::Violated);
    out.steps += verdict.steps;
    for (const check::order::Finding& finding : verdict.findings)
      out.anomalies.push_back({finding.name, finding.operations, finding.words});
  }
  return out;
}

Judgement judge_workload(const CheckRequest& request) {
  History history = check::import_history(request.text, request.path, request.format);
  const check::workload::Workload workload = request.model.empty()
                                                 ? check::workload::guess_workload(history)
                                                 : check::workload::parse_workload(request.model);
  const auto verdict = check::workload::check_workload(history, workload);
  return from_order(verdict, std::move(history), "consistent",
                    std::string(check::workload::name_of(workload)));
}

struct Judge {
  const char* property;
  Judgement (*judge)(const CheckRequest&);
};

// A new property is one line here. Isolation and its levels are judged in check_isolation.cc.
constexpr Judge kJudges[] = {{"linearizable", judge_linearizable},
                             {"sequential", judge_sequential},
                             {"causal", judge_causal},
                             {"session", judge_session},
                             {"workload", judge_workload}};

}  // namespace

const char* name_of(Answer answer) {
  switch (answer) {
    case Answer::Holds:
      return "holds";
    case Answer::Violated:
      return "violated";
    case Answer::Unknown:
      break;
  }
  return "unknown";
}

std::vector<std::string> property_names() {
  std::vector<std::string> names;
  for (const Judge& judge : kJudges) names.emplace_back(judge.property);
  for (const std::string& name : isolation_properties()) names.push_back(name);
  return names;
}

Judgement judge(const CheckRequest& request) {
  const bool isolation = request.property.empty() ? holds_transactions(request)
                                                  : is_isolation_property(request.property);
  if (isolation) return judge_isolation(request);
  const std::string property = request.property.empty() ? "linearizable" : request.property;
  for (const Judge& candidate : kJudges)
    if (property == candidate.property) return candidate.judge(request);
  throw InputError("", Problem{"--property", "unknown property \"" + property + "\"",
                               "one of: " + join(property_names(), ", "),
                               did_you_mean(property, property_names())});
}

}  // namespace ordain::cli
