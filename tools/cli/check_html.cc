#include "tools/cli/check_html.h"

#include <algorithm>
#include <map>
#include <set>

namespace ordain::cli {
namespace {

using check::History;
using check::Operation;

constexpr size_t kMostShown = 400;
constexpr int kColumn = 30;  // pixels an event
constexpr int kRow = 34;     // pixels a client
constexpr int kLeft = 90, kTop = 24;

constexpr const char* kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>ordain check</title><style>
:root{color-scheme:light dark;--ink:#1c2330;--paper:#fbfbfa;--line:#c9ced6;
--op:#cfe0f5;--edge:#4a78b5;--bad:#d8372b;--point:#20603d}
@media(prefers-color-scheme:dark){:root{--ink:#e4e8ee;--paper:#16191f;--line:#3a414d;
--op:#25405f;--edge:#7fb0ea;--bad:#ff6b5e;--point:#7fd6a3}}
body{font:15px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper);
margin:1.5rem 2rem}
h1{font-size:1.25rem;margin:0 0 .3rem}.verdict{font-weight:600}.bad{color:var(--bad)}
#lines{overflow-x:auto;border:1px solid var(--line);border-radius:6px;margin:1rem 0}
#detail{min-height:1.6em;font-family:ui-monospace,monospace;white-space:pre-wrap}
svg text{font:11px ui-monospace,monospace;fill:var(--ink)}
.op rect{fill:var(--op);stroke:var(--edge);rx:3}.op.fails rect{fill:var(--bad);stroke:var(--bad)}
.op.fails text{fill:#fff;font-weight:700}.op.open rect{stroke-dasharray:4 3}
.op:hover rect,.op:focus rect{stroke-width:3;outline:none}
.rail{stroke:var(--line)}.order{fill:none;stroke:var(--point);stroke-width:1.5;opacity:.55}
.point{fill:var(--point)}ol{padding-left:2.6rem}li{font-family:ui-monospace,monospace}
</style></head><body>
)";

constexpr const char* kScript = R"(<script>
const detail=document.getElementById('detail');
for(const op of document.querySelectorAll('.op')){
  const show=()=>{detail.textContent=op.querySelector('title').textContent};
  op.addEventListener('mouseenter',show);op.addEventListener('focus',show);
}
const bad=document.querySelector('.fails');
if(bad){document.getElementById('lines').scrollLeft=bad.getBoundingClientRect().left-300;
  detail.textContent=bad.querySelector('title').textContent;}
</script></body></html>
)";

std::string escape(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string shorten(std::string text, size_t most) {
  if (text.size() <= most) return text;
  size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

class Page {
 public:
  explicit Page(const Judgement& judgement) : judgement_(judgement), history_(judgement.history) {
    if (judgement.explanation) {
      failing_ = judgement.explanation->failing;
      for (size_t i = 0; i < judgement.explanation->placed.size(); ++i)
        place_[judgement.explanation->placed[i].operation] = i;
    }
  }

  std::string run() {
    choose_operations();
    number_columns();
    out_ = kHead;
    header();
    time_lines();
    order_list();
    out_ += kScript;
    return std::move(out_);
  }

 private:
  bool concerns(const Operation& op) const {
    return !judgement_.explanation || judgement_.explanation->key.is_nil() ||
           op.key == judgement_.explanation->key ||
           (op.key.is_nil() && op.argument == judgement_.explanation->key);
  }

  void choose_operations();
  void number_columns();
  void header();
  void time_lines();
  void draw(uint32_t i);
  void draw_order();
  void order_list();
  std::string title(uint32_t i) const;
  int x(uint32_t position) const { return kLeft + kColumn * columns_.at(position); }
  int y(const Operation& op) const { return kTop + kRow * rows_.at(op.process); }
  int right_end(const Operation& op) const {
    const auto found = columns_.find(op.complete);
    return found == columns_.end() ? kLeft + kColumn * static_cast<int>(columns_.size())
                                   : kLeft + kColumn * found->second;
  }

  const Judgement& judgement_;
  const History& history_;
  uint32_t failing_ = Operation::kNever;
  std::map<uint32_t, size_t> place_;  // operation -> its place in the linearization
  std::vector<uint32_t> shown_;
  bool cut_ = false;
  std::map<uint32_t, int> columns_;  // position -> column
  std::map<int64_t, int> rows_;
  std::string out_;
};

// Of the failing object: what came last before the failure. Without one: the history's begin.
void Page::choose_operations() {
  const uint32_t end = judgement_.explanation ? judgement_.explanation->events : Operation::kNever;
  for (uint32_t i = 0; i < history_.operations.size(); ++i) {
    const Operation& op = history_.operations[i];
    if (op.invoke < end && op.outcome != check::Outcome::Failed && concerns(op))
      shown_.push_back(i);
  }
  cut_ = shown_.size() > kMostShown;
  if (!cut_) return;
  if (!judgement_.explanation) {
    shown_.resize(kMostShown);
    return;
  }
  std::vector<uint32_t> kept;
  for (size_t k = 0; k < shown_.size(); ++k) {
    const bool recent = k + kMostShown >= shown_.size();
    if (recent || shown_[k] == failing_) kept.push_back(shown_[k]);
  }
  shown_ = std::move(kept);
}

void Page::number_columns() {
  const uint32_t end = judgement_.explanation ? judgement_.explanation->events : Operation::kNever;
  for (const uint32_t i : shown_) {
    const Operation& op = history_.operations[i];
    columns_[op.invoke] = 0;
    if (op.complete != Operation::kNever && op.complete < end) columns_[op.complete] = 0;
    rows_.emplace(op.process, 0);
  }
  int column = 0, row = 0;
  for (auto& [position, number] : columns_) number = ++column;
  for (auto& [process, number] : rows_) number = row++;
}

void Page::header() {
  std::string verdict = judgement_.verdict;
  std::replace(verdict.begin(), verdict.end(), '_', ' ');
  out_ += "<h1>" + escape(history_.source) + "</h1><p><span class=\"verdict" +
          (judgement_.answer == Answer::Violated ? std::string(" bad") : std::string()) + "\">" +
          escape(verdict) + "</span> as " + escape(judgement_.model) + ", " +
          std::to_string(judgement_.operations) + " operations</p>\n";
  for (const Anomaly& anomaly : judgement_.anomalies) {
    std::string words = escape(anomaly.explanation);
    for (size_t at = 0; (at = words.find('\n', at)) != std::string::npos; at += 4)
      words.replace(at, 1, "<br>");
    out_ += "<p><b>" + escape(anomaly.name) + "</b><br>" + words + "</p>\n";
  }
  if (cut_) out_ += "<p>Of a long history, the operations nearest to the failure are drawn.</p>\n";
}

std::string Page::title(uint32_t i) const {
  const Operation& op = history_.operations[i];
  std::string out = history_.describe(i);
  if (op.line != 0) out += "\nline " + std::to_string(op.line);
  out += ", event " + std::to_string(op.invoke) + " to " +
         (op.complete == Operation::kNever ? "?" : std::to_string(op.complete));
  const auto placed = place_.find(i);
  if (placed != place_.end())
    out += "\nplace " + std::to_string(placed->second + 1) + " in the linearization, leaves " +
           judgement_.explanation->placed[placed->second].state;
  if (i == failing_) out += "\nfits nowhere";
  return out;
}

void Page::draw(uint32_t i) {
  const Operation& op = history_.operations[i];
  const int left = x(op.invoke), right = std::max(right_end(op), left + kColumn / 2);
  const bool open = columns_.count(op.complete) == 0;
  std::string label = op.f;
  if (!op.argument.is_nil()) label += " " + op.argument.edn();
  if (check::verb_of(op.f) == check::Verb::Read && op.outcome == check::Outcome::Ok)
    label += " → " + op.result.edn();
  out_ += "<g class=\"op" + std::string(i == failing_ ? " fails" : "") + (open ? " open" : "") +
          "\" tabindex=\"0\"><title>" + escape(title(i)) + "</title><rect x=\"" +
          std::to_string(left) + "\" y=\"" + std::to_string(y(op)) + "\" width=\"" +
          std::to_string(right - left) + "\" height=\"20\"/><text x=\"" + std::to_string(left + 4) +
          "\" y=\"" + std::to_string(y(op) + 14) + "\">" +
          escape(shorten(label, std::max<size_t>(3, static_cast<size_t>(right - left) / 7))) +
          "</text></g>\n";
}

// A point for each placed operation, as early as the order allows.
void Page::draw_order() {
  if (!judgement_.explanation) return;
  std::string path, points;
  const std::set<uint32_t> drawn(shown_.begin(), shown_.end());
  uint32_t now = 0;
  int shift = 0;
  for (const check::lin::Placed& placed : judgement_.explanation->placed) {
    const Operation& op = history_.operations[placed.operation];
    shift = op.invoke > now ? 2 : shift + 3;
    now = std::max(now, op.invoke);
    if (drawn.count(placed.operation) == 0 || columns_.count(now) == 0) continue;
    const int px = x(now) + std::min(shift, kColumn - 2), py = y(op) + 20;
    path += (path.empty() ? "M" : "L") + std::to_string(px) + " " + std::to_string(py);
    points += "<circle class=\"point\" r=\"3\" cx=\"" + std::to_string(px) + "\" cy=\"" +
              std::to_string(py) + "\"/>";
  }
  out_ += "<path class=\"order\" d=\"" + path + "\"/>" + points + "\n";
}

void Page::time_lines() {
  const int width = kLeft + kColumn * (static_cast<int>(columns_.size()) + 2);
  const int height = kTop + kRow * static_cast<int>(rows_.size()) + 10;
  out_ += "<div id=\"lines\"><svg width=\"" + std::to_string(width) + "\" height=\"" +
          std::to_string(height) + "\" role=\"img\" aria-label=\"time lines of the clients\">\n";
  for (const auto& [process, row] : rows_) {
    const std::string at = std::to_string(kTop + kRow * row + 10);
    out_ += "<line class=\"rail\" x1=\"" + std::to_string(kLeft) + "\" x2=\"" +
            std::to_string(width) + "\" y1=\"" + at + "\" y2=\"" + at + "\"/><text x=\"8\" y=\"" +
            std::to_string(kTop + kRow * row + 14) + "\">client " + std::to_string(process) +
            "</text>\n";
  }
  for (const uint32_t i : shown_) draw(i);
  draw_order();
  out_ +=
      "</svg></div><div id=\"detail\">Hover over an operation, or reach it with the tab "
      "key.</div>\n";
}

void Page::order_list() {
  if (!judgement_.explanation || judgement_.explanation->placed.empty()) return;
  const std::vector<check::lin::Placed>& placed = judgement_.explanation->placed;
  const size_t begin = placed.size() > kMostShown ? placed.size() - kMostShown : 0;
  out_ += "<h2>The longest partial linearization</h2><ol start=\"" + std::to_string(begin + 1) +
          "\">\n";
  for (size_t i = begin; i < placed.size(); ++i)
    out_ += "<li>" + escape(history_.describe(placed[i].operation)) + " ⇒ " +
            escape(shorten(placed[i].state, 200)) + "</li>\n";
  out_ += "</ol>\n";
}

}  // namespace

std::string check_page(const Judgement& judgement) { return Page(judgement).run(); }

}  // namespace ordain::cli
