#include "sim/check/isolation/levels.h"

namespace ordain::check::isolation {
namespace {

constexpr std::array<std::string_view, kLevels> kLevelNames = {
    "read-uncommitted",
    "read-committed",
    "snapshot-isolation",
    "repeatable-read",
    "serializable",
    "strong-session-snapshot-isolation",
    "strong-session-serializable",
    "strict-serializable",
};

constexpr std::array<std::string_view, kAnomalies> kAnomalyNames = {
    "garbage",
    "duplicate-elements",
    "cyclic-versions",
    "G0",
    "G1a",
    "G1b",
    "dirty-update",
    "incompatible-order",
    "intra-transaction-order",
    "internal",
    "future-read",
    "G1c",
    "internal",
    "lost-update",
    "G-single",
    "G-nonadjacent",
    "no-snapshot-order",
    "G2-item",
    "no-serial-order",
};

// How strong the data part of a level is, apart from session and real-time order.
enum class Strength : uint8_t { Uncommitted, Committed, Snapshot, Serial };

Strength strength(Level level) {
  switch (level) {
    case Level::ReadUncommitted:
      return Strength::Uncommitted;
    case Level::ReadCommitted:
      return Strength::Committed;
    case Level::SnapshotIsolation:
    case Level::StrongSessionSnapshotIsolation:
      return Strength::Snapshot;
    default:
      return Strength::Serial;
  }
}

Order order(Level level) {
  switch (level) {
    case Level::StrongSessionSnapshotIsolation:
    case Level::StrongSessionSerializable:
      return Order::Process;
    case Level::StrictSerializable:
      return Order::RealTime;
    default:
      return Order::Data;
  }
}

Strength least_refuted(Anomaly anomaly) {
  if (anomaly <= Anomaly::G0) return Strength::Uncommitted;
  if (anomaly <= Anomaly::G1c) return Strength::Committed;
  if (anomaly <= Anomaly::NoSnapshotOrder) return Strength::Snapshot;
  return Strength::Serial;
}

}  // namespace

std::string_view level_name(Level level) { return kLevelNames[index_of(level)]; }

std::optional<Level> level_named(std::string_view name) {
  for (size_t i = 0; i < kLevels; ++i) {
    if (kLevelNames[i] == name) return static_cast<Level>(i);
  }
  return std::nullopt;
}

bool implies(Level strong, Level weak) {
  return strength(strong) >= strength(weak) && order(strong) >= order(weak);
}

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::Holds:
      return "holds";
    case Verdict::Violated:
      return "violated";
    case Verdict::Unknown:
      break;
  }
  return "unknown";
}

std::string_view anomaly_name(Anomaly anomaly) {
  return kAnomalyNames[static_cast<size_t>(anomaly)];
}

std::string_view order_suffix(Order order) {
  switch (order) {
    case Order::Data:
      return "";
    case Order::Process:
      return "-process";
    case Order::RealTime:
      break;
  }
  return "-realtime";
}

bool refutes(Anomaly anomaly, Order needed, Level level) {
  return strength(level) >= least_refuted(anomaly) && order(level) >= needed;
}

}  // namespace ordain::check::isolation
