// Who takes part: the servers that vote, the learners that only follow, and during joint consensus
// the voters of the configuration that is being left (section 6; thesis, chapter 4).
//
// A decision (an election, a commit) needs a majority of the voters; in a joint configuration, of
// the outgoing voters as well. Sets of servers are bits, so that counting a quorum allocates
// nothing.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "sim/base/describe.h"
#include "sim/base/encode.h"
#include "sim/base/id.h"
#include "sim/base/json_writer.h"

namespace ordain::raft {

inline constexpr uint32_t kMaxServers = 101;

inline uint32_t majority(uint32_t servers) { return servers / 2 + 1; }

class ServerSet {
 public:
  static ServerSet first(uint32_t servers);  // 0 .. servers-1
  static ServerSet of_bits(uint64_t bits);   // of the first 64 servers

  bool contains(NodeId id) const {
    return id.value < 128 && ((words_[id.value >> 6] >> (id.value & 63)) & 1) != 0;
  }
  void insert(NodeId id) { words_[id.value >> 6] |= uint64_t{1} << (id.value & 63); }
  void erase(NodeId id) { words_[id.value >> 6] &= ~(uint64_t{1} << (id.value & 63)); }

  bool empty() const { return (words_[0] | words_[1]) == 0; }
  NodeId lowest() const {  // requires !empty()
    return NodeId(words_[0] != 0 ? static_cast<uint32_t>(std::countr_zero(words_[0]))
                                 : 64 + static_cast<uint32_t>(std::countr_zero(words_[1])));
  }
  uint32_t size() const {
    return static_cast<uint32_t>(std::popcount(words_[0]) + std::popcount(words_[1]));
  }
  uint64_t bits() const { return words_[0]; }  // of the first 64 servers: for facts

  friend bool operator==(const ServerSet& a, const ServerSet& b) { return a.words_ == b.words_; }
  friend ServerSet operator|(ServerSet a, const ServerSet& b) {
    return {a.words_[0] | b.words_[0], a.words_[1] | b.words_[1]};
  }
  friend ServerSet operator&(ServerSet a, const ServerSet& b) {
    return {a.words_[0] & b.words_[0], a.words_[1] & b.words_[1]};
  }
  friend ServerSet operator-(ServerSet a, const ServerSet& b) {
    return {a.words_[0] & ~b.words_[0], a.words_[1] & ~b.words_[1]};
  }

  // Calls f(NodeId) for each, in order.
  template <class F>
  void for_each(F f) const {
    for (uint32_t w = 0; w < 2; ++w) {
      for (uint64_t rest = words_[w]; rest != 0; rest &= rest - 1) {
        f(NodeId(w * 64 + static_cast<uint32_t>(std::countr_zero(rest))));
      }
    }
  }

  void encode(Encoder& out) const {
    const ServerSet named = out.renaming() != nullptr ? renamed(*out.renaming()) : *this;
    out.word(named.words_[0]);
    out.word(named.words_[1]);
  }
  void write_json(JsonWriter& out) const {  // "n1", "n2", ...: numbers as NodeId has them
    out.begin_array();
    for_each([&](NodeId id) { ordain::write_json(out, id); });
    out.end_array();
  }

  ServerSet() = default;

 private:
  ServerSet renamed(const Renaming& to) const {
    ServerSet out;
    for_each([&](NodeId id) { out.insert(id.value < to.size() ? NodeId(to[id.value]) : id); });
    return out;
  }
  ServerSet(uint64_t low, uint64_t high) : words_{low, high} {}
  std::array<uint64_t, 2> words_{};
};

// A value for each server, in the order of their numbers.
template <class T>
class PerServer : public std::vector<T> {
 public:
  // Under their new numbers, where they have some (Encoder::renaming).
  void encode(Encoder& out) const {
    const Renaming* to = out.renaming();
    if (to == nullptr) return ordain::encode(out, static_cast<const std::vector<T>&>(*this));
    std::vector<const T*> in_order(this->size());
    for (uint32_t i = 0; i < this->size(); ++i)
      in_order[i < to->size() ? (*to)[i] : i] = &(*this)[i];
    out.word(in_order.size());
    for (const T* value : in_order) ordain::encode(out, *value);
  }
};

// So many of these servers.
struct Quorum {
  ServerSet of;
  uint32_t enough = 0;  // 0: none are needed
};

struct Configuration {
  ServerSet voters;
  ServerSet outgoing;  // the voters of C_old while C_old,new is in force; else empty
  ServerSet learners;
  BOOST_DESCRIBE_CLASS(Configuration, (), (voters, outgoing, learners), (), ())

  bool empty() const { return voters.empty(); }  // of a server that was never told of one
  bool joint() const { return !outgoing.empty(); }
  bool votes(NodeId id) const { return voters.contains(id) || outgoing.contains(id); }
  bool has(NodeId id) const { return votes(id) || learners.contains(id); }
  ServerSet members() const { return voters | outgoing | learners; }

  // Whether these servers may decide together.
  bool has_quorum(const ServerSet& who) const {
    return has_majority(voters, who) && (!joint() || has_majority(outgoing, who));
  }
  static bool has_majority(const ServerSet& of, const ServerSet& who) {
    return (of & who).size() >= majority(of.size());
  }

  friend bool operator==(const Configuration& a, const Configuration& b) {
    return a.voters == b.voters && a.outgoing == b.outgoing && a.learners == b.learners;
  }
};

inline ServerSet ServerSet::first(uint32_t servers) {
  const auto low = [](uint32_t n) { return n >= 64 ? ~uint64_t{0} : (uint64_t{1} << n) - 1; };
  return {low(servers), servers > 64 ? low(servers - 64) : 0};
}
// How a fact tells of a configuration: by the bits of its sets, in fields of the same names.
template <class F>
F telling(F fact, const Configuration& configuration) {
  fact.voters = configuration.voters.bits();
  fact.outgoing = configuration.outgoing.bits();
  fact.learners = configuration.learners.bits();
  return fact;
}
template <class F>
Configuration told_by(const F& fact) {
  return {ServerSet::of_bits(fact.voters), ServerSet::of_bits(fact.outgoing),
          ServerSet::of_bits(fact.learners)};
}

inline ServerSet ServerSet::of_bits(uint64_t bits) { return {bits, 0}; }

}  // namespace ordain::raft
