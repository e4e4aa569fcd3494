#include "sim/check/lin/register_zones.h"

#include <algorithm>

namespace ordain::check::lin {
namespace {

using Kind = RegisterMachine::Kind;

constexpr uint32_t kNone = kNever;

// The contiguous operations of a chain of values; positions as of events, shifted up by one so that
// the initial value's write can return at 0.
struct Block {
  uint32_t first_return = kNever;
  uint32_t last_call = 0;
  uint32_t head = kNone;  // value id, or for a value that nothing observes: its write's index
  bool dead = false;

  bool forward() const { return first_return < last_call; }
};

class Zones {
 public:
  explicit Zones(const RegisterOps& ops)
      : ops_(ops.ops), values_(ops.values), writer_(ops.values, kNone), next_(ops.values, kNone) {}

  // False when the special case does not apply.
  bool index();
  bool linearizable() { return chains_hold() && zones_hold(); }
  std::vector<uint32_t> linearization() const;

 private:
  bool observed(uint32_t value) const { return value < values_; }
  static uint32_t sets(const RegisterOp& op) { return op.kind == Kind::Cas ? op.b : op.a; }
  // An indeterminate operation counts when something that counts observed its value.
  bool needed(const RegisterOp& op) const {
    return op.ret != kNever || (observed(sets(op)) && needed_[sets(op)]);
  }
  static uint32_t call_of(const RegisterOp& op) { return op.call + 1; }
  static uint32_t return_of(const RegisterOp& op) { return op.ret == kNever ? kNever : op.ret + 1; }

  bool find_needed();
  bool index_op(uint32_t i);
  void sort_reads();
  bool add(Block& block, uint32_t op, uint32_t& latest_call) const;
  bool walk(Block& block);
  bool chains_hold();
  bool zones_hold();
  uint32_t key(const Block& block, const std::vector<Block>& forward) const;

