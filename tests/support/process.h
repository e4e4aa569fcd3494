// Runs a program as a person or a script would, and says what came of it.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace ordain::test {

struct Finished {
  int status = 0;  // the exit status; 128 + n when signal n ended it
  std::string out;
  std::string err;
};

struct ProcessOptions {
  std::vector<std::string> environment;  // "NAME=value", added to this process's own
  std::string folder;                    // where it runs; empty: here
  // Both streams are one terminal (out has everything), as when a person sits in front of it.
  bool terminal = false;
  // Sent as soon as something was written to stdout.
  int signal_at_first_output = 0;
};

// Throws std::runtime_error when the program cannot be started.
Finished run_process(const std::vector<std::string>& command, const ProcessOptions& options = {});

// The `ordain` program of this build, in the root of the source tree.
Finished ordain(const std::vector<std::string>& arguments, ProcessOptions options = {});

// A fresh folder that is removed with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path(const std::string& name) const { return path_ + "/" + name; }
  // Writes a file and returns its path.
  std::string file(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

std::string read_text(const std::string& path);

}  // namespace ordain::test
