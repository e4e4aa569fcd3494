#include "sim/disk/disk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/puppet.h"

namespace ordain {
namespace {

using test::Poke;
using test::Puppet;

constexpr NodeId self(2);
constexpr uint8_t kSingle = static_cast<uint8_t>(Puppet::Area::single);
constexpr uint8_t kLog = static_cast<uint8_t>(Puppet::Area::log);

Effect effect(EffectKind kind, uint8_t area, uint64_t index, uint64_t value = 0) {
  Effect out;
  out.kind = kind;
  out.name = area;
  out.number = index;
  if (kind == EffectKind::put || kind == EffectKind::append) {
    out.payload = Payload::make(Poke{value});
  }
  return out;
}
Effect append(uint64_t index) { return effect(EffectKind::append, kLog, index, index); }
Effect put(uint64_t value) { return effect(EffectKind::put, kSingle, 0, value); }

// A disk with one node's choices.
struct Bench {
  DiskConfig config;
  Choices choices{1};
  Disk disk;
  Time now;

  void queue(const std::vector<Effect>& writes) {
    for (const Effect& write : writes) disk.queue(write);
  }
  Disk::Batch begin() { return disk.begin_write(self, config, choices); }
  uint64_t end() { return disk.end_write(now, config); }
  void write(const std::vector<Effect>& writes) {
    queue(writes);
    while (!disk.idle()) {
      begin();
      end();
    }
  }
  Disk::CrashLoss crash(bool may_lose = true) {
    return disk.crash(self, now, config, choices, may_lose);
  }
  void override_site(DiskAspect aspect, uint64_t ordinal, uint64_t value) {
    const Site site{Stream::disk, static_cast<uint8_t>(aspect), self.value, 0, ordinal};
    choices.set_overrides(std::make_shared<const Overrides>(Overrides{{site, value}}));
  }
  std::vector<uint64_t> log() const {
    std::vector<uint64_t> out;
    for (const Record& r : disk.contents().area(kLog).log) {
      out.push_back(r.rotten ? Puppet::kRotten : r.value.as<Poke>().number);
    }
    return out;
  }
  uint64_t single() const {
    const Poke* found = disk.contents().find<Poke>(Puppet::Area::single);
    return found == nullptr ? 0 : found->number;
  }
};

using Log = std::vector<uint64_t>;

TEST(Disk, KeepsWhatWasWritten) {
  Bench b;
  EXPECT_TRUE(b.disk.empty());
  b.write({put(7), append(1), append(2), put(8)});
  EXPECT_EQ(b.single(), 8u);
  EXPECT_EQ(b.log(), (Log{1, 2}));
  EXPECT_FALSE(b.disk.empty());
}

TEST(Disk, TruncatesFromEitherEnd) {
  Bench b;
  b.write({append(1), append(2), append(3), append(4)});
  b.write({effect(EffectKind::truncate_from, kLog, 4)});
  EXPECT_EQ(b.log(), (Log{1, 2, 3}));
  b.write({effect(EffectKind::truncate_before, kLog, 2)});
  EXPECT_EQ(b.log(), (Log{2, 3}));
  EXPECT_EQ(b.disk.contents().area(kLog).first_index, 2u);
  b.write({effect(EffectKind::truncate_from, kLog, 9)});  // beyond the end
  EXPECT_EQ(b.log(), (Log{2, 3}));
  b.write({effect(EffectKind::truncate_before, kLog, 10)});  // a snapshot ahead of the log
  EXPECT_EQ(b.log(), Log{});
  b.write({append(10), append(11)});
  EXPECT_EQ(b.log(), (Log{10, 11}));
  EXPECT_EQ(b.disk.contents().area(kLog).first_index, 10u);
}

TEST(Disk, RefusesAHoleInALog) {
  Bench b;
  b.write({append(1)});
  EXPECT_THROW(b.write({append(3)}), InternalError);
  EXPECT_NO_THROW(b.crash());  // and is still in order
  EXPECT_EQ(b.log(), Log{1});
}

TEST(Disk, AWriteIsDurableOnlyAtItsEnd) {
  Bench b;
  b.queue({append(1), append(2)});
  EXPECT_EQ(b.disk.last_queued(), 2u);
  EXPECT_EQ(b.begin().records, 2u);
  EXPECT_TRUE(b.disk.writing());
  EXPECT_EQ(b.log(), Log{});
  b.queue({append(3)});  // joins the next write
  EXPECT_EQ(b.end(), 2u);
  EXPECT_EQ(b.log(), (Log{1, 2}));
  EXPECT_FALSE(b.disk.idle());
}

TEST(Disk, AFlushEndsAWrite) {
  Bench b;
  b.queue({append(1), effect(EffectKind::flush, 0, 0), append(2)});
  b.begin();
  b.end();
  EXPECT_EQ(b.log(), Log{1});
  b.begin();
  b.end();
  EXPECT_EQ(b.log(), (Log{1, 2}));
}

// --- lost unsynced writes

TEST(Crash, KeepsAPrefixOfTheUnsyncedWrites) {
  std::vector<int> seen(5, 0);
  for (uint64_t seed = 0; seed < 400; ++seed) {
    Bench b;
    b.choices.reseed(seed);
    b.queue({append(1), append(2), append(3), append(4)});
    b.begin();
    const Disk::CrashLoss loss = b.crash();
    const Log log = b.log();
    ASSERT_EQ(log.size(), loss.kept);
    ASSERT_EQ(loss.kept + loss.lost_unsynced, 4u);
    ASSERT_EQ(loss.lost_acknowledged, 0u);
    for (size_t i = 0; i < log.size(); ++i) ASSERT_EQ(log[i], i + 1);
    ++seen[log.size()];
  }
  for (int count : seen) EXPECT_GT(count, 40);
}

TEST(Crash, LosesNothingThatIsDurable) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    Bench b;
    b.choices.reseed(seed);
    b.write({append(1), append(2), put(5)});
    b.queue({append(3)});
    b.crash();
    ASSERT_GE(b.log().size(), 2u);
    ASSERT_EQ(b.single(), 5u);
    b.write({append(b.log().size() + 1)});  // the disk goes on
  }
}

