#include "tools/cli/output_file.h"

#include <cerrno>
#include <cstring>

#include "sim/base/error.h"

namespace ordain::cli {

OutputFile::OutputFile(std::string option, std::string path)
    : option_(std::move(option)), path_(std::move(path)), file_(std::fopen(path_.c_str(), "ab")) {
  if (!file_) fail();
}

void OutputFile::fail() const {
  throw InputError(option_,
                   {"", "\"" + path_ + "\" cannot be written: " + std::strerror(errno), "", ""});
}

void OutputFile::write(std::string_view text) {
  if (!begun_) {
    file_.reset(std::fopen(path_.c_str(), "wb"));
    if (!file_) fail();
    begun_ = true;
  }
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) fail();
}

void OutputFile::close() {
  write("");
  if (std::fflush(file_.get()) != 0) fail();
  file_.reset();
}

}  // namespace ordain::cli
