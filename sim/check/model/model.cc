#include "sim/check/model/model.h"

#include <algorithm>

#include "sim/base/error.h"
#include "sim/base/text.h"

namespace ordain::check {
namespace {

struct NamedModel {
  Model model;
  const char* name;
};

// The first name of a model is the one that reports use.
constexpr NamedModel kModels[] = {{Model::Register, "register"},
                                  {Model::Register, "cas-register"},
                                  {Model::MultiRegister, "multi-register"},
                                  {Model::Kv, "kv"},
                                  {Model::Queue, "queue"},
                                  {Model::Stack, "stack"},
                                  {Model::Set, "set"},
                                  {Model::Counter, "counter"},
                                  {Model::Lock, "lock"},
                                  {Model::Lock, "mutex"},
                                  {Model::FencedLock, "fenced-lock"},
                                  {Model::Log, "log"},
                                  {Model::Bank, "bank"}};

struct NamedVerb {
  std::string_view name;
  Verb verb;
};

constexpr NamedVerb kVerbs[] = {{"read", Verb::Read},
                                {"write", Verb::Write},
                                {"cas", Verb::Cas},
                                {"get", Verb::Read},
                                {"put", Verb::Write},
                                {"append", Verb::Append},
                                {"set", Verb::Write},
                                {"delete", Verb::Delete},
                                {"del", Verb::Delete},
                                {"enqueue", Verb::Enqueue},
                                {"enq", Verb::Enqueue},
                                {"dequeue", Verb::Dequeue},
                                {"deq", Verb::Dequeue},
                                {"push", Verb::Push},
                                {"pop", Verb::Pop},
                                {"add", Verb::Add},
                                {"remove", Verb::Remove},
                                {"contains", Verb::Contains},
                                {"increment", Verb::Increment},
                                {"inc", Verb::Increment},
                                {"incr", Verb::Increment},
                                {"decrement", Verb::Decrement},
                                {"dec", Verb::Decrement},
                                {"decr", Verb::Decrement},
                                {"acquire", Verb::Acquire},
                                {"lock", Verb::Acquire},
                                {"release", Verb::Release},
                                {"unlock", Verb::Release},
                                {"txn", Verb::Txn},
                                {"transfer", Verb::Transfer}};

}  // namespace

std::string_view name_of(Model model) {
  for (const NamedModel& named : kModels)
    if (named.model == model) return named.name;
  return "";
}

const std::vector<std::string>& model_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const NamedModel& named : kModels) all.emplace_back(named.name);
    return all;
  }();
  return names;
}

Model parse_model(std::string_view name) {
  for (const NamedModel& named : kModels)
    if (name == named.name) return named.model;
  throw InputError(
      "", Problem{"--model", "unknown model \"" + std::string(name) + "\"",
                  "one of: " + join(model_names(), ", "), did_you_mean(name, model_names())});
}

Verb verb_of(std::string_view f) {
  for (const NamedVerb& named : kVerbs)
    if (named.name == f) return named.verb;
  return Verb::Unknown;
}

Model guess_model(const History& history) {
  bool keyed = false, appends = false, adds = false, bumps = false, sets = false, locks = false;
  for (const Operation& op : history.operations) {
    keyed |= !op.key.is_nil();
    switch (verb_of(op.f)) {
      case Verb::Enqueue:
      case Verb::Dequeue:
        return Model::Queue;
      case Verb::Push:
      case Verb::Pop:
        return Model::Stack;
      case Verb::Acquire:
      case Verb::Release:
        if (op.result.is_int() || op.argument.is_int()) return Model::FencedLock;
        locks = true;
        break;
      case Verb::Txn:
        return Model::MultiRegister;
      case Verb::Transfer:
        return Model::Bank;
      case Verb::Contains:
      case Verb::Remove:
        return Model::Set;
      case Verb::Append:
        appends = true;
        break;
      case Verb::Add:
        adds = true;
        break;
      case Verb::Increment:
      case Verb::Decrement:
        bumps = true;
        break;
      case Verb::Read:
        sets |= op.result.is_sequence();
        break;
      default:
        break;
    }
  }
  if (locks) return Model::Lock;
  if (bumps) return Model::Counter;
  if (adds) return sets ? Model::Set : Model::Counter;
  if (appends) return keyed ? Model::Kv : Model::Log;
  return keyed ? Model::Kv : Model::Register;
}

void misfit(const History& history, const Operation& op, Model model, std::string message) {
  throw InputError(
      history.source,
      Problem{op.line == 0 ? "" : "line " + std::to_string(op.line),
              std::move(message) + " (checked as " + std::string(name_of(model)) + ")", "", ""});
}

}  // namespace ordain::check