TEST(Crash, TheBenignChoiceLosesNothing) {
  Bench b;
  b.config.torn = {1, 1};
  b.override_site(DiskAspect::lost, 1, 0);
  b.queue({append(1), append(2)});
  b.crash();
  EXPECT_EQ(b.log(), (Log{1, 2}));
}

TEST(Crash, LeavesTheFirstLostRecordTorn) {
  int torn = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Bench b;
    b.choices.reseed(seed);
    b.config.torn = {1, 1};
    b.queue({append(1), append(2), append(3)});
    const Disk::CrashLoss loss = b.crash();
    ASSERT_EQ(loss.torn, loss.lost_unsynced > 0);
    if (!loss.torn) continue;
    ++torn;
    ASSERT_EQ(b.log().size(), loss.kept + 1);
    ASSERT_EQ(b.log().back(), Puppet::kRotten);
    b.write({effect(EffectKind::truncate_from, kLog, loss.kept + 1), append(loss.kept + 1)});
    ASSERT_EQ(b.log().back(), loss.kept + 1);
  }
  EXPECT_GT(torn, 100);
}

TEST(Crash, NeverTearsWithoutTheFault) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Bench b;
    b.choices.reseed(seed);
    b.queue({append(1), append(2), append(3)});
    ASSERT_FALSE(b.crash().torn);
  }
}

// --- a lying disk

Bench lying() {
  Bench b;
  b.config.lying = {1, 1};
  b.config.lying_for = milliseconds(200);
  return b;
}

