// Probes: what a run should meet now and then, or it tests little. Each is counted when a fact
// shows it.
#pragma once

#include <memory>
#include <vector>

#include "protocols/paxos/multi/facts.h"
#include "sim/check/property.h"

namespace ordain::multi_paxos {

// Counts the facts of one type that a predicate takes.
class Probe : public PropertyOf<Probe> {
 public:
  using Takes = bool (*)(const Fact&);
  Probe(std::string_view name, const FactType* type, Takes takes)
      : name_(name), type_(type), takes_(takes) {}

  std::string_view name() const override { return name_; }
  PropertyKind kind() const override { return PropertyKind::sometimes; }
  std::vector<const FactType*> facts() const override { return {type_}; }
  void on_fact(const FactEvent& event, Report& report) override {
    if (takes_(event.fact)) report.probe(name_);
  }

 private:
  std::string_view name_;
  const FactType* type_;
  Takes takes_;
};

struct ProbeInfo {
  std::string_view name;
  std::string_view about;
  const FactType* type;
  Probe::Takes takes;
};

const std::vector<ProbeInfo>& probes();

}  // namespace ordain::multi_paxos
