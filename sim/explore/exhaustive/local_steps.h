// One node by itself: the state it may be in, and what one event makes of it. The node's code is
// that of a run; around it stand its timers, its disk and the effects that wait for the disk, with
// the rules of sim/world.
//
// An event may lead to several states: each random choice that it meets and that exploration does
// not fix (how much of an unsynced write a crash keeps; picks among few values, if asked for) is
// tried with every value. All others get the benign value 0, and clocks stand still at 0.
// A message to oneself is handled at once, within the step, as no other event can come before it.
#pragma once

#include <compare>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/check/property.h"
#include "sim/core/context.h"
#include "sim/core/node_table.h"
#include "sim/disk/disk.h"
#include "sim/run/run_spec.h"

namespace ordain {

struct LocalTimer {
  uint8_t name = 0;
  uint16_t channel = 0;
  uint64_t key = 0;
  friend constexpr auto operator<=>(const LocalTimer&, const LocalTimer&) = default;
};

// A disk and what waits for it; shared by states that differ only elsewhere.
struct DiskPart {
  Disk disk;
  EffectList held;
  std::vector<uint64_t> held_after;  // for which record operation each of them waits
};

struct LocalState {
  NodeId node;
  bool up = false;
  uint32_t place = 0;              // where LocalSteps keeps the node's value
  std::vector<LocalTimer> timers;  // armed, sorted
  std::shared_ptr<const DiskPart> disk;
};

struct LocalEvent {
  enum class Kind : uint8_t { start, deliver, timer, disk, crash, restart };
  Kind kind = Kind::start;
  NodeId from;  // of a message
  uint16_t channel = 0;
  Payload message;
  LocalTimer timer;
};

// What came out of a step, each list in its order.
struct LocalEffects {
  struct Send {
    NodeId to;
    uint16_t channel = 0;
    Payload message;
  };
  // What properties see: exactly one of the three.
  struct Seen {
    enum class Kind : uint8_t { fact, operation, lifecycle };
    Kind kind = Kind::fact;
    NodeId node;
    Fact fact;
    OpEvent operation;
    Lifecycle lifecycle = Lifecycle::started;
  };
  struct TimerSet {
    LocalTimer timer;
    Duration after;
    bool set = true;  // false: cancelled
  };

  std::vector<Send> sent;
  std::vector<Seen> seen;
  std::vector<TimerSet> timers;
  std::vector<ChoiceRecord> choices;  // every pick, and what a crash lost
  uint64_t write_begun = 0;           // the number of the last disk write that now takes its time
  std::string failure;                // the node threw this, and stopped

  void clear();
};

class LocalSteps {
 public:
  // `most_picks`: picks among at most so many values are all tried.
  LocalSteps(const RunSpec& spec, uint32_t most_picks);

  uint32_t nodes() const { return static_cast<uint32_t>(table_of_.size()); }
  uint32_t servers() const { return servers_; }
  bool disks_take_time() const { return !disk_config_.latency.instant(); }

  LocalState unborn(NodeId node) const;

  // Shows every outcome of the event, always in the same order. The state's value lies in a
  // scratch place: keep() gives it one of its own.
  using See = std::function<void(LocalState& after, const LocalEffects& effects)>;
  void each_outcome(const LocalState& before, const LocalEvent& event, const See& see);
  void keep(LocalState& state);

  // Everything that decides what the node can do next.
  void encode(const LocalState& state, Encoder& out) const;
  const NodeTable& table(NodeId node) const { return *tables_[table_of_[node.value]]; }

 private:
  // Answers a step's choices by a list of values, and counts through all such lists.
  class Odometer : public Strategy {
   public:
    explicit Odometer(uint32_t most_picks) : most_picks_(most_picks) {}
    bool answer(const Site& site, uint64_t bound, uint64_t& value) override;
    void restart() { place_ = 0; }
    bool advance();  // false: that was the last list
    std::vector<ChoiceRecord>* record = nullptr;

   private:
    struct Digit {
      uint64_t value = 0;
      uint64_t bound = 0;
    };
    uint32_t most_picks_;
    std::vector<Digit> digits_;
    size_t place_ = 0;
  };

  void run(const LocalState& before, const LocalEvent& event);
  template <class Handler>
  void handle(uint16_t channel, Handler&& handler);
  Ctx context(uint16_t channel);
  void boot(bool again);
  void crash();
  void report(LocalEffects::Seen seen);
  void handle_own_messages();

  // The same as the world's world_effects.cc and world_disk.cc, for one node.
  void apply_effects();
  void apply_behind_disk();
  void release(Effect& effect, const EffectList& list);
  void hold(Effect&& effect);
  void submit_write();
  void complete_write();
  void set_timer(const Effect& effect);
  void cancel_timer(const LocalTimer& timer);
  DiskPart& own_disk();

  std::vector<std::unique_ptr<NodeTable>> tables_;
  std::vector<uint8_t> table_of_;  // by node
  uint32_t servers_;
  DiskConfig disk_config_;  // its latency alone
  Odometer odometer_;
  Choices choices_;

  // Of the step at work.
  NodeTable* nodes_ = nullptr;
  LocalState state_;
  std::shared_ptr<DiskPart> own_disk_;
  LocalEffects effects_;
  EffectList asked_;
  std::vector<LocalEffects::Send> own_messages_;
  std::vector<uint32_t> picks_;
};

}  // namespace ordain
