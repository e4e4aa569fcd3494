// Ongaro's thesis, chapter 4, and section 6 of the paper: cluster membership changes.
#include <gtest/gtest.h>

#include "tests/support/raft_steps.h"

namespace ordain::raft {
namespace {

constexpr NodeId kFifth{4};
constexpr NodeId kOperator{6};

ServerSet set(std::initializer_list<NodeId> servers) {
  ServerSet out;
  for (NodeId server : servers) out.insert(server);
  return out;
}

Config members(std::vector<NodeId> voters, MembershipRule rule = MembershipRule::single) {
  Config config;
  config.membership.rule = rule;
  config.membership.voters = std::move(voters);
  config.membership.catch_up = false;
  return config;
}

Payload configured(uint64_t term, Configuration configuration) {
  return Payload::make(ConfigEntry{term, configuration});
}

AdminRequest ask(AdminCommand command, std::vector<NodeId> servers) {
  return {1, command, std::move(servers)};
}

AdminStatus answered(const Harness& n) { return n.last_sent<AdminReply>(kOperator)->status; }

// Elected by kOther (of three), with its no-op committed.
Harness leader_of_three(Config config) {
  Harness n = server(config);
  stand(n);
  n.deliver(RequestVoteReply{1, true}, kOther);
  n.settle();
  n.deliver(matched(1, 1), kOther);
  return n;
}

const Configuration& latest(const Harness& n) {
  const Log& log = n.node().log;
  return log.payload(log.last_configuration(log.last_index())).as<ConfigEntry>().configuration;
}

TEST(RaftThesis_4_1, AServerUsesTheLatestConfigurationInItsLogCommittedOrNot) {
  Harness n = server(members({kSelf, kOther, kThird}));
  n.deliver(append(1, 0, 0, {configured(1, {set({kSelf, kOther, kThird, kFourth}), {}, {}})}),
            kOther);
  EXPECT_EQ(n.node().commit_index, 0u);
  EXPECT_TRUE(n.node().configuration.votes(kFourth));
  ASSERT_EQ(n.facts<Configured>().size(), 1u);
}

TEST(RaftThesis_4_1, AServerFallsBackToThePreviousConfigurationWhenItsLogIsCut) {
  Harness n = server(members({kSelf, kOther, kThird}));
  n.deliver(append(1, 0, 0, {configured(1, {set({kSelf, kOther}), {}, {}})}), kOther);
  n.deliver(append(2, 0, 0, {entry(2)}), kThird);
  EXPECT_EQ(n.node().configuration_index, 0u);
  EXPECT_TRUE(n.node().configuration.votes(kThird));
}

TEST(RaftThesis_4_1, TheConfigurationSurvivesACrashWithTheLog) {
  Harness n = server(members({kSelf, kOther, kThird}));
  n.deliver(append(1, 0, 0, {configured(1, {set({kSelf, kOther}), {}, {}})}), kOther);
  n.crash_and_recover();
  EXPECT_EQ(n.node().configuration_index, 1u);
  EXPECT_FALSE(n.node().configuration.votes(kThird));
}

TEST(RaftThesis_5_1, TheConfigurationSurvivesInTheSnapshot) {
  Config config = members({kSelf, kOther, kThird});
  config.snapshot.every = 2;
  Harness n = server(config);
  n.deliver(append(1, 0, 0, {configured(1, {set({kSelf, kOther}), {}, {}}), entry(1)}, 2), kOther);
  ASSERT_EQ(n.node().log.base_index(), 2u);
  n.crash_and_recover();
  EXPECT_EQ(n.node().configuration_index, 1u);
  EXPECT_FALSE(n.node().configuration.votes(kThird));
}

TEST(RaftThesis_4_1, OneServerIsAddedAtATime) {
  Harness n = leader_of_three(members({kSelf, kOther, kThird}));
  n.deliver(ask(AdminCommand::voters, {kSelf, kOther, kThird, kFourth, kFifth}), kOperator);
  EXPECT_TRUE(latest(n).voters == set({kSelf, kOther, kThird, kFourth}));
  EXPECT_TRUE(n.last_sent<AppendEntries>(kFourth));
}

TEST(RaftThesis_4_1, AnotherChangeWaitsUntilTheOneBeforeIsCommitted) {
  Harness n = leader_of_three(members({kSelf, kOther, kThird}));
  n.deliver(ask(AdminCommand::add, {kFourth}), kOperator);
  n.deliver(ask(AdminCommand::add, {kFifth}), kOperator);
  EXPECT_EQ(answered(n), AdminStatus::refused);
  n.settle();
  n.deliver(matched(1, 2), kOther);
  n.deliver(matched(1, 2), kThird);
  n.deliver(ask(AdminCommand::add, {kFourth}), kOperator);
  EXPECT_EQ(answered(n), AdminStatus::done);
  n.deliver(ask(AdminCommand::add, {kFifth}), kOperator);
  EXPECT_TRUE(n.node().configuration.votes(kFifth));
}

TEST(RaftThesis_4_1, NoChangeBeginsBeforeAnEntryOfTheLeadersOwnTermIsCommitted) {
  Config config = members({kSelf, kOther, kThird});
  Harness n = server(config);
  stand(n);
  n.deliver(RequestVoteReply{1, true}, kOther);
  n.settle();
  n.deliver(ask(AdminCommand::add, {kFourth}), kOperator);
  EXPECT_EQ(answered(n), AdminStatus::refused);
  EXPECT_EQ(n.node().log.last_index(), 1u);
  n.deliver(matched(1, 1), kOther);
  n.deliver(ask(AdminCommand::add, {kFourth}), kOperator);
  EXPECT_EQ(n.node().log.last_index(), 2u);
}

TEST(RaftThesis_4_1, CommitsAreCountedByTheNewConfigurationAtOnce) {
  Harness n = leader_of_three(members({kSelf, kOther, kThird}));
  n.deliver(ask(AdminCommand::add, {kFourth}), kOperator);
  n.settle();
  n.deliver(matched(1, 2), kOther);
  EXPECT_EQ(n.node().commit_index, 1u);  // two of four
  n.deliver(matched(1, 2), kFourth);
  EXPECT_EQ(n.node().commit_index, 2u);
}

TEST(RaftThesis_4_2_1, NewServersReceiveTheLogBeforeTheyAreAdded) {
  Config config = members({kSelf, kOther, kThird});
  config.membership.catch_up = true;
  Harness n = leader_of_three(config);
  n.deliver(ask(AdminCommand::add, {kFourth}), kOperator);
  EXPECT_FALSE(n.node().configuration.votes(kFourth));
  EXPECT_TRUE(n.last_sent<AppendEntries>(kFourth));
  n.advance(milliseconds(10));
  n.deliver(matched(1, 1), kFourth);
  EXPECT_TRUE(n.node().configuration.votes(kFourth));
  EXPECT_TRUE(n.facts<CaughtUp>()[0].quick);
}

TEST(RaftThesis_4_2_1, AServerTooSlowToCatchUpIsNotAdded) {
  Config config = members({kSelf, kOther, kThird});
  config.membership.catch_up = true;
  Harness n = leader_of_three(config);
  n.deliver(ask(AdminCommand::add, {kFourth}), kOperator);
  for (int round = 0; round < 10; ++round) {
    n.advance(seconds(1));
    n.deliver(matched(1, 1), kFourth);
  }
  EXPECT_FALSE(n.facts<CaughtUp>()[0].quick);
  EXPECT_FALSE(n.node().configuration.votes(kFourth));
  EXPECT_TRUE(n.node().staging.servers.empty());
}

TEST(RaftThesis_4_2_1, LearnersAreSentTheLogAndHaveNoVote) {
  Harness n = leader_of_three(members({kSelf, kOther, kThird}));
  n.deliver(ask(AdminCommand::learner, {kFourth, kFifth}), kOperator);
  n.settle();
  EXPECT_TRUE(n.last_sent<AppendEntries>(kFifth));
  n.deliver(matched(1, 2), kFourth);
  n.deliver(matched(1, 2), kFifth);
  EXPECT_EQ(n.node().commit_index, 1u);
  n.deliver(matched(1, 2), kThird);
  EXPECT_EQ(n.node().commit_index, 2u);
}

TEST(RaftThesis_4_2_2, ALeaderThatIsRemovedDoesNotCountItselfAndStepsDownOnceThatIsCommitted) {
  Harness n = leader_of_three(members({kSelf, kOther, kThird}));
  n.deliver(ask(AdminCommand::remove, {kSelf}), kOperator);
  n.settle();
  n.deliver(matched(1, 2), kOther);
  EXPECT_EQ(n.node().commit_index, 1u);  // one of two
  EXPECT_EQ(n.node().role, Role::leader);
  n.deliver(matched(1, 2), kThird);
  EXPECT_EQ(n.node().commit_index, 2u);
  EXPECT_EQ(n.node().role, Role::follower);
  EXPECT_EQ(n.facts<SteppedDown>()[0].reason, StepDown::removed);
  EXPECT_EQ(n.last_sent<AppendEntries>(kOther)->leader_commit, 2u);  // and it told them
}

TEST(RaftThesis_4_2_2, AServerThatIsBeingRemovedStandsUntilTheChangeIsCommitted) {
  Harness n = server(members({kSelf, kOther, kThird}));
  n.deliver(append(1, 0, 0, {configured(1, {set({kOther, kThird}), {}, {}})}), kOther);
  n.fire(ServerTimer::election);
  EXPECT_EQ(n.node().role, Role::candidate);
  n.settle();
  n.deliver(RequestVoteReply{2, true}, kOther);
  EXPECT_EQ(n.node().role, Role::candidate);  // its own vote does not count
  n.deliver(RequestVoteReply{2, true}, kThird);
  EXPECT_EQ(n.node().role, Role::leader);
}

TEST(RaftThesis_4_2_2, AServerThatKnowsThatItWasRemovedKeepsQuiet) {
  Harness n = server(members({kSelf, kOther, kThird}));
  n.deliver(append(1, 0, 0, {configured(1, {set({kOther, kThird}), {}, {}})}, 1), kOther);
  n.fire(ServerTimer::election);
  EXPECT_EQ(n.node().role, Role::follower);
  EXPECT_TRUE(n.sent<RequestVote>().empty());
}

TEST(RaftThesis_4_1, SpareServersAndLearnersDoNotStand) {
  Harness spare = server(members({kOther, kThird}));
  spare.fire(ServerTimer::election);
  EXPECT_EQ(spare.node().role, Role::follower);
  Harness learner = server(members({kOther, kThird}));
  learner.deliver(append(1, 0, 0, {configured(1, {set({kOther, kThird}), {}, set({kSelf})})}),
                  kOther);
  learner.fire(ServerTimer::election);
  EXPECT_EQ(learner.node().role, Role::follower);
}

TEST(RaftThesis_4_1, ServersVoteAndAppendWithoutAskingTheirConfiguration) {
  Harness n = server(members({kOther, kThird}));
  n.deliver(RequestVote{1, 0, 0}, kFourth);
  EXPECT_TRUE(n.last_sent<RequestVoteReply>(kFourth)->vote_granted);
  n.deliver(append(1, 0, 0, {entry(1)}), kFourth);
  EXPECT_EQ(n.node().log.last_index(), 1u);
}

TEST(Raft_6, ACandidateAsksTheVotersOfItsConfigurationOnly) {
  Harness n = server(members({kSelf, kOther, kThird}));
  stand(n);
  EXPECT_EQ(n.sent<RequestVote>().size(), 2u);
  n.deliver(RequestVoteReply{1, true}, kFifth);
  EXPECT_EQ(n.node().role, Role::candidate);
}

TEST(Raft_6, AnyChangeGoesByWayOfAJointConfiguration) {
  Harness n = leader_of_three(members({kSelf, kOther, kThird}, MembershipRule::joint));
  n.deliver(ask(AdminCommand::voters, {kThird, kFourth, kFifth}), kOperator);
  EXPECT_TRUE(latest(n).joint());
  EXPECT_TRUE(latest(n).outgoing == set({kSelf, kOther, kThird}));
  EXPECT_TRUE(latest(n).voters == set({kThird, kFourth, kFifth}));
}

TEST(Raft_6, AgreementInAJointConfigurationTakesSeparateMajorities) {
  Harness n = leader_of_three(members({kSelf, kOther, kThird}, MembershipRule::joint));
  n.deliver(ask(AdminCommand::voters, {kThird, kFourth, kFifth}), kOperator);
  n.settle();
  n.deliver(matched(1, 2), kFourth);
  n.deliver(matched(1, 2), kFifth);
  EXPECT_EQ(n.node().commit_index, 1u);  // all but one of the new, one of the old
  n.deliver(matched(1, 2), kOther);
  EXPECT_EQ(n.node().commit_index, 2u);
}

TEST(Raft_6, OnceTheJointConfigurationIsCommittedTheLeaderMovesOnToTheNew) {
  Harness n = leader_of_three(members({kSelf, kOther, kThird}, MembershipRule::joint));
  n.deliver(ask(AdminCommand::voters, {kThird, kFourth, kFifth}), kOperator);
  n.settle();
  for (NodeId server : {kOther, kFourth, kFifth}) n.deliver(matched(1, 2), server);
  ASSERT_EQ(n.node().log.last_index(), 3u);
  EXPECT_FALSE(latest(n).joint());
  n.deliver(matched(1, 3), kFourth);
  EXPECT_EQ(n.node().role, Role::leader);
  n.deliver(matched(1, 3), kFifth);
  EXPECT_EQ(n.node().commit_index, 3u);
  EXPECT_EQ(n.node().role, Role::follower);  // it is not in the new one
}

TEST(Raft_6, ANewLeaderInAJointConfigurationWaitsUntilThatIsCommitted) {
  Harness n = server(members({kSelf, kOther, kThird}, MembershipRule::joint));
  const Configuration both{set({kSelf, kFourth, kFifth}), set({kSelf, kOther, kThird}), {}};
  n.deliver(append(1, 0, 0, {configured(1, both)}), kOther);
  stand(n);
  n.deliver(RequestVoteReply{2, true}, kOther);
  EXPECT_EQ(n.node().role, Role::candidate);
  n.deliver(RequestVoteReply{2, true}, kFourth);
  ASSERT_EQ(n.node().role, Role::leader);
  n.settle();
  EXPECT_EQ(n.node().log.last_index(), 2u);  // its no-op, nothing else
  n.deliver(matched(2, 2), kThird);
  n.deliver(matched(2, 2), kFifth);
  EXPECT_TRUE(n.node().log.holds_configuration(3));
  EXPECT_FALSE(n.node().configuration.joint());
}

TEST(RaftThesis_4_2, RemovedServersAreToldUntilTheyKnow) {
  Harness n = leader_of_three(members({kSelf, kOther, kThird}));
  n.deliver(ask(AdminCommand::remove, {kThird}), kOperator);
  n.settle();
  EXPECT_TRUE(n.node().leaving.contains(kThird));
  n.deliver(matched(1, 2), kOther);
  n.fire(ServerTimer::heartbeat);
  EXPECT_EQ(n.last_sent<AppendEntries>(kThird)->leader_commit, 2u);
  n.deliver(matched(1, 2, n.node().round), kThird);
  EXPECT_TRUE(n.node().leaving.empty());
  n.fire(ServerTimer::heartbeat);
  EXPECT_FALSE(n.last_sent<AppendEntries>(kThird));
}

TEST(RaftMembership, AChangeThatLeavesTooFewVotersIsRefused) {
  Config config = members({kSelf, kOther, kThird});
  config.membership.fewest = 3;
  Harness n = leader_of_three(config);
  n.deliver(ask(AdminCommand::remove, {kThird}), kOperator);
  EXPECT_EQ(answered(n), AdminStatus::refused);
}

TEST(RaftMembership, AStrictLeaderRefusesAChangeForWhichNoQuorumAnswers) {
  Config config = members({kSelf, kOther, kThird});
  config.membership.strict = true;
  Harness n = leader_of_three(config);
  n.deliver(ask(AdminCommand::remove, {kOther}), kOperator);
  EXPECT_EQ(answered(n), AdminStatus::refused);  // one of two
  n.deliver(matched(1, 1), kThird);
  n.deliver(ask(AdminCommand::remove, {kOther}), kOperator);
  EXPECT_FALSE(n.node().configuration.votes(kOther));
}

TEST(RaftThesis_3_8, AServerWhoseDiskWasWipedDoesNotComeBackAsTheServerItWas) {
  Config config;
  config.membership.identity = true;
  Harness n = server(config);
  n.deliver(RequestVote{1, 0, 0}, kOther);
  n.crash_and_recover();
  EXPECT_FALSE(n.node().halted);
  n.disk() = {};
  n.crash_and_recover();
  ASSERT_TRUE(n.node().halted);
  EXPECT_EQ(n.facts<Halted>()[0].reason, HaltReason::lost_disk);
}

}  // namespace
}  // namespace ordain::raft
