// The isolation levels that are judged, which of them imply which, and the anomalies that refute
// each (Adya, "Weak Consistency", 1999; Cerone and Gotsman, "Analysing Snapshot Isolation", 2018;
// Kingsbury and Alvaro, "Elle", VLDB 2020, for the names).
//
// On histories of items alone (no predicates) repeatable read and serializability are one level.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ordain::check::isolation {

enum class Level : uint8_t {
  ReadUncommitted,
  ReadCommitted,
  SnapshotIsolation,
  RepeatableRead,
  Serializable,
  StrongSessionSnapshotIsolation,
  StrongSessionSerializable,
  StrictSerializable,
};
inline constexpr size_t kLevels = 8;

constexpr size_t index_of(Level level) { return static_cast<size_t>(level); }

// As in reports: "strong-session-serializable".
std::string_view level_name(Level level);
std::optional<Level> level_named(std::string_view name);

// Whether every history that `strong` allows, `weak` allows too.
bool implies(Level strong, Level weak);

enum class Verdict : uint8_t { Holds, Violated, Unknown };
std::string_view verdict_name(Verdict verdict);  // "holds", "violated", "unknown"

using LevelVerdicts = std::array<Verdict, kLevels>;

// Kinds of anomaly, from the ones nothing allows to the ones only strictness forbids.
enum class Anomaly : uint8_t {
  Garbage,            // a value that nobody wrote
  DuplicateElements,  // an element twice in one list
  CyclicVersions,     // versions of one key that each come before the other
  G0,                 // ww only
  G1a,                // read of a failed transaction's write
  G1b,                // read of another's write that is not its final one
  DirtyUpdate,        // a committed version built on a failed write
  IncompatibleOrder,  // two reads that no single order of versions explains
  IntraOrder,         // one transaction's appends out of its own order, or with a gap
  Internal,           // a read that contradicts the transaction's own writes
  FutureRead,         // a read of what the transaction itself only writes later
  G1c,                // ww and wr, at least one wr
  NonRepeatableRead,  // two reads of one key in one transaction that differ
  LostUpdate,         // two transactions read one version and both write the key
  GSingle,            // exactly one rw
  GNonadjacent,       // two or more rw, no two adjacent
  NoSnapshotOrder,    // no order of the writes fits snapshot isolation
  G2Item,             // two or more rw, some adjacent
  NoSerialOrder,      // no order of the writes fits a serial order
};
inline constexpr size_t kAnomalies = 19;

// Which order between transactions, beyond data, a cycle needs.
enum class Order : uint8_t { Data, Process, RealTime };

// "G-single-realtime", "G1a".
std::string_view anomaly_name(Anomaly anomaly);
std::string_view order_suffix(Order order);

// Whether the anomaly, in a cycle that needs `order`, refutes the level.
bool refutes(Anomaly anomaly, Order order, Level level);

}  // namespace ordain::check::isolation
