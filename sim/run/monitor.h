// The properties of a run at work: each fact goes to those that subscribed to its type. A value, so
// that a run can be copied half way with the ledgers of its properties.
#pragma once

#include <memory>
#include <vector>

#include "sim/check/livelock.h"
#include "sim/check/property.h"
#include "sim/run/run_spec.h"
#include "sim/world/world.h"

namespace ordain {

class Monitor {
 public:
  explicit Monitor(const RunSpec& spec);
  Monitor(const Monitor& other);
  Monitor& operator=(const Monitor& other);
  Monitor(Monitor&&) = default;
  Monitor& operator=(Monitor&&) = default;

  // Takes what the world has to show, in the order in which it happened.
  void observe(Observations& observations);
  void heal(const std::vector<NodeId>& core);
  bool core_suffices(const std::vector<NodeId>& core) const;
  void finish();

  bool goals_reached() const;  // every `eventually` property holds
  // Reports each goal that was missed as a violation, with what is still pending.
  void report_missed_goals(uint64_t event, Time now);

  Report& report() { return report_; }
  const Report& report() const { return report_; }
  // Every probe of the properties, with how often it was hit; 0 for those never hit.
  std::map<std::string, uint64_t> probes() const;

 private:
  // Who hears of a type of facts: `count` entries of listeners_ from `first` on.
  struct Subscription {
    const FactType* type = nullptr;
    uint32_t first = 0;
    uint32_t count = 0;
  };
  void subscribe();
  Subscription& subscription(const FactType* type);
  void on_fact(const FactEvent& event);
  void on_operation(const OpRecord& record);

  std::vector<std::unique_ptr<Property>> properties_;
  std::vector<Subscription> subscriptions_;  // a hash table: facts are told often
  std::vector<uint32_t> listeners_;          // numbers of properties
  std::vector<size_t> operation_watchers_;
  Report report_;
  bool healed_ = false;
  LivelockDetector livelock_;  // fed after healing, told with a missed goal
};

}  // namespace ordain
