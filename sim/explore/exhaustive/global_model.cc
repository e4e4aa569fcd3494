#include "sim/explore/exhaustive/global_model.h"

#include <algorithm>
#include <cstring>

#include "sim/net/network.h"

namespace ordain {
namespace {

constexpr int32_t kBoundsAWord = 4;
constexpr uint32_t kStays = ~uint32_t{0};

}  // namespace

GlobalModel::GlobalModel(const RunSpec& spec, const ExploreSpec& bounds)
    : graph_(spec, bounds.picks),
      network_(spec.network),
      nodes_(graph_.steps().nodes()),
      set_(bounds.duplications.any()),
      leave_idle_(bounds.reduction == Reduction::idle_deliveries ||
                  bounds.reduction == Reduction::all),
      crashes_(add_bound(bounds.crashes)),
      restarts_(add_bound(bounds.restarts)),
      drops_(add_bound(bounds.drops)),
      duplications_(add_bound(bounds.duplications)) {
  // Where a message may always come again, there is no order to keep.
  const auto fifo = [](const LinkRule& rule) { return rule.config.fifo; };
  fifo_ = !set_ &&
          (network_.all.fifo || std::any_of(network_.links.begin(), network_.links.end(), fifo));
  const Allowance others = add_bound(bounds.timeouts);
  std::vector<std::pair<std::string, Allowance>> named;
  for (const auto& [name, bound] : bounds.timers.by_name)
    named.emplace_back(name, add_bound(bound));
  for (uint32_t i = 0; i < nodes_; ++i) {
    std::vector<Allowance>& allowances = timers_.emplace_back();
    const NodeTable& table = graph_.steps().table(NodeId(i));
    for (uint8_t timer = 0; table.timer_name(timer) != "?"; ++timer) {
      allowances.push_back(others);
      for (const auto& [name, allowance] : named) {
        if (name == table.timer_name(timer)) allowances.back() = allowance;
      }
    }
  }
  while (first_bounds_.size() % kBoundsAWord != 0) first_bounds_.push_back(0);
  first_message_ = nodes_ + 1 + static_cast<uint32_t>(first_bounds_.size()) / kBoundsAWord;
}

GlobalModel::Allowance GlobalModel::add_bound(Bound bound) {
  if (bound.any()) return kAny;
  if (bound.most == 0) return kNever;
  first_bounds_.push_back(static_cast<uint8_t>(bound.most));
  return static_cast<Allowance>(first_bounds_.size() - 1);
}

bool GlobalModel::allows(const uint32_t* state, Allowance allowance) const {
  return allowance < 0 ? allowance == kAny : left_of(state, allowance) > 0;
}

uint8_t GlobalModel::left_of(const uint32_t* state, Allowance bound) const {
  return static_cast<uint8_t>(state[nodes_ + 1 + bound / kBoundsAWord] >>
                              (bound % kBoundsAWord * 8));
}

void GlobalModel::initial(Successors& out, std::vector<std::vector<uint32_t>>& outcomes) {
  std::vector<uint32_t> unborn(first_message_);
  for (uint32_t i = 0; i < nodes_; ++i) unborn[i] = graph_.unborn(NodeId(i));
  unborn[nodes_] = Ledgers::kFirst;
  for (size_t i = 0; i < first_bounds_.size(); ++i) {
    unborn[nodes_ + 1 + i / kBoundsAWord] |= uint32_t{first_bounds_[i]} << (i % kBoundsAWord * 8);
  }
  out.list.emplace_back().size = first_message_;
  out.words = unborn;
  outcomes.emplace_back();
  for (uint32_t i = 0; i < nodes_; ++i) {
    Successors next;
    std::vector<std::vector<uint32_t>> next_outcomes;
    for (size_t s = 0; s < out.list.size(); ++s) {
      const size_t before = next.list.size();
      event(out.of(out.list[s]), {StepKind::start, NodeId(i), kStartEvent, 0}, kStays, kAny, next);
      for (size_t k = before; k < next.list.size(); ++k) {
        Successors::Successor& one = next.list[k];
        one.failed = one.failed || out.list[s].failed;
        if (out.list[s].violation != 0) one.violation = out.list[s].violation;
        next_outcomes.push_back(outcomes[s]);
        next_outcomes.back().push_back(one.step.outcome);
      }
    }
    out = std::move(next);
    outcomes = std::move(next_outcomes);
  }
}

void GlobalModel::successors(StateStore::Words state, Successors& out) {
  messages(state, out);
  for (uint32_t i = 0; i < nodes_; ++i) node(state, NodeId(i), out);
}

void GlobalModel::messages(StateStore::Words state, Successors& out) {
  for (uint32_t at = first_message_; at < state.size; ++at) {
    const uint32_t number = state.data[at];
    if (at > first_message_) {
      const uint32_t before = state.data[at - 1];
      if (before == number) continue;  // one of several alike
      const MessageKind& a = graph_.message(before);
      const MessageKind& b = graph_.message(number);
      if (fifo_ && a.from == b.from && a.to == b.to && is_fifo(number)) continue;
    }
    message(state, at, out);
  }
}

void GlobalModel::message(StateStore::Words state, uint32_t at, Successors& out) {
  const uint32_t number = state.data[at];
  const NodeId to = graph_.message(number).to;
  const bool up = graph_.info(local(state, to)).up;
  const bool idle = leave_idle_ && is_idle(local(state, to), number);
  if (up && !idle) {
    event(state, {StepKind::deliver, to, number, 0}, set_ ? kStays : at, kAny, out);
  } else if (!set_ && !idle) {
    change(state, {{StepKind::deliver, to, number, 0}, nullptr, at, kAny}, out);
  }
  if (allows(state.data, drops_)) {
    change(state, {{StepKind::drop, to, number, 0}, nullptr, at, drops_}, out);
  }
  if (!set_ && !idle && up && allows(state.data, duplications_)) {
    event(state, {StepKind::duplicate, to, number, 0}, kStays, duplications_, out);
  }
}

void GlobalModel::node(StateStore::Words state, NodeId node, Successors& out) {
  const StepGraph::StateInfo info = graph_.info(local(state, node));
  if (!info.up) {
    if (node.value < servers() && allows(state.data, restarts_)) {
      event(state, {StepKind::restart, node, kRestartEvent, 0}, kStays, restarts_, out);
    }
    return;
  }
  for (uint32_t i = 0; i < info.timers; ++i) {
    const uint8_t name = graph_.state(local(state, node)).timers[i].name;
    const Allowance allowance = timers_[node.value][name];
    if (!allows(state.data, allowance)) continue;
    event(state, {StepKind::timer, node, kTimerEvent + i, 0}, kStays, allowance, out);
  }
  if (info.writing) event(state, {StepKind::disk, node, kDiskEvent, 0}, kStays, kAny, out);
  if (node.value < servers() && allows(state.data, crashes_)) {
    event(state, {StepKind::crash, node, kCrashEvent, 0}, kStays, crashes_, out);
  }
}

void GlobalModel::event(StateStore::Words state, ExploreStep step, uint32_t removed,
                        Allowance spent, Successors& out) {
  const StepGraph::Outcomes outcomes = graph_.outcomes(local(state, step.node), step.event);
  for (uint32_t i = 0; i < outcomes.count; ++i) {
    step.outcome = i;
    change(state, {step, outcomes.first + i, removed, spent}, out);
  }
}

void GlobalModel::change(StateStore::Words state, const Change& how, Successors& out) {
  Successors::Successor& next = out.list.emplace_back();
  next.begin = out.words.size();
  next.step = how.step;
  next.spent = how.spent;
  if (how.outcome != nullptr) next.batch = how.outcome->batch;
  next.asleep =
      out.asleep != nullptr && std::binary_search(out.asleep->begin(), out.asleep->end(), how.step);
  if (next.asleep) return;
  const uint32_t sends = how.outcome == nullptr ? 0 : how.outcome->send_count;
  out.words.resize(next.begin + state.size + sends);
  uint32_t* words = out.words.data() + next.begin;
  next.size = state.size;
  if (how.removed == kStays) {
    std::memcpy(words, state.data, state.size * sizeof(uint32_t));
  } else {
    --next.size;
    std::memcpy(words, state.data, how.removed * sizeof(uint32_t));
    std::memcpy(words + how.removed, state.data + how.removed + 1,
                (state.size - how.removed - 1) * sizeof(uint32_t));
  }
  if (how.spent >= 0) {
    words[nodes_ + 1 + how.spent / kBoundsAWord] -= uint32_t{1} << (how.spent % kBoundsAWord * 8);
  }
  if (how.outcome != nullptr) {
    words[how.step.node.value] = how.outcome->after;
    const Ledgers::After heard = graph_.ledgers().hear(words[nodes_], how.outcome->batch);
    words[nodes_] = heard.ledger;
    next.violation = heard.violation;
    next.failed = how.outcome->failed;
    const uint32_t* sent = graph_.sends(*how.outcome);
    for (uint32_t i = 0; i < sends; ++i) next.size = send(words, next.size, sent[i]);
  }
  out.words.resize(next.begin + next.size);
  next.hash = StateStore::hash(out.of(next));
}

// Puts a message in its place among the others; the new number of words.
uint32_t GlobalModel::send(uint32_t* words, uint32_t size, uint32_t message) const {
  const auto after = [&](uint32_t other) {  // whether `other` stands behind the new one
    if (!fifo_) return other > message;
    const MessageKind& a = graph_.message(other);
    const MessageKind& b = graph_.message(message);
    if (a.from != b.from) return a.from > b.from;
    if (a.to != b.to) return a.to > b.to;
    return !is_fifo(message) && other > message;
  };
  uint32_t at = size;
  while (at > first_message_ && after(words[at - 1])) --at;
  if (set_ && at > first_message_ && words[at - 1] == message) return size;
  std::memmove(words + at + 1, words + at, (size - at) * sizeof(uint32_t));
  words[at] = message;
  return size + 1;
}

bool GlobalModel::is_fifo(uint32_t number) const {
  const MessageKind& message = graph_.message(number);
  const LinkConfig* link = &network_.all;
  for (const LinkRule& rule : network_.links) {
    const auto among = [](const std::vector<NodeId>& nodes, NodeId node) {
      return nodes.empty() || std::find(nodes.begin(), nodes.end(), node) != nodes.end();
    };
    if (among(rule.from, message.from) && among(rule.to, message.to)) link = &rule.config;
  }
  return link->fifo;
}

}  // namespace ordain
