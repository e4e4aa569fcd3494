#include "sim/base/describe.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sim/base/type_name.h"

namespace ordain {
namespace sample {

enum class Role { follower, candidate, leader };
BOOST_DESCRIBE_ENUM(Role, follower, candidate, leader)

struct Vote {
  uint64_t term = 0;
  bool granted = false;
};
BOOST_DESCRIBE_STRUCT(Vote, (), (term, granted))

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

struct Undescribed {
  int x = 0;
};

}  // namespace sample

namespace {

struct Hidden {};

TEST(Describe, FieldsAreVisitedInTheOrderOfTheDescription) {
  const sample::Vote vote{7, true};
  std::string seen;
  for_each_field(vote, [&](std::string_view name, const auto& field) {
    seen += std::string(name) + '=' + std::to_string(field) + ' ';
  });
  EXPECT_EQ(seen, "term=7 granted=1 ");
}

TEST(Describe, FieldsMayBeChanged) {
  sample::Vote vote;
  for_each_field(vote, [](std::string_view, auto& field) { field = true; });
  EXPECT_EQ(vote.term, 1u);
  EXPECT_TRUE(vote.granted);
}

TEST(Describe, WhatIsDescribedIsKnownToTheCompiler) {
  static_assert(DescribedStruct<sample::Vote> && DescribedStruct<const sample::Vote>);
  static_assert(DescribedStruct<sample::Empty> && kFieldCount<sample::Empty> == 0);
  static_assert(kFieldCount<sample::Vote> == 2);
  static_assert(!DescribedStruct<sample::Undescribed> && !DescribedStruct<sample::Role>);
  static_assert(DescribedEnum<sample::Role> && !DescribedEnum<sample::Vote>);
}

TEST(Describe, EnumeratorsHaveTheirNames) {
  EXPECT_EQ(enum_name(sample::Role::leader), "leader");
  EXPECT_EQ(enum_name(static_cast<sample::Role>(9)), "?");
}

// FNV-1a's published values; tags of message types stand in every digest.
TEST(Describe, NameTagsAreFnv1a) {
  static_assert(name_tag("") == 0xCBF29CE484222325ULL);
  static_assert(name_tag("a") == 0xAF63DC4C8601EC8CULL);
  static_assert(name_tag("foobar") == 0x85944171F73967E8ULL);
}

TEST(TypeName, IsTheUnqualifiedName) {
  static_assert(type_name<sample::Vote>() == "Vote");
  static_assert(type_name<sample::Role>() == "Role");
  static_assert(type_name<Hidden>() == "Hidden");
  static_assert(type_name<int>() == "int");
}

}  // namespace
}  // namespace ordain
