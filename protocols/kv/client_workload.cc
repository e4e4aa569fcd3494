// What a client asks for, each application's way, and what it learns from the answers.
#include <algorithm>
#include <array>

#include "protocols/kv/client.h"

namespace ordain::kv {
namespace {

BOOST_DEFINE_FIXED_ENUM_CLASS(PartChoice, uint8_t, read, write, compare_and_write)
constexpr uint64_t kPartChoices = 3;
constexpr uint32_t kMaxTransactionKeys = Transaction::kMaxParts / 2;

}  // namespace

Command Client::draw_command(const Lane& lane, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  Command command;
  command.client = self;
  command.sequence = incarnation * kPerIncarnation + issued;
  command.key = config.keys > 1 ? ctx.pick(Pick::key, config.keys) : 0;
  switch (config.application) {
    case Application::registers:
      draw_on_registers(command, ctx);
      break;
    case Application::locks:
      draw_on_locks(lane.hold, command, ctx);
      break;
    case Application::queues:
      draw_on_queues(command, ctx);
      break;
  }
  return command;
}

// Each write of a run has a value of its own, small enough to be read in a story: with distinct
// values a checker sees which write a read saw.
int64_t Client::unique_value(const Command& command, Ctx& ctx) const {
  const auto& config = ctx.config<Config>();
  return static_cast<int64_t>(command.sequence * config.clients - (self.value - config.servers));
}

void Client::draw_on_registers(Command& command, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (config.transactions.num > 0 && config.transactions.hit(ctx.pick(Pick::transaction, 0))) {
    return draw_transaction(command, ctx);
  }
  if (config.reads.hit(ctx.pick(Pick::function, 0))) {
    command.function = config.read;
    return;
  }
  const auto known = seen.find(command.key);
  if (known != seen.end() && config.cas.hit(ctx.pick(Pick::cas, 0))) {
    command.function = Function::cas;
    command.value = known->second;
    command.new_value = unique_value(command, ctx);
    return;
  }
  command.function = config.write;
  command.value = unique_value(command, ctx);
}

// Over a few neighbouring keys, each read, written, or compared with what was last seen and then
// written. Reads and compares come first.
void Client::draw_transaction(Command& command, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const uint32_t most = std::min({config.transaction_keys, config.keys, kMaxTransactionKeys});
  const uint64_t count = 1 + ctx.pick(Pick::parts, most);
  const uint64_t first = command.key;
  std::array<PartChoice, kMaxTransactionKeys> choices{};
  Transaction parts;
  for (uint64_t i = 0; i < count; ++i) {
    choices[i] = static_cast<PartChoice>(ctx.pick(Pick::part, kPartChoices));
    if (choices[i] == PartChoice::write) continue;
    const uint64_t key = (first + i) % config.keys;
    const auto known = seen.find(key);
    const bool compares = choices[i] == PartChoice::compare_and_write && known != seen.end();
    compares ? parts.add({PartKind::compare, true, key, known->second})
             : parts.add({PartKind::read, false, key, 0});
  }
  for (uint64_t i = 0; i < count; ++i) {
    if (choices[i] == PartChoice::read) continue;
    parts.add({PartKind::write, true, (first + i) % config.keys, unique_value(command, ctx)});
  }
  command.key = 0;
  command.function = Function::txn;
  command.transaction = Payload::make(parts);
}

void Client::draw_on_locks(const Hold& hold, Command& command, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (config.reads.hit(ctx.pick(Pick::function, 0))) {
    command.function = Function::read;
    return;
  }
  if (hold.token == 0) {
    command.function = Function::acquire;
    command.value = config.lease.ns;
    return;
  }
  command.key = hold.lock;
  if (hold.writes == 0) {
    command.function = Function::release;
    command.value = static_cast<int64_t>(hold.token);
    return;
  }
  command.function = Function::write;
  command.value = unique_value(command, ctx);
  command.new_value = static_cast<int64_t>(hold.token);
}

void Client::draw_on_queues(Command& command, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (config.reads.hit(ctx.pick(Pick::function, 0))) {
    command.function = Function::dequeue;
    return;
  }
  command.function = Function::enqueue;
  command.value = unique_value(command, ctx);
}

void Client::learn(const OpEvent& event, Hold& hold, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const bool ok = event.phase == OpPhase::ok;
  if (ok && event.function == Function::txn && event.transaction.is<Transaction>()) {
    for (const TransactionPart& part : event.transaction.as<Transaction>()) {
      if (part.has_value) seen[part.key] = part.value;
    }
    return;
  }
  if (config.application == Application::registers) {
    const bool known = ok && event.has_value;
    if (known) seen[event.key] = event.function == Function::cas ? event.new_value : event.value;
    return;
  }
  if (event.function == Function::acquire && ok) {
    hold = {static_cast<uint64_t>(event.value), event.key, config.writes};
  }
  if (event.function == Function::write && hold.writes > 0) --hold.writes;
  // Refused: the lock has passed on.
  const bool lost = event.function == Function::write && event.phase == OpPhase::failed;
  if (lost || event.function == Function::release) hold = {};
}

}  // namespace ordain::kv
