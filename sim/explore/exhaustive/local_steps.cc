#include "sim/explore/exhaustive/local_steps.h"

#include <algorithm>
#include <exception>

namespace ordain {
namespace {

constexpr uint32_t kScratch = 0;

DiskConfig latency_alone(const DiskConfig& config) {
  DiskConfig out;
  // Only whether writes take time matters: when they end is for exploration to say.
  if (!config.latency.instant()) out.latency = Distribution::constant(nanoseconds(1));
  return out;
}

}  // namespace

void LocalEffects::clear() {
  sent.clear();
  seen.clear();
  timers.clear();
  choices.clear();
  write_begun = 0;
  failure.clear();
}

bool LocalSteps::Odometer::answer(const Site& site, uint64_t bound, uint64_t& value) {
  value = 0;
  const bool lost =
      site.stream == Stream::disk && site.aspect == static_cast<uint8_t>(DiskAspect::lost);
  const bool pick = site.stream == Stream::node;
  if (!lost && !pick) return true;
  // A pick among all 64-bit numbers is a coin: its ends stand for its sides.
  const uint64_t values = bound == 0 ? 2 : bound;
  if (lost || (values > 1 && values <= most_picks_)) {
    if (place_ == digits_.size()) digits_.push_back({0, values});
    const uint64_t digit = digits_[place_++].value;
    value = bound == 0 ? ~uint64_t{0} * digit : digit;
  }
  if (record != nullptr) record->push_back({site, bound, value});
  return true;
}

bool LocalSteps::Odometer::advance() {
  while (!digits_.empty()) {
    if (++digits_.back().value < digits_.back().bound) return true;
    digits_.pop_back();
  }
  return false;
}

LocalSteps::LocalSteps(const RunSpec& spec, uint32_t most_picks)
    : tables_(spec.build()),
      servers_(spec.servers),
      disk_config_(latency_alone(spec.disk)),
      odometer_(most_picks) {
  for (size_t t = 0; t < tables_.size(); ++t) {
    SIM_ASSERT(tables_[t]->copyable());
    table_of_.insert(table_of_.end(), tables_[t]->size(), static_cast<uint8_t>(t));
  }
  odometer_.record = &effects_.choices;
  choices_.set_strategy(&odometer_);
}

LocalState LocalSteps::unborn(NodeId node) const {
  LocalState out;
  out.node = node;
  if (table(node).uses_disk()) out.disk = std::make_shared<DiskPart>();
  return out;
}

void LocalSteps::keep(LocalState& state) {
  NodeTable& nodes = *tables_[table_of_[state.node.value]];
  const uint32_t place = nodes.size();
  nodes.copy_slot(state.place, place);
  state.place = place;
}

void LocalSteps::each_outcome(const LocalState& before, const LocalEvent& event, const See& see) {
  do {
    odometer_.restart();
    run(before, event);
    see(state_, effects_);
  } while (odometer_.advance());
}

void LocalSteps::run(const LocalState& before, const LocalEvent& event) {
  nodes_ = tables_[table_of_[before.node.value]].get();
  state_ = before;
  state_.place = kScratch;
  own_disk_.reset();
  effects_.clear();
  picks_.assign(nodes_->pick_count(), 0);
  if (before.up && event.kind != LocalEvent::Kind::crash) nodes_->copy_slot(before.place, kScratch);
  switch (event.kind) {
    case LocalEvent::Kind::start:
    case LocalEvent::Kind::restart:
      boot(event.kind == LocalEvent::Kind::restart);
      break;
    case LocalEvent::Kind::deliver:
      handle(event.channel,
             [&](Ctx& ctx) { nodes_->deliver(kScratch, event.message, event.from, ctx); });
      break;
    case LocalEvent::Kind::timer:
      cancel_timer(event.timer);
      handle(event.timer.channel,
             [&](Ctx& ctx) { nodes_->timer(kScratch, event.timer.name, event.timer.key, ctx); });
      break;
    case LocalEvent::Kind::disk:
      complete_write();
      submit_write();
      break;
    case LocalEvent::Kind::crash:
      crash();
      break;
  }
  handle_own_messages();
}

Ctx LocalSteps::context(uint16_t channel) {
  Ctx ctx;
  ctx.out_ = &asked_;
  ctx.choices_ = &choices_;
  ctx.picks_ = picks_.data();
  ctx.config_ = nodes_->config();
  ctx.self_ = state_.node;
  ctx.servers_ = servers_;
  ctx.channel_ = channel;
  return ctx;
}

// A node that throws stops, as in the world.
template <class Handler>
void LocalSteps::handle(uint16_t channel, Handler&& handler) {
  try {
    Ctx ctx = context(channel);
    handler(ctx);
    apply_effects();
  } catch (const std::exception& error) {
    asked_.clear();
    effects_.failure = error.what();
    crash();
  }
}

void LocalSteps::boot(bool again) {
  state_.up = true;
  report({LocalEffects::Seen::Kind::lifecycle,
          state_.node,
          {},
          {},
          again ? Lifecycle::restarted : Lifecycle::started});
  handle(0, [&](Ctx& ctx) {
    const bool has_disk = again && state_.disk != nullptr;
    nodes_->boot(kScratch, state_.node, has_disk ? &state_.disk->disk.contents() : nullptr);
    nodes_->start(kScratch, ctx);
  });
}

void LocalSteps::crash() {
  state_.up = false;
  state_.timers.clear();
  own_messages_.clear();
  if (state_.disk != nullptr) {
    DiskPart& part = own_disk();
    part.disk.crash(state_.node, Time{}, disk_config_, choices_, false);
    part.held.clear();
    part.held_after.clear();
  }
  report({LocalEffects::Seen::Kind::lifecycle, state_.node, {}, {}, Lifecycle::crashed});
}

void LocalSteps::report(LocalEffects::Seen seen) { effects_.seen.push_back(seen); }

void LocalSteps::handle_own_messages() {
  while (!own_messages_.empty()) {
    const LocalEffects::Send next = std::move(own_messages_.front());
    own_messages_.erase(own_messages_.begin());
    handle(next.channel,
           [&](Ctx& ctx) { nodes_->deliver(kScratch, next.message, state_.node, ctx); });
  }
}

void LocalSteps::apply_effects() {
  if (state_.disk == nullptr) {
    for (Effect& effect : asked_.effects) release(effect, asked_);
  } else {
    apply_behind_disk();
  }
  asked_.clear();
}

void LocalSteps::apply_behind_disk() {
  bool writes = false;  // queued but not yet submitted
  for (Effect& effect : asked_.effects) {
    if (is_timer(effect.kind)) {
      release(effect, asked_);
      continue;
    }
    if (is_write(effect.kind)) {
      own_disk().disk.queue(effect);
      writes = true;
      continue;
    }
    if (writes) submit_write();
    writes = false;
    if (state_.disk->disk.idle() || effect.urgent) {
      release(effect, asked_);
    } else {
      hold(std::move(effect));
    }
  }
  if (writes) submit_write();
}

void LocalSteps::release(Effect& effect, const EffectList& list) {
  switch (effect.kind) {
    case EffectKind::send: {
      LocalEffects::Send send{effect.to, effect.channel, std::move(effect.payload)};
      SIM_ASSERT(send.to.value < table_of_.size());
      (send.to == state_.node ? own_messages_ : effects_.sent).push_back(std::move(send));
      return;
    }
    case EffectKind::set_timer:
      return set_timer(effect);
    case EffectKind::cancel_timer: {
      const LocalTimer timer{effect.name, effect.channel, effect.number};
      effects_.timers.push_back({timer, {}, false});
      return cancel_timer(timer);
    }
    case EffectKind::fact:
      return report({LocalEffects::Seen::Kind::fact,
                     state_.node,
                     list.facts[effect.number],
                     {},
                     Lifecycle::started});
    case EffectKind::operation:
      return report({LocalEffects::Seen::Kind::operation,
                     state_.node,
                     {},
                     list.operations[effect.number],
                     Lifecycle::started});
    default:
      SIM_ASSERT(!is_write(effect.kind));  // a node that writes declares its Area
  }
}

void LocalSteps::hold(Effect&& effect) {
  DiskPart& part = own_disk();
  if (effect.kind == EffectKind::fact) {
    part.held.facts.push_back(asked_.facts[effect.number]);
    effect.number = part.held.facts.size() - 1;
  } else if (effect.kind == EffectKind::operation) {
    part.held.operations.push_back(asked_.operations[effect.number]);
    effect.number = part.held.operations.size() - 1;
  }
  part.held_after.push_back(part.disk.last_queued());
  part.held.effects.push_back(std::move(effect));
}

void LocalSteps::submit_write() {
  DiskPart& part = own_disk();
  while (!part.disk.writing() && !part.disk.idle()) {
    const Disk::Batch batch = part.disk.begin_write(state_.node, disk_config_, choices_);
    if (batch.latency.ns == 0) {
      complete_write();
    } else {
      effects_.write_begun = batch.number;
    }
  }
}

void LocalSteps::complete_write() {
  DiskPart& part = own_disk();
  const uint64_t done = part.disk.end_write(Time{}, disk_config_);
  size_t released = 0;
  while (released < part.held.effects.size() && part.held_after[released] <= done) {
    release(part.held.effects[released++], part.held);
  }
  const auto count = static_cast<int64_t>(released);
  part.held.effects.erase(part.held.effects.begin(), part.held.effects.begin() + count);
  part.held_after.erase(part.held_after.begin(), part.held_after.begin() + count);
  if (part.held.effects.empty()) part.held.clear();
}

void LocalSteps::set_timer(const Effect& effect) {
  const LocalTimer timer{effect.name, effect.channel, effect.number};
  effects_.timers.push_back({timer, effect.delay, true});
  const auto at = std::lower_bound(state_.timers.begin(), state_.timers.end(), timer);
  if (at == state_.timers.end() || *at != timer) state_.timers.insert(at, timer);
}

void LocalSteps::cancel_timer(const LocalTimer& timer) {
  const auto at = std::lower_bound(state_.timers.begin(), state_.timers.end(), timer);
  if (at != state_.timers.end() && *at == timer) state_.timers.erase(at);
}

DiskPart& LocalSteps::own_disk() {
  if (own_disk_ == nullptr) {
    own_disk_ = std::make_shared<DiskPart>(*state_.disk);
    state_.disk = own_disk_;
  }
  return *own_disk_;
}

void LocalSteps::encode(const LocalState& state, Encoder& out) const {
  out.node(state.node);
  out.word(state.up ? 1 : 0);
  out.word(state.timers.size());
  for (const LocalTimer& timer : state.timers) {
    out.word(timer.name | (uint64_t{timer.channel} << 8));
    out.word(timer.key);
  }
  if (state.up) table(state.node).encode(state.place, out);
  if (state.disk == nullptr) return;
  const DiskPart& part = *state.disk;
  part.disk.encode(out);
  out.word(part.held.effects.size());
  for (size_t i = 0; i < part.held.effects.size(); ++i) {
    const Effect& effect = part.held.effects[i];
    out.word(part.disk.last_queued() - part.held_after[i]);
    out.word(static_cast<uint64_t>(effect.kind) | (uint64_t{effect.channel} << 16));
    out.node(effect.to);
    ordain::encode(out, effect.payload);
    if (effect.kind == EffectKind::fact) {
      out.word(part.held.facts[effect.number].type->tag);
      ordain::encode(out, part.held.facts[effect.number].words);
    }
    if (effect.kind == EffectKind::operation) {
      ordain::encode(out, part.held.operations[effect.number]);
    }
  }
}

}  // namespace ordain
