// verify() finds nothing in deterministic protocols, and names what differs in others.
#include "sim/run/verify.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/support/lab.h"
#include "tests/support/ring.h"

namespace ordain {
namespace {

using test::Noted;
using test::Poke;
using test::Puppet;
using Timer = Puppet::Timer;
namespace ring = test::ring;

constexpr NodeId n0(0), n1(1);

RunSpec puppets(Puppet::Config script) {
  RunSpec out;
  out.servers = 3;
  out.quorum = 2;
  const auto shared = std::make_shared<const Puppet::Config>(std::move(script));
  out.build = [shared] {
    std::vector<std::unique_ptr<NodeTable>> tables;
    tables.push_back(std::make_unique<TypedNodes<Puppet>>(shared, 3));
    return tables;
  };
  out.duration = seconds(1);
  return out;
}

// Only n1 does something, once, at 100 ms.
Puppet::Config once(std::function<void(Puppet&, Ctx&)> act) {
  Puppet::Config script;
  script.start = [](Puppet&, Ctx& ctx) {
    if (ctx.self() == n1) ctx.set_timer(Timer::first, milliseconds(100));
  };
  script.timer = [act](Puppet& self, Timer, uint64_t, Ctx& ctx) { act(self, ctx); };
  return script;
}

Divergence divergence_of(Puppet::Config script) {
  const std::optional<Divergence> found = verify(puppets(std::move(script)), 1);
  EXPECT_TRUE(found.has_value());
  return found.value_or(Divergence{});
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Verify, FindsNothingInARing) {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    const std::optional<Divergence> found = verify(ring::rough_spec(5), seed);
    EXPECT_FALSE(found.has_value()) << seed << ": " << found->what;
  }
}

TEST(Verify, FindsNothingInARunThatIsViolatedOrBroken) {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    EXPECT_FALSE(verify(ring::rough_spec(5, {true}), seed).has_value()) << seed;
  }
  EXPECT_FALSE(verify(puppets(once([](Puppet&, Ctx&) { throw std::runtime_error("no"); })), 1));
}

TEST(Verify, NamesACounterThatOutlivesTheRun) {
  static uint64_t counter = 0;
  const Divergence found =
      divergence_of(once([](Puppet&, Ctx& ctx) { ctx.send(n0, Poke{++counter}); }));
  EXPECT_EQ(found.node, n1);
  EXPECT_EQ(found.time, test::at(milliseconds(100)));
  EXPECT_EQ(found.event, 4u);  // three starts and the timer come before
  EXPECT_TRUE(mentions(found.what, "send")) << found.what;
  EXPECT_TRUE(mentions(found.what, "Poke {\"number\":1}")) << found.what;
  EXPECT_TRUE(mentions(found.what, "Poke {\"number\":2}")) << found.what;
}

TEST(Verify, NamesAnAddressInAMessage) {
  const Divergence found = divergence_of(
      once([](Puppet& self, Ctx& ctx) { ctx.send(n0, Poke{reinterpret_cast<uintptr_t>(&self)}); }));
  EXPECT_EQ(found.node, n1);
  EXPECT_TRUE(mentions(found.what, "Poke")) << found.what;
}

// As an unordered container's order, or memory that nobody initialised, would decide.
TEST(Verify, NamesAnOrderThatIsNotTheRuns) {
  static bool turned = false;
  const Divergence found = divergence_of(once([](Puppet&, Ctx& ctx) {
    turned = !turned;
    ctx.send(NodeId(turned ? 0 : 2), Poke{1});
    ctx.send(NodeId(turned ? 2 : 0), Poke{1});
  }));
  EXPECT_EQ(found.node, n1);
  EXPECT_TRUE(mentions(found.what, "peer")) << found.what;
}

TEST(Verify, NamesAFactAndItsField) {
  static uint64_t counter = 0;
  const Divergence found =
      divergence_of(once([](Puppet&, Ctx& ctx) { ctx.fact(Noted{++counter}); }));
  EXPECT_EQ(found.node, n1);
  EXPECT_TRUE(mentions(found.what, "noted.number was 1 once and 2 the other time")) << found.what;
}

TEST(Verify, NamesAnEventThatOnlyOneRunHas) {
  static bool turned = false;
  const Divergence found = divergence_of(once([](Puppet&, Ctx& ctx) {
    turned = !turned;
    if (turned) ctx.send(n0, Poke{1});
  }));
  EXPECT_EQ(found.node, n1);
  EXPECT_TRUE(mentions(found.what, "send happened once and not the other time")) << found.what;
}

TEST(Verify, NamesATimerOfAnotherLength) {
  static int64_t length = 0;
  const Divergence found = divergence_of(once([](Puppet& self, Ctx& ctx) {
    if (self.number++ == 0) ctx.set_timer(Timer::second, milliseconds(++length));
  }));
  EXPECT_EQ(found.node, n1);
  EXPECT_TRUE(mentions(found.what, "timer")) << found.what;
  EXPECT_TRUE(mentions(found.what, "time was 101000000 once and 102000000")) << found.what;
}

TEST(Verify, NamesAnOperation) {
  static int64_t counter = 0;
  const Divergence found = divergence_of(once([](Puppet&, Ctx& ctx) {
    ctx.operation({OpPhase::ok, Function::read, 1, 2, ++counter, 0, true, {}});
  }));
  EXPECT_EQ(found.node, n1);
  EXPECT_TRUE(mentions(found.what, "\"value\":2")) << found.what;
}

TEST(Verify, NamesAStateThatNoEventShows) {
  static uint64_t counter = 0;
  const Divergence found =
      divergence_of(once([](Puppet& self, Ctx&) { self.kept_single = ++counter; }));
  EXPECT_EQ(found.node, n1);
  EXPECT_TRUE(mentions(found.what, "final state")) << found.what;
  EXPECT_TRUE(mentions(found.what, "\"kept_single\":1")) << found.what;
  EXPECT_TRUE(mentions(found.what, "\"kept_single\":2")) << found.what;
}

TEST(Verify, NamesADiskThatNoEventShows) {
  static uint64_t counter = 0;
  const Divergence found = divergence_of(
      once([](Puppet&, Ctx& ctx) { ctx.put(Puppet::Area::single, Poke{++counter}); }));
  EXPECT_EQ(found.node, n1);
  EXPECT_TRUE(mentions(found.what, "disk")) << found.what;
}

TEST(Verify, NamesCodeThatBreaksInOneRunOnly) {
  static bool turned = false;
  const Divergence found = divergence_of(once([](Puppet&, Ctx&) {
    turned = !turned;
    if (turned) throw std::runtime_error("once");
  }));
  EXPECT_EQ(found.node, n1);
}

}  // namespace
}  // namespace ordain
