#include "sim/check/order/causal.h"

#include <algorithm>

#include "sim/check/order/register_history.h"

namespace ordain::check::order {
namespace {

class Causal {
 public:
  explicit Causal(const History& history)
      : history_(history), registers_(register_history(history)) {}

  Verdict run() {
    for (const Access& access : registers_.accesses)
      if (access.reads && access.from == kNone)
        found("ThinAirRead", {access.source}, name(access) + " read a value that nobody wrote");
    if (!order()) return finish();
    index_writes();
    for (const uint32_t a : topological_)
      if (registers_.accesses[a].reads) judge(a);
    return finish();
  }

 private:
  std::string name(const Access& access) const { return history_.describe(access.source); }

  void found(const char* what, std::vector<uint32_t> operations, std::string words) {
    constexpr size_t kMost = 16;
    if (out_.findings.size() < kMost)
      out_.findings.push_back({what, std::move(operations), std::move(words)});
  }

  Verdict finish() {
    if (!out_.findings.empty()) out_.holds = Holds::No;
    return std::move(out_);
  }

  // Kahn's order over both kinds of edges, with a vector clock for every access: how many of each
  // client's accesses are in its causal past, itself included. False when there is a circle.
  bool order() {
    const size_t n = registers_.accesses.size(), width = registers_.sessions.size();
    clock_.assign(n * width, 0);
    std::vector<uint32_t> waiting(n, 0), ready;
    std::vector<std::vector<uint32_t>> readers(n);
    for (uint32_t a = 0; a < n; ++a) {
      const Access& access = registers_.accesses[a];
      if (access.place > 0) ++waiting[a];
      if (access.reads && access.from < kInitial && access.from != a) {
        ++waiting[a];
        readers[access.from].push_back(a);
      }
      if (waiting[a] == 0) ready.push_back(a);
    }
    while (!ready.empty()) {
      const uint32_t a = ready.back();
      ready.pop_back();
      topological_.push_back(a);
      set_clock(a);
      const Access& access = registers_.accesses[a];
      const std::vector<uint32_t>& session = registers_.sessions[access.session];
      if (access.place + 1 < session.size() && --waiting[session[access.place + 1]] == 0)
        ready.push_back(session[access.place + 1]);
      for (const uint32_t reader : readers[a])
        if (--waiting[reader] == 0) ready.push_back(reader);
    }
    if (topological_.size() == n) return true;
    report_circle(waiting);
    return false;
  }

  void set_clock(uint32_t a) {
    const size_t width = registers_.sessions.size();
    const Access& access = registers_.accesses[a];
    uint32_t* mine = &clock_[a * width];
    const auto join = [&](uint32_t other) {
      for (size_t s = 0; s < width; ++s) mine[s] = std::max(mine[s], clock_[other * width + s]);
    };
    if (access.place > 0) join(registers_.sessions[access.session][access.place - 1]);
    if (access.reads && access.from < kInitial && access.from != a) join(access.from);
    mine[access.session] = access.place + 1;
    out_.steps += width;
  }

  bool before(uint32_t a, uint32_t b) const {  // a is in b's causal past, or is b
    const Access& access = registers_.accesses[a];
    return clock_[b * registers_.sessions.size() + access.session] > access.place;
  }

  // Backwards along what each unordered access waits for, until one comes again.
  void report_circle(const std::vector<uint32_t>& waiting) {
    uint32_t a = 0;
    while (waiting[a] == 0) ++a;
    std::vector<uint32_t> path;
    while (std::find(path.begin(), path.end(), a) == path.end()) {
      path.push_back(a);
      const Access& access = registers_.accesses[a];
      const bool from = access.reads && access.from < kInitial && waiting[access.from] != 0;
      a = from ? access.from : registers_.sessions[access.session][access.place - 1];
    }
    path.erase(path.begin(), std::find(path.begin(), path.end(), a));
    std::reverse(path.begin(), path.end());
    std::vector<uint32_t> operations;
    std::string words = "each of these causally precedes the next, and the last the first:";
    for (const uint32_t p : path) {
      operations.push_back(registers_.accesses[p].source);
      words += "\n  " + name(registers_.accesses[p]);
    }
    found("CyclicCO", std::move(operations), std::move(words));
  }

  void index_writes() {
    writes_.assign(registers_.keys, std::vector<std::vector<uint32_t>>());
    for (uint32_t a = 0; a < registers_.accesses.size(); ++a) {
      const Access& access = registers_.accesses[a];
      if (!access.writes) continue;
      std::vector<std::vector<uint32_t>>& of_key = writes_[access.key];
      of_key.resize(registers_.sessions.size());
      of_key[access.session].push_back(a);
    }
  }

  // The latest write of the key by each client in the read's causal past decides.
  void judge(uint32_t r) {
    const Access& read = registers_.accesses[r];
    if (read.from == kNone) return;
    const std::vector<std::vector<uint32_t>>& of_key = writes_[read.key];
    for (uint32_t s = 0; s < of_key.size(); ++s) {
      ++out_.steps;
      uint32_t limit = clock_[r * registers_.sessions.size() + s];
      if (s == read.session) limit = read.place;  // a cas's own write comes after its read
      const auto end = std::partition_point(of_key[s].begin(), of_key[s].end(), [&](uint32_t w) {
        return registers_.accesses[w].place < limit;
      });
      if (end == of_key[s].begin()) continue;
      const uint32_t w = *(end - 1);
      if (w == read.from) continue;
      const Access& write = registers_.accesses[w];
      if (read.from == kInitial) {
        found("WriteCOInitRead", {write.source, read.source},
              name(read) + " read the initial value, though " + name(write) +
                  " causally precedes it");
        return;
      }
      if (!before(read.from, w)) continue;
      const Access& from = registers_.accesses[read.from];
      found("WriteCORead", {from.source, write.source, read.source},
            name(read) + " read what " + name(from) + " wrote, though " + name(write) +
                " causally follows that write and precedes the read");
      return;
    }
  }

  const History& history_;
  const RegisterHistory registers_;
  std::vector<uint32_t> clock_;  // by access and session
  std::vector<uint32_t> topological_;
  std::vector<std::vector<std::vector<uint32_t>>> writes_;  // by key and session
  Verdict out_;
};

}  // namespace

Verdict check_causal(const History& history) { return Causal(history).run(); }

}  // namespace ordain::check::order
