#include "sim/run/verify.h"

#include <algorithm>

namespace ordain {
namespace {

std::string json_of(const Payload& payload) {
  std::string text;
  JsonWriter out(text);
  payload.write_json(out);
  return std::string(payload.name()) + " " + text;
}

std::string number_pair(std::string_view field, uint64_t a, uint64_t b) {
  return std::string(field) + " was " + std::to_string(a) + " once and " + std::to_string(b) +
         " the other time";
}

std::string json_of(const Durable& disk) {
  std::string text;
  JsonWriter out(text);
  out.begin_array();
  for (size_t i = 0; i < disk.area_count(); ++i) {
    const DurableArea& area = disk.area(static_cast<uint8_t>(i));
    out.begin_object();
    out.field("single", area.single.value);
    out.field("first_index", area.first_index);
    out.key("log");
    out.begin_array();
    for (const Record& record : area.log) write_json(out, record.value);
    out.end_array();
    out.end_object();
  }
  out.end_array();
  return text;
}

// Nodes' final states: events may agree while a field that no event shows does not.
std::optional<Divergence> state_difference(const Run& a, const Run& b) {
  for (uint32_t i = 0; i < a.world().size(); ++i) {
    const NodeId node(i);
    std::string left, right;
    JsonWriter left_out(left), right_out(right);
    a.world().table(node).write_json(a.world().slot(node), left_out);
    b.world().table(node).write_json(b.world().slot(node), right_out);
    if (left != right) {
      return Divergence{a.world().trace().count(), node, a.world().now(),
                        "final state was " + left + " once and " + right + " the other time"};
    }
    const Durable* left_disk = a.world().disk_contents(node);
    const Durable* right_disk = b.world().disk_contents(node);
    if (left_disk != nullptr && hash_of(*left_disk) != hash_of(*right_disk)) {
      return Divergence{a.world().trace().count(), node, a.world().now(),
                        "its disk held " + json_of(*left_disk) + " once and " +
                            json_of(*right_disk) + " the other time"};
    }
  }
  if (a.world().final_digest() == b.world().final_digest()) return std::nullopt;
  return Divergence{a.world().trace().count(), kNoNode, a.world().now(),
                    "the digests differ although every event and final state agrees"};
}

}  // namespace

std::string event_difference(const TraceEvent& a, const TraceEvent& b) {
  const std::string kind(enum_name(a.kind));
  if (a.kind != b.kind) {
    return "it was " + kind + " once and " + std::string(enum_name(b.kind)) + " the other time";
  }
  if (a.node != b.node) return kind + ": " + number_pair("node", a.node.value, b.node.value);
  if (a.time != b.time) {
    return kind + ": " +
           number_pair("time", static_cast<uint64_t>(a.time.ns), static_cast<uint64_t>(b.time.ns));
  }
  if (a.peer != b.peer) return kind + ": " + number_pair("peer", a.peer.value, b.peer.value);
  if (a.detail != b.detail) return kind + ": " + number_pair("detail", a.detail, b.detail);
  if (a.payload.hash() != b.payload.hash()) {
    return kind + ": the message was " + json_of(a.payload) + " once and " + json_of(b.payload) +
           " the other time";
  }
  if (a.a != b.a) return kind + ": " + number_pair("a", a.a, b.a);
  if (a.b != b.b) return kind + ": " + number_pair("b", a.b, b.b);
  if (a.fact.type != b.fact.type) return kind + ": different facts";
  for (size_t i = 0; i < kFactWords; ++i) {
    if (a.fact.words[i] == b.fact.words[i]) continue;
    const std::string field =
        std::string(a.fact.type->name) + "." + std::string(a.fact.type->field_names[i]);
    return kind + ": " + number_pair(field, a.fact.words[i], b.fact.words[i]);
  }
  if (hash_of(a.op) != hash_of(b.op)) return kind + ": " + to_json(a.op) + " and " + to_json(b.op);
  return "";
}

namespace {

// The events since the last comparison.
std::optional<Divergence> compare_new_events(Run& a, Run& b) {
  const std::vector<TraceEvent>& left = a.world().trace().events();
  const std::vector<TraceEvent>& right = b.world().trace().events();
  for (size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    std::string what = event_difference(left[i], right[i]);
    if (!what.empty()) return Divergence{left[i].number, left[i].node, left[i].time, what};
  }
  if (left.size() != right.size()) {
    const TraceEvent& extra = left.size() > right.size() ? left[right.size()] : right[left.size()];
    return Divergence{extra.number, extra.node, extra.time,
                      std::string(enum_name(extra.kind)) + " happened once and not the other time"};
  }
  a.world().trace().forget_events();
  b.world().trace().forget_events();
  return std::nullopt;
}

}  // namespace

std::optional<Divergence> verify(const RunSpec& spec, uint64_t seed) {
  RunOptions options;
  options.record_trace = true;
  Run a(spec, seed, options);
  Run b(spec, seed, options);
  for (bool more = true;;) {
    if (std::optional<Divergence> found = compare_new_events(a, b)) return found;
    if (!more) return state_difference(a, b);
    const bool more_a = a.step();
    more = b.step();
    if (more_a != more) {
      if (std::optional<Divergence> found = compare_new_events(a, b)) return found;
      return Divergence{a.world().trace().count(), kNoNode, a.world().now(),
                        "one run ended and the other went on"};
    }
  }
}

}  // namespace ordain
