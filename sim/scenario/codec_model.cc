#include "sim/scenario/codec_model.h"

#include <algorithm>

namespace ordain {
namespace {

bool read_node(const At& at, NodeId& out, Reading& reading) {
  std::optional<NodeId> node;
  if (at.value.is(Value::Kind::string)) node = reading.node(at.value.text);
  if (!node) {
    reading.problem(at, "expected a node, got " + describe(at.value),
                    "nodes: " + reading.allowed_nodes());
    return false;
  }
  out = *node;
  return true;
}

void read_nodes(const At& at, std::vector<NodeId>& out, Reading& reading) {
  out.clear();
  if (at.value.items.empty()) {
    return reading.problem(at, "the list of nodes is empty", "nodes: " + reading.allowed_nodes());
  }
  for (size_t i = 0; i < at.value.items.size(); ++i) {
    NodeId node;
    if (!read_node(at.element(i), node, reading)) continue;
    if (std::find(out.begin(), out.end(), node) != out.end()) {
      reading.problem(at.element(i), "the node is given twice");
    } else {
      out.push_back(node);
    }
  }
}

void append_nodes(std::vector<NodeId>& out, uint32_t first, uint32_t last) {
  for (uint32_t i = first; i < last; ++i) out.push_back(NodeId(i));
}

}  // namespace

void Codec<NodeId>::read(const At& at, NodeId& out, const Limits&, Reading& reading) {
  read_node(at, out, reading);
}

// Without a cluster at hand, a node can only be written as a server: no default is a client.
Value Codec<NodeId>::write(NodeId value) {
  return value.valid() ? Value::string('n' + std::to_string(value.value + 1)) : Value{};
}

void Codec<std::vector<NodeId>>::read(const At& at, std::vector<NodeId>& out, const Limits&,
                                      Reading& reading) {
  if (at.value.is(Value::Kind::array)) return read_nodes(at, out, reading);
  out.clear();
  if (at.value.is(Value::Kind::string) && at.value.text == "servers") {
    return append_nodes(out, 0, reading.servers());
  }
  if (at.value.is(Value::Kind::string) && at.value.text == "clients") {
    if (reading.nodes() == reading.servers()) {
      return reading.problem(at, "there are no clients");
    }
    return append_nodes(out, reading.servers(), reading.nodes());
  }
  if (NodeId node; read_node(at, node, reading)) out.push_back(node);
}

std::vector<std::string> target_words() {
  std::vector<std::string> out;
  for (std::string& name : codec::enumerators<TargetKind>()) {
    if (name != "nodes") out.push_back(std::move(name));
  }
  return out;
}

void Codec<Target>::read(const At& at, Target& out, const Limits&, Reading& reading) {
  if (at.value.is(Value::Kind::array)) {
    out.kind = TargetKind::nodes;
    return read_nodes(at, out.nodes, reading);
  }
  const std::string& text = at.value.text;
  const std::vector<std::string> words = target_words();
  if (at.value.is(Value::Kind::string)) {
    if (const std::optional<NodeId> node = reading.node(text)) {
      out = {TargetKind::nodes, {*node}};
      return;
    }
    if (std::find(words.begin(), words.end(), text) != words.end()) {
      return Codec<TargetKind>::read(at, out.kind, {}, reading);
    }
  }
  reading.problem(at, "expected a target, got " + describe(at.value),
                  "one of: " + join(words, ", ") + ", or nodes: " + reading.allowed_nodes(),
                  at.value.is(Value::Kind::string) ? reading.suggest(text, words) : "");
}

Value Codec<Target>::write(const Target& value) {
  if (value.kind != TargetKind::nodes) return Codec<TargetKind>::write(value.kind);
  Value out = Value::array();
  for (NodeId node : value.nodes) out.items.push_back(Codec<NodeId>::write(node));
  return out;
}

Value distribution_schema();  // distribution_codec.cc

namespace {

Value pattern(const char* text) {
  return Value::object().with("type", Value::string("string")).with("pattern", Value::string(text));
}

Value any_of(std::vector<Value> schemas) {
  return Value::object().with("anyOf", Value::array(std::move(schemas)));
}

Value list_of(const char* definition) {
  return Value::object()
      .with("type", Value::string("array"))
      .with("items", codec::reference(definition))
      .with("minItems", Value::number(1));
}

}  // namespace

Value shared_definitions() {
  Value zero = Value::object().with("const", Value::number(0));
  Value fraction = Value::object()
                       .with("type", Value::string("number"))
                       .with("minimum", Value::number(0))
                       .with("maximum", Value::number(1));
  return Value::object()
      .with("duration",
            any_of({pattern("^-?[0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h)$"), std::move(zero)}))
      .with("ratio", any_of({pattern("^[0-9]+((\\.[0-9]+)?%?|/[0-9]+)$"), std::move(fraction)}))
      .with("node", pattern("^[nc][1-9][0-9]*$"))
      .with("nodes", any_of({codec::reference("node"), codec::choice_schema({"servers", "clients"}),
                             list_of("node")}))
      .with("target", any_of({codec::choice_schema(target_words()), codec::reference("node"),
                              list_of("node")}))
      .with("distribution", distribution_schema());
}

}  // namespace ordain
