// A file that a command will write. It is opened before the work starts, so that a missing folder
// or a file that may not be written is an error at once and not after an hour.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace ordain::cli {

class OutputFile {
 public:
  // Throws InputError, with `option` as its source. Does not truncate yet.
  OutputFile(std::string option, std::string path);

  const std::string& path() const { return path_; }
  void write(std::string_view text);  // the first write empties the file
  void close();                       // throws InputError when the disk is full

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  [[noreturn]] void fail() const;

  std::string option_;
  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  bool begun_ = false;
};

}  // namespace ordain::cli
