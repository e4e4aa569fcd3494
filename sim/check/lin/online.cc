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
  std::set<Configuration> next;
  for (Configuration c : object.configurations) {
    c.could[id];
    const std::optional<Step> step = spec_->apply(c.state, open.call);
    if (step) c.could[id].insert(step->response);
    next.insert(std::move(c));
  }
  object.configurations = std::move(next);
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
std::set<OnlineChecker::Configuration> OnlineChecker::closure(
    Object& object, OperationId until, const std::optional<Value>& said) const {
  const bool observer = object.open.at(until).observer;
  std::set<Configuration> reached, seen;
  std::vector<Configuration> work(object.configurations.begin(), object.configurations.end());
  while (!work.empty() && seen.size() <= options_.max_configurations) {
    const Configuration from = std::move(work.back());
    work.pop_back();
    if (!seen.insert(from).second) continue;
    if (fits(from, until, said, observer)) {
      reached.insert(from);
      continue;
    }
    if (from.done.count(until) != 0) continue;  // it happened, with another response
    for (const auto& [id, open] : object.open) {
      if (open.observer || from.done.count(id) != 0) continue;
      std::optional<Step> step = spec_->apply(from.state, open.call);
      if (!step || (open.indeterminate && step->state == from.state)) continue;
      Configuration& to = work.emplace_back(from);
      to.state = std::move(step->state);
      to.done[id] = open.indeterminate ? Value() : std::move(step->response);
      observe(object, to);
    }
  }
  object.given_up |= seen.size() > options_.max_configurations;
  return reached;
}

// Of configurations that differ only in the indeterminate operations they used, the smallest.
void OnlineChecker::keep_minimal(Object& object) const {
  std::map<Configuration, std::vector<std::set<OperationId>>> groups;
  for (Configuration c : object.configurations) {
    std::set<OperationId> used;
    for (auto at = c.done.begin(); at != c.done.end();) {
      const bool crashed = object.open.at(at->first).indeterminate;
      if (crashed) used.insert(at->first);
      at = crashed ? c.done.erase(at) : std::next(at);
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

// The operation is over; `next` is what remains possible.
void OnlineChecker::settle(OperationId id, Object& object, std::set<Configuration> next,
                           std::string otherwise) {
  key_of_.erase(id);
  object.open.erase(id);
  object.configurations.clear();
  if (object.given_up) {
    gave_up_ = true;
    return;
  }
  if (next.empty()) {
    violation_ = std::move(otherwise);
    return;
  }
  for (Configuration c : next) {
    c.done.erase(id);
    c.could.erase(id);
    object.configurations.insert(std::move(c));
  }
  keep_minimal(object);
}

bool OnlineChecker::complete(OperationId id, const Value& result) {
  if (!ok()) return false;
  const Value key = key_of_.at(id);
  Object& object = object_of(key);
  const Open open = object.open.at(id);
  std::set<Configuration> next;
  if (!object.given_up) next = closure(object, id, spec_->recorded(open.call, result));
  std::string words = "client " + std::to_string(open.client) + ": " + open.call.f;
  for (const Value& part : {key, open.call.argument})
    if (!part.is_nil()) words += " " + part.edn();
  words += " cannot have answered " + result.edn();
  if (!object.configurations.empty() && next.empty())
    words += ": before it, " + object.configurations.begin()->state.edn() + " was the state" +
             (object.configurations.size() > 1
                  ? " (or another of " + std::to_string(object.configurations.size()) + " possible)"
                  : "");
  settle(id, object, std::move(next), std::move(words));
  return ok();
}

void OnlineChecker::fail(OperationId id) {
  if (!ok()) return;
  Object& object = object_of(key_of_.at(id));
  const Open open = object.open.at(id);
  std::set<Configuration> next;
  for (const Configuration& c : object.configurations)
    if (c.done.count(id) == 0) next.insert(c);
  settle(id, object, std::move(next),
         "client " + std::to_string(open.client) + ": " + open.call.f + " " +
             open.call.argument.edn() + " failed, but a response has shown its effect");
}

void OnlineChecker::indeterminate(OperationId id) {
  if (!ok()) return;
  Object& object = object_of(key_of_.at(id));
  Open& open = object.open.at(id);
  if (open.observer) {
    std::set<Configuration> next = object.configurations;
    return settle(id, object, std::move(next), "");
  }
  open.indeterminate = true;
  std::set<Configuration> next;
  for (Configuration c : object.configurations) {
    const auto done = c.done.find(id);
    if (done != c.done.end()) done->second = Value();
    next.insert(std::move(c));
  }
  object.configurations = std::move(next);
  if (!object.given_up) keep_minimal(object);
}

}  // namespace ordain::check::lin
