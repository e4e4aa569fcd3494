// The properties' ledgers, numbered: two schedules come to the same state only if their ledgers
// would judge everything from here on alike.
//
// A property that can encode its ledger (Property::encode) is known by that encoding. Any other is
// known by the whole history of what it heard, in order: then states merge less, but never wrongly.
// `eventually` properties are goals of a healed cluster and are not looked at.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "sim/base/hash.h"
#include "sim/check/property.h"
#include "sim/explore/exhaustive/local_steps.h"
#include "sim/explore/exhaustive/number_map.h"
#include "sim/run/run_spec.h"

namespace ordain {

class Ledgers {
 public:
  explicit Ledgers(const RunSpec& spec);

  static constexpr uint32_t kFirst = 0;  // nobody has heard anything
  static constexpr uint32_t kNothing = 0;

  // The number of this list of what was seen; kNothing if no property wants any of it.
  uint32_t batch(const std::vector<LocalEffects::Seen>& seen);

  struct After {
    uint32_t ledger = kFirst;
    uint32_t violation = 0;  // place + 1 in violations(); 0: none
  };
  // The ledger when the properties hear the batch.
  After hear(uint32_t ledger, uint32_t batch);

  // What one batch violates of several properties.
  using Violations = std::vector<Violation>;
  const std::vector<Violations>& violations() const { return violations_; }
  // Every probe there is, with whether it was ever hit.
  std::map<std::string, bool> probes() const;
  // The first word of a property that could no longer tell (Report::undecided); empty: none.
  const std::string& undecided() const { return undecided_; }
  uint64_t count() const { return ledgers_.size(); }
  // Names of those that have no encoding.
  std::vector<std::string> without_encoding() const;
  // Names of the properties that are known by their history, and have one.
  std::vector<std::string> by_history() const;

  // The ledger's encoding with nodes renamed. Requires that no property is known by its history.
  void encode(uint32_t ledger, Encoder& out) const;

 private:
  // One state of one property.
  struct Page {
    std::shared_ptr<const Property> property;
    Digest128 history;  // of what it heard; all 0 for those that encode themselves
  };
  struct Kind {
    std::unique_ptr<Property> fresh;
    std::vector<const FactType*> facts;
    bool operations = false;
    bool encodes = false;
    bool heard = false;  // more than who started and crashed
    std::vector<Page> pages;
    std::map<Digest128, uint32_t> known;
    NumberMap hear;  // (page, batch) -> After of this kind alone
    std::vector<After> after;
  };
  using Ledger = std::vector<uint32_t>;  // a page of each kind

  bool wants(const Kind& kind, const LocalEffects::Seen& seen) const;
  After hear_alone(Kind& kind, uint32_t page, uint32_t batch);
  uint32_t number(Kind& kind, Page page);
  uint32_t number(const Ledger& ledger);

  std::vector<Kind> kinds_;

  std::vector<std::vector<LocalEffects::Seen>> batches_;
  std::map<Digest128, uint32_t> known_batches_;
  std::vector<Ledger> ledgers_;
  std::map<Ledger, uint32_t> known_ledgers_;
  NumberMap hear_;
  std::vector<After> after_;
  std::vector<Violations> violations_;
  std::set<std::string> hit_;
  std::string undecided_;
};

}  // namespace ordain
