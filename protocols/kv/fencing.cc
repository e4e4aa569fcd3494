#include "protocols/kv/fencing.h"

#include <algorithm>

namespace ordain::kv {
namespace {

std::string client_name(NodeId client, uint32_t servers) {
  return "c" + std::to_string(client.value - servers + 1);
}

bool is_guarded_write(const OpEvent& op) {
  return op.function == Function::write && op.new_value != 0;
}

}  // namespace

void MutualExclusion::on_operation(const OpRecord& record, Report& report) {
  const OpEvent& op = record.op;
  if (op.function == Function::release && op.phase == OpPhase::invoke) {
    const auto holder = holders_.find(op.key);
    if (holder != holders_.end() && holder->second.token == op.value) holders_.erase(holder);
    return;
  }
  if (op.function != Function::acquire || op.phase != OpPhase::ok) return;
  const auto [holder, free] = holders_.try_emplace(op.key, Holder{record.client, op.value});
  if (free) return;
  report.violated(name(),
                  client_name(record.client, servers_) + " is granted lock " +
                      std::to_string(op.key) + " with token " + std::to_string(op.value) +
                      " while " + client_name(holder->second.client, servers_) +
                      " holds it with token " + std::to_string(holder->second.token),
                  record.event, record.time, record.client);
}

// Whose a lock is decides only what a report says.
bool MutualExclusion::encode(Encoder& out) const {
  std::map<uint64_t, int64_t> tokens;
  for (const auto& [lock, holder] : holders_) tokens[lock] = holder.token;
  ordain::encode(out, tokens);
  return true;
}

void FencingMonotonic::on_operation(const OpRecord& record, Report& report) {
  const OpEvent& op = record.op;
  const bool acquires = op.function == Function::acquire;
  if (!acquires && !is_guarded_write(op)) return;
  const std::pair id{record.client, op.number};
  if (op.phase == OpPhase::invoke) {
    int64_t& before = before_[id] = 0;
    const auto tokens = tokens_.find(op.key);
    if (tokens == tokens_.end()) return;
    before = acquires ? tokens->second.highest_granted : tokens->second.highest_written;
    return;
  }
  const auto asked = before_.find(id);
  if (asked == before_.end()) return;
  const int64_t before = asked->second;
  before_.erase(asked);
  if (op.phase != OpPhase::ok) return;
  acquires ? granted(record, before, report) : written(record, before, report);
}

void FencingMonotonic::granted(const OpRecord& record, int64_t before, Report& report) {
  const OpEvent& op = record.op;
  Tokens& tokens = tokens_[op.key];
  tokens.highest_granted = std::max(tokens.highest_granted, op.value);
  const bool fresh = tokens.granted.insert(op.value).second;
  if (fresh && op.value > before) return;
  const std::string why =
      fresh ? ", but " + std::to_string(before) + " had been granted before" : " a second time";
  report.violated(name(),
                  client_name(record.client, servers_) + " is granted lock " +
                      std::to_string(op.key) + " with token " + std::to_string(op.value) + why,
                  record.event, record.time, record.client, "granted");
}

void FencingMonotonic::written(const OpRecord& record, int64_t before, Report& report) {
  const OpEvent& op = record.op;
  Tokens& tokens = tokens_[op.key];
  tokens.highest_written = std::max(tokens.highest_written, op.new_value);
  if (op.new_value >= before) return;
  report.violated(name(),
                  client_name(record.client, servers_) + " has written under lock " +
                      std::to_string(op.key) + " with token " + std::to_string(op.new_value) +
                      ", but a write with token " + std::to_string(before) + " was done before",
                  record.event, record.time, record.client, "written");
}

}  // namespace ordain::kv
