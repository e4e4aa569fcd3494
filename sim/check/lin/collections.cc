#include "sim/check/lin/collections.h"

#include <algorithm>

#include "sim/check/lin/value_ids.h"

namespace ordain::check::lin {
namespace {

struct Interval {
  uint32_t call = 0;
  uint32_t ret = kNever;
};

// An element of a queue: when it was put and taken. Never taken: take.call == kNever.
struct Element {
  Interval put{kNever, kNever};
  Interval take{kNever, kNever};
};

struct QueueOps {
  std::vector<Element> elements;
  std::vector<Interval> empties;
  bool twice = false;  // an element taken twice
};

// nullopt when an element is put twice, or an indeterminate dequeue may have taken any.
std::optional<QueueOps> queue_ops(const History& history, const Object& object) {
  QueueOps out;
  ValueIds ids;
  const auto element = [&](const Value& value) -> Element& {
    const uint32_t id = ids.intern(value);
    if (id == out.elements.size()) out.elements.emplace_back();
    return out.elements[id];
  };
  for (const uint32_t i : object.operations) {
    const Operation& op = history.operations[i];
    const Verb verb = verb_of(op.f);
    if (verb == Verb::Enqueue) {
      Element& e = element(op.argument);
      if (e.put.call != kNever || op.argument.is_nil()) return std::nullopt;
      e.put = {op.invoke, op.complete};
    } else if (verb != Verb::Dequeue || op.outcome != Outcome::Ok || op.result_unknown) {
      return std::nullopt;
    } else if (op.result.is_nil()) {
      out.empties.push_back({op.invoke, op.complete});
    } else {
      Element& e = element(op.result);
      out.twice |= e.take.call != kNever;
      e.take = {op.invoke, op.complete};
    }
  }
  return out;
}

// No a, b: a put before b was begun, and b taken before taking a was begun.
bool first_in_first_out(const std::vector<Element>& elements) {
  std::vector<const Element*> by_return, by_call;
  for (const Element& e : elements) {
    if (e.put.ret != kNever) by_return.push_back(&e);
    by_call.push_back(&e);
  }
  std::sort(by_return.begin(), by_return.end(),
            [](const Element* a, const Element* b) { return a->put.ret < b->put.ret; });
  std::sort(by_call.begin(), by_call.end(),
            [](const Element* a, const Element* b) { return a->put.call < b->put.call; });
  uint32_t latest_take = 0;
  bool any = false;
  size_t next = 0;
  for (const Element* b : by_call) {
    for (; next < by_return.size() && by_return[next]->put.ret < b->put.call; ++next) {
      latest_take = std::max(latest_take, by_return[next]->take.call);
      any = true;
    }
    if (any && b->take.ret < latest_take) return false;
  }
  return true;
}

// Every empty answer has a moment that no element certainly covers.
bool empties_fit(const QueueOps& ops) {
  std::vector<Interval> full;  // from the end of the put to the begin of the take
  for (const Element& e : ops.elements)
    if (e.put.ret != kNever && e.put.ret < e.take.call) full.push_back({e.put.ret, e.take.call});
  std::sort(full.begin(), full.end(),
            [](const Interval& a, const Interval& b) { return a.call < b.call; });
  std::vector<Interval> merged;
  for (const Interval& i : full) {
    if (!merged.empty() && i.call < merged.back().ret) {
      merged.back().ret = std::max(merged.back().ret, i.ret);
    } else {
      merged.push_back(i);
    }
  }
  for (const Interval& empty : ops.empties) {
    auto around =
        std::lower_bound(merged.begin(), merged.end(), empty.call,
                         [](const Interval& i, uint32_t position) { return i.call < position; });
    if (around != merged.begin() && empty.ret < (--around)->ret) return false;
  }
  return true;
}

}  // namespace

std::optional<bool> check_unique_queue(const History& history, const Object& object) {
  std::optional<QueueOps> ops = queue_ops(history, object);
  if (!ops) return std::nullopt;
  if (ops->twice) return false;
  std::vector<Element> kept;
  for (const Element& e : ops->elements) {
    if (e.put.call == kNever || e.take.ret < e.put.call) return false;
    const bool taken = e.take.call != kNever;
    if (e.put.ret != kNever || taken) kept.push_back(e);
  }
  ops->elements = std::move(kept);
  return first_in_first_out(ops->elements) && empties_fit(*ops);
}

namespace {

struct SetRead {
  Interval when;
  std::vector<uint32_t> elements;  // sorted
};

struct SetOps {
  std::vector<Interval> adds;  // by element
  std::vector<SetRead> reads;
  bool unknown_element = false;
};

std::optional<SetOps> set_ops(const History& history, const Object& object) {
  SetOps out;
  ValueIds ids;
  for (const uint32_t i : object.operations) {
    const Operation& op = history.operations[i];
    if (verb_of(op.f) == Verb::Read) continue;
    const bool plain = op.result.kind() != Value::Kind::Bool || op.outcome != Outcome::Ok;
    if (verb_of(op.f) != Verb::Add || !plain) return std::nullopt;
    if (ids.intern(op.argument) != out.adds.size()) return std::nullopt;
    out.adds.push_back({op.invoke, op.complete});
  }
  for (const uint32_t i : object.operations) {
    const Operation& op = history.operations[i];
    if (verb_of(op.f) != Verb::Read || op.outcome != Outcome::Ok || op.result_unknown) continue;
    SetRead read{{op.invoke, op.complete}, {}};
    for (const Value& item : op.result.items()) {
      const uint32_t id = ids.find(item, kNever);
      out.unknown_element |= id == kNever;
      read.elements.push_back(id);
    }
    std::sort(read.elements.begin(), read.elements.end());
    read.elements.erase(std::unique(read.elements.begin(), read.elements.end()),
                        read.elements.end());
    out.reads.push_back(std::move(read));
  }
  return out;
}

}  // namespace

std::optional<bool> check_growing_set(const History& history, const Object& object) {
  std::optional<SetOps> ops = set_ops(history, object);
  if (!ops) return std::nullopt;
  if (ops->unknown_element) return false;
  std::sort(ops->reads.begin(), ops->reads.end(), [](const SetRead& a, const SetRead& b) {
    return a.elements.size() < b.elements.size();
  });
  // Reads of the same set share a stage; between two stages lie the adds of what is new.
  std::vector<bool> present(ops->adds.size(), false);
  uint32_t latest_call = 0;
  bool any = false;
  const auto fits = [&](const Interval& i) { return !any || i.ret > latest_call; };
  const std::vector<uint32_t> none;
  const std::vector<uint32_t>* before = &none;
  for (size_t r = 0; r < ops->reads.size();) {
    const std::vector<uint32_t>& now = ops->reads[r].elements;
    if (!std::includes(now.begin(), now.end(), before->begin(), before->end())) return false;
    uint32_t stage_call = latest_call;
    for (const uint32_t e : now) {
      if (present[e]) continue;
      present[e] = true;
      if (!fits(ops->adds[e])) return false;
      stage_call = std::max(stage_call, ops->adds[e].call);
      any = true;
    }
    latest_call = stage_call;
    for (; r < ops->reads.size() && ops->reads[r].elements.size() == now.size(); ++r) {
      if (ops->reads[r].elements != now || !fits(ops->reads[r].when)) return false;
      stage_call = std::max(stage_call, ops->reads[r].when.call);
    }
    any = true;
    latest_call = stage_call;
    before = &now;
  }
  for (uint32_t e = 0; e < ops->adds.size(); ++e)
    if (!present[e] && !fits(ops->adds[e])) return false;
  return true;
}

}  // namespace ordain::check::lin