TEST(LyingDisk, LosesWhatItAcknowledged) {
  uint64_t lost = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Bench b = lying();
    b.choices.reseed(seed);
    b.queue({append(1), append(2)});
    ASSERT_TRUE(b.begin().lied);
    ASSERT_EQ(b.end(), 2u);  // durable, it says
    ASSERT_EQ(b.log(), Log{});
    const Disk::CrashLoss loss = b.crash();
    ASSERT_EQ(b.log().size() + loss.lost_acknowledged, 2u);
    lost += loss.lost_acknowledged;
  }
  EXPECT_GT(lost, 50u);
}

TEST(LyingDisk, HasWrittenItAfterAWhile) {
  Bench b = lying();
  b.write({append(1), append(2)});
  b.now = Time{milliseconds(200).ns};
  EXPECT_EQ(b.crash().lost_acknowledged, 0u);
  EXPECT_EQ(b.log(), (Log{1, 2}));
}

TEST(LyingDisk, AnHonestWriteCarriesEverythingBeforeIt) {
  Bench b = lying();
  b.write({append(1)});
  b.config.lying = {};
  b.write({append(2)});
  EXPECT_EQ(b.log(), (Log{1, 2}));
}

TEST(LyingDisk, KeepsItsWordBeyondTheBudget) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    Bench b = lying();
    b.choices.reseed(seed);
    b.write({append(1), append(2)});
    b.queue({append(3)});
    ASSERT_EQ(b.crash(false).lost_acknowledged, 0u);
    ASSERT_GE(b.log().size(), 2u);
  }
}

// --- latency, stalls, errors

TEST(WriteFaults, LatencyIsDrawnForEachWrite) {
  Bench b;
  b.config.latency = Distribution::uniform(milliseconds(1), milliseconds(5));
  std::set<int64_t> seen;
  for (uint64_t i = 1; i <= 100; ++i) {
    b.queue({append(i)});
    const Disk::Batch batch = b.begin();
    EXPECT_EQ(batch.number, i);
    EXPECT_GE(batch.latency, milliseconds(1));
    EXPECT_LE(batch.latency, milliseconds(5));
    seen.insert(batch.latency.ns);
    b.end();
  }
  EXPECT_GT(seen.size(), 90u);
}

// The share of 1,000 writes for which `is` holds, and those of the second half of them.
template <class Is>
std::vector<bool> writes_that(Bench b, Is is) {
  std::vector<bool> out;
  for (uint64_t i = 1; i <= 1'000; ++i) {
    b.queue({put(i)});
    out.push_back(is(b.begin()));
    b.end();
  }
  return out;
}

int64_t count(const std::vector<bool>& hits) { return std::count(hits.begin(), hits.end(), true); }

TEST(WriteFaults, EachStrikesItsShareAlikeEachTime) {
  const auto check = [](Ratio DiskConfig::*fault, bool Disk::Batch::*effect_of) {
    Bench b;
    b.config.*fault = {1, 10};
    const auto is = [&](const Disk::Batch& batch) { return batch.*effect_of; };
    const std::vector<bool> hits = writes_that(b, is);
    EXPECT_NEAR(count(hits), 100, 35);
    EXPECT_EQ(hits, writes_that(b, is));
    b.choices.reseed(2);
    EXPECT_NE(hits, writes_that(b, is));
    b.config.*fault = {};
    EXPECT_EQ(count(writes_that(b, is)), 0);
  };
  check(&DiskConfig::stall, &Disk::Batch::stalled);
  check(&DiskConfig::write_error, &Disk::Batch::failed);
  check(&DiskConfig::lying, &Disk::Batch::lied);
}

TEST(WriteFaults, AStallTakesItsTimeAndMovesNoOtherWrite) {
  Bench b;
  b.config.latency = Distribution::uniform(milliseconds(1), milliseconds(5));
  Bench stalling = b;
  stalling.config.stall = {1, 5};
  stalling.config.stall_for = Distribution::constant(milliseconds(500));
  for (uint64_t i = 1; i <= 100; ++i) {
    b.queue({append(i)});
    stalling.queue({append(i)});
    const Duration usual = b.begin().latency;
    const Disk::Batch batch = stalling.begin();
    EXPECT_EQ(batch.latency, batch.stalled ? usual + milliseconds(500) : usual);
    b.end();
    stalling.end();
  }
}

