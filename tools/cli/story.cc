#include "tools/cli/story.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/run/export/event_text.h"

namespace ordain::cli {
namespace {

// A kind of fact told more often than this is summed up: commits are, elections hardly ever.
constexpr uint64_t kFew = 16;
constexpr size_t kEdge = 200;   // items kept at either end
constexpr size_t kShown = 120;  // lines of a story
constexpr int kTimeWidth = 10;

Colour colour_of(const TraceEvent& event) {
  switch (event.kind) {
    case EventKind::crash:
    case EventKind::disk_fault:
      return Colour::red;
    case EventKind::start:
    case EventKind::resume:
    case EventKind::heal:
    case EventKind::release:
      return Colour::green;
    case EventKind::phase:
      return Colour::bold;
    default:
      return Colour::yellow;
  }
}

std::string left_out_text(uint64_t lines) {
  return "... " + std::to_string(lines) + " lines left out; --verbose tells everything ...";
}

// What a student should see of the world's own doings; drops and single writes are too many.
bool notable(const TraceEvent& event) {
  switch (event.kind) {
    case EventKind::start:
      return event.a > 0;
    case EventKind::clock:
      return event.time.ns > 0;
    case EventKind::hold:
      return !event.payload;
    case EventKind::crash:
    case EventKind::pause:
    case EventKind::resume:
    case EventKind::slow:
    case EventKind::partition:
    case EventKind::heal:
    case EventKind::release:
    case EventKind::link:
    case EventKind::disk_fault:
    case EventKind::phase:
      return true;
    default:
      return false;
  }
}

std::string count(uint64_t n, std::string_view noun) {
  return std::to_string(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
}

std::string what_happens(const TraceEvent& event, const Names& names) {
  switch (event.kind) {
    case EventKind::crash:
      if (event.b == 0) return "crashes";
      return "crashes and loses " + count(event.b, "unsynced record");
    case EventKind::start:
      return "restarts";
    case EventKind::pause:
      return "pauses";
    case EventKind::resume:
      return "resumes";
    default:
      return event_text(event, names);
  }
}

std::string sentence(const TraceEvent& event, const Names& names) {
  const std::string text = what_happens(event, names);
  return event.node.valid() ? names.node(event.node) + " " + text : text;
}

}  // namespace

Story::Story(const Names& names, Tell tell, Palette palette)
    : names_(names), tell_(std::move(tell)), palette_(palette) {}

void Story::take(const TraceEvent& event) {
  if (event.kind == EventKind::fact) return fact(event);
  if (event.kind == EventKind::operation) return operation(event.op);
  if (notable(event)) add(event, sentence(event, names_), colour_of(event));
}

void Story::add(const TraceEvent& event, std::string text, Colour colour,
                std::string_view fact_name) {
  Item item;
  item.time = event.time;
  item.text = std::move(text);
  item.colour = colour;
  item.fact = fact_name;
  items_.push_back(std::move(item));
  trim();
}

Story::Item& Story::quiet() {
  if (items_.empty() || !items_.back().text.empty()) {
    items_.emplace_back();
    trim();
  }
  return items_.back();
}

void Story::trim() {
  if (items_.size() <= 2 * kEdge) return;
  items_.erase(items_.begin() + kEdge);
  ++left_out_;
}

void Story::fact(const TraceEvent& event) {
  std::string sentence = tell_({event.fact, event.node, event.time, event.number});
  if (sentence.empty()) return;
  sentence = names_.node(event.node) + " " + sentence;
  const std::string_view name = event.fact.type->name;
  if (++told_[name] <= kFew) return add(event, std::move(sentence), Colour::cyan, name);
  FactCount& counted = quiet().facts[name];
  ++counted.times;
  counted.last = std::move(sentence);
}

void Story::operation(const OpEvent& op) {
  if (op.phase == OpPhase::invoke) return;
  Item& item = quiet();
  if (op.phase == OpPhase::ok) ++item.ok;
  if (op.phase == OpPhase::failed) ++item.failed;
  if (op.phase == OpPhase::indeterminate) ++item.indeterminate;
}

bool Story::frequent(std::string_view fact_name) const {
  const auto it = told_.find(fact_name);
  return it != told_.end() && it->second > kFew;
}

// Whether `item` is summed up; then it joins `into`.
bool Story::absorb(Item& into, const Item& item) const {
  if (item.text.empty()) {
    into.ok += item.ok;
    into.failed += item.failed;
    into.indeterminate += item.indeterminate;
    for (const auto& [name, counted] : item.facts) {
      into.facts[name].times += counted.times;
      into.facts[name].last = counted.last;
    }
    return true;
  }
  if (item.fact.empty() || !frequent(item.fact)) return false;
  ++into.facts[item.fact].times;
  into.facts[item.fact].last = item.text;
  return true;
}

std::vector<Story::Item> Story::condensed() const {
  std::vector<Item> out;
  for (size_t i = 0; i < items_.size(); ++i) {
    if (left_out_ > 0 && i == kEdge) {
      Item gap;
      gap.text = left_out_text(left_out_);
      gap.lines = left_out_;
      gap.time = items_[i].time;
      out.push_back(std::move(gap));
    }
    const bool open = !out.empty() && out.back().text.empty();
    Item fresh;
    Item& into = open ? out.back() : fresh;
    if (!absorb(into, items_[i])) {
      out.push_back(items_[i]);
    } else if (!open) {
      out.push_back(std::move(fresh));
    }
  }
  return out;
}

std::string Story::summary(const Item& item) const {
  std::vector<std::string> parts;
  if (item.ok > 0) parts.push_back(count(item.ok, "operation") + " ok");
  if (item.failed > 0) parts.push_back(count(item.failed, "operation") + " failed");
  if (item.indeterminate > 0) {
    parts.push_back(count(item.indeterminate, "operation") + " indeterminate");
  }
  for (const auto& [name, counted] : item.facts) {
    const std::string many = std::to_string(counted.times) + " x " + words(name) + ", the last: ";
    parts.push_back((counted.times == 1 ? "" : many) + counted.last);
  }
  return join(parts, "; ");
}

std::string Story::line(const Item& item) const {
  if (item.text.empty()) {
    return std::string(kTimeWidth, ' ') + "  " + palette_.paint(Colour::dim, summary(item)) + "\n";
  }
  return palette_.paint(Colour::dim, format_seconds(item.time.ns, kTimeWidth)) + "  " +
         palette_.paint(item.colour, item.text) + "\n";
}

std::string Story::text() const {
  const std::vector<Item> items = condensed();
  const size_t hidden = items.size() > kShown ? items.size() - kShown : 0;
  const auto first = items.begin() + static_cast<ptrdiff_t>(std::min(items.size(), kShown / 2));
  const auto last = first + static_cast<ptrdiff_t>(hidden);
  std::string out;
  for (auto item = items.begin(); item != first; ++item) out += line(*item);
  uint64_t lines = 0;
  for (auto item = first; item != last; ++item) lines += item->lines;
  if (lines > 0) out += std::string(kTimeWidth, ' ') + "  " + left_out_text(lines) + "\n";
  for (auto item = last; item != items.end(); ++item) out += line(*item);
  return out;
}

std::string verbose_line(const TraceEvent& event, const Names& names, const Story::Tell& tell,
                         const Palette& palette) {
  std::string node = event.node.valid() ? names.node(event.node) : "";
  node.resize(std::max<size_t>(node.size(), 4), ' ');
  std::string text = event_text(event, names);
  if (event.kind == EventKind::fact) {
    const std::string sentence = tell({event.fact, event.node, event.time, event.number});
    if (!sentence.empty()) text += "  (" + sentence + ")";
  }
  const Colour colour = event.kind == EventKind::fact ? Colour::cyan
                        : notable(event)              ? colour_of(event)
                                                      : Colour::plain;
  std::string number = std::to_string(event.number);
  number.insert(0, number.size() < 7 ? 7 - number.size() : 0, ' ');
  // Microseconds: handlers of one millisecond should be told apart.
  std::string time = std::to_string(event.time.ns / 1000 % 1'000'000);
  time.insert(0, 6 - time.size(), '0');
  time = std::to_string(event.time.ns / 1'000'000'000) + "." + time + "s";
  return palette.paint(Colour::dim, number + "  " + time) + "  " + node + " " +
         palette.paint(colour, text) + "\n";
}

}  // namespace ordain::cli
