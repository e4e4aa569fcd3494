#include <algorithm>
#include <string_view>

#include "sim/check/lin/machines.h"

namespace ordain::check::lin {
namespace {

constexpr StateId kDead = 0;

}  // namespace

TextMachine::TextMachine(std::vector<Class> classes, std::vector<std::string> observed,
                         std::string initial)
    : classes_(std::move(classes)), observed_(std::move(observed)) {
  std::sort(observed_.begin(), observed_.end());
  observed_.erase(std::unique(observed_.begin(), observed_.end()), observed_.end());
  states_.push_back({kNever, kNever});
  initial_ = intern(initial);
}

Effect TextMachine::effect(uint32_t cls) const {
  const Class& c = classes_[cls];
  if (c.kind == Kind::Put) return Effect::Overwrite;
  if (c.kind == Kind::Append) return c.text.empty() ? Effect::Pure : Effect::Blind;
  return c.kind == Kind::Cas && c.text != c.next ? Effect::Other : Effect::Pure;
}

StateId TextMachine::intern_state(uint32_t first, uint32_t length) {
  uint32_t& id = ids_.at(static_cast<uint64_t>(first) << 32 | length);
  if (id == FlatMap::kAbsent) {
    id = static_cast<uint32_t>(states_.size());
    states_.push_back({first, length});
  }
  return id;
}

StateId TextMachine::intern(const std::string& text) {
  const auto found = std::lower_bound(observed_.begin(), observed_.end(), text);
  if (found == observed_.end() || !found->starts_with(text)) return kDead;
  return intern_state(static_cast<uint32_t>(found - observed_.begin()),
                      static_cast<uint32_t>(text.size()));
}

// Among the observed texts that begin as the state does, a sorted run, the first that goes on with
// `text`.
StateId TextMachine::append(const State& state, const std::string& text) {
  const std::string_view prefix = std::string_view(observed_[state.first]).substr(0, state.length);
  const auto before = [&](const std::string& candidate, const std::string& wanted) {
    const std::string_view whole = candidate;
    const int order = whole.substr(0, prefix.size()).compare(prefix);
    if (order != 0) return order < 0;
    return whole.substr(prefix.size()).compare(wanted) < 0;
  };
  const auto found =
      std::lower_bound(observed_.begin() + state.first, observed_.end(), text, before);
  if (found == observed_.end() || !found->starts_with(prefix)) return kDead;
  if (!std::string_view(*found).substr(prefix.size()).starts_with(text)) return kDead;
  return intern_state(static_cast<uint32_t>(found - observed_.begin()),
                      state.length + static_cast<uint32_t>(text.size()));
}

bool TextMachine::equals(StateId id, const std::string& text) {
  return id != kDead && states_[id].length == text.size() && observed_[states_[id].first] == text;
}

StateId TextMachine::compute(StateId state, const Class& c) {
  switch (c.kind) {
    case Kind::Put:
      return intern(c.text);
    case Kind::Append:
      return state == kDead ? kDead : append(State(states_[state]), c.text);
    case Kind::Get:
      return equals(state, c.text) ? state : kIllegal;
    case Kind::Cas:
      return equals(state, c.text) ? intern(c.next) : kIllegal;
    case Kind::CasFailed:
      break;
  }
  return equals(state, c.text) ? kIllegal : state;
}

// kIllegal and FlatMap's "absent" are one number, so results are stored one up.
StateId TextMachine::step(StateId state, uint32_t cls) {
  const uint64_t key = static_cast<uint64_t>(state) << 32 | cls;
  if (const uint32_t known = memo_.at(key); known != FlatMap::kAbsent) return known - 1;
  const StateId next = compute(state, classes_[cls]);
  memo_.at(key) = next + 1;
  return next;
}

}  // namespace ordain::check::lin
