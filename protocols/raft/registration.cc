#include "protocols/raft/registration.h"

#include <algorithm>

#include "protocols/kv/registration.h"
#include "protocols/raft/cluster.h"
#include "protocols/raft/facts.h"
#include "protocols/raft/properties/all.h"
#include "protocols/raft/properties/probes.h"
#include "protocols/raft/tell.h"
#include "sim/scenario/codec_model.h"
#include "sim/scenario/mutants.h"
#include "sim/scenario/probes.h"

namespace ordain::raft {
namespace {

std::shared_ptr<const Table<SnapshotConfig>> snapshot_table() {
  return Table<SnapshotConfig>("raft_snapshot")
      .field("every", &SnapshotConfig::every,
             "entries applied since the last snapshot before the next is taken; 0: none are taken")
      .at_most(1'000'000'000)
      .field("chunk", &SnapshotConfig::chunk, "keys and sessions of one InstallSnapshot")
      .at_least(1)
      .at_most(1'000'000)
      .share();
}

std::shared_ptr<const Table<MembershipConfig>> membership_table() {
  return Table<MembershipConfig>("raft_membership")
      .field("rule", &MembershipConfig::rule,
             "how voters change: one at a time (thesis, 4.1), or any at once by joint consensus "
             "(section 6)")
      .field("voters", &MembershipConfig::voters,
             "who votes at the start; the others are spare. Default: all servers")
      .field("fewest", &MembershipConfig::fewest, "a change that leaves fewer voters is refused")
      .at_least(1)
      .field("catch_up", &MembershipConfig::catch_up,
             "whether new servers receive the log before they are added (thesis, 4.2.1)")
      .field("strict", &MembershipConfig::strict,
             "whether a change is refused unless a quorum of the new configuration answers")
      .field("identity", &MembershipConfig::identity,
             "whether servers mark their disks, so that one whose disk was wiped takes no further "
             "part")
      .share();
}

std::shared_ptr<const Table<AdminStep>> admin_table() {
  static const auto table =
      Table<AdminStep>("admin step")
          .field("ask", &AdminStep::command, "what is asked for")
          .required()
          .field("servers", &AdminStep::servers,
                 "the servers that it is about; default: one drawn each time")
          .range("after", &AdminStep::after_low, &AdminStep::after_high,
                 "how long after the step before was done, or the start")
          .at_least(Duration{})
          .field("times", &AdminStep::times, "how often in a row; 0: for ever")
          .field("attempts", &AdminStep::attempts,
                 "how often each server may be asked in turn, every 300ms, before it is given up")
          .at_least(1)
          .share();
  return table;
}

std::shared_ptr<const Table<Demand>> demand_table() {
  static const auto table =
      Table<Demand>("demand")
          .field("max_outage", &Demand::max_outage,
                 "some operation is answered at least so often while any is under way "
                 "(property `available`); 0: nothing is demanded")
          .at_least(Duration{})
          .field("max_leaders", &Demand::max_leaders,
                 "so many leaders are elected at most (property `leader_stable`); 0: nothing is "
                 "demanded")
          .share();
  return table;
}

std::shared_ptr<const AnyTable> config_table() {
  return Table<Config>("raft")
      .range("election_timeout", &Config::election_low, &Config::election_high,
             "how long a server waits for a leader before it stands for election (5.2)")
      .at_least(milliseconds(1))
      .field("heartbeat", &Config::heartbeat, "how often a leader shows that it is there (5.2)")
      .at_least(microseconds(100))
      .field("max_batch", &Config::max_batch, "entries of one AppendEntries at most")
      .at_least(1)
      .at_most(10'000)
      .field("pipeline", &Config::pipeline,
             "whether a leader sends on before a follower has answered (thesis, 10.2.1)")
      .field("inflight", &Config::inflight,
             "with pipelining: entries sent to a follower and not yet answered, at most")
      .at_least(1)
      .at_most(1'000'000)
      .field("no_op", &Config::no_op,
             "whether a leader begins its term with an empty entry (section 8)")
      .object("snapshot", &Config::snapshot, snapshot_table(),
              "log compaction (section 7; thesis, chapter 5)")
      .object("membership", &Config::membership, membership_table(),
              "who takes part, and by which rule that changes (section 6; thesis, chapter 4); "
              "changes are asked for in \"admin\"")
      .field("batch_delay", &Config::batch_delay,
             "how long a leader collects commands before it sends them; 0: it sends each at once")
      .at_least(Duration{})
      .field("pre_vote", &Config::pre_vote,
             "whether a server asks if it would be elected before it stands (thesis, 9.6)")
      .field("check_quorum", &Config::check_quorum,
             "whether a leader that no quorum answers for the longest election timeout steps down "
             "(thesis, 6.2)")
      .field("stickiness", &Config::stickiness,
             "whether a server ignores candidates while it hears from a leader (thesis, 4.2.3)")
      .field(
          "reads", &Config::reads,
          "how reads are served: as log entries, by ReadIndex (thesis, 6.4) or by leases (6.4.1)")
      .field("follower_reads", &Config::follower_reads,
             "whether followers serve reads, too, by the leader's read index (thesis, 6.4)")
      .field("clock_drift_ppm", &Config::clock_drift_ppm,
             "leases: how far the rate of any clock is from true time at most, in parts per "
             "million")
      .at_least(int64_t{0})
      .at_most(900'000)
      .object("demand", &Config::demand, demand_table(),
              "what is asked of the safety phase beyond safety")
      .objects("admin", &Config::admin, admin_table(),
               "what an operator (one more node after the clients) asks the leader for, in order, "
               "each until it is done")
      .share();
}

const Config& config_of(const ClusterPlan& plan) {
  return *static_cast<const Config*>(plan.config.get());
}

void check_admin(const ClusterPlan& plan, std::vector<Problem>& problems) {
  const Config& config = config_of(plan);
  for (size_t i = 0; i < config.admin.size(); ++i) {
    const AdminStep& step = config.admin[i];
    const std::string place = "/admin/" + std::to_string(i) + "/servers";
    for (NodeId server : step.servers) {
      if (server.value < plan.servers) continue;
      problems.push_back({place, "an administrative command is about servers",
                          "n1 to n" + std::to_string(plan.servers), ""});
    }
    if (step.command == AdminCommand::transfer && step.servers.size() > 1) {
      problems.push_back({place, "leadership goes to one server", "one server, or none named", ""});
    }
  }
}

void check_membership(const ClusterPlan& plan, std::vector<Problem>& problems) {
  const MembershipConfig& membership = config_of(plan).membership;
  for (NodeId server : membership.voters) {
    if (server.value < plan.servers) continue;
    problems.push_back(
        {"/membership/voters", "voters are servers", "n1 to n" + std::to_string(plan.servers), ""});
  }
  const bool changes =
      std::any_of(config_of(plan).admin.begin(), config_of(plan).admin.end(),
                  [](const AdminStep& step) { return step.command != AdminCommand::transfer; });
  if ((changes || !membership.voters.empty()) && plan.servers > 64) {
    problems.push_back({"/membership", "membership changes are told of 64 servers at most",
                        "64 nodes or fewer", ""});
  }
}

void check_reads(const Config& config, std::vector<Problem>& problems) {
  if (config.reads == Reads::lease && !config.stickiness) {
    problems.push_back({"/stickiness", "a lease is the followers' promise not to vote for another",
                        "true, with \"reads\": \"lease\"", ""});
  }
  if (config.reads != Reads::log && !config.no_op) {
    problems.push_back({"/no_op",
                        "a leader reads once an entry of its own term is committed: without a "
                        "no-op that may be never",
                        "true, unless \"reads\" is \"log\"", ""});
  }
  if (config.follower_reads && config.reads == Reads::log) {
    problems.push_back({"/follower_reads", "reads go through the log, which only leaders write",
                        "true with \"reads\": \"read_index\" or \"lease\"", ""});
  }
}

std::vector<Problem> check_config(const ClusterPlan& plan) {
  const Config& config = config_of(plan);
  std::vector<Problem> problems;
  if (config.heartbeat >= config.election_low) {
    problems.push_back({"/heartbeat",
                        "a heartbeat must come more often than the shortest election timeout",
                        "below " + format_duration(config.election_low), ""});
  }
  check_reads(config, problems);
  check_admin(plan, problems);
  check_membership(plan, problems);
  return problems;
}

// Everything else treats servers alike: what a server knows of the others is a set, or by number.
std::string servers_differ(const ClusterPlan& plan) {
  const Config& config = config_of(plan);
  if (plan.clients > 0) return "clients ask servers in the order of their numbers";
  if (!config.admin.empty() || !config.membership.voters.empty()) {
    return "changes of membership name servers";
  }
  if (planted_mutants(mutants(), plan).has(Mutant::prevote_mixed)) {
    return "prevote_mixed plants the bug in every other server";
  }
  return "";
}

std::vector<std::unique_ptr<NodeTable>> build(const ClusterPlan& plan) {
  Config config = config_of(plan);
  config.mutants = planted_mutants(mutants(), plan);
  config.machine_mutants = kv::planted_mutants(plan);
  return make_nodes(config, kv::client_config(plan));
}

std::vector<PropertyEntry> property_entries() {
  std::vector<PropertyEntry> out;
  for (const PropertyInfo& info : properties()) {
    out.push_back({std::string(info.name), std::string(info.about), info.kind,
                   [make = info.make](const ClusterPlan& plan) { return make(plan.servers); }});
  }
  for (const PlannedPropertyInfo& info : planned_properties()) {
    out.push_back({std::string(info.name), std::string(info.about), PropertyKind::always,
                   [make = info.make](const ClusterPlan& plan) { return make(config_of(plan)); }});
  }
  return out;
}

}  // namespace

void register_protocol(Registry& registry) {
  Protocol raft;
  raft.name = "raft";
  raft.about =
      "Raft: a leader replicates a log of commands; what lies on a majority is applied everywhere.";
  raft.paper =
      "Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm (Extended "
      "Version), 2014";
  raft.config = config_table();
  raft.properties = property_entries();
  raft.servers_differ = servers_differ;
  raft.mutants = mutant_entries(mutants(), "raft");
  kv::add_machine(raft, "raft");
  add_probes(probes(), raft.properties);
  raft.facts = {
      &kFactType<TermAdvanced>,      &kFactType<BecameCandidate>, &kFactType<AskedForPreVotes>,
      &kFactType<PreVoteGranted>,    &kFactType<Voted>,           &kFactType<VoteRefused>,
      &kFactType<Elected>,           &kFactType<SteppedDown>,     &kFactType<Appended>,
      &kFactType<Truncated>,         &kFactType<BackedOff>,       &kFactType<Matched>,
      &kFactType<Committed>,         &kFactType<Applied>,         &kFactType<ReadServed>,
      &kFactType<LeaseHeld>,         &kFactType<Recovered>,       &kFactType<Halted>,
      &kFactType<AdminAsked>,        &kFactType<AdminEnded>,      &kFactType<TransferBegan>,
      &kFactType<HandedOver>,        &kFactType<TransferGivenUp>, &kFactType<SnapshotTaken>,
      &kFactType<SnapshotInstalled>, &kFactType<SnapshotLoaded>,  &kFactType<ConfigAppended>,
      &kFactType<Configured>,        &kFactType<ConfigCommitted>, &kFactType<CaughtUp>};
  raft.max_servers = kMaxServers;
  raft.build = build;
  raft.check_config = check_config;
  raft.tell = tell;
  registry.add(std::move(raft));
}

}  // namespace ordain::raft
