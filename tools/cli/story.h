// A run told so that a student can follow it: a line for each thing worth noticing (faults,
// crashes, restarts, cuts, phases, rare facts such as elections), and between two of them one line
// that sums up the rest (so many operations, so many commits and the last of them).
//
// It is told while the run goes on and keeps lines, not events, and of these only the first and the
// last few hundred: a run of any length can be told.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/trace.h"
#include "sim/run/export/names.h"
#include "tools/cli/terminal.h"

namespace ordain::cli {

class Story {
 public:
  // `tell` gives the rest of a sentence that begins with the node's name, "" for a fact that only
  // a verbose story tells.
  using Tell = std::function<std::string(const FactEvent&)>;

  Story(const Names& names, Tell tell, Palette palette);

  void take(const TraceEvent& event);
  // The lines, indented. Call once, after the last event.
  std::string text() const;

 private:
  struct FactCount {
    uint64_t times = 0;
    std::string last;
  };
  struct Item {
    Time time;
    std::string text;  // empty: a summary of what went on quietly
    Colour colour = Colour::plain;
    std::string_view fact;  // the name of the fact it tells
    uint64_t ok = 0, failed = 0, indeterminate = 0;
    std::map<std::string_view, FactCount> facts;  // by name
    uint64_t lines = 1;                           // that it stands for
  };

  void add(const TraceEvent& event, std::string text, Colour colour,
           std::string_view fact_name = {});
  void fact(const TraceEvent& event);
  void operation(const OpEvent& op);
  Item& quiet();
  void trim();
  bool frequent(std::string_view fact_name) const;
  bool absorb(Item& into, const Item& item) const;
  std::vector<Item> condensed() const;
  std::string line(const Item& item) const;
  std::string summary(const Item& item) const;

  const Names& names_;
  Tell tell_;
  Palette palette_;
  std::deque<Item> items_;  // the first kEdge and the last kEdge or so
  uint64_t left_out_ = 0;
  std::map<std::string_view, uint64_t> told_;
};

// One event of a verbose story, with a line's end.
std::string verbose_line(const TraceEvent& event, const Names& names, const Story::Tell& tell,
                         const Palette& palette);

}  // namespace ordain::cli
