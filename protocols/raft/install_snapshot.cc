// InstallSnapshot (Figure 13): a leader sends its snapshot, a piece at a time, to a follower that
// needs entries which the leader's log has forgotten.
//
// One piece is under way at a time. The answer to it names the item wanted next, so that pieces
// that come twice, late or after a restart of the receiver sort themselves out; what got lost is
// sent again in place of the next heartbeat. The leader sends on the copy that it began with, even
// if it takes a later snapshot meanwhile.
#include <algorithm>

#include "protocols/raft/server.h"

namespace ordain::raft {

void Server::handle(const InstallSnapshot& request, NodeId from, Ctx& ctx) {
  InstallSnapshotReply reply{current_term, request.last_index, 0, false};
  if (request.term < current_term) return ctx.send(from, reply);  // 1. "if term < currentTerm"
  recognise_leader(from, ctx);
  // A snapshot of what is known to be committed here is an old one, or was received before. "If
  // instead the follower receives a snapshot that describes a prefix of its log ... entries
  // covered by the snapshot are deleted but entries following the snapshot are still valid": they
  // may as well stay until this server compacts its log itself.
  const bool stale =
      request.last_index <= commit_index && !ctx.config<Config>().broken(Mutant::snap_stale);
  if (stale || take_in(request)) {
    if (!stale) install(request, ctx);
    reply.done = true;
  } else {
    reply.offset = incoming.machine.items();
  }
  ctx.send(from, reply);  // the last one leaves once the snapshot is durable
}

// 2. to 4.: whether the snapshot is whole now. Another leader sends it anew from its beginning.
bool Server::take_in(const InstallSnapshot& request) {
  if (incoming.term != request.term || incoming.last_index != request.last_index) {
    incoming = {request.term, request.last_index, {}};
  }
  if (request.offset != incoming.machine.items()) return false;
  incoming.machine.take_in(request.part);
  return request.done;
}

void Server::install(const InstallSnapshot& request, Ctx& ctx) {
  const uint64_t index = request.last_index;
  Snapshot whole{index,
                 request.last_term,
                 request.prefix_hash,
                 request.configuration_index,
                 request.configuration,
                 std::move(incoming.machine)};
  incoming = {};
  machine = whole.machine;  // 8.
  snapshot = Payload::make(std::move(whole));
  ctx.put_payload(Area::snapshot, snapshot);  // 5.
  ctx.flush();
  // 6. "If existing log entry has same index and term as snapshot's last included entry, retain log
  // entries following it"; 7. else "discard the entire log".
  const bool retains = index >= log.base_index() && index <= log.last_index() &&
                       log.term_at(index) == request.last_term;
  if (retains) {
    log.compact_to(index);
  } else {
    log.restart_behind(index, request.last_term, request.prefix_hash);
    ctx.truncate_from(Area::log, 1);
  }
  ctx.truncate_before(Area::log, index + 1);
  last_applied = std::max(last_applied, index);
  if (ctx.config<Config>().broken(Mutant::term_regress_snapshot)) current_term = request.last_term;
  ctx.fact(SnapshotInstalled{index, request.last_term, request.prefix_hash, machine.hash,
                             log.last_index()});
  if (request.configuration_index + configuration_index != 0) {
    adopt_configuration(log.last_index(), ctx);
  }
  if (index > commit_index) {
    commit_index = index;
    ctx.fact(Committed{index, request.last_term, request.prefix_hash, current_term, false});
  }
  serve_reads(ctx);
}

// The leader's side. "Instead of sending entries, it sends the snapshot" to a follower whose next
// entry "has been discarded".
void Server::send_snapshot(NodeId follower, Ctx& ctx) {
  Progress& to = progress[follower.value];
  if (!to.sending) {
    to.sending = snapshot;
    to.sent_items = 0;
  }
  const auto& whole = to.sending.as<Snapshot>();
  const uint64_t chunk = ctx.config<Config>().snapshot.chunk;
  InstallSnapshot piece{current_term,
                        whole.last_index,
                        whole.last_term,
                        whole.prefix_hash,
                        whole.configuration_index,
                        whole.configuration,
                        to.sent_items,
                        to.sent_items + chunk >= whole.machine.items(),
                        whole.machine.part(to.sent_items, chunk)};
  ctx.send_payload_urgent(follower, Payload::make(std::move(piece)));
}

// An answer that wants an item before the one that was sent last is an old one, or the follower has
// forgotten the pieces: the next heartbeat will see.
void Server::handle(const InstallSnapshotReply& reply, NodeId follower, Ctx& ctx) {
  if (role != Role::leader || reply.term < current_term) return;
  Progress& to = progress[follower.value];
  if (ctx.config<Config>().notes_contact()) to.heard_at = ctx.now();
  if (!to.sending || to.sending.as<Snapshot>().last_index != reply.last_index) return;
  if (!reply.done) {
    const bool forward = reply.offset > to.sent_items;
    to.sent_items = reply.offset;
    if (forward) send_snapshot(follower, ctx);
    return;
  }
  matched(follower, reply.last_index, ctx);
  ++round;
  SharedAppend shared;
  replicate_to(follower, shared, ctx);
}

}  // namespace ordain::raft
