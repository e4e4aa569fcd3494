// Probes: what a run should meet now and then, or it tests little. Each is counted when a fact
// shows it. A protocol lists its own in a table.
#pragma once

#include <string_view>
#include <vector>

#include "sim/check/property.h"

namespace ordain {

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
  bool encode(Encoder&) const override { return true; }  // it remembers nothing

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

}  // namespace ordain
