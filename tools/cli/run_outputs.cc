#include "tools/cli/run_outputs.h"

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/scenario/repro.h"

namespace ordain::cli {
namespace {

NodeId parse_node(const std::string& text, const ClusterPlan& plan) {
  const std::optional<uint64_t> number =
      text.size() > 1 ? parse_u64(std::string_view(text).substr(1)) : std::nullopt;
  const bool client = !text.empty() && text[0] == 'c';
  const uint64_t most = client ? plan.clients : plan.servers;
  if (!number || (text[0] != 'n' && !client) || *number == 0 || *number > most) {
    std::string allowed = "n1 to n" + std::to_string(plan.servers);
    if (plan.clients > 0) allowed += ", c1 to c" + std::to_string(plan.clients);
    throw InputError("--trace-nodes",
                     Problem{"", "there is no node \"" + text + "\"", allowed, ""});
  }
  return NodeId(static_cast<uint32_t>(*number - 1 + (client ? plan.servers : 0)));
}

std::vector<std::string> kind_names() {
  std::vector<std::string> out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<EventKind>>(
      [&](auto kind) { out.emplace_back(kind.name); });
  return out;
}

EventKind parse_kind(const std::string& text) {
  const std::vector<std::string> names = kind_names();
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) return static_cast<EventKind>(i);
  }
  throw InputError("--trace-types",
                   Problem{"", "there is no event type \"" + text + "\"",
                           "one of: " + join(names, ", "), did_you_mean(text, names)});
}

TraceFilter parse_filter(const RunOutputOptions& options, const ClusterPlan& plan) {
  TraceFilter out;
  if (!options.window.empty()) {
    std::tie(out.first, out.last) = parse_span("--trace-window", options.window);
  }
  for (const std::string& node : options.nodes) out.nodes.push_back(parse_node(node, plan));
  for (const std::string& kind : options.kinds) out.kinds.push_back(parse_kind(kind));
  return out;
}

TextSink::Take into(OutputFile& file) {
  return [&file](std::string_view piece) { file.write(piece); };
}

}  // namespace

std::pair<uint64_t, uint64_t> parse_span(const std::string& option, const std::string& text) {
  const size_t dots = text.find("..");
  const std::optional<uint64_t> first = parse_u64(std::string_view(text).substr(0, dots));
  const std::optional<uint64_t> last =
      dots == text.npos ? std::nullopt : parse_u64(std::string_view(text).substr(dots + 2));
  if (!first || !last || *first > *last) {
    throw InputError(
        option, Problem{"", "\"" + text + "\" is no range", "FIRST..LAST, such as 1..1000", ""});
  }
  return {*first, *last};
}

void add_run_output_options(CLI::App& verb, RunOutputOptions& options) {
  verb.add_option("--trace", options.trace,
                  "write the trace: .ndjson, .perfetto.json, .shiviz.log, .mmd")
      ->option_text("FILE");
  verb.add_option("--trace-format", options.trace_format, join(trace_format_names(), ", "))
      ->option_text("FORMAT");
  verb.add_option("--trace-window", options.window, "of the trace, only events FIRST..LAST")
      ->option_text("FIRST..LAST");
  verb.add_option("--trace-nodes", options.nodes, "of the trace, only these nodes: n1,c1")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("NODES");
  verb.add_option("--trace-types", options.kinds, "of the trace, only these events: send,deliver")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("TYPES");
  verb.add_flag("--trace-clocks", options.clocks, "with vector clocks (in .ndjson)");
  verb.add_option("--history", options.history,
                  "write the clients' operations: .ndjson, .edn (Jepsen)")
      ->option_text("FILE");
  verb.add_option("--save-repro", options.repro, "save the run as a scenario for ordain replay")
      ->option_text("FILE");
}

RunOutputs::RunOutputs(const RunOutputOptions& options, const Scenario& scenario) {
  if (!options.trace.empty()) {
    trace_format_ = trace_format(options.trace_format, options.trace);
    export_.filter = parse_filter(options, scenario.plan);
    export_.clocks = options.clocks;
    trace_.emplace("--trace", options.trace);
  }
  if (!options.history.empty()) {
    history_format_ = history_format(options.history);
    history_.emplace("--history", options.history);
  }
  if (!options.repro.empty()) repro_.emplace("--save-repro", options.repro);
}

void RunOutputs::write(const Scenario& scenario, const RunResult& result, const Names& names) {
  if (trace_) {
    TextSink sink(into(*trace_));
    export_trace(trace_format_,
                 {result.trace, names, scenario.name, result.seed, result.digest.hex()}, export_,
                 sink);
    trace_->close();
  }
  if (history_) {
    TextSink sink(into(*history_));
    export_history(history_format_, result.history, sink);
    history_->close();
  }
  if (repro_) {
    repro_->write(write_scenario(make_repro(scenario, result)) + "\n");
    repro_->close();
  }
}

}  // namespace ordain::cli
