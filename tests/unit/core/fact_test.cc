#include "sim/core/fact.h"

#include <gtest/gtest.h>

#include "sim/base/json_writer.h"
#include "sim/core/operation.h"

namespace ordain {
namespace {

BOOST_DEFINE_ENUM_CLASS(Side, left, right)

struct TermAdvanced {
  uint64_t term = 0;
  NodeId by;
  Side side = Side::left;
  int64_t change = 0;
  Duration after;
  bool sure = false;
};
BOOST_DESCRIBE_STRUCT(TermAdvanced, (), (term, by, side, change, after, sure))

struct Other {
  uint64_t term = 0;
};
BOOST_DESCRIBE_STRUCT(Other, (), (term))

TEST(Fact, ComesBackAsItWentIn) {
  const TermAdvanced in{9, NodeId(3), Side::right, -5, milliseconds(-7), true};
  const Fact fact = Fact::of(in);
  ASSERT_TRUE(fact.is<TermAdvanced>());
  const auto out = fact.as<TermAdvanced>();
  EXPECT_EQ(out.term, 9u);
  EXPECT_EQ(out.by, NodeId(3));
  EXPECT_EQ(out.side, Side::right);
  EXPECT_EQ(out.change, -5);
  EXPECT_EQ(out.after, milliseconds(-7));
  EXPECT_TRUE(out.sure);
}

TEST(Fact, KeepsAnInvalidNode) {
  const Fact fact = Fact::of(TermAdvanced{});
  EXPECT_FALSE(fact.as<TermAdvanced>().by.valid());
}

TEST(Fact, IsOfOneTypeOnly) {
  const Fact fact = Fact::of(Other{1});
  EXPECT_FALSE(fact.is<TermAdvanced>());
  EXPECT_THROW(fact.as<TermAdvanced>(), InternalError);
  EXPECT_FALSE(Fact{}.is<Other>());
}

TEST(Fact, IsNamedInSnakeCaseWithItsFields) {
  const FactType& type = kFactType<TermAdvanced>;
  EXPECT_EQ(type.name, "term_advanced");
  EXPECT_EQ(type.tag, name_tag("term_advanced"));
  ASSERT_EQ(type.fields, 6u);
  EXPECT_EQ(type.field_names[0], "term");
  EXPECT_EQ(type.field_names[5], "sure");
  EXPECT_EQ(kFactType<Other>.fields, 1u);
}

TEST(Operation, JsonNamesPhaseAndFunction) {
  const OpEvent op{OpPhase::ok, Function::read, 3, 7, -2, 0, true, {}};
  EXPECT_EQ(to_json(op),
            R"({"phase":"ok","function":"read","number":3,"key":7,"value":-2,"new_value":0,)"
            R"("has_value":true,"transaction":null,"asked":true})");
}

}  // namespace
}  // namespace ordain