TEST(WriteFaults, AFullDiskRefusesMoreRecords) {
  Bench b;
  b.config.capacity = 3;
  b.write({append(1), put(1)});
  b.queue({append(2)});
  EXPECT_FALSE(b.begin().failed);
  b.end();
  b.queue({append(3)});
  const Disk::Batch batch = b.begin();
  EXPECT_TRUE(batch.full);
  EXPECT_TRUE(batch.failed);
}

TEST(WriteFaults, AFullDiskCanStillReplaceAndFree) {
  Bench b;
  b.config.capacity = 3;
  b.write({append(1), append(2), put(1)});
  b.queue({put(2), effect(EffectKind::truncate_from, kLog, 2), effect(EffectKind::flush, 0, 0)});
  EXPECT_FALSE(b.begin().full);
  b.end();
  b.queue({append(2)});
  EXPECT_FALSE(b.begin().full);
}

TEST(WriteFaults, AnAbsurdOverrideIsAVeryLongWrite) {
  Bench b;
  b.override_site(DiskAspect::latency, 1, ~uint64_t{0});
  b.queue({put(1)});
  const Duration latency = b.begin().latency;
  EXPECT_GE(latency, Duration{});
  EXPECT_LE(latency, kForever);
}

// --- reading

TEST(ReadFaults, BitRotMarksRecordsAndIsNamedByRecord) {
  const auto rotten = [](Ratio ratio, uint64_t seed, uint64_t records) {
    Bench b;
    b.choices.reseed(seed);
    b.config.bit_rot = ratio;
    for (uint64_t i = 1; i <= records; ++i) b.write({append(i)});
    b.disk.read_fails(self, b.config, b.choices);
    std::vector<bool> out;
    b.disk.rot(self, b.config, b.choices);
    for (uint64_t value : b.log()) out.push_back(value == Puppet::kRotten);
    return out;
  };
  const std::vector<bool> some = rotten({1, 10}, 1, 1'000);
  EXPECT_NEAR(count(some), 100, 35);
  EXPECT_EQ(some, rotten({1, 10}, 1, 1'000));
  EXPECT_NE(some, rotten({1, 10}, 2, 1'000));
  std::vector<bool> more = rotten({1, 10}, 1, 1'100);  // those written later change none before
  more.resize(1'000);
  EXPECT_EQ(some, more);
  EXPECT_EQ(count(rotten({}, 1, 1'000)), 0);
}

TEST(ReadFaults, ARottenSingleRecordIsNotFound) {
  Bench b;
  b.write({put(7)});
  b.config.bit_rot = {1, 1};
  EXPECT_EQ(b.disk.rot(self, b.config, b.choices), 1u);
  EXPECT_EQ(b.disk.contents().find<Poke>(Puppet::Area::single), nullptr);
  EXPECT_EQ(b.disk.rot(self, b.config, b.choices), 0u);  // it cannot rot twice
}

TEST(ReadFaults, ReadsFailTheirShare) {
  Bench b;
  b.config.read_error = {1, 4};
  int failed = 0;
  for (int i = 0; i < 1'000; ++i) {
    failed += b.disk.read_fails(self, b.config, b.choices) ? 1 : 0;
  }
  EXPECT_NEAR(failed, 250, 60);
}

TEST(ReadFaults, AWipedDiskIsEmpty) {
  Bench b;
  b.write({put(7), append(1)});
  b.disk.wipe();
  EXPECT_TRUE(b.disk.empty());
  b.write({append(1)});
  EXPECT_EQ(b.log(), Log{1});
}

}  // namespace
}  // namespace ordain
