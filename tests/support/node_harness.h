// Steps one node by hand: call a handler, look at what it asked for, let its disk keep or lose it.
//
//   NodeHarness<raft::Server> server(config, NodeId(0), /*servers=*/5);
//   server.deliver(raft::RequestVote{3, 0, 0}, NodeId(1));
//   EXPECT_TRUE(server.last_sent<raft::RequestVoteReply>(NodeId(1))->vote_granted);
//
// The harness carries out writes at once, in order, unless told to keep them back; a crash then
// loses those. Sends to oneself are delivered by settle().
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "sim/core/context.h"
#include "sim/core/durable.h"
#include "sim/core/node_table.h"

namespace ordain {

// Makes contexts outside of a world.
class TestCtx {
 public:
  static Ctx make(NodeId self, uint32_t servers, const void* config, EffectList& out,
                  const Choices& choices, uint32_t* picks, LocalTime now = {}) {
    Ctx ctx;
    ctx.out_ = &out;
    ctx.choices_ = &choices;
    ctx.picks_ = picks;
    ctx.config_ = config;
    ctx.now_ = now;
    ctx.self_ = self;
    ctx.servers_ = servers;
    return ctx;
  }
};

template <class N>
class NodeHarness {
 public:
  using Config = typename N::Config;

  NodeHarness(Config config, NodeId self, uint32_t servers, uint64_t seed = 1)
      : config_(std::make_shared<const Config>(std::move(config))),
        self_(self),
        servers_(servers),
        choices_(seed),
        picks_(32),
        node_(*config_, self) {}

  N& node() { return node_; }
  const N& node() const { return node_; }

  void start() {
    step([&](Ctx& ctx) { node_.on_start(ctx); });
  }
  template <class M>
  void deliver(const M& message, NodeId from) {
    step([&](Ctx& ctx) { node_.on(message, from, ctx); });
  }
  template <class Timer>
  void fire(Timer timer) {
    step([&](Ctx& ctx) { node_.on_timer(timer, ctx); });
  }
  template <class Timer>
  void fire(Timer timer, uint64_t key) {
    step([&](Ctx& ctx) { node_.on_timer(timer, key, ctx); });
  }

  // The node's clock goes on; it starts at 0.
  void advance(Duration by) { now_ = now_ + by; }

  // Delivers what the node sent to itself, until it sends no more. Its earlier effects stay to be
  // looked at.
  void settle() {
    for (size_t i = 0; i < effects_.effects.size(); ++i) {
      const Effect& effect = effects_.effects[i];
      if (effect.kind != EffectKind::send || effect.to != self_) continue;
      const Payload message = effect.payload;
      Ctx ctx = context();
      detail::dispatch(node_, message, self_, ctx, static_cast<typename N::Messages*>(nullptr));
    }
    write();
  }

  // --- what the last step (and settle) asked for
  template <class M>
  std::vector<std::pair<NodeId, M>> sent() const {
    std::vector<std::pair<NodeId, M>> out;
    for (const Effect& effect : effects_.effects) {
      if (effect.kind == EffectKind::send && effect.payload.template is<M>()) {
        out.emplace_back(effect.to, effect.payload.template as<M>());
      }
    }
    return out;
  }
  template <class M>
  std::optional<M> last_sent(NodeId to) const {
    std::optional<M> out;
    for (const auto& [receiver, message] : sent<M>()) {
      if (receiver == to) out = message;
    }
    return out;
  }
  template <class F>
  std::vector<F> facts() const {
    std::vector<F> out;
    for (const Fact& fact : effects_.facts) {
      if (fact.is<F>()) out.push_back(fact.as<F>());
    }
    return out;
  }
  const std::vector<OpEvent>& operations() const { return effects_.operations; }
  const std::vector<Effect>& effects() const { return effects_.effects; }

  // The place of the first effect that the predicate takes, or the number of effects.
  template <class Takes>
  size_t first(Takes takes) const {
    size_t i = 0;
    while (i < effects_.effects.size() && !takes(effects_.effects[i])) ++i;
    return i;
  }
  template <class Timer>
  std::optional<Duration> timer_set(Timer timer) const {
    std::optional<Duration> out;
    for (const Effect& effect : effects_.effects) {
      if (effect.name != static_cast<uint8_t>(timer)) continue;
      if (effect.kind == EffectKind::set_timer) out = effect.delay;
      if (effect.kind == EffectKind::cancel_timer) out.reset();
    }
    return out;
  }

  // --- the disk
  void keep_back_writes() { writing_ = false; }
  Durable& disk() { return disk_; }
  // The node loses its memory and comes back with what the disk kept.
  void crash_and_recover() {
    writing_ = true;
    node_ = N::recover(*config_, self_, disk_);
    start();
  }

 private:
  template <class Handler>
  void step(Handler handler) {
    effects_.clear();
    written_ = 0;
    Ctx ctx = context();
    handler(ctx);
    write();
  }
  Ctx context() {
    return TestCtx::make(self_, servers_, config_.get(), effects_, choices_, picks_.data(), now_);
  }
  void write() {
    for (; written_ < effects_.effects.size(); ++written_) {
      if (writing_ && is_write(effects_.effects[written_].kind)) apply(effects_.effects[written_]);
    }
  }
  void apply(const Effect& write) {
    DurableArea& area = disk_.mutable_area(write.name);
    if (write.kind == EffectKind::put) area.single = {write.payload, false, false};
    if (write.kind == EffectKind::append) {
      if (area.log.empty()) area.first_index = write.number;
      area.log.push_back({write.payload, false, false});
    }
    const uint64_t end = area.first_index + area.log.size();
    if (write.kind == EffectKind::truncate_from && write.number < end) {
      area.log.resize(write.number > area.first_index ? write.number - area.first_index : 0);
    }
    if (write.kind == EffectKind::truncate_before && write.number > area.first_index) {
      const auto gone = static_cast<int64_t>(std::min(write.number, end) - area.first_index);
      area.log.erase(area.log.begin(), area.log.begin() + gone);
      area.first_index = write.number;
    }
  }

  std::shared_ptr<const Config> config_;
  NodeId self_;
  uint32_t servers_;
  Choices choices_;
  std::vector<uint32_t> picks_;
  N node_;
  LocalTime now_;
  EffectList effects_;
  size_t written_ = 0;
  bool writing_ = true;
  Durable disk_;
};

}  // namespace ordain
