// What a run must keep: `always` (an invariant over facts), `sometimes` (a probe: a scenario in
// which it never happens tests nothing), `eventually` (a goal of the liveness phase).
//
// A property is a ghost ledger updated by facts, O(1) or O(log n) each; it never reads a node's
// state. It is a value that can be cloned with its run.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/fact.h"
#include "sim/core/operation.h"

namespace ordain {

BOOST_DEFINE_ENUM_CLASS(PropertyKind, always, sometimes, eventually)

struct Violation {
  std::string property;
  std::string reason;  // one sentence with the numbers: "n2 and n5 were both elected in term 7"
  uint64_t event = 0;  // number of the trace event that broke it
  Time time;
  NodeId node;
  uint64_t fingerprint = 0;  // the same for the same kind of failure, whatever the schedule
};

// Where properties report. Only the first violation of each property is kept.
class Report {
 public:
  // `signature` tells kinds of failure of one property apart ("truncated", "overwritten"), so that
  // shrinking does not slip from one to another; never put schedule-dependent numbers into it.
  void violated(std::string_view property, std::string reason, const FactEvent& at,
                std::string_view signature = "");
  void violated(std::string_view property, std::string reason, uint64_t event, Time time,
                NodeId node, std::string_view signature = "");
  void probe(std::string_view name) { ++probes_[std::string(name)]; }
  // The property can no longer tell whether it holds: without a violation the run is undecided. Only
  // the first such word is kept.
  void undecided(std::string_view property, std::string_view why);

  const std::vector<Violation>& violations() const { return violations_; }
  const std::map<std::string, uint64_t>& probes() const { return probes_; }
  const std::string& undecided() const { return undecided_; }  // why; empty: all could be judged

 private:
  std::vector<Violation> violations_;
  std::map<std::string, uint64_t> probes_;
  std::string undecided_;
};

enum class Lifecycle : uint8_t { started, crashed, restarted };

class Property {
 public:
  virtual ~Property() = default;
  virtual std::string_view name() const = 0;  // snake_case: "election_safety"
  virtual PropertyKind kind() const { return PropertyKind::always; }
  virtual std::unique_ptr<Property> clone() const = 0;

  // The fact types it wants to see; others never reach on_fact.
  virtual std::vector<const FactType*> facts() const = 0;
  virtual void on_fact(const FactEvent& event, Report& report) = 0;
  virtual bool wants_operations() const { return false; }
  virtual void on_operation(const OpRecord&, Report&) {}
  virtual void on_lifecycle(NodeId, Lifecycle, const FactEvent& /*place: no fact*/, Report&) {}

  // For exhaustive exploration: all of the ledger that decides what it will judge, so that states
  // with equal ledgers may be merged. False (the default): it cannot tell, and the whole history of
  // what it heard stands for it.
  virtual bool encode(Encoder&) const { return false; }

  // The liveness phase begins: only the nodes of `core` (servers and clients) are still required.
  virtual void on_heal(const std::vector<NodeId>& /*core*/) {}
  // Whether these nodes could make progress by themselves: asked of a core before it is taken, for
  // protocols whose quorums change.
  virtual bool core_suffices(const std::vector<NodeId>& /*core*/) const { return true; }
  // Of kind eventually: what the goal still waits for; empty when it is reached.
  virtual std::string pending() const { return ""; }
  // The same, asked often: override it where building the sentence costs more than the answer.
  virtual bool reached() const { return pending().empty(); }
  // The end of a run: judge what can only be judged then.
  virtual void finish(Report&) {}
};

// Implements clone() for a copyable property: struct P : PropertyOf<P> {...}.
template <class P>
class PropertyOf : public Property {
 public:
  std::unique_ptr<Property> clone() const override {
    return std::make_unique<P>(static_cast<const P&>(*this));
  }
};

}  // namespace ordain
