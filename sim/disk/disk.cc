#include "sim/disk/disk.h"

#include <algorithm>
#include <utility>

namespace ordain {
namespace {

Site site_of(DiskAspect aspect, NodeId self, uint64_t ordinal) {
  return {Stream::disk, static_cast<uint8_t>(aspect), self.value, 0, ordinal};
}

uint64_t records_in(const Durable& contents) {
  uint64_t count = 0;
  for (size_t i = 0; i < contents.area_count(); ++i) {
    const DurableArea& area = contents.area(static_cast<uint8_t>(i));
    count += area.log.size() + (area.single.value ? 1 : 0);
  }
  return count;
}

}  // namespace

bool Disk::strikes(DiskAspect aspect, NodeId self, uint64_t ordinal, const Choices& choices,
                   Ratio ratio) const {
  if (ratio.zero() && !choices.watched()) return false;
  const uint64_t bits = choices.bits(Stream::disk, self.value, 0, ordinal);
  return choices.strikes(site_of(aspect, self, ordinal),
                         Choices::aspect_bits(bits, static_cast<uint8_t>(aspect)), ratio);
}

void Disk::queue(const Effect& write) {
  if (write.kind == EffectKind::flush) {
    if (!unsynced_.empty()) unsynced_.back().ends_write = true;
    return;
  }
  unsynced_.push_back({write.kind, write.name, false, write.number, write.payload, Time{}});
}

void Disk::write_through(Effect& write) {
  apply(write.kind, write.name, write.number, std::move(write.payload));
}

uint64_t Disk::end_write_through(uint64_t records) {
  done_ += records;
  return ++writes_;
}

Disk::Batch Disk::begin_write(NodeId self, const DiskConfig& config, const Choices& choices) {
  SIM_ASSERT(!idle() && !writing());
  const auto last =
      std::find_if(unsynced_.begin(), unsynced_.end(), [](const Op& op) { return op.ends_write; });
  batch_ = static_cast<uint64_t>(last - unsynced_.begin()) + (last == unsynced_.end() ? 0 : 1);
  Batch batch;
  batch.number = ++writes_;
  batch.records = batch_;
  const uint64_t excess =
      config.latency.instant() && !choices.watched()
          ? 0
          : choices.settle(
                site_of(DiskAspect::latency, self, writes_), 0,
                config.latency.excess(choices.bits(Stream::disk, self.value, 0, writes_)));
  batch.latency = config.latency.with_excess(excess);
  if (strikes(DiskAspect::stall, self, writes_, choices, config.stall)) {
    batch.stalled = true;
    const uint64_t bits =
        Choices::aspect_bits(choices.bits(Stream::disk, self.value, 0, writes_), ~uint8_t{0});
    batch.latency += config.stall_for.with_excess(config.stall_for.excess(bits));
  }
  batch.full = !fits(config);
  batch.failed =
      batch.full || strikes(DiskAspect::write_error, self, writes_, choices, config.write_error);
  batch.lied = !batch.failed && strikes(DiskAspect::lying, self, writes_, choices, config.lying);
  batch_lies_ = batch.lied;
  return batch;
}

uint64_t Disk::end_write(Time now, const DiskConfig& config) {
  if (!batch_lies_) {  // an honest sync carries everything before it to the platter
    for (const Op& op : cached_) apply(op);
    cached_.clear();
  }
  for (; batch_ > 0; --batch_, ++done_) {
    Op op = std::move(unsynced_.front());
    unsynced_.pop_front();
    if (batch_lies_) {
      op.on_platter = now + config.lying_for;
      cached_.push_back(std::move(op));
    } else {
      apply(op);
    }
  }
  return done_;
}

// Whether the disk has room for what the write adds; replacing and forgetting need none.
bool Disk::fits(const DiskConfig& config) const {
  if (config.capacity == 0) return true;
  const auto adds = static_cast<uint64_t>(std::count_if(
      unsynced_.begin(), unsynced_.begin() + static_cast<int64_t>(batch_), [&](const Op& op) {
        return op.kind == EffectKind::append ||
               (op.kind == EffectKind::put && !contents_.area(op.area).single.value);
      }));
  return adds == 0 || records_in(contents_) + adds <= config.capacity;
}

void Disk::settle(Time now) {
  while (!cached_.empty() && cached_.front().on_platter <= now) {
    apply(cached_.front());
    cached_.pop_front();
  }
}

Disk::CrashLoss Disk::crash(NodeId self, Time now, const DiskConfig& config, const Choices& choices,
                            bool may_lose_acknowledged) {
  ++crashes_;
  settle(now);
  if (!may_lose_acknowledged) {
    for (const Op& op : cached_) apply(op);
    cached_.clear();
  }
  const uint64_t acknowledged = cached_.size();
  std::deque<Op> ops = std::exchange(cached_, {});
  for (Op& op : unsynced_) ops.push_back(std::move(op));
  unsynced_.clear();
  batch_ = 0;
  const uint64_t exposed = ops.size();
  CrashLoss loss;
  if (exposed == 0) return loss;
  loss.kept = exposed - choices.pick(site_of(DiskAspect::lost, self, crashes_), exposed + 1);
  for (uint64_t i = 0; i < loss.kept; ++i) apply(ops[i]);
  loss.lost_acknowledged = acknowledged > loss.kept ? acknowledged - loss.kept : 0;
  loss.lost_unsynced = exposed - loss.kept - loss.lost_acknowledged;
  // A torn record: half-written, so that its place is taken but its checksum fails.
  if (loss.kept < exposed && strikes(DiskAspect::torn, self, crashes_, choices, config.torn)) {
    const Op& op = ops[loss.kept];
    loss.torn = op.kind == EffectKind::append;
    if (loss.torn) apply(op, true);
  }
  return loss;
}

bool Disk::read_fails(NodeId self, const DiskConfig& config, const Choices& choices) {
  return strikes(DiskAspect::read_error, self, ++recoveries_, choices, config.read_error);
}

uint64_t Disk::rot(NodeId self, const DiskConfig& config, const Choices& choices) {
  if (config.bit_rot.zero()) return 0;
  uint64_t rotten = 0;
  uint64_t ordinal = recoveries_ << 32;
  for (size_t i = 0; i < contents_.area_count(); ++i) {
    DurableArea& area = contents_.mutable_area(static_cast<uint8_t>(i));
    const auto expose = [&](Record& record) {
      ++ordinal;
      if (record.rotten || !strikes(DiskAspect::rot, self, ordinal, choices, config.bit_rot))
        return;
      record.rotten = true;
      ++rotten;
    };
    if (area.single.value) expose(area.single);
    for (Record& record : area.log) expose(record);
  }
  return rotten;
}

void Disk::encode(Encoder& out) const {
  contents_.encode(out);
  out.word(batch_);
  for (const std::deque<Op>* ops : {&cached_, &unsynced_}) {
    out.word(ops->size());
    for (const Op& op : *ops) {
      out.word(static_cast<uint64_t>(op.kind) | (uint64_t{op.area} << 8) |
               (uint64_t{op.ends_write} << 16));
      out.word(op.index);
      ordain::encode(out, op.value);
    }
  }
}

void Disk::wipe() { contents_ = Durable(); }

void Disk::apply(EffectKind kind, uint8_t where, uint64_t index, Payload value, bool torn) {
  DurableArea& area = contents_.mutable_area(where);
  const uint64_t end = area.first_index + area.log.size();
  switch (kind) {
    case EffectKind::put:
      area.single = {std::move(value), torn, torn};
      break;
    case EffectKind::append:
      if (area.log.empty()) area.first_index = index;
      SIM_ASSERT(index == area.first_index + area.log.size());
      area.log.push_back({std::move(value), torn, torn});
      break;
    case EffectKind::truncate_from:
      if (index < end) {
        area.log.resize(index > area.first_index ? index - area.first_index : 0);
      }
      break;
    case EffectKind::truncate_before:
      if (index > area.first_index) {
        const uint64_t gone = std::min<uint64_t>(index - area.first_index, area.log.size());
        area.log.erase(area.log.begin(), area.log.begin() + static_cast<int64_t>(gone));
        area.first_index = index;
      }
      break;
    default:
      break;
  }
}

}  // namespace ordain
