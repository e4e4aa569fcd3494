// Random histories, and mutations of them, judged by the search in both orders and by brute force.
#include <gtest/gtest.h>

#include <algorithm>

#include "sim/base/rng.h"
#include "sim/check/lin/check.h"
#include "sim/check/lin/compile.h"
#include "sim/check/lin/explain.h"
#include "sim/check/lin/online.h"
#include "sim/check/lin/prefix.h"
#include "tests/property/check_histories.h"

namespace ordain::check {
namespace {

using testing::Draws;
using testing::Shape;

constexpr Model kModels[] = {Model::Register, Model::Kv,  Model::Queue,
                             Model::Stack,    Model::Set, Model::Counter,
                             Model::Lock,     Model::Log, Model::MultiRegister};

lin::Options options_for(Model model, lin::Order order) {
  lin::Options options;
  options.model = model;
  options.initial = Value();
  options.method = lin::Method::SearchOnly;
  options.order = order;
  return options;
}

Shape shape_for(Model model, Draws& draws) {
  Shape shape;
  shape.model = model;
  shape.operations = 4 + static_cast<uint32_t>(draws.below(7));
  shape.clients = 2 + static_cast<uint32_t>(draws.below(4));
  shape.values = static_cast<uint32_t>(draws.below(4));
  shape.crash_one_in = static_cast<uint32_t>(draws.below(2) * 4);
  return shape;
}

// The shortest failing prefix fails by brute force, and without its last event it does not.
void compare_prefix(const History& history, const lin::Options& options,
                    const lin::Report& report) {
  const lin::Explanation why = lin::explain(history, options, report);
  const auto holds = [&](uint32_t events) {
    return testing::brute_force_linearizable(history.prefix(events), options.model, Value());
  };
  ASSERT_FALSE(holds(why.events)) << name_of(options.model) << "\n" << testing::print(history);
  ASSERT_TRUE(holds(why.events - 1)) << name_of(options.model) << "\n" << testing::print(history);
  ASSERT_EQ(history.operations[why.failing].complete + 1, why.events);
  if (!why.key.is_nil()) return;  // one object of several
  std::vector<uint32_t> order;
  for (const lin::Placed& placed : why.placed) order.push_back(placed.operation);
  ASSERT_TRUE(
      testing::is_linearization(history.prefix(why.events - 1), options.model, Value(), order))
      << name_of(options.model) << "\n"
      << testing::print(history);
}

// Feeds the history event by event; the first refused response ends the shortest failing prefix.
void compare_online(const History& history, Model model, bool expected) {
  lin::OnlineOptions options;
  options.model = model;
  lin::OnlineChecker online(options);
  for (uint32_t position = 0; position < history.events && online.ok(); ++position) {
    for (uint32_t i = 0; i < history.operations.size(); ++i) {
      const Operation& op = history.operations[i];
      if (op.invoke == position) {
        online.invoke(i, op.process, op.f, op.key, op.argument);
        if (op.complete == Operation::kNever) online.indeterminate(i);
      }
      if (op.complete != position) continue;
      const lin::OnlineChecker before = online;
      if (online.complete(i, op.result)) continue;
      ASSERT_TRUE(before.ok());
      ASSERT_FALSE(testing::brute_force_linearizable(history.prefix(position + 1), model, Value()));
      ASSERT_TRUE(testing::brute_force_linearizable(history.prefix(position), model, Value()));
    }
  }
  ASSERT_FALSE(online.gave_up());
  ASSERT_EQ(online.ok(), expected) << name_of(model) << " online\n" << testing::print(history);
}

void compare(const History& history, Model model) {
  const bool expected = testing::brute_force_linearizable(history, model, Value());
  const auto verdict = expected ? lin::Verdict::Linearizable : lin::Verdict::NotLinearizable;
  for (const lin::Order order : {lin::Order::DepthFirst, lin::Order::BreadthFirst}) {
    const lin::Report report = lin::check(history, options_for(model, order));
    ASSERT_EQ(report.verdict, verdict)
        << name_of(model) << (order == lin::Order::DepthFirst ? " depth" : " breadth") << "\n"
        << testing::print(history);
  }
  lin::Options quick = options_for(model, lin::Order::Both);
  quick.method = lin::Method::Automatic;
  quick.sort_always = true;
  const lin::Report report = lin::check(history, quick);
  ASSERT_EQ(report.verdict, verdict) << name_of(model) << " automatic\n" << testing::print(history);
  if (!expected) compare_prefix(history, quick, report);
  compare_online(history, model, expected);
}

TEST(CheckLinearizableTest, EveryHistoryOfACorrectObjectPasses) {
  for (const Model model : kModels) {
    Draws draws(derive_key(1, static_cast<uint64_t>(model)));
    int decided = 0;
    for (int i = 0; i < 60; ++i) {
      Shape shape = shape_for(model, draws);
      shape.operations = 60;
      const History history = testing::random_history(shape, draws);
      lin::Options options = options_for(model, lin::Order::Both);
      options.limits.max_steps = 30'000;
      const lin::Report report = lin::check(history, options);
      decided += report.verdict == lin::Verdict::Linearizable ? 1 : 0;
      ASSERT_NE(report.verdict, lin::Verdict::NotLinearizable) << name_of(model) << "\n"
                                                               << testing::print(history);
    }
    EXPECT_GE(decided, 40) << name_of(model);
  }
}

TEST(CheckLinearizableTest, TheSearchAgreesWithBruteForceOnMutatedHistories) {
  for (const Model model : kModels) {
    Draws draws(derive_key(2, static_cast<uint64_t>(model)));
    for (int i = 0; i < 400; ++i) {
      History history = testing::random_history(shape_for(model, draws), draws);
      compare(history, model);
      testing::mutate(history, draws);
      compare(history, model);
      testing::mutate(history, draws);
      compare(history, model);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(CheckLinearizableTest, OneSearchOverAllKeysAgreesWithOneForEach) {
  Draws draws(4);
  for (int i = 0; i < 500; ++i) {
    const Model model = i % 2 == 0 ? Model::Register : Model::Kv;
    History history = testing::random_history(shape_for(model, draws), draws);
    testing::mutate(history, draws);
    for (Operation& op : history.operations) op.key = static_cast<int64_t>(draws.below(2));
    const lin::Options options = options_for(Model::Kv, lin::Order::Both);
    EXPECT_EQ(lin::search_unsplit(history, options).verdict, lin::check(history, options).verdict)
        << testing::print(history);
  }
}

TEST(CheckLinearizableTest, ADepthFirstSearchGivesALinearizationThatReplays) {
  for (const Model model : kModels) {
    Draws draws(derive_key(3, static_cast<uint64_t>(model)));
    for (int i = 0; i < 200; ++i) {
      const History history = testing::random_history(shape_for(model, draws), draws);
      for (const lin::Object& object : lin::split(history, model)) {
        const lin::Problem problem = lin::compile(history, object, model, Value());
        const lin::SearchResult result =
            lin::search(problem, lin::Limits{}, lin::Order::DepthFirst);
        ASSERT_EQ(result.verdict, lin::Verdict::Linearizable) << name_of(model) << "\n"
                                                              << testing::print(history);
        std::vector<uint32_t> order;
        const lin::Alone alone = lin::isolate(history, object, Value());
        for (const uint32_t op : lin::linearize(problem, result.choices, lin::kNever))
          order.push_back(problem.ops[op].source);
        for (uint32_t& op : order)
          op =
              static_cast<uint32_t>(std::lower_bound(alone.source.begin(), alone.source.end(), op) -
                                    alone.source.begin());
        ASSERT_TRUE(testing::is_linearization(alone.history, model, Value(), order))
            << name_of(model) << "\n"
            << testing::print(history);
      }
    }
  }
}

}  // namespace
}  // namespace ordain::check
