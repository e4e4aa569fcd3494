// What the sequential specifications share.
#pragma once

#include <algorithm>
#include <utility>

#include "sim/check/model/model.h"

namespace ordain::check {

inline Step same(const Value& state, Value response) { return {state, std::move(response)}; }

// A model of one state whose operations are told apart by their verbs.
class VerbSpec : public Spec {
 public:
  VerbSpec(Model model, std::vector<Verb> verbs) : model_(model), verbs_(std::move(verbs)) {}

  std::string_view name() const override { return name_of(model_); }
  std::string misfit(const Call& call) const override {
    const Verb verb = verb_of(call.f);
    const bool known = std::find(verbs_.begin(), verbs_.end(), verb) != verbs_.end();
    return known ? "" : "no operation of this model: " + call.f;
  }
  bool observer(const Call& call) const override { return verb_of(call.f) == Verb::Read; }
  bool pure(const Call& call, const Value&) const override { return observer(call); }
  std::optional<Value> recorded(const Call& call, const Value& result) const override {
    if (observer(call)) return result;
    return std::nullopt;
  }

 private:
  Model model_;
  std::vector<Verb> verbs_;
};

}  // namespace ordain::check
