// Reads that bypass the log: section 6.4 of the thesis.
//   1. "If the leader has not yet marked an entry from its current term committed, it waits until
//   it
//      has done so." Only then does it know what earlier leaders have committed.
//   2. "The leader saves its current commit index in a local variable readIndex."
//   3. It "needs to make sure it has not been superseded by a newer leader of which it is unaware":
//      it sends heartbeats and waits until a majority has acknowledged them.
//   4. It waits until its state machine has come as far as readIndex.
//   5. It reads its state machine and answers.
// All reads that wait share a round; those that come while one is under way share the next. The
// index is taken when the round is confirmed, later than the thesis says and so never lower: it
// covers all that had been acknowledged when the read arrived.
//
// Why step 1: n1 commits index 5 of term 2 and crashes. n2, which holds it but has only heard of
// commits up to index 4, comes to lead term 3. Its commit index is still 4: a read now would miss
// index 5, which a client has seen acknowledged (etcd issue 7331).
//
// A follower serves reads, too (end of 6.4): it asks the leader for a read index and waits until it
// has applied that far itself. The answer names the client and its sequence number, which no other
// operation ever has, so that one from before a crash or to another try is as good.
//
// Answers are urgent: they rest on what is committed, whatever this server's disk still writes.
#include <algorithm>
#include <limits>

#include "protocols/raft/quorum.h"

namespace ordain::raft {

void Server::begin_read(const kv::Command& command, NodeId from, Ctx& ctx) {
  if (role != Role::leader) return begin_follower_read(command, from, ctx);
  if (holds_lease(ctx) && knows_commit_index(ctx)) {
    report_lease(ctx);
    return answer_read({command, from, 0, 0}, ctx);
  }
  note_read({command, from, 0, round + 1});
  if (confirming == 0) begin_confirming(ctx);
  serve_reads(ctx);
}

void Server::begin_follower_read(const kv::Command& command, NodeId client, Ctx& ctx) {
  if (ctx.config<Config>().broken(Mutant::follower_read_local)) {
    return answer_read({command, client, 0, 0}, ctx);
  }
  note_read({command, client, 0, 0});
  ctx.send(leader, ReadIndexRequest{current_term, command});
}

void Server::note_read(const PendingRead& read) {
  const auto same = [&](const PendingRead& other) {
    return other.from == read.from && other.command.client == read.command.client &&
           other.command.sequence == read.command.sequence;
  };
  if (std::none_of(reads.begin(), reads.end(), same)) reads.push_back(read);
}

void Server::begin_confirming(Ctx& ctx) {
  send_heartbeats(ctx);
  confirming = round;
}

bool Server::knows_commit_index(const Ctx& ctx) const {
  return log.term_at(commit_index) == current_term ||
         ctx.config<Config>().broken(Mutant::readindex_no_noop);
}

// The last round of this leader's that the server has answered.
uint64_t Server::answered_round(NodeId server) const {
  return server == self ? round : progress[server.value].acknowledged_round;
}

// Whether a quorum has answered this round, or a later one.
bool Server::is_confirmed(uint64_t asked, const Ctx& ctx) const {
  return ctx.config<Config>().broken(Mutant::read_no_round) ||
         quorum_of(ctx, [&](NodeId server) { return answered_round(server) >= asked; });
}

// The last round of this leader's that a quorum has answered.
uint64_t Server::confirmed_round(const Ctx& ctx) const {
  if (ctx.config<Config>().broken(Mutant::read_no_round)) {
    return std::numeric_limits<uint64_t>::max();
  }
  return reached_by_quorum(ctx, [&](NodeId server) { return answered_round(server); });
}

// Called when anything has changed that a read may wait for.
void Server::serve_reads(Ctx& ctx) {
  if (reads.empty()) return;
  if (role != Role::leader) return serve_follower_reads(ctx);
  if (!knows_commit_index(ctx)) return;
  // Mostly there is nothing to do yet, which is quicker to see than how far a quorum has answered.
  if (confirming != 0 && !is_confirmed(std::min(confirming, reads.front().round), ctx)) return;
  const uint64_t confirmed = confirmed_round(ctx);
  const auto waits = [&](const PendingRead& read) { return read.round > confirmed; };
  const auto rest = std::find_if(reads.begin(), reads.end(), waits);
  for (auto read = reads.begin(); read != rest; ++read) answer_read(*read, ctx);
  reads.erase(reads.begin(), rest);
  if (confirming > confirmed) return;
  confirming = 0;
  if (!reads.empty()) begin_confirming(ctx);
}

void Server::serve_follower_reads(Ctx& ctx) {
  const auto served = [&](const PendingRead& read) {
    if (read.index == 0 || last_applied < read.index) return false;
    answer_read(read, ctx);
    return true;
  };
  reads.erase(std::remove_if(reads.begin(), reads.end(), served), reads.end());
}

// To a client, what it asked for; to a server, the index that it asked for.
void Server::answer_read(const PendingRead& read, Ctx& ctx) {
  const kv::Command& command = read.command;
  if (read.from.value < ctx.servers()) {
    return ctx.send_urgent(
        read.from, ReadIndexReply{current_term, command.client, command.sequence, commit_index});
  }
  ctx.fact_urgent(ReadServed{command.client, command.sequence, last_applied});
  ctx.send_urgent(read.from, kv::Reply{command.sequence, machine.query(command), leader});
}

void Server::handle(const ReadIndexRequest& request, NodeId follower, Ctx& ctx) {
  if (role == Role::leader) begin_read(request.command, follower, ctx);
}

void Server::handle(const ReadIndexReply& reply, NodeId, Ctx& ctx) {
  for (PendingRead& read : reads) {
    if (read.command.client != reply.client || read.command.sequence != reply.sequence) continue;
    if (role != Role::leader) read.index = std::max(read.index, reply.read_index);
  }
  serve_reads(ctx);
}

// Clients ask again.
void Server::drop_reads() {
  reads.clear();
  confirming = 0;
}

}  // namespace ordain::raft
