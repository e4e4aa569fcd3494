#include "tests/tidy/layers.h"

#include <gtest/gtest.h>

#include "tests/support/paths.h"

namespace ordain::tidy {
namespace {

const std::vector<std::string> kPaths{
    "sim/base/time.h",      "sim/core/event.h",
    "sim/net/link.h",       "sim/disk/disk.h",
    "sim/world/world.h",    "sim/check/history.h",
    "sim/fault/rule.h",     "sim/run/run.h",
    "sim/scenario/load.h",  "sim/explore/fuzz.h",
    "protocols/builtin.h",  "protocols/kv/registration.h",
    "protocols/kv/store.h", "protocols/raft/registration.h",
    "protocols/raft/log.h", "tools/explorer/page.h",
    "tools/cli/run.h",      "tests/tidy/layers.h",
    "sim/net/link.cc",
};

std::string found(const std::string& path, const std::string& include) {
  return report(check_includes({path, "#include " + include + "\n"}, kPaths));
}

TEST(Layers, IncludesPointDown) {
  EXPECT_EQ(found("sim/core/x.cc", "\"sim/base/time.h\""), "");
  EXPECT_EQ(found("sim/fault/x.cc", "\"sim/net/link.h\""), "");
  EXPECT_EQ(found("sim/world/x.cc", "\"sim/base/time.h\""), "");
  EXPECT_EQ(found("sim/run/x.cc", "\"sim/check/history.h\""), "");
  EXPECT_EQ(found("tools/cli/x.cc", "\"sim/net/link.h\""), "");
  EXPECT_EQ(found("tests/unit/net/x.cc", "\"tools/cli/run.h\""), "");
}

TEST(Layers, IncludesThatPointUpOrSidewaysAreFound) {
  EXPECT_EQ(found("sim/base/x.cc", "\"sim/core/event.h\""),
            "sim/base/x.cc:1: sim/base may not include sim/core (\"sim/core/event.h\")\n");
  EXPECT_NE(found("sim/net/x.cc", "\"sim/disk/disk.h\""), "");
  EXPECT_NE(found("sim/net/x.cc", "\"sim/fault/rule.h\""), "");
  EXPECT_NE(found("sim/check/x.cc", "\"sim/net/link.h\""), "");
  EXPECT_NE(found("sim/world/x.cc", "\"sim/check/history.h\""), "");
  EXPECT_NE(found("sim/scenario/x.cc", "\"sim/explore/fuzz.h\""), "");
  EXPECT_NE(found("tools/explorer/x.cc", "\"tools/cli/run.h\""), "");
  EXPECT_NE(found("sim/base/x.cc", "\"tests/tidy/layers.h\""), "");
}

TEST(Layers, TheSimulatorNeverIncludesAProtocol) {
  EXPECT_NE(found("sim/scenario/x.cc", "\"protocols/builtin.h\""), "");
  EXPECT_NE(found("sim/explore/x.cc", "\"protocols/raft/log.h\""), "");
  EXPECT_NE(found("tools/explorer/x.cc", "\"protocols/raft/log.h\""), "");
  EXPECT_NE(found("tools/cli/x.cc", "\"protocols/raft/log.h\""), "");
  EXPECT_EQ(found("tools/cli/x.cc", "\"protocols/builtin.h\""), "");
}

TEST(Layers, AProtocolKnowsBaseCoreCheckAndOtherProtocols) {
  EXPECT_EQ(found("protocols/raft/x.cc", "\"sim/check/history.h\""), "");
  EXPECT_EQ(found("protocols/raft/x.cc", "\"protocols/raft/log.h\""), "");
  EXPECT_EQ(found("protocols/raft/x.cc", "\"protocols/kv/store.h\""), "");
  EXPECT_NE(found("protocols/raft/x.cc", "\"sim/net/link.h\""), "");
  EXPECT_NE(found("protocols/raft/x.cc", "\"sim/world/world.h\""), "");
  EXPECT_NE(found("protocols/kv/x.cc", "\"protocols/raft/registration.h\""), "");
}

TEST(Layers, OnlyAProtocolsRegistrationKnowsScenarios) {
  EXPECT_NE(found("protocols/raft/x.cc", "\"sim/scenario/load.h\""), "");
  EXPECT_EQ(found("protocols/raft/registration.cc", "\"sim/scenario/load.h\""), "");
  EXPECT_NE(found("protocols/raft/registration.cc", "\"sim/run/run.h\""), "");
  EXPECT_EQ(found("protocols/raft/registration.cc", "\"protocols/kv/registration.h\""), "");
  EXPECT_NE(found("protocols/raft/x.cc", "\"protocols/kv/registration.h\""), "");
  EXPECT_EQ(found("protocols/builtin.cc", "\"protocols/raft/registration.h\""), "");
  EXPECT_NE(found("protocols/builtin.cc", "\"protocols/raft/log.h\""), "");
}

TEST(Layers, EachLibraryHasItsPlace) {
  EXPECT_EQ(found("tools/explorer/x.cc", "<boost/asio.hpp>"), "");
  EXPECT_NE(found("tools/cli/x.cc", "<boost/asio/io_context.hpp>"), "");
  EXPECT_EQ(found("tools/cli/x.cc", "<CLI/CLI.hpp>"), "");
  EXPECT_NE(found("sim/scenario/x.cc", "<CLI/CLI.hpp>"), "");
  EXPECT_EQ(found("sim/scenario/x.cc", "<nlohmann/json.hpp>"), "");
  EXPECT_NE(found("sim/check/x.cc", "<nlohmann/json.hpp>"), "");
  EXPECT_NE(found("protocols/raft/x.cc", "<nlohmann/json.hpp>"), "");
  EXPECT_EQ(found("sim/core/x.cc", "<boost/describe/class.hpp>"), "");
  EXPECT_NE(found("sim/core/x.cc", "<boost/container/flat_map.hpp>"), "");
  EXPECT_NE(found("sim/core/x.cc", "<xxhash.h>"), "");
  EXPECT_NE(found("sim/core/x.cc", "<gtest/gtest.h>"), "");
  EXPECT_NE(found("sim/core/x.cc", "<unistd.h>"), "");
  EXPECT_EQ(found("tools/cli/x.cc", "<unistd.h>"), "");
}

TEST(Layers, IncludesAreRootedAndTheirFilesAreThere) {
  EXPECT_NE(found("sim/net/x.cc", "\"link.h\""), "");
  EXPECT_NE(found("sim/net/x.cc", "\"../base/time.h\""), "");
  EXPECT_NE(found("sim/net/x.cc", "\"sim/net/gone.h\""), "");
}

TEST(Layers, AHeaderIsTheFirstIncludeOfItsOwnSource) {
  const SourceFile good{"sim/net/link.cc", "#include \"sim/net/link.h\"\n\n#include <map>\n"};
  const SourceFile bad{"sim/net/link.cc", "#include <map>\n\n#include \"sim/net/link.h\"\n"};
  EXPECT_TRUE(check_own_header_first(good, kPaths).empty());
  EXPECT_EQ(check_own_header_first(bad, kPaths).size(), 1u);
  EXPECT_TRUE(check_own_header_first({"sim/net/alone.cc", "#include <map>\n"}, kPaths).empty());
}

TEST(Layers, ProtocolsInACircleAreFound) {
  const SourceFile a{"protocols/a/x.h", "#include \"protocols/b/y.h\"\n"};
  const SourceFile b{"protocols/b/y.h", "#include \"protocols/c/z.h\"\n"};
  const SourceFile c{"protocols/c/z.h", "#include \"protocols/a/x.h\"\n"};
  EXPECT_TRUE(check_protocol_circles({a, b}).empty());
  EXPECT_EQ(check_protocol_circles({a, b, c}).size(), 3u);
}

class LayersOfTheTree : public testing::Test {
 protected:
  LayersOfTheTree() : files_(read_cpp(test::source_dir())) {
    for (const SourceFile& file : files_) paths_.push_back(file.path);
  }

  std::vector<SourceFile> files_;
  std::vector<std::string> paths_;
};

TEST_F(LayersOfTheTree, PointDown) {
  for (const SourceFile& file : files_) {
    EXPECT_EQ(report(check_includes(file, paths_)), "");
    EXPECT_EQ(report(check_own_header_first(file, paths_)), "");
  }
  EXPECT_EQ(report(check_protocol_circles(files_)), "");
}

}  // namespace
}  // namespace ordain::tidy
