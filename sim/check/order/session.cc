#include "sim/check/order/session.h"

#include <algorithm>

#include "sim/check/order/register_history.h"

namespace ordain::check::order {
namespace {

// One write of a key is newer than another, and the operation that says so.
struct Newer {
  uint32_t to;
  uint32_t witness;  // access
};

class Session {
 public:
  Session(const History& history, Guarantee guarantee)
      : history_(history),
        guarantee_(guarantee),
        registers_(register_history(history)),
        newer_(registers_.accesses.size()) {}

  Verdict run() {
    for (const std::vector<uint32_t>& session : registers_.sessions) follow(session);
    if (out_.findings.empty()) find_circle();
    if (!out_.findings.empty()) out_.holds = Holds::No;
    return std::move(out_);
  }

 private:
  std::string name(uint32_t a) const { return history_.describe(registers_.accesses[a].source); }

  // `read` must have read `older` or something newer.
  void not_older(uint32_t older, uint32_t read) {
    ++out_.steps;
    const uint32_t from = registers_.accesses[read].from;
    if (from == older || from == kNone) return;
    if (from != kInitial) return newer_[older].push_back({from, read});
    if (out_.findings.size() < 16)
      out_.findings.push_back(
          {name_of(guarantee_),
           {registers_.accesses[older].source, registers_.accesses[read].source},
           name(read) + " read the initial value, which is older than " + name(older)});
  }

  void follow(const std::vector<uint32_t>& session);
  void follow_others(const std::vector<uint32_t>& session);
  void owe(uint32_t read, uint32_t other_session, uint32_t seen);
  void find_circle();
  void report(const std::vector<uint32_t>& path, uint32_t entry);

  const History& history_;
  const Guarantee guarantee_;
  const RegisterHistory registers_;
  std::vector<std::vector<Newer>> newer_;  // by access that writes
  Verdict out_;
};

// What one client says by its own operations.
void Session::follow(const std::vector<uint32_t>& session) {
  const bool reads = guarantee_ == Guarantee::MonotonicReads;
  const bool writes = guarantee_ == Guarantee::MonotonicWrites;
  std::vector<uint32_t> last(registers_.keys, kNone);  // by key: the write it knows of
  for (const uint32_t a : session) {
    const Access& access = registers_.accesses[a];
    const uint32_t known = last[access.key];
    const bool own = guarantee_ == Guarantee::ReadYourWrites;
    if ((reads || own) && access.reads && known != kNone) not_older(known, a);
    const bool follows = writes || guarantee_ == Guarantee::WritesFollowReads;
    if (follows && access.writes && known != kNone && known != a) newer_[known].push_back({a, a});
    const bool by_read = reads || guarantee_ == Guarantee::WritesFollowReads;
    if (by_read && access.reads && access.from < kInitial) last[access.key] = access.from;
    if (!by_read && access.writes) last[access.key] = a;
  }
  if (!reads && guarantee_ != Guarantee::ReadYourWrites) follow_others(session);
}

// What a client owes to the writes of others that it has read: whoever saw a write has seen what
// its writer wrote (or read) before it.
void Session::follow_others(const std::vector<uint32_t>& session) {
  std::vector<uint32_t> seen(registers_.sessions.size(), 0);  // places below this are known of
  for (const uint32_t a : session) {
    const Access& access = registers_.accesses[a];
    if (!access.reads) continue;
    for (uint32_t s = 0; s < seen.size(); ++s)
      if (seen[s] > 0) owe(a, s, seen[s]);
    if (access.from >= kInitial) continue;
    const Access& from = registers_.accesses[access.from];
    seen[from.session] = std::max(seen[from.session], from.place);
  }
}

// The read must not be older than what `other_session` wrote (read) of its key in its first `seen`
// operations. Of several writes the last suffices: the others are older by the same guarantee.
void Session::owe(uint32_t read, uint32_t other_session, uint32_t seen) {
  const std::vector<uint32_t>& other = registers_.sessions[other_session];
  uint32_t before = kNone;
  for (uint32_t place = seen; place-- > 0;) {
    ++out_.steps;
    const Access& access = registers_.accesses[other[place]];
    if (access.key != registers_.accesses[read].key) continue;
    if (guarantee_ == Guarantee::MonotonicWrites) {
      if (access.writes) return not_older(other[place], read);
    } else if (access.reads && access.from < kInitial && access.from != before) {
      not_older(access.from, read);
      before = access.from;
    }
  }
}

void Session::report(const std::vector<uint32_t>& path, uint32_t entry) {
  Finding finding;
  finding.name = name_of(guarantee_);
  finding.words = "no order of the versions agrees with what the clients saw:";
  const auto begin = std::find(path.begin(), path.end(), entry);
  for (auto at = begin; at != path.end(); ++at) {
    const uint32_t next = at + 1 == path.end() ? entry : *(at + 1);
    const auto edge = std::find_if(newer_[*at].begin(), newer_[*at].end(),
                                   [&](const Newer& n) { return n.to == next; });
    finding.operations.push_back(registers_.accesses[*at].source);
    finding.words += "\n  " + name(next) + " is newer than " + name(*at) + ", as " +
                     name(edge->witness) + " shows";
  }
  out_.findings.push_back(std::move(finding));
}

// Depth first, on its own stack.
void Session::find_circle() {
  enum : uint8_t { kNew, kOpen, kDone };
  std::vector<uint8_t> color(newer_.size(), kNew);
  std::vector<uint32_t> path;
  std::vector<size_t> next;
  for (uint32_t root = 0; root < newer_.size(); ++root) {
    if (color[root] != kNew) continue;
    path.assign(1, root);
    next.assign(1, 0);
    color[root] = kOpen;
    while (!path.empty()) {
      const uint32_t at = path.back();
      if (next.back() == newer_[at].size()) {
        color[at] = kDone;
        path.pop_back();
        next.pop_back();
        continue;
      }
      const uint32_t to = newer_[at][next.back()++].to;
      ++out_.steps;
      if (color[to] == kOpen) return report(path, to);
      if (color[to] == kDone) continue;
      color[to] = kOpen;
      path.push_back(to);
      next.push_back(0);
    }
  }
}

}  // namespace

const char* name_of(Guarantee guarantee) {
  switch (guarantee) {
    case Guarantee::MonotonicReads:
      return "monotonic_reads";
    case Guarantee::MonotonicWrites:
      return "monotonic_writes";
    case Guarantee::ReadYourWrites:
      return "read_your_writes";
    case Guarantee::WritesFollowReads:
      break;
  }
  return "writes_follow_reads";
}

Verdict check_session(const History& history, Guarantee guarantee) {
  return Session(history, guarantee).run();
}

}  // namespace ordain::check::order
