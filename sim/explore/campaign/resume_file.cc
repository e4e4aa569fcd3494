#include "sim/explore/campaign/resume_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "sim/base/error.h"
#include "sim/base/hash.h"
#include "sim/explore/campaign/wire.h"

namespace ordain {
namespace {

constexpr const char* kOption = "--resume";

std::string framed(const std::string& record) {
  WireWriter out;
  out.text(record);
  out.number(hash_bytes(record.data(), record.size()));
  return out.take();
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

ResumeFile::ResumeFile(const std::string& path, const std::string& identity,
                       const std::function<void(uint64_t, RunSummary)>& take)
    : path_(path) {
  const std::string bytes = read_file(path);
  const std::string head = framed("ordain campaign 1\n" + identity);
  if (!bytes.empty() && bytes.compare(0, head.size(), head) != 0) {
    throw InputError(kOption, Problem{"", "\"" + path + "\" is not of this campaign",
                                      "the same scenarios, settings, strategy, first seed and "
                                      "engine, or a new file",
                                      ""});
  }
  size_t sound = bytes.empty() ? 0 : head.size();
  try {
    WireReader in(std::string_view(bytes).substr(sound));
    while (!in.at_end()) {
      const std::string record = in.text();
      if (in.number() != hash_bytes(record.data(), record.size())) break;
      WireReader fields(record);
      const uint64_t scenario = fields.number();
      take(scenario, decode_summary(fields.text()));
      sound += record.size() + 16;
    }
  } catch (const std::out_of_range&) {  // the last record was cut off
  }
  file_.reset(std::fopen(path.c_str(), "ab"));
  if (!file_ || (!bytes.empty() && ::truncate(path.c_str(), static_cast<off_t>(sound)) != 0)) {
    throw InputError(
        kOption,
        Problem{"", "\"" + path + "\" cannot be written: " + std::strerror(errno), "", ""});
  }
  if (bytes.empty()) append(head);
}

void ResumeFile::append(const std::string& record) {
  if (std::fwrite(record.data(), 1, record.size(), file_.get()) != record.size()) {
    throw InputError(
        kOption,
        Problem{"", "\"" + path_ + "\" cannot be written: " + std::strerror(errno), "", ""});
  }
}

void ResumeFile::add(uint64_t scenario, const RunSummary& summary) {
  WireWriter record;
  record.number(scenario);
  record.text(encode_summary(summary));
  append(framed(record.take()));
}

void ResumeFile::flush() { std::fflush(file_.get()); }

}  // namespace ordain
