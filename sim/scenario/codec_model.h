// Codecs of the simulator's own types: nodes by name, targets of faults, distributions, ranges.
#pragma once

#include "sim/core/distribution.h"
#include "sim/fault/fault_spec.h"
#include "sim/fault/swarm.h"
#include "sim/scenario/codec.h"

namespace ordain {

// "n1" is the first server, "c1" the first client.
template <>
struct Codec<NodeId> {
  static void read(const At& at, NodeId& out, const Limits&, Reading& reading);
  static Value write(NodeId value);
  static Value schema(const Limits&) { return codec::reference("node"); }
  static std::string words() { return "node"; }
};

// One node's name, a list of them, "servers" or "clients".
template <>
struct Codec<std::vector<NodeId>> {
  static void read(const At& at, std::vector<NodeId>& out, const Limits&, Reading& reading);
  static Value write(const std::vector<NodeId>&) { return Value::array(); }
  static Value schema(const Limits&) { return codec::reference("nodes"); }
  static std::string words() { return "nodes"; }
};

// "leader", "any", "minority", ..., a node's name or a list of names.
template <>
struct Codec<Target> {
  static void read(const At& at, Target& out, const Limits&, Reading& reading);
  static Value write(const Target& value);
  static Value schema(const Limits&) { return codec::reference("target"); }
  static std::string words() { return "target"; }
};

// "5ms", {"uniform": [..]}, {"exponential": {..}}, {"bimodal": {..}} or {"table": [..]}.
template <>
struct Codec<Distribution> {
  static void read(const At& at, Distribution& out, const Limits&, Reading& reading);
  static Value write(const Distribution& value);
  static Value schema(const Limits&) { return codec::reference("distribution"); }
  static std::string words() { return "distribution"; }
};

template <class T>
struct Codec<Range<T>> {
  static void read(const At& at, Range<T>& out, const Limits& limits, Reading& reading) {
    Pair<T> read{out.low, out.high};
    Codec<Pair<T>>::read(at, read, limits, reading);
    out = {read.low, read.high};
  }
  static Value write(const Range<T>& value) {
    return Codec<Pair<T>>::write({value.low, value.high});
  }
  static Value schema(const Limits& limits) { return Codec<Pair<T>>::schema(limits); }
  static std::string words() { return Codec<Pair<T>>::words(); }
};

// The names of the kinds of target that are not lists of nodes.
std::vector<std::string> target_words();

// What the references of codec::reference() stand for, for the schema: duration, ratio, node, ...
Value shared_definitions();

}  // namespace ordain
