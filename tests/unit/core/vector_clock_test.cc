#include "sim/core/vector_clock.h"

#include <gtest/gtest.h>

namespace ordain {
namespace {

constexpr NodeId kA{0}, kB{1}, kC{2};

// Records events with the clock each has right after it.
class Walk {
 public:
  const VectorClock& event(EventKind kind, NodeId node, NodeId peer = kNoNode, uint64_t n = 0,
                           uint8_t detail = 0) {
    TraceEvent event;
    event.number = clocks.size();
    event.kind = kind;
    event.node = node;
    event.peer = peer;
    event.a = n;
    event.detail = detail;
    return clocks.emplace_back(walker_.next(event));
  }
  const VectorClock& drop(NodeId node, NodeId peer, uint64_t n, DropCause cause) {
    return event(EventKind::drop, node, peer, n, static_cast<uint8_t>(cause));
  }

  std::vector<VectorClock> clocks;

 private:
  CausalClocks walker_;
};

std::vector<uint64_t> counts(const VectorClock& clock) {
  return {clock.at(kA), clock.at(kB), clock.at(kC)};
}

using Counts = std::vector<uint64_t>;

TEST(VectorClock, CountsTheEventsOfANodeInProgramOrder) {
  Walk walk;
  EXPECT_EQ(counts(walk.event(EventKind::start, kA)), (Counts{1, 0, 0}));
  EXPECT_EQ(counts(walk.event(EventKind::timer, kA)), (Counts{2, 0, 0}));
  EXPECT_EQ(compare(walk.clocks[0], walk.clocks[1]), CausalOrder::before);
  EXPECT_EQ(compare(walk.clocks[1], walk.clocks[0]), CausalOrder::after);
  EXPECT_EQ(compare(walk.clocks[1], walk.clocks[1]), CausalOrder::same);
}

TEST(VectorClock, ADeliveryKnowsWhatItsSendKnewAndNothingLater) {
  Walk walk;
  walk.event(EventKind::start, kA);
  walk.event(EventKind::send, kA, kB, 0);
  walk.event(EventKind::timer, kA);
  EXPECT_EQ(counts(walk.event(EventKind::deliver, kB, kA, 0)), (Counts{2, 1, 0}));
  EXPECT_EQ(compare(walk.clocks[1], walk.clocks[3]), CausalOrder::before);
  EXPECT_EQ(compare(walk.clocks[2], walk.clocks[3]), CausalOrder::concurrent);
}

TEST(VectorClock, HappensBeforeIsTransitiveOverMessages) {
  Walk walk;
  walk.event(EventKind::send, kA, kB, 0);
  walk.event(EventKind::deliver, kB, kA, 0);
  walk.event(EventKind::send, kB, kC, 0);
  walk.event(EventKind::deliver, kC, kB, 0);
  EXPECT_EQ(counts(walk.clocks[3]), (Counts{1, 2, 1}));
  EXPECT_EQ(compare(walk.clocks[0], walk.clocks[3]), CausalOrder::before);
}

TEST(VectorClock, NodesThatNeverMetAreConcurrent) {
  Walk walk;
  walk.event(EventKind::start, kA);
  walk.event(EventKind::start, kB);
  EXPECT_EQ(compare(walk.clocks[0], walk.clocks[1]), CausalOrder::concurrent);
}

TEST(VectorClock, BothDirectionsOfAPairAreDifferentLinks) {
  Walk walk;
  walk.event(EventKind::send, kA, kB, 0);
  walk.event(EventKind::send, kB, kA, 0);
  EXPECT_EQ(counts(walk.event(EventKind::deliver, kB, kA, 0)), (Counts{1, 2, 0}));
  EXPECT_EQ(counts(walk.event(EventKind::deliver, kA, kB, 0)), (Counts{2, 1, 0}));
}

TEST(VectorClock, OvertakingMessagesKeepTheirOwnSends) {
  Walk walk;
  walk.event(EventKind::send, kA, kB, 0);
  walk.event(EventKind::send, kA, kB, 1);
  EXPECT_EQ(counts(walk.event(EventKind::deliver, kB, kA, 1)), (Counts{2, 1, 0}));
  EXPECT_EQ(counts(walk.event(EventKind::deliver, kB, kA, 0)), (Counts{2, 2, 0}));
}

TEST(VectorClock, BothCopiesOfADuplicateComeFromOneSend) {
  Walk walk;
  walk.event(EventKind::send, kA, kB, 0);
  EXPECT_EQ(counts(walk.event(EventKind::duplicate, kA, kB, 0)), (Counts{1, 0, 0}));
  walk.event(EventKind::timer, kA);
  EXPECT_EQ(counts(walk.event(EventKind::deliver, kB, kA, 0)), (Counts{1, 1, 0}));
  EXPECT_EQ(counts(walk.event(EventKind::deliver, kB, kA, 0)), (Counts{1, 2, 0}));
}

TEST(VectorClock, ADropTeachesNobodyAnything) {
  Walk walk;
  walk.event(EventKind::send, kA, kB, 0);
  EXPECT_EQ(counts(walk.drop(kB, kA, 0, DropCause::loss)), (Counts{1, 0, 0}));
  walk.event(EventKind::send, kA, kB, 1);
  EXPECT_EQ(counts(walk.drop(kB, kA, 1, DropCause::receiver_down)), (Counts{2, 0, 0}));
  EXPECT_EQ(counts(walk.event(EventKind::timer, kB)), (Counts{0, 1, 0}));
}

TEST(VectorClock, ADropOfOneCopyLeavesTheOther) {
  Walk walk;
  walk.event(EventKind::send, kA, kB, 0);
  walk.event(EventKind::duplicate, kA, kB, 0);
  walk.drop(kB, kA, 0, DropCause::checksum);
  EXPECT_EQ(counts(walk.event(EventKind::deliver, kB, kA, 0)), (Counts{1, 1, 0}));
}

TEST(VectorClock, ARestartedNodeGoesOnFromItsCrash) {
  Walk walk;
  walk.event(EventKind::send, kA, kB, 0);
  walk.event(EventKind::deliver, kB, kA, 0);
  walk.event(EventKind::crash, kB);
  EXPECT_EQ(counts(walk.event(EventKind::start, kB)), (Counts{1, 3, 0}));
}

TEST(VectorClock, ACrashOfTheSenderDoesNotTakeBackItsMessage) {
  Walk walk;
  walk.event(EventKind::send, kA, kB, 0);
  walk.event(EventKind::crash, kA);
  EXPECT_EQ(counts(walk.event(EventKind::deliver, kB, kA, 0)), (Counts{1, 1, 0}));
}

TEST(VectorClock, WhatTheWorldDoesAroundTheNodesCountsForNone) {
  Walk walk;
  walk.event(EventKind::start, kA);
  EXPECT_TRUE(walk.event(EventKind::partition, kA, kB).entries().empty());
  EXPECT_TRUE(walk.event(EventKind::phase, kNoNode).entries().empty());
  EXPECT_EQ(counts(walk.event(EventKind::timer, kA)), (Counts{2, 0, 0}));
}

TEST(VectorClock, AnEventLeftOutStillPassesOnWhatItLearned) {
  CausalClocks walker;
  TraceEvent event;
  event.kind = EventKind::send;
  event.node = kA;
  event.peer = kB;
  walker.next(event);
  event.kind = EventKind::deliver;
  std::swap(event.node, event.peer);
  EXPECT_EQ(counts(walker.next(event, CausalClocks::Count::no)), (Counts{1, 0, 0}));
  event.kind = EventKind::timer;
  EXPECT_EQ(counts(walker.next(event)), (Counts{1, 1, 0}));
}

TEST(VectorClock, ADeliveryWhoseSendWasNotRecordedIsAPlainEvent) {
  Walk walk;
  EXPECT_EQ(counts(walk.event(EventKind::deliver, kB, kA, 7)), (Counts{0, 1, 0}));
}

TEST(VectorClock, ListsOnlyNodesItHasHeardOf) {
  VectorClock clock;
  clock.tick(NodeId(900'000));
  clock.tick(NodeId(3));
  VectorClock other;
  other.tick(NodeId(5));
  clock.merge(other);
  ASSERT_EQ(clock.entries().size(), 3u);
  EXPECT_EQ(clock.entries()[0].node, NodeId(3));
  EXPECT_EQ(clock.entries()[2].node, NodeId(900'000));
}

}  // namespace
}  // namespace ordain
