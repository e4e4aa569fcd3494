// Cluster membership changes: section 6 and chapter 4 of the thesis.
//
//   joint   any change: the leader appends C_old,new; once that is committed it appends C_new
//   single  one voter at a time comes or goes, so that the majorities of the old and the new
//           configuration always overlap (thesis, 4.1); a larger change is a series of them
//
// "A server always uses the latest configuration in its log, regardless of whether the entry is
// committed"; a log that is cut back takes its server back to the configuration before.
//
// A change begins only when the latest configuration is committed and, since 2015, when the leader
// has committed an entry of its own term. Why (Ongaro, raft-dev, 10 July 2015):
//   1. n1 leads term 1 of {1, 2, 3, 4} and appends D = {1, 2, 3, 4, 5}, which reaches n5 alone.
//   2. n2 leads term 2 by n2, n3, n4, none of which knows D; it appends E = {1, 2, 3} and commits
//      it on n2, n3.
//   3. n1 leads term 3 by n1, n4, n5, three of the five of D, and knows nothing of E.
// Had n2 first committed an entry of term 2, n4 or n3 of every majority would refuse n1.
#include <algorithm>

#include "protocols/raft/quorum.h"

namespace ordain::raft {

Configuration Server::initial_configuration(const Ctx& ctx) {
  const auto& named = ctx.config<Config>().membership.voters;
  Configuration out;
  if (named.empty()) out.voters = ServerSet::first(ctx.servers());
  for (NodeId server : named) out.voters.insert(server);
  return out;
}

// The configuration of the log up to `index`.
Configuration Server::configuration_at(uint64_t index, uint64_t& place, const Ctx& ctx) const {
  place = log.last_configuration(index);
  if (place != 0) return log.payload(place).as<ConfigEntry>().configuration;
  if (!snapshot) return initial_configuration(ctx);
  const auto& kept = snapshot.as<Snapshot>();
  place = kept.configuration_index;
  return kept.configuration;
}

void Server::adopt_configuration(uint64_t up_to, Ctx& ctx) {
  configuration = configuration_at(up_to, configuration_index, ctx);
  ctx.fact(telling(Configured{configuration_index}, configuration));
}

// An entry that carries a configuration has come into the log.
void Server::configuration_appended(uint64_t index, Ctx& ctx) {
  const Configuration& next = log.payload(index).as<ConfigEntry>().configuration;
  ctx.fact(telling(ConfigAppended{index, log.prefix_hash(index)}, next));
  if (ctx.config<Config>().broken(Mutant::config_on_commit)) return;
  adopt_configuration(index, ctx);
}

// Whether the server may stand for election: a voter, or one that "might still be needed until the
// C_new entry is committed" (thesis, 4.2.2), as far as it knows. Servers that wait to be added, and
// those that know that they were removed, keep quiet.
bool Server::may_stand(const Ctx& ctx) const {
  const bool disrupts = ctx.config<Config>().broken(Mutant::removed_disrupts);
  if (configuration.votes(self) || disrupts) return true;
  if (configuration_index <= commit_index || has_retired(ctx)) return false;
  uint64_t place = 0;
  return configuration_at(configuration_index - 1, place, ctx).votes(self);
}

// Never, in a correct server: until the change is committed it may have to lead or to vote.
bool Server::has_retired(const Ctx& ctx) const {
  return ctx.config<Config>().broken(Mutant::retire_too_early) && !configuration.votes(self);
}

// Whom a candidate asks.
ServerSet Server::electorate(const Ctx& ctx) const {
  if (ctx.config<Config>().broken(Mutant::outsider_votes)) return ServerSet::first(ctx.servers());
  return configuration.voters | configuration.outgoing;
}

// --- the leader

// A new leader goes by what is in its log, though it cannot tell whether it is committed.
void Server::inherit_configuration(Ctx& ctx) {
  staging = {};
  leaving = {};
  if (!ctx.config<Config>().broken(Mutant::new_leader_ignores_uncommitted_cfg)) return;
  if (configuration_index > commit_index) adopt_configuration(configuration_index - 1, ctx);
}

// Section 6, and 4.2.2 of the thesis: those of the configuration, those that catch up before they
// are added, and those that were removed, until they know.
ServerSet Server::recipients() const { return configuration.members() | staging.servers | leaving; }

void Server::report_change(const Configuration& next, Ctx& ctx) {
  ctx.fact_urgent(telling(ChangeBegan{configuration_index}, next));
}

void Server::append_configuration(const Configuration& next, Ctx& ctx) {
  staging = {};
  leaving = (leaving | configuration.members()) - next.members();
  report_change(next, ctx);
  append_entry(Payload::make(ConfigEntry{current_term, next}), ctx);
}

// What an operator asks for: `voters` are to be exactly those servers.
void Server::change_voters(const AdminRequest& request, NodeId from, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const Configuration wanted = wanted_configuration(request);
  if (wanted == configuration && configuration_index <= commit_index) {
    return answer_admin(from, request, AdminStatus::done, ctx);
  }
  const bool settled = configuration_index <= commit_index && !configuration.joint();
  const bool own_entry_committed =
      log.term_at(commit_index) == current_term || config.broken(Mutant::single_change_no_noop);
  if (!settled || !own_entry_committed || wanted.voters.size() < config.membership.fewest) {
    return answer_admin(from, request, AdminStatus::refused, ctx);
  }
  if (wanted == configuration) return;
  const Configuration next =
      config.membership.rule == MembershipRule::single ? one_step(wanted) : wanted;
  if (!staging.servers.empty() && staging.next == next) return;  // under way
  const ServerSet fresh = next.members() - configuration.members();
  if (config.membership.strict && !would_answer(next, fresh, ctx)) {
    return answer_admin(from, request, AdminStatus::refused, ctx);
  }
  if (!fresh.empty() && config.membership.catch_up) return begin_staging(next, fresh, ctx);
  fresh.for_each([&](NodeId server) { progress[server.value] = fresh_progress(ctx); });
  begin_change(next, ctx);
}

// Whether a quorum of the next configuration has answered lately, new servers aside, which show it
// by catching up: a change for which none answers could never be committed, nor undone (as etcd's
// strict-reconfig-check).
bool Server::would_answer(const Configuration& next, const ServerSet& fresh, const Ctx& ctx) const {
  ServerSet answering = fresh;
  answering.insert(self);
  next.members().for_each([&](NodeId server) {
    const Progress& its = progress[server.value];
    const bool lately = ctx.now() - its.heard_at < ctx.config<Config>().election_high;
    if (its.match_index > 0 && lately) answering.insert(server);
  });
  return next.has_quorum(answering);
}

Configuration Server::wanted_configuration(const AdminRequest& request) const {
  Configuration wanted = configuration;
  wanted.outgoing = {};
  if (request.command == AdminCommand::voters) wanted.voters = {};
  for (NodeId server : request.servers) {
    if (request.command == AdminCommand::voters || request.command == AdminCommand::add) {
      wanted.voters.insert(server);
      wanted.learners.erase(server);
    } else {
      wanted.voters.erase(server);
      wanted.learners.erase(server);
      if (request.command == AdminCommand::learner) wanted.learners.insert(server);
    }
  }
  return wanted;
}

// The first step of a series: one voter comes, or if none is to come, one goes. Learners decide
// nothing, and may come and go with it.
Configuration Server::one_step(const Configuration& wanted) const {
  Configuration next = wanted;
  next.voters = configuration.voters;
  const ServerSet coming = wanted.voters - configuration.voters;
  const ServerSet going = configuration.voters - wanted.voters;
  if (!coming.empty()) {
    next.voters.insert(coming.lowest());
  } else if (!going.empty()) {
    next.voters.erase(going.lowest());
  }
  next.learners = next.learners - next.voters;
  return next;
}

void Server::begin_change(Configuration next, Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const bool joint = config.membership.rule == MembershipRule::joint &&
                     !config.broken(Mutant::direct_switch) &&
                     !(next.voters == configuration.voters);
  if (joint) next.outgoing = configuration.voters;
  append_configuration(next, ctx);
}

// Thesis, 4.2.1: new servers first receive the log without a vote, "so that [they] can catch up
// with the rest of the cluster", in rounds: each brings over what the leader's log held at its
// beginning. A round shorter than an election timeout is quick enough; ten slow ones are not.
void Server::begin_staging(const Configuration& next, const ServerSet& fresh, Ctx& ctx) {
  staging = {next, fresh, 1, log.last_index(), ctx.now()};
  report_change(next, ctx);
  fresh.for_each([&](NodeId server) { progress[server.value] = fresh_progress(ctx); });
  send_heartbeats(ctx);
}

void Server::staging_progress(Ctx& ctx) {
  constexpr uint32_t kRounds = 10;
  bool reached = true;
  staging.servers.for_each([&](NodeId server) {
    reached = reached && progress[server.value].match_index >= staging.goal;
  });
  if (!reached) return;
  const bool quick = ctx.now() - staging.began < ctx.config<Config>().election_high;
  if (!quick && staging.round < kRounds) {
    staging = {staging.next, staging.servers, staging.round + 1, log.last_index(), ctx.now()};
    return;
  }
  const Staging done = std::exchange(staging, Staging{});
  ctx.fact(CaughtUp{done.servers.bits(), done.round, quick});
  const bool refuse = ctx.config<Config>().membership.strict && !would_answer(done.next, {}, ctx);
  if (quick && !refuse) begin_change(done.next, ctx);
}

// A server without a vote holds the leader's log up to reply.index: one that is to be added, or one
// that was removed and now knows it.
void Server::outsider_matched(const AppendEntriesReply& reply, NodeId server, Ctx& ctx) {
  if (staging.servers.contains(server)) return staging_progress(ctx);
  const bool told = reply.index >= configuration_index && configuration_index <= commit_index &&
                    reply.round >= settled_round;
  if (told) leaving.erase(server);
}

// Once C_old,new is committed the leader moves on to C_new, and so does one that has inherited it.
void Server::leave_joint(Ctx& ctx) {
  const bool committed =
      configuration_index <= commit_index || ctx.config<Config>().broken(Mutant::joint_leave_early);
  if (role != Role::leader || !configuration.joint() || !committed) return;
  Configuration next = configuration;
  next.outgoing = {};
  append_configuration(next, ctx);
}

// A configuration is committed: a joint one is left; a leader that is no voter of the new one
// "steps down [...] once it has committed the C_new log entry" (thesis, 4.2.2), and tells the
// others first that it is.
void Server::configuration_committed(Ctx& ctx) {
  ConfigCommitted committed{configuration_index};
  committed.leading = role == Role::leader;
  ctx.fact(telling(committed, configuration));
  if (role != Role::leader) return;
  settled_round = round + 1;
  if (configuration.joint()) return leave_joint(ctx);
  if (configuration.votes(self)) return;
  send_heartbeats(ctx);
  step_down(StepDown::removed, ctx);
}

}  // namespace ordain::raft
