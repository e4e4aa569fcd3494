// AppendEntries, the leader's side: section 5.3, and section 10.2.1 of the thesis for pipelining
// and for writing to the leader's own disk in parallel.
//
// A pipelining leader sends a follower what it has not sent yet and moves next_index on without
// waiting. What got lost shows at the next heartbeat, whose prev_log_index is the last entry sent:
// the follower rejects it, and the leader goes back to where their logs part. Rejections may come
// in groups (each message behind a gap is rejected); `round` tells those that have been dealt with.
//
// A follower that has rejected something is probed: it gets one message at a time until it accepts
// one (etcd's raft has the same state). Otherwise, where the network reorders, most of a long queue
// is rejected for coming too early, and those answers drown the one that tells where the logs part.
#include <algorithm>

#include "protocols/raft/server.h"

namespace ordain::raft {

void Server::append_as_leader(const kv::Command& command, Ctx& ctx) {
  append_entry(Payload::make(Entry{current_term, command.stamped(ctx.now())}), ctx);
}

void Server::append_entry(Payload entry, Ctx& ctx) {
  log.append(entry);
  const uint64_t index = log.last_index();
  ctx.append_payload(Area::log, index, std::move(entry));
  if (log.holds_configuration(index)) configuration_appended(index, ctx);
  collect(ctx);
  ctx.fact(Appended{index, current_term, log.prefix_hash(index)});
  const AppendEntriesReply durable{current_term, round, true, index, 0, {}};
  if (ctx.config<Config>().broken(Mutant::apply_before_persist)) {
    ctx.send_urgent(self, durable);
  } else {
    ctx.send(self, durable);  // arrives once the entry is on its own disk
  }
}

// Sends at once, or waits a little for more to send with it: until the batch is full or the delay
// is over. The leader's own disk does not wait.
void Server::collect(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  if (config.batch_delay <= Duration{} || log.last_index() - sent >= config.max_batch) {
    return replicate(ctx);
  }
  if (!collecting) ctx.set_timer(Timer::batch, config.batch_delay);
  collecting = true;
}

void Server::replicate(Ctx& ctx) {
  if (collecting) ctx.cancel_timer(Timer::batch);
  collecting = false;
  sent = log.last_index();
  ++round;
  SharedAppend shared;
  const ServerSet to = recipients();
  to.for_each([&](NodeId follower) {
    if (follower != self) replicate_to(follower, shared, ctx);
  });
}

Progress Server::fresh_progress(const Ctx& ctx) const {
  Progress fresh;
  fresh.next_index = log.last_index() + 1;
  if (ctx.config<Config>().notes_contact()) fresh.heard_at = ctx.now();
  return fresh;
}

void Server::replicate_to(NodeId follower, SharedAppend& shared, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  Progress& to = progress[follower.value];
  if (to.next_index <= log.base_index()) {  // it needs what this log has forgotten
    if (!to.sending) send_snapshot(follower, ctx);
    return;
  }
  while (const uint64_t entries = sendable(to, config)) {
    send_append(follower, entries, shared, ctx);
    if (sends_ahead(to, config)) {
      to.next_index += entries;
    } else {
      to.waiting_for = round;
    }
  }
}

bool Server::sends_ahead(const Progress& follower, const Config& config) {
  return config.pipeline && !follower.probing;
}

// How many entries may go to this follower now.
uint64_t Server::sendable(const Progress& follower, const Config& config) const {
  if (follower.next_index > sent) return 0;
  const uint64_t unsent = sent + 1 - follower.next_index;
  if (!sends_ahead(follower, config)) {
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
  report_lease(ctx);
  ++round;
  SharedAppend shared;
  const ServerSet recipient = recipients();
  for (uint32_t i = 0; i < ctx.servers(); ++i) {
    if (NodeId(i) == self || !recipient.contains(NodeId(i))) continue;
    Progress& to = progress[i];
    if (to.next_index <= log.base_index()) {  // the piece that no answer came to, again
      if (config.broken(Mutant::snap_heartbeat_stop)) break;
      send_snapshot(NodeId(i), ctx);
      continue;
    }
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
    AppendEntries request{current_term, next - 1, log.term_at(next - 1), commit_index, round,
                          {},           {}};
    if (ctx.config<Config>().reads == Reads::lease) request.sent_at = ctx.now();
    request.entries.reserve(entries);
    for (uint64_t i = 0; i < entries; ++i) request.entries.push_back(log.payload(next + i));
    shared = {next, entries, Payload::make(std::move(request))};
  }
  ctx.send_payload_urgent(follower, shared.message);
}

// The follower's log is known to hold what this one holds up to `index`.
void Server::matched(NodeId follower, uint64_t index, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  Progress& to = progress[follower.value];
  to.match_index = config.broken(Mutant::match_regress) ? index : std::max(to.match_index, index);
  if (!config.broken(Mutant::next_le_match)) to.next_index = std::max(to.next_index, index + 1);
  if (to.sending && to.match_index >= to.sending.as<Snapshot>().last_index) to.sending = {};
  if (!configuration.votes(follower)) return;  // a learner may begin again at any time
  ctx.fact(Matched{follower, to.match_index, to.next_index, current_term});
}

void Server::handle(const AppendEntriesReply& reply, NodeId follower, Ctx& ctx) {
  if (role != Role::leader || reply.term < current_term) return;
  const auto& config = ctx.config<Config>();
  Progress& from = progress[follower.value];
  heard_from(from, reply, ctx);
  if (reply.round >= from.waiting_for) from.waiting_for = 0;
  if (!reply.success) return back_off(reply, follower, ctx);
  from.probing = false;

  if (reply.index > from.match_index || config.broken(Mutant::match_regress)) {
    matched(follower, reply.index, ctx);
    advance_commit_index(ctx);
    if (role != Role::leader) return;  // it has committed its own removal
  }
  if (!configuration.votes(follower)) outsider_matched(reply, follower, ctx);
  if (follower == transfer_to) hand_over_if_caught_up(ctx);
  serve_reads(ctx);
  if (follower == self || from.next_index > sent) return;
  ++round;
  SharedAppend shared;
  replicate_to(follower, shared, ctx);
}

// 5.3: "the leader decrements nextIndex and retries", by a whole term at a time where the follower
// names the term that conflicts.
void Server::back_off(const AppendEntriesReply& reply, NodeId follower, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  Progress& from = progress[follower.value];
  serve_reads(ctx);  // who refuses to append acknowledges the leader all the same
  if (reply.round <= from.backed_off || from.sending) return;
  if (ctx.config<Config>().broken(Mutant::pipeline_no_rollback)) return;
  uint64_t next = reply.index;
  if (reply.conflict_term != 0) {
    if (const uint64_t last = log.last_index_of_term(reply.conflict_term)) next = last + 1;
  }
  if (config.broken(Mutant::nack_overwrites)) next = log.last_index();
  from.next_index = std::clamp(next, from.match_index + 1, from.next_index);
  from.backed_off = round;
  from.probing = true;
  from.waiting_for = 0;
  ctx.fact(BackedOff{follower, from.next_index});
  ++round;
  SharedAppend shared;
  if (config.broken(Mutant::retry_empty)) {
    send_append(follower, 0, shared, ctx);
    from.next_index = log.last_index() + 1;
  }
  replicate_to(follower, shared, ctx);
}

}  // namespace ordain::raft