  const std::vector<RegisterOp>& ops_;
  uint32_t values_;
  std::vector<uint32_t> writer_;  // by value: the operation that wrote it
  std::vector<uint32_t> next_;    // by value: the cas that took it further
  std::vector<bool> needed_;      // by value: something that counts observes it
  std::vector<uint32_t> dead_writes_;
  std::vector<uint32_t> reads_;       // sorted by value
  std::vector<uint32_t> read_begin_;  // by value, into reads_
  std::vector<Block> blocks_;
  bool impossible_ = false;
};

// A cas that sets what it expects only reads.
bool is_read(const RegisterOp& op) {
  return op.kind == Kind::Read || (op.kind == Kind::Cas && op.a == op.b);
}

// False when two indeterminate operations may have set one value.
bool Zones::find_needed() {
  needed_.assign(values_, false);
  std::vector<uint32_t> work;
  const auto need = [&](uint32_t value) {
    if (!needed_[value]) work.push_back(value);
    needed_[value] = true;
  };
  std::vector<uint32_t> cas_by(values_, kNone);  // by value: an indeterminate cas that sets it
  for (uint32_t i = 0; i < ops_.size(); ++i) {
    const RegisterOp& op = ops_[i];
    if (op.ret != kNever && (op.kind == Kind::Read || op.kind == Kind::Cas)) need(op.a);
    if (op.ret != kNever || op.kind != Kind::Cas || op.a == op.b || !observed(op.b)) continue;
    if (cas_by[op.b] != kNone) return false;
    cas_by[op.b] = i;
  }
  while (!work.empty()) {
    const uint32_t cas = cas_by[work.back()];
    work.pop_back();
    if (cas != kNone) need(ops_[cas].a);
  }
  return true;
}

bool Zones::index_op(uint32_t i) {
  const RegisterOp& op = ops_[i];
  if (is_read(op) || op.kind == Kind::CasFailed || !needed(op)) return true;
  const uint32_t value = sets(op);
  if (observed(value)) {
    if (value == 0 || writer_[value] != kNone) return false;
    writer_[value] = i;
  } else if (op.kind == Kind::Write) {
    dead_writes_.push_back(i);
  }
  if (op.kind == Kind::Cas) {
    impossible_ |= next_[op.a] != kNone;
    next_[op.a] = i;
  }
  return true;
}

bool Zones::index() {
  if (!find_needed()) return false;
  for (uint32_t i = 0; i < ops_.size(); ++i)
    if (!index_op(i)) return false;
  for (const RegisterOp& op : ops_)
    if (op.kind == Kind::CasFailed && (op.a == 0 || writer_[op.a] != kNone)) return false;
  sort_reads();
  return true;
}

void Zones::sort_reads() {
  read_begin_.assign(values_ + 1, 0);
  const auto counts = [&](const RegisterOp& op) { return is_read(op) && op.ret != kNever; };
  for (const RegisterOp& op : ops_)
    if (counts(op)) ++read_begin_[op.a + 1];
  for (uint32_t v = 0; v < values_; ++v) read_begin_[v + 1] += read_begin_[v];
  reads_.resize(read_begin_[values_]);
  std::vector<uint32_t> at(read_begin_.begin(), read_begin_.end() - 1);
  for (uint32_t i = 0; i < ops_.size(); ++i)
    if (counts(ops_[i])) reads_[at[ops_[i].a]++] = i;
}

// False when the operation returned before something earlier in its block was invoked.
bool Zones::add(Block& block, uint32_t op, uint32_t& latest_call) const {
  if (return_of(ops_[op]) < latest_call) return false;
  block.first_return = std::min(block.first_return, return_of(ops_[op]));
  block.last_call = std::max(block.last_call, call_of(ops_[op]));
  return true;
}

// From the block's head along its chain; false when its inner order contradicts real time.
bool Zones::walk(Block& block) {
  uint32_t latest_call = 0;
  for (uint32_t value = block.head;;) {
    if (writer_[value] != kNone) {
      if (!add(block, writer_[value], latest_call)) return false;
      latest_call = std::max(latest_call, call_of(ops_[writer_[value]]));
    }
    uint32_t reads_call = latest_call;
    for (uint32_t r = read_begin_[value]; r < read_begin_[value + 1]; ++r) {
      if (!add(block, reads_[r], latest_call)) return false;
      reads_call = std::max(reads_call, call_of(ops_[reads_[r]]));
    }
    latest_call = reads_call;
    const uint32_t cas = next_[value];
    if (cas == kNone) return true;
    if (!observed(ops_[cas].b)) return add(block, cas, latest_call);
    value = ops_[cas].b;
  }
}

// Builds the blocks. A value that is observed but never reached from a head is in a circle of cas,
// or was never written: impossible.
bool Zones::chains_hold() {
  if (impossible_) return false;
  uint32_t reached = 0;
  const auto count_chain = [&](uint32_t value) {
    for (;;) {
      ++reached;
      const uint32_t cas = next_[value];
      if (cas == kNone || !observed(ops_[cas].b)) return;
      value = ops_[cas].b;
    }
  };
  uint32_t only_named = 0;  // values that nothing which counts observes or writes
  for (uint32_t v = 0; v < values_; ++v) {
    const bool read = read_begin_[v] != read_begin_[v + 1] || next_[v] != kNone;
    if (v != 0 && writer_[v] == kNone) {
      if (read) return false;
      ++only_named;
      continue;
    }
    if (v != 0 && ops_[writer_[v]].kind == Kind::Cas) continue;
    Block block;
    block.head = v;
    if (v == 0) block.first_return = 0;
    count_chain(v);
    if (!walk(block)) return false;
    blocks_.push_back(block);
  }
  for (const uint32_t i : dead_writes_)
    blocks_.push_back({return_of(ops_[i]), call_of(ops_[i]), i, true});
  return reached + only_named == values_;
}

bool Zones::zones_hold() {
  std::vector<Block> forward;
  for (const Block& block : blocks_)
    if (block.forward()) forward.push_back(block);
  const auto earlier = [](const Block& a, const Block& b) {
    return a.first_return < b.first_return;
  };
  std::sort(forward.begin(), forward.end(), earlier);
  for (size_t i = 1; i < forward.size(); ++i)
    if (forward[i].first_return < forward[i - 1].last_call) return false;
  for (const Block& block : blocks_) {
    if (block.forward()) continue;
    // The last forward zone that begins before this one does.
    auto around = std::lower_bound(
        forward.begin(), forward.end(), block.last_call,
        [](const Block& zone, uint32_t position) { return zone.first_return < position; });
    if (around == forward.begin()) continue;
    --around;
    if (block.first_return < around->last_call) return false;
  }
  return true;
}

// Where a block goes: at its zone's begin, or behind the forward zone that it begins in.
uint32_t Zones::key(const Block& block, const std::vector<Block>& forward) const {
  if (block.forward()) return block.first_return;
  auto around = std::lower_bound(
      forward.begin(), forward.end(), block.last_call,
      [](const Block& zone, uint32_t position) { return zone.first_return < position; });
  if (around == forward.begin()) return block.last_call;
  return std::max(block.last_call, (--around)->last_call);
}

std::vector<uint32_t> Zones::linearization() const {
  std::vector<Block> forward;
  for (const Block& block : blocks_)
    if (block.forward()) forward.push_back(block);
  std::sort(forward.begin(), forward.end(),
            [](const Block& a, const Block& b) { return a.first_return < b.first_return; });
  std::vector<std::pair<uint64_t, uint32_t>> order;
  for (uint32_t b = 0; b < blocks_.size(); ++b)
    order.emplace_back(static_cast<uint64_t>(key(blocks_[b], forward)) << 32 | blocks_[b].last_call,
                       b);
  std::sort(order.begin(), order.end());
  std::vector<uint32_t> out;
  for (const auto& [position, b] : order) {
    if (blocks_[b].dead) {
      out.push_back(blocks_[b].head);
      continue;
    }
    for (uint32_t value = blocks_[b].head;;) {
      if (writer_[value] != kNone) out.push_back(writer_[value]);
      out.insert(out.end(), reads_.begin() + read_begin_[value],
                 reads_.begin() + read_begin_[value + 1]);
      const uint32_t cas = next_[value];
      if (cas == kNone) break;
      if (!observed(ops_[cas].b)) {
        out.push_back(cas);
        break;
      }
      value = ops_[cas].b;
    }
  }
  return out;
}

}  // namespace

std::optional<ZonesResult> check_zones(const RegisterOps& ops, Wanted wanted) {
  Zones zones(ops);
  if (!zones.index()) return std::nullopt;
  ZonesResult result;
  result.linearizable = zones.linearizable();
  if (result.linearizable && wanted == Wanted::Linearization)
    result.linearization = zones.linearization();
  return result;
}

}  // namespace ordain::check::lin
