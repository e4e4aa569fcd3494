#include "sim/net/network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/fates.h"

namespace ordain {
namespace {

using test::config_of;
using test::Fates;
using test::plain_link;
using test::send_many;

constexpr NodeId n0(0), n1(1), n2(2), n3(3);

// Every message from n0 to n1, and from n2 to n3 as a link that nothing should touch.
struct TwoLinks {
  Fates here, elsewhere;
};
TwoLinks two_links(const NetworkConfig& config, uint64_t seed = 1) {
  return {send_many(config, n0, n1, 2'000, seed), send_many(config, n2, n3, 2'000, seed)};
}

// A link rule from n0 to n1 shows on it, the same each time, and nowhere else.
TwoLinks expect_local_and_deterministic(const LinkConfig& link) {
  NetworkConfig with = config_of(plain_link());
  with.links.push_back({{n0}, {n1}, link, 0});
  const TwoLinks usual = two_links(config_of(plain_link()));
  const TwoLinks changed = two_links(with);
  EXPECT_NE(usual.here, changed.here);
  EXPECT_EQ(usual.elsewhere, changed.elsewhere);
  const TwoLinks again = two_links(with);
  EXPECT_EQ(changed.here, again.here);
  EXPECT_NE(two_links(with, 2).here, changed.here);
  return changed;
}

LinkConfig with_delay(Distribution delay) {
  LinkConfig out = plain_link();
  out.delay = std::move(delay);
  return out;
}

TEST(Delay, ConstantIsTheSameForEachMessage) {
  for (const Fate& fate :
       send_many(config_of(with_delay(Distribution::constant(milliseconds(4)))), n0, n1, 100).all) {
    EXPECT_EQ(fate.delay, milliseconds(4));
  }
}

TEST(Delay, UniformStaysInItsRange) {
  const TwoLinks seen = expect_local_and_deterministic(
      with_delay(Distribution::uniform(milliseconds(20), milliseconds(30))));
  EXPECT_GE(seen.here.least_delay(), milliseconds(20));
  EXPECT_LE(seen.here.most_delay(), milliseconds(30));
  EXPECT_NEAR(seen.here.mean_delay().ns, 25'000'000, 250'000);
}

TEST(Delay, ExponentialHasALongTail) {
  Distribution delay;
  delay.kind = Distribution::Kind::exponential;
  delay.low = milliseconds(1);
  delay.mean = milliseconds(10);
  delay.high = seconds(5);
  const TwoLinks seen = expect_local_and_deterministic(with_delay(delay));
  EXPECT_GE(seen.here.least_delay(), milliseconds(1));
  EXPECT_GT(seen.here.most_delay(), milliseconds(50));
  EXPECT_NEAR(seen.here.mean_delay().ns, 11'000'000, 800'000);
}

TEST(Delay, BimodalIsFastOrSlow) {
  Distribution delay = Distribution::uniform(milliseconds(1), milliseconds(2));
  delay.kind = Distribution::Kind::bimodal;
  delay.slow_low = milliseconds(100);
  delay.slow_high = milliseconds(200);
  delay.slow = {1, 4};
  const TwoLinks seen = expect_local_and_deterministic(with_delay(delay));
  const auto slow = seen.here.count([](const Fate& f) { return f.delay >= milliseconds(100); });
  EXPECT_NEAR(static_cast<int>(slow), 500, 80);
  EXPECT_EQ(seen.here.count([](const Fate& f) { return f.delay <= milliseconds(2); }),
            2'000 - slow);
}

TEST(Delay, TableTakesItsRowsAlone) {
  Distribution delay;
  delay.kind = Distribution::Kind::table;
  delay.rows = {{milliseconds(3), 8}, {milliseconds(70), 2}};
  const TwoLinks seen = expect_local_and_deterministic(with_delay(delay));
  const auto usual = seen.here.count([](const Fate& f) { return f.delay == milliseconds(3); });
  const auto rare = seen.here.count([](const Fate& f) { return f.delay == milliseconds(70); });
  EXPECT_EQ(usual + rare, 2'000u);
  EXPECT_NEAR(static_cast<int>(rare), 400, 70);
}

TEST(Delay, LaterRulesWinAndLinksAreDirected) {
  NetworkConfig config = config_of(with_delay(Distribution::constant(milliseconds(1))));
  config.links.push_back({{n0}, {}, with_delay(Distribution::constant(milliseconds(2))), 0});
  config.links.push_back({{n0}, {n1}, with_delay(Distribution::constant(milliseconds(3))), 0});
  EXPECT_EQ(send_many(config, n0, n1, 1).all[0].delay, milliseconds(3));
  EXPECT_EQ(send_many(config, n0, n2, 1).all[0].delay, milliseconds(2));
  EXPECT_EQ(send_many(config, n1, n0, 1).all[0].delay, milliseconds(1));
}

TEST(Delay, ChangesOverTimeAndBackLeavingLaterMessagesTheirs) {
  const Choices choices(1);
  const auto delays = [&](bool change) {
    Network network;
    network.reset(4, config_of(plain_link()));
    std::vector<Duration> out;
    for (int i = 0; i < 30; ++i) {
      if (change && i == 10) {
        network.add_rule({{n0}, {n1}, with_delay(Distribution::constant(seconds(1))), 77});
      }
      if (change && i == 20) network.remove_rules(77);
      out.push_back(network.send(n0, n1, 8, Time{i}, choices).delay);
    }
    return out;
  };
  const std::vector<Duration> usual = delays(false), changed = delays(true);
  for (int i = 0; i < 30; ++i) {
    EXPECT_EQ(changed[i], i >= 10 && i < 20 ? seconds(1) : usual[i]) << i;
  }
}

TEST(Delay, AnOverrideDelaysOneMessageAlone) {
  Choices choices(1);
  const Site third{Stream::link, static_cast<uint8_t>(LinkAspect::delay), 0, 1, 3};
  const Fates before = send_many(config_of(plain_link()), n0, n1, 5, choices);
  choices.set_overrides(std::make_shared<const Overrides>(Overrides{{third, 500'000'000}}));
  const Fates after = send_many(config_of(plain_link()), n0, n1, 5, choices);
  for (size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(after.all[i].delay,
              i == 2 ? plain_link().delay.shortest() + milliseconds(500) : before.all[i].delay);
  }
}

// Values come from files and strategies: none may send a message into the past.
TEST(Delay, AnAbsurdOverrideIsAVeryLongDelay) {
  for (uint64_t value : {~uint64_t{0}, uint64_t{1} << 63, uint64_t{1} << 62}) {
    Choices choices(1);
    const Site first{Stream::link, static_cast<uint8_t>(LinkAspect::delay), 0, 1, 1};
    choices.set_overrides(std::make_shared<const Overrides>(Overrides{{first, value}}));
    const Fate fate = send_many(config_of(plain_link()), n0, n1, 1, choices).all[0];
    EXPECT_GE(fate.delay, Duration{}) << value;
    EXPECT_LE(fate.delay, kForever) << value;
  }
}

TEST(Reordering, HappensUnlessTheLinkIsFifo) {
  LinkConfig link = plain_link();
  EXPECT_GT(send_many(config_of(link), n0, n1, 200).overtakings(), 0u);
  link.fifo = true;
  EXPECT_EQ(send_many(config_of(link), n0, n1, 200).overtakings(), 0u);
  expect_local_and_deterministic(link);
}

TEST(Reordering, NoCopyOvertakesOnAFifoLinkEither) {
  LinkConfig link = plain_link();
  link.fifo = true;
  link.duplicate = {1, 2};
  EXPECT_EQ(send_many(config_of(link), n0, n1, 500).overtakings(), 0u);
}

TEST(Reordering, AFifoLinkStillReordersAgainstOtherLinks) {
  LinkConfig link = plain_link();
  link.fifo = true;
  const Fates a = send_many(config_of(link), n0, n1, 100),
              b = send_many(config_of(link), n0, n2, 100);
  EXPECT_NE(a, b);
}

TEST(Loss, TakesItsShare) {
  LinkConfig link = plain_link();
  link.loss = {1, 10};
  const TwoLinks seen = expect_local_and_deterministic(link);
  EXPECT_NEAR(static_cast<int>(seen.here.dropped(DropCause::loss)), 200, 45);
  link.loss = {1, 1};
  EXPECT_EQ(send_many(config_of(link), n0, n1, 50).dropped(DropCause::loss), 50u);
}

TEST(Loss, LeavesTheDelaysOfTheOthers) {
  LinkConfig link = plain_link();
  const Fates whole = send_many(config_of(link), n0, n1, 500);
  link.loss = {1, 5};
  const Fates lossy = send_many(config_of(link), n0, n1, 500);
  for (size_t i = 0; i < 500; ++i) {
    if (!lossy.all[i].dropped) {
      EXPECT_EQ(lossy.all[i].delay, whole.all[i].delay);
    }
  }
}

TEST(Loss, OneMessageIsDroppedByAnOverride) {
  Choices choices(1);
  const Site second{Stream::link, static_cast<uint8_t>(LinkAspect::drop), 0, 1, 2};
  choices.set_overrides(std::make_shared<const Overrides>(Overrides{{second, 1}}));
  const Fates fates = send_many(config_of(plain_link()), n0, n1, 5, choices);
  EXPECT_EQ(fates.dropped(DropCause::loss), 1u);
  EXPECT_TRUE(fates.all[1].dropped);
}

TEST(Loss, AnOverrideToZeroSavesAMessage) {
  LinkConfig link = plain_link();
  link.loss = {1, 1};
  Choices choices(1);
  const Site second{Stream::link, static_cast<uint8_t>(LinkAspect::drop), 0, 1, 2};
  choices.set_overrides(std::make_shared<const Overrides>(Overrides{{second, 0}}));
  const Fates fates = send_many(config_of(link), n0, n1, 5, choices);
  EXPECT_EQ(fates.dropped(DropCause::loss), 4u);
  EXPECT_FALSE(fates.all[1].dropped);
}

LinkConfig bursty() {
  LinkConfig link = plain_link();
  link.bursts = {milliseconds(100), milliseconds(10), {1, 1}};
  return link;
}

// Messages are sent every millisecond: ten of each hundred fall into the window's burst, in a row.
TEST(Bursts, LoseMessagesInARowOncePerWindow) {
  const TwoLinks seen = expect_local_and_deterministic(bursty());
  EXPECT_EQ(seen.here.dropped(DropCause::burst), 200u);
  for (size_t window = 0; window < 20; ++window) {
    size_t starts = 0, lost = 0;
    for (size_t i = window * 100; i < (window + 1) * 100; ++i) {
      const bool now = seen.here.all[i].dropped;
      const bool before = i > window * 100 && seen.here.all[i - 1].dropped;
      lost += now ? 1 : 0;
      starts += now && !before ? 1 : 0;
    }
    EXPECT_EQ(lost, 10u) << window;
    EXPECT_EQ(starts, 1u) << window;
  }
}

TEST(Bursts, LastThroughTheWindowWhenTheyAreThatLong) {
  LinkConfig link = bursty();
  link.bursts.length = seconds(1);
  EXPECT_EQ(send_many(config_of(link), n0, n1, 300).dropped(DropCause::burst), 300u);
}

TEST(Bursts, TheBenignChoiceIsAWindowWithoutOne) {
  Choices choices(1);
  const Site window{Stream::link, static_cast<uint8_t>(LinkAspect::burst), 0, 1, 1};
  choices.set_overrides(std::make_shared<const Overrides>(Overrides{{window, 0}}));
  const Fates fates = send_many(config_of(bursty()), n0, n1, 300, choices);
  EXPECT_EQ(fates.dropped(DropCause::burst), 20u);  // of windows 0 and 2
}

TEST(Duplication, DeliversSomeTwice) {
  LinkConfig link = plain_link();
  link.duplicate = {1, 10};
  const TwoLinks seen = expect_local_and_deterministic(link);
  const auto twice = seen.here.count([](const Fate& f) { return f.duplicated; });
  EXPECT_NEAR(static_cast<int>(twice), 200, 45);
  const auto differ =
      seen.here.count([](const Fate& f) { return f.duplicated && f.duplicate_delay != f.delay; });
  EXPECT_GT(differ, twice - 5);  // the copy has a delay of its own
}

TEST(Corruption, IsDroppedByItsChecksumOrDelivered) {
  LinkConfig link = plain_link();
  link.corrupt = {1, 10};
  const TwoLinks detected = expect_local_and_deterministic(link);
  EXPECT_NEAR(static_cast<int>(detected.here.dropped(DropCause::checksum)), 200, 45);
  link.corruption = Corruption::delivered;
  const TwoLinks delivered = expect_local_and_deterministic(link);
  EXPECT_EQ(delivered.here.count([](const Fate& f) { return f.corrupted && !f.dropped; }),
            detected.here.dropped(DropCause::checksum));
}

// 1,000 bytes a second: a message of 100 bytes takes 100 ms.
TEST(Bandwidth, QueuesMessagesBehindEachOther) {
  LinkConfig link = with_delay(Distribution::constant(milliseconds(1)));
  link.bandwidth = 1'000;
  Network network;
  network.reset(2, config_of(link));
  const Choices choices(1);
  EXPECT_EQ(network.send(n0, n1, 100, Time{}, choices).delay, milliseconds(101));
  EXPECT_EQ(network.send(n0, n1, 100, Time{}, choices).delay, milliseconds(201));
  EXPECT_EQ(network.send(n1, n0, 100, Time{}, choices).delay, milliseconds(101));  // its own
  const Time later{milliseconds(150).ns};
  EXPECT_EQ(network.send(n0, n1, 50, later, choices).delay, milliseconds(101));  // 50 + 50 + 1
  const Time idle{seconds(10).ns};
  EXPECT_EQ(network.send(n0, n1, 50, idle, choices).delay, milliseconds(51));
}

TEST(Bandwidth, AFullQueueDrops) {
  LinkConfig link = with_delay(Distribution::constant(milliseconds(1)));
  link.bandwidth = 1'000;
  link.queue = 3;
  Network network;
  network.reset(2, config_of(link));
  const Choices choices(1);
  size_t dropped = 0;
  for (int i = 0; i < 10; ++i) {
    const Fate fate = network.send(n0, n1, 100, Time{}, choices);
    dropped += fate.dropped && fate.cause == DropCause::queue_full ? 1 : 0;
  }
  EXPECT_EQ(dropped, 7u);
  // Once one has been transmitted there is room for one more.
  EXPECT_FALSE(network.send(n0, n1, 100, Time{milliseconds(100).ns}, choices).dropped);
  EXPECT_TRUE(network.send(n0, n1, 100, Time{milliseconds(100).ns}, choices).dropped);
}

TEST(Bandwidth, IsDeterministicAndLocal) {
  LinkConfig link = plain_link();
  link.bandwidth = 50'000;
  link.queue = 4;
  expect_local_and_deterministic(link);
}

TEST(Network, NamesMessagesByLinkAndNumber) {
  for (uint32_t nodes : {4u, 64u, 65u, 1'000u}) {  // above 64, links share counters
    Network network;
    network.reset(nodes, config_of(plain_link()));
    const Choices choices(1);
    std::vector<uint32_t> numbers;
    for (int i = 0; i < 10; ++i) {
      numbers.push_back(network.send(n0, n1, 8, Time{}, choices).number);
      network.send(n0, n2, 8, Time{}, choices);
      network.send(n1, n0, 8, Time{}, choices);
    }
    const std::vector<uint32_t> expected{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    EXPECT_EQ(numbers, expected) << nodes;
  }
}

TEST(Network, AMessageKeepsItsNameAmongManyNodes) {
  Network network;
  network.reset(1'000, config_of(plain_link()));
  const Choices choices(1);
  std::set<std::pair<uint32_t, uint32_t>> names;
  for (uint32_t i = 0; i < 2'000; ++i) {
    const uint32_t to = 1 + i % 900;
    const Fate fate = network.send(n0, NodeId(to), 8, Time{}, choices);
    EXPECT_TRUE(names.insert({to, fate.number}).second);
  }
}

TEST(Network, BeingWatchedChangesNothing) {
  LinkConfig link = plain_link();
  link.loss = {1, 10};
  link.duplicate = {1, 10};
  link.corrupt = {1, 10};
  link.bursts = bursty().bursts;
  for (const LinkConfig& each : {plain_link(), link}) {
    Choices watched(1);
    std::vector<ChoiceRecord> record;
    watched.set_recording(&record);
    EXPECT_EQ(send_many(config_of(each), n0, n1, 500, watched),
              send_many(config_of(each), n0, n1, 500, 1));
    EXPECT_GE(record.size(), 500u);
  }
}

}  // namespace
}  // namespace ordain
