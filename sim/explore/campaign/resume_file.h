// The file of a campaign that can be interrupted, even by a power cut, and taken up again: every
// run done, in the order in which they were counted. What is read back is counted and learned
// again, so a resumed campaign comes to what it would have come to at once.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>

#include "sim/explore/campaign/run_summary.h"

namespace ordain {

class ResumeFile {
 public:
  // Opens the file, or makes it, for the campaign that `identity` describes, and calls `take` with
  // the runs it has. A record that was cut off, and all behind it, is dropped. Throws InputError.
  ResumeFile(const std::string& path, const std::string& identity,
             const std::function<void(uint64_t scenario, RunSummary summary)>& take);

  void add(uint64_t scenario, const RunSummary& summary);
  void flush();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  void append(const std::string& record);

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace ordain
