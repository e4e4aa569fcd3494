#include "tools/cli/read_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "sim/base/error.h"

namespace ordain::cli {
namespace {

namespace fs = std::filesystem;

// A folder of the test's own, gone with it.
class ReadFile : public testing::Test {
 protected:
  ReadFile() : folder_(fs::path(testing::TempDir()) / ("ordain-" + std::to_string(getpid()))) {
    fs::create_directories(folder_ / "raft");
    write("raft/leader_crash.json", "{}\n");
  }
  ~ReadFile() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }
  std::string complaint(const std::string& name) const {
    try {
      read_file(path(name), 1000);
      return "";
    } catch (const InputError& error) {
      return error.what();
    }
  }

 private:
  fs::path folder_;
};

TEST_F(ReadFile, ReadsAllBytes) {
  write("x", std::string("a\0b\n", 4));
  EXPECT_EQ(read_file(path("x"), 4), std::string("a\0b\n", 4));
  write("empty", "");
  EXPECT_EQ(read_file(path("empty"), 0), "");
}

TEST_F(ReadFile, AMissingFileSuggestsItsNearestNeighbour) {
  EXPECT_EQ(complaint("raft/leader_crahs.json"), path("raft/leader_crahs.json") +
                                                     ": there is no such file; did you mean \"" +
                                                     path("raft/leader_crash.json") + "\"?");
  EXPECT_NE(complaint("rfat/leader_crash.json").find(path("raft/leader_crash.json")),
            std::string::npos);
  EXPECT_EQ(complaint("raft/entirely_different.txt").find("did you mean"), std::string::npos);
}

TEST_F(ReadFile, DirectoriesDevicesAndLargeFilesAreRefusedBeforeTheyAreRead) {
  EXPECT_NE(complaint("raft").find("this is a directory"), std::string::npos);
  EXPECT_THROW(read_file("/dev/zero", 1000), InputError);
  write("small", "");
  fs::resize_file(path("small"), 100'000'000);  // sparse
  EXPECT_NE(complaint("small").find("too large (100000000 bytes); at most 1000 bytes"),
            std::string::npos);
}

}  // namespace
}  // namespace ordain::cli
