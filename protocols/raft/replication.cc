// AppendEntries, the leader's side: section 5.3, and section 10.2.1 of the thesis for pipelining
// and for writing to the leader's own disk in parallel.
//
// A pipelining leader sends a follower what it has not sent yet and moves next_index on without
// waiting. What got lost shows at the next heartbeat, whose prev_log_index is the last entry sent:
// the follower rejects it, and the leader goes back to where their logs part. Rejections may come
// in groups (each message behind a gap is rejected); `round` tells those that have been dealt with.
#include <algorithm>

#include "protocols/raft/server.h"

namespace ordain::raft {

// The last AppendEntries made in this handler: followers that need the same share it.
struct Server::SharedAppend {
  uint64_t next_index = 0;
  uint64_t entries = 0;
  Payload message;
};

void Server::append_as_leader(const kv::Command& command, Ctx& ctx) {
  const Payload entry = Payload::make(Entry{current_term, command.stamped(ctx.now())});
  log.append(entry);
  const uint64_t index = log.last_index();
  ctx.append_payload(Area::log, index, entry);
  replicate(ctx);
  ctx.fact(Appended{index, current_term, log.prefix_hash(index)});
  ctx.send(self, AppendEntriesReply{current_term, round, true, index, 0});
}

void Server::replicate(Ctx& ctx) {
  ++round;
  SharedAppend shared;
  for (uint32_t i = 0; i < ctx.servers(); ++i) {
    if (NodeId(i) != self) replicate_to(NodeId(i), shared, ctx);
  }
}

void Server::replicate_to(NodeId follower, SharedAppend& shared, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  Progress& to = progress[follower.value];
  while (const uint64_t entries = sendable(to, config)) {
    send_append(follower, entries, shared, ctx);
    if (config.pipeline) {
      to.next_index += entries;
    } else {
      to.waiting_for = round;
    }
  }
}

// How many entries may go to this follower now.
uint64_t Server::sendable(const Progress& follower, const Config& config) const {
  if (follower.next_index > log.last_index()) return 0;
  const uint64_t unsent = log.last_index() + 1 - follower.next_index;
  if (!config.pipeline) {
    return follower.waiting_for != 0 ? 0 : std::min<uint64_t>(unsent, config.max_batch);
  }
  const uint64_t unanswered = follower.next_index - 1 - follower.match_index;
  const uint64_t window = unanswered < config.inflight ? config.inflight - unanswered : 0;
  return std::min({unsent, uint64_t{config.max_batch}, window});
}

// 5.2: "Leaders send periodic heartbeats (AppendEntries RPCs that carry no log entries)". Without
// pipelining, they carry again what no answer came to.
void Server::send_heartbeats(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  ++round;
  SharedAppend shared;
  for (uint32_t i = 0; i < ctx.servers(); ++i) {
    if (NodeId(i) == self) continue;
    Progress& to = progress[i];
    to.waiting_for = 0;
    const uint64_t again = config.pipeline ? 0 : sendable(to, config);
    send_append(NodeId(i), again, shared, ctx);
    if (again > 0) to.waiting_for = round;
  }
  ctx.set_timer(Timer::heartbeat, config.heartbeat);
}

// Urgent: an entry may reach the followers' disks before the leader's own, which counts as one of
// the quorum only once it is durable there too.
void Server::send_append(NodeId follower, uint64_t entries, SharedAppend& shared, Ctx& ctx) {
  const uint64_t next = progress[follower.value].next_index;
  if (!shared.message || shared.next_index != next || shared.entries != entries) {
    AppendEntries request{current_term, next - 1, log.term_at(next - 1), commit_index, round, {}};
    request.entries.reserve(entries);
    for (uint64_t i = 0; i < entries; ++i) request.entries.push_back(log.payload(next + i));
    shared = {next, entries, Payload::make(std::move(request))};
  }
  ctx.send_payload_urgent(follower, shared.message);
}

void Server::handle(const AppendEntriesReply& reply, NodeId follower, Ctx& ctx) {
  if (role != Role::leader || reply.term < current_term) return;
  Progress& from = progress[follower.value];
  if (reply.round >= from.waiting_for) from.waiting_for = 0;
  if (!reply.success) return back_off(reply, follower, ctx);

  if (reply.index > from.match_index) {
    from.match_index = reply.index;
    from.next_index = std::max(from.next_index, reply.index + 1);
    advance_commit_index(ctx);
  }
  if (follower == self || from.next_index > log.last_index()) return;
  ++round;
  SharedAppend shared;
  replicate_to(follower, shared, ctx);
}

// 5.3: "the leader decrements nextIndex and retries", by a whole term at a time where the follower
// names the term that conflicts.
void Server::back_off(const AppendEntriesReply& reply, NodeId follower, Ctx& ctx) {
  Progress& from = progress[follower.value];
  if (reply.round <= from.backed_off) return;
  uint64_t next = reply.index;
  if (reply.conflict_term != 0) {
    if (const uint64_t last = log.last_index_of_term(reply.conflict_term)) next = last + 1;
  }
  from.next_index = std::clamp(next, from.match_index + 1, from.next_index);
  from.backed_off = round;
  ctx.fact(BackedOff{follower, from.next_index});
  ++round;
  SharedAppend shared;
  replicate_to(follower, shared, ctx);
}

}  // namespace ordain::raft
