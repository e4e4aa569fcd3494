#include "sim/check/lin/compile.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "sim/check/lin/value_ids.h"

namespace ordain::check::lin {
namespace {

using Kind = RegisterMachine::Kind;

// A cas's two values; null when the argument has another shape.
struct CasPair {
  const Value* expected = nullptr;
  const Value* next = nullptr;
};

CasPair cas_pair(const Value& argument) {
  if (argument.kind() == Value::Kind::Vector && argument.items().size() == 2)
    return {&argument.items()[0], &argument.items()[1]};
  for (const auto& [expected, next] : {std::pair{"from", "to"}, {"old", "new"}})
    if (argument.field(expected) != nullptr && argument.field(next) != nullptr)
      return {argument.field(expected), argument.field(next)};
  return {};
}

// One operation before its values have ids.
struct Raw {
  Kind kind;
  const Value* a = nullptr;
  const Value* b = nullptr;
};

constexpr bool kSkip = false;

// False when the operation cannot matter.
bool raw_register_op(const History& history, const Operation& op, Raw& raw) {
  static const Value nil;
  const bool crashed = op.outcome == Outcome::Indeterminate;
  switch (verb_of(op.f)) {
    case Verb::Read:
      if (crashed || op.result_unknown) return kSkip;
      raw = {Kind::Read, &op.result, nullptr};
      return true;
    case Verb::Write:
      raw = {Kind::Write, &op.argument, nullptr};
      return true;
    case Verb::Delete:
      raw = {Kind::Write, &nil, nullptr};
      return true;
    case Verb::Cas: {
      const CasPair pair = cas_pair(op.argument);
      if (pair.expected == nullptr)
        misfit(history, op, Model::Register, "a cas needs two values, got " + op.argument.edn());
      const bool failed = op.outcome == Outcome::Ok && op.result.is_false();
      raw = {failed ? Kind::CasFailed : Kind::Cas, pair.expected, pair.next};
      return true;
    }
    default:
      break;
  }
  misfit(history, op, Model::Register, "no operation of this model: " + op.f);
}

bool observes(Kind kind) { return kind != Kind::Write; }

}  // namespace

namespace {

// Membership of one element is an object of its own unless some read takes them all at once.
bool is_split_by_element(const History& history, Model model) {
  if (model != Model::Set) return false;
  for (const Operation& op : history.operations)
    if (!op.key.is_nil() || verb_of(op.f) == Verb::Read) return false;
  return true;
}

}  // namespace

std::vector<Object> split(const History& history, Model model) {
  std::vector<Object> objects;
  const bool keyed = model != Model::MultiRegister && model != Model::Bank;
  const bool elements = is_split_by_element(history, model);
  ValueIds ids;
  for (uint32_t i = 0; i < history.operations.size(); ++i) {
    const Operation& op = history.operations[i];
    const Value& key = elements ? op.argument : op.key;
    const uint32_t id = keyed && !key.is_nil() ? ids.intern(key) + 1 : 0;
    while (objects.size() <= id) objects.emplace_back();
    if (objects[id].operations.empty() && id != 0) objects[id].key = key;
    if (op.outcome != Outcome::Failed) objects[id].operations.push_back(i);
  }
  const auto empty = [](const Object& o) { return o.operations.empty(); };
  objects.erase(std::remove_if(objects.begin(), objects.end(), empty), objects.end());
  return objects;
}

RegisterOps register_ops(const History& history, const Object& object, const Value& initial) {
  RegisterOps out;
  ValueIds ids;
  ids.intern(initial);
  std::vector<Raw> raws;
  raws.reserve(object.operations.size());
  out.ops.reserve(object.operations.size());
  for (const uint32_t source : object.operations) {
    const Operation& op = history.operations[source];
    Raw raw{Kind::Read};
    if (!raw_register_op(history, op, raw)) continue;
    RegisterOp compiled{op.invoke, op.complete, source, raw.kind, 0, 0};
    if (observes(raw.kind)) compiled.a = ids.intern(*raw.a);
    out.anti_reads |= raw.kind == Kind::CasFailed;
    out.ops.push_back(compiled);
    raws.push_back(raw);
  }
  out.values = ids.size();
  out.dead = out.values;
  for (size_t i = 0; i < raws.size(); ++i) {
    if (raws[i].kind == Kind::Write) out.ops[i].a = ids.find(*raws[i].a, out.dead);
    if (raws[i].kind == Kind::Cas) out.ops[i].b = ids.find(*raws[i].b, out.dead);
  }
  return out;
}

Problem register_problem(const RegisterOps& ops) {
  Problem problem;
  auto machine = std::make_unique<RegisterMachine>(0);
  FlatMap classes;
  problem.ops.reserve(ops.ops.size());
  for (const RegisterOp& op : ops.ops) {
    const uint64_t key =
        static_cast<uint64_t>(op.kind) << 62 | static_cast<uint64_t>(op.a) << 31 | op.b;
    uint32_t& cls = classes.at(key);
    if (cls == FlatMap::kAbsent) {
      cls = static_cast<uint32_t>(machine->classes().size());
      machine->classes().push_back({op.kind, op.a, op.b});
    }
    if (op.ret == kNever && machine->effect(cls) == Effect::Pure) continue;
    problem.ops.push_back({op.call, op.ret, cls, op.source});
  }
  problem.classes = static_cast<uint32_t>(machine->classes().size());
  if (!ops.anti_reads) problem.dead = ops.dead;
  problem.machine = std::move(machine);
  return problem;
}

namespace {

// Texts: a key with appends of strings. Nil and "" are one.
bool is_text_object(const History& history, const Object& object) {
  bool appends = false;
  for (const uint32_t i : object.operations) {
    const Operation& op = history.operations[i];
    const Verb verb = verb_of(op.f);
    if (verb != Verb::Append) continue;
    appends = true;
    if (op.argument.kind() != Value::Kind::String) return false;
  }
  return appends;
}

std::string text_of(const History& history, const Operation& op, const Value& value) {
  if (value.is_nil()) return "";
  if (value.kind() != Value::Kind::String)
    misfit(history, op, Model::Kv, "appended texts beside a value that is no text: " + value.edn());
  return std::string(value.text());
}

bool text_class(const History& history, const Operation& op, TextMachine::Class& out) {
  using TextKind = TextMachine::Kind;
  const bool crashed = op.outcome == Outcome::Indeterminate;
  switch (verb_of(op.f)) {
    case Verb::Read:
      if (crashed || op.result_unknown) return kSkip;
      out = {TextKind::Get, text_of(history, op, op.result), ""};
      return true;
    case Verb::Write:
      out = {TextKind::Put, text_of(history, op, op.argument), ""};
      return true;
    case Verb::Append:
      out = {TextKind::Append, text_of(history, op, op.argument), ""};
      return true;
    case Verb::Delete:
      out = {TextKind::Put, "", ""};
      return true;
    case Verb::Cas: {
      const CasPair pair = cas_pair(op.argument);
      if (pair.expected == nullptr)
        misfit(history, op, Model::Kv, "a cas needs two values, got " + op.argument.edn());
      const bool failed = !crashed && op.result.is_false();
      out = {failed ? TextKind::CasFailed : TextKind::Cas, text_of(history, op, *pair.expected),
             failed ? "" : text_of(history, op, *pair.next)};
      return true;
    }
    default:
      break;
  }
  misfit(history, op, Model::Kv, "no operation of this model: " + op.f);
}

Problem text_problem(const History& history, const Object& object, const Value& initial) {
  using TextKind = TextMachine::Kind;
  Problem problem;
  std::vector<TextMachine::Class> classes;
  std::vector<std::string> observed;
  std::map<std::tuple<TextKind, std::string, std::string>, uint32_t> ids;
  problem.dead = 0;
  for (const uint32_t source : object.operations) {
    const Operation& op = history.operations[source];
    TextMachine::Class c{TextKind::Get, "", ""};
    if (!text_class(history, op, c)) continue;
    const auto next = static_cast<uint32_t>(classes.size());
    const auto [entry, added] = ids.emplace(std::tuple(c.kind, c.text, c.next), next);
    if (added) {
      if (c.kind == TextKind::CasFailed) problem.dead = kIllegal;
      if (c.kind != TextKind::Put && c.kind != TextKind::Append) observed.push_back(c.text);
      classes.push_back(std::move(c));
    }
    problem.ops.push_back({op.invoke, op.complete, entry->second, source});
  }
  problem.classes = static_cast<uint32_t>(classes.size());
  problem.machine = std::make_unique<TextMachine>(std::move(classes), std::move(observed),
                                                  std::string(initial.text()));
  return problem;
}

Problem spec_problem(const History& history, const Object& object, Model model,
                     const Value& initial) {
  Problem problem;
  auto machine = std::make_unique<SpecMachine>(make_spec(model, initial));
  for (const uint32_t source : object.operations) {
    const Operation& op = history.operations[source];
    const bool crashed = op.outcome == Outcome::Indeterminate;
    SpecMachine::Class c;
    c.call = {op.f, model == Model::Kv ? Value() : op.key, op.argument};
    c.any_result = crashed || op.result_unknown;
    if (const std::string wrong = machine->spec().misfit(c.call); !wrong.empty())
      misfit(history, op, model, wrong);
    if (!c.any_result) {
      const std::optional<Value> said = machine->spec().recorded(c.call, op.result);
      c.any_result = !said;
      if (said) c.result = *said;
    }
    const Spec& spec = machine->spec();
    if (c.any_result && spec.observer(c.call)) continue;  // matches every state
    if (!c.any_result && spec.pure(c.call, c.result)) c.effect = Effect::Pure;
    problem.ops.push_back({op.invoke, op.complete, machine->intern_class(std::move(c)), source});
  }
  problem.classes = machine->class_count();
  problem.machine = std::move(machine);
  return problem;
}

}  // namespace

bool is_plain_register(const History& history, const Object& object, Model model) {
  if (model != Model::Register && model != Model::Kv) return false;
  const auto appends = [&](uint32_t i) { return verb_of(history.operations[i].f) == Verb::Append; };
  return model == Model::Register ||
         std::none_of(object.operations.begin(), object.operations.end(), appends);
}

Problem compile(const History& history, const Object& object, Model model, const Value& initial) {
  if (is_plain_register(history, object, model))
    return register_problem(register_ops(history, object, initial));
  if (model == Model::Kv && is_text_object(history, object))
    return text_problem(history, object, initial);
  return spec_problem(history, object, model, initial);
}

}  // namespace ordain::check::lin
