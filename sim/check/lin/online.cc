#include "sim/check/lin/online.h"

#include <algorithm>
#include <iterator>

#include "sim/base/error.h"

namespace ordain::check::lin {

OnlineChecker::OnlineChecker(OnlineOptions options)
    : options_(std::move(options)), spec_(make_spec(options_.model, options_.initial)) {}

uint64_t OnlineChecker::configurations() const {
  uint64_t count = 0;
  for (const auto& [key, object] : objects_) count += object.configurations.size();
  return count;
}

OnlineChecker::Object& OnlineChecker::object_of(const Value& key) {
  Object& object = objects_[key];
  if (object.configurations.empty() && !object.given_up)
    object.configurations.insert({spec_->initial(), {}, {}});
  return object;
}

// Each of them changed, without copying any.
template <class Change>
OnlineChecker::Configurations OnlineChecker::changed(Configurations from, Change&& change) {
  Configurations to;
  while (!from.empty()) {
    auto node = from.extract(from.begin());
    change(node.value());
    to.insert(std::move(node));
  }
  return to;
}

// What the open observers would answer in the configuration's state.
void OnlineChecker::observe(const Object& object, Configuration& c) const {
  for (auto& [id, responses] : c.could) {
    const std::optional<Step> step = spec_->apply(c.state, object.open.at(id).call);
    if (step) responses.insert(step->response);
  }
}

void OnlineChecker::invoke(OperationId id, int64_t client, const std::string& f, const Value& key,
                           const Value& argument) {
  if (!ok()) return;
  Object& object = object_of(key);
  key_of_[id] = key;
  Open& open = object.open[id];
  open = {client, {f, Value(), argument}, false, false};
  if (const std::string wrong = spec_->misfit(open.call); !wrong.empty())
    throw InputError("", Problem{"operation " + std::to_string(id), wrong, "", ""});
  open.observer = spec_->observer(open.call);
  if (!open.observer) return;
  object.configurations = changed(std::move(object.configurations), [&](Configuration& c) {
    std::set<Value>& could = c.could[id];
    const std::optional<Step> step = spec_->apply(c.state, open.call);
    if (step) could.insert(std::move(step->response));
  });
}

// Whether the configuration explains the response of `id`; nullopt: any response will do.
bool OnlineChecker::fits(const Configuration& c, OperationId id, const std::optional<Value>& said,
                         bool observer) {
  if (observer) return said ? c.could.at(id).count(*said) != 0 : true;
  const auto done = c.done.find(id);
  return done != c.done.end() && (!said || done->second == *said);
}

// The configurations that explain the response: as they are, or once open operations have been
// linearized. One that explains it is not taken further: what else may happen can happen later.
// Takes the object's configurations, most of which usually explain it as they are.
OnlineChecker::Configurations OnlineChecker::closure(Object& object, OperationId until,
                                                     const std::optional<Value>& said) const {
  const bool observer = object.open.at(until).observer;
  Configurations reached, seen, work = std::move(object.configurations);
  const auto too_many = [&] { return reached.size() + seen.size() > options_.max_configurations; };
  while (!work.empty() && !too_many()) {
    auto node = work.extract(work.begin());
    if (fits(node.value(), until, said, observer)) {
      reached.insert(std::move(node));
      continue;
    }
    const auto added = seen.insert(std::move(node));
    if (!added.inserted) continue;
    const Configuration& from = *added.position;
    if (from.done.count(until) != 0) continue;  // it happened, with another response
    for (const auto& [id, open] : object.open) {
      if (open.observer || from.done.count(id) != 0) continue;
      std::optional<Step> step = spec_->apply(from.state, open.call);
      if (!step || (open.indeterminate && step->state == from.state)) continue;
      Configuration to{std::move(step->state), from.done, from.could};
      to.done[id] = open.indeterminate ? Value() : std::move(step->response);
      observe(object, to);
      work.insert(std::move(to));
    }
  }
  object.given_up |= too_many();
  return reached;
}

// Of configurations that differ only in the indeterminate operations they used, the smallest.
void OnlineChecker::keep_minimal(Object& object) const {
  const auto crashed = [](const auto& entry) { return entry.second.indeterminate; };
  if (object.configurations.size() < 2) return;
  if (std::none_of(object.open.begin(), object.open.end(), crashed)) return;
  std::map<Configuration, std::vector<std::set<OperationId>>> groups;
  for (Configuration c : object.configurations) {
    std::set<OperationId> used;
    for (auto at = c.done.begin(); at != c.done.end();) {
      const bool gone = object.open.at(at->first).indeterminate;
      if (gone) used.insert(at->first);
      at = gone ? c.done.erase(at) : std::next(at);
    }
    groups[std::move(c)].push_back(std::move(used));
  }
  object.configurations.clear();
  for (auto& [rest, all] : groups) {
    for (const std::set<OperationId>& used : all) {
      const auto smaller = [&](const std::set<OperationId>& other) {
        return other.size() < used.size() &&
               std::includes(used.begin(), used.end(), other.begin(), other.end());
      };
      if (std::any_of(all.begin(), all.end(), smaller)) continue;
      Configuration c = rest;
      for (const OperationId id : used) c.done[id] = Value();
      object.configurations.insert(std::move(c));
    }
  }
}

// The operation is over; `next`, if anything, is what remains possible.
void OnlineChecker::settle(OperationId id, Object& object, Configurations next) {
  key_of_.erase(id);
  object.open.erase(id);
  if (object.given_up) {
    object.configurations.clear();
    gave_up_ = true;
    return;
  }
  object.configurations = changed(std::move(next), [id](Configuration& c) {
    c.done.erase(id);
    c.could.erase(id);
  });
  keep_minimal(object);
}

std::string OnlineChecker::refusal(const Value& key, const Open& open, const Value& result,
                                   const Value& before, size_t possible) const {
  std::string words = "client " + std::to_string(open.client) + ": " + open.call.f;
  for (const Value& part : {key, open.call.argument}) {
    if (!part.is_nil()) words += " " + part.edn();
  }
  words += " cannot have answered " + result.edn();
  if (possible == 0) return words;
  words += ": before it, " + before.edn() + " was the state";
  if (possible > 1) words += " (or another of " + std::to_string(possible) + " possible)";
  return words;
}

bool OnlineChecker::complete(OperationId id, const Value& result) {
  if (!ok()) return false;
  const Value key = key_of_.at(id);
  Object& object = object_of(key);
  if (object.given_up) {
    settle(id, object, {});
    return true;
  }
  const size_t possible = object.configurations.size();
  const Value before = possible == 0 ? Value() : object.configurations.begin()->state;
  const Open& open = object.open.at(id);
  Configurations next = closure(object, id, spec_->recorded(open.call, result));
  if (next.empty() && !object.given_up) violation_ = refusal(key, open, result, before, possible);
  settle(id, object, std::move(next));
  return ok();
}

void OnlineChecker::fail(OperationId id) {
  if (!ok()) return;
  Object& object = object_of(key_of_.at(id));
  Configurations next = std::move(object.configurations);
  std::erase_if(next, [id](const Configuration& c) { return c.done.count(id) != 0; });
  if (next.empty() && !object.given_up) {
    const Open& open = object.open.at(id);
    violation_ = "client " + std::to_string(open.client) + ": " + open.call.f + " " +
                 open.call.argument.edn() + " failed, but a response has shown its effect";
  }
  settle(id, object, std::move(next));
}

void OnlineChecker::indeterminate(OperationId id) {
  if (!ok()) return;
  Object& object = object_of(key_of_.at(id));
  Open& open = object.open.at(id);
  if (open.observer) return settle(id, object, std::move(object.configurations));
  open.indeterminate = true;
  object.configurations = changed(std::move(object.configurations), [id](Configuration& c) {
    const auto done = c.done.find(id);
    if (done != c.done.end()) done->second = Value();
  });
  if (!object.given_up) keep_minimal(object);
}

void OnlineChecker::report(std::string_view property, const OpRecord& operation, Report& to) const {
  if (gave_up_) {
    to.undecided(property, "too many orders could explain the operations that are open at once");
  }
  if (ok()) return;
  to.violated(property, violation_, operation.event, operation.time, operation.client);
}

// An object that nobody uses and that has but its initial state is as if nobody had ever used it.
// Clients' names are for words alone; whose an operation is stands in its id.
void OnlineChecker::encode(Encoder& out) const {
  out.word(ok());
  for (const auto& [key, object] : objects_) {
    // Without open operations a configuration is a state and nothing else.
    const bool as_new = object.open.empty() && object.configurations.size() == 1 &&
                        object.configurations.begin()->state == spec_->initial();
    if (as_new) continue;
    out.word(1);
    key.encode(out);
    out.word(object.given_up);
    out.word(object.open.size());
    for (const auto& [id, open] : object.open) {
      out.word(id);
      out.bytes(open.call.f);
      open.call.argument.encode(out);
      out.word(open.indeterminate);
    }
    out.word(object.configurations.size());
    for (const Configuration& c : object.configurations) {
      c.state.encode(out);
      ordain::encode(out, c.done);
      ordain::encode(out, c.could);
    }
  }
  out.word(0);
}

}  // namespace ordain::check::lin
