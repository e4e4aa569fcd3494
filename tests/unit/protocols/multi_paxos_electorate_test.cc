// Which cores Multi-Paxos can be expected to make progress in.
#include <gtest/gtest.h>

#include "protocols/paxos/multi/properties/electorate.h"

namespace ordain::multi_paxos {
namespace {

constexpr NodeId n1{0}, n2{1}, n3{2}, n4{3}, n5{4}, c1{5};

struct Told {
  Electorate electorate;

  explicit Told(std::vector<uint64_t> changes = {}, uint64_t members = 0b11111)
      : electorate(Setting{5, 4, members, std::move(changes)}) {}

  template <class F>
  Told& fact(NodeId node, const F& what) {
    EXPECT_TRUE(electorate.on_fact({Fact::of(what), node, Time{}, 0}));
    return *this;
  }
};

TEST(MultiPaxosElectorate, AMajorityOfTheMembersDecidesWithoutClientsAndStrangers) {
  Told all, three({}, 0b111);
  EXPECT_TRUE(all.electorate.can_decide({n1, n3, n5, c1}));
  EXPECT_FALSE(all.electorate.can_decide({n1, n3, c1}));
  EXPECT_TRUE(three.electorate.can_decide({n1, n2}));
  EXPECT_FALSE(three.electorate.can_decide({n3, n4, n5}));
}

// multi_paxos/swarm_all's seed 6181: a server that crashes before its first write is done has an
// empty disk as well, and no vote; two others of the core are no quorum that could give it back.
TEST(MultiPaxosElectorate, AServerThatLostItsDiskHasNoVoteUntilItHasRejoined) {
  Told told;
  told.fact(n3, DiskLost{});
  EXPECT_FALSE(told.electorate.can_decide({n1, n2, n3}));
  EXPECT_TRUE(told.electorate.can_decide({n1, n2, n3, n4}));
  told.fact(n3, Rejoined{1, n1, 0, 1});
  EXPECT_TRUE(told.electorate.can_decide({n1, n2, n3}));
}

TEST(MultiPaxosElectorate, TheOldConfigurationCountsUntilItsLastSlotIsExecuted) {
  Told told;
  told.fact(n1, Applied{10, 7, 0, c1, 1}).fact(n1, Reconfigured{1, 10, 0b11100});
  EXPECT_FALSE(told.electorate.can_decide({n3, n4}));  // slots to 13 are the old one's
  EXPECT_FALSE(told.electorate.can_decide({n1, n2, n3}));
  EXPECT_TRUE(told.electorate.can_decide({n1, n3, n4}));
  told.fact(n1, SnapshotInstalled{13, 0});
  EXPECT_FALSE(told.electorate.can_decide({n3, n4}));  // neither has executed them
  told.fact(n4, SnapshotInstalled{13, 0});
  EXPECT_TRUE(told.electorate.can_decide({n3, n4}));
}

// swarm_reconfiguration's seed 797: all had executed the old configuration's last slot, and none of
// them knew when they were back.
TEST(MultiPaxosElectorate, ACrashTakesAServerBackToItsSnapshot) {
  Told told;
  for (NodeId n : {n3, n4}) told.fact(n, Applied{10, 7, 0, c1, 1});
  told.fact(n3, Reconfigured{1, 10, 0b11100});
  for (NodeId n : {n3, n4}) told.fact(n, Applied{13, 7, 0, c1, 2});
  EXPECT_TRUE(told.electorate.can_decide({n3, n4}));
  told.electorate.on_crash(n3);
  EXPECT_TRUE(told.electorate.can_decide({n3, n4}));
  told.electorate.on_crash(n4);
  EXPECT_FALSE(told.electorate.can_decide({n3, n4}));
  told.fact(n4, SnapshotTaken{13, 0});
  told.electorate.on_crash(n4);
  EXPECT_TRUE(told.electorate.can_decide({n3, n4}));
}

TEST(MultiPaxosElectorate, AConfigurationThatIsStillScheduledCountsToo) {
  Told told({0b11000, 0b111});
  EXPECT_FALSE(told.electorate.can_decide({n1, n2, n4}));
  EXPECT_TRUE(told.electorate.can_decide({n1, n2, n4, n5}));
  told.fact(n4, Reconfigured{1, 10, 0b11000}).fact(n4, Reconfigured{2, 12, 0b111});
  told.fact(n1, Applied{20, 7, 0, c1, 1});
  EXPECT_TRUE(told.electorate.can_decide({n1, n2}));
  EXPECT_FALSE(told.electorate.can_decide({n1, n4, n5}));
}

}  // namespace
}  // namespace ordain::multi_paxos
