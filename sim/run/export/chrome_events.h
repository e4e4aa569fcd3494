// Writes single Chrome trace events: {"ph":"X","pid":1,...}, separated by commas and lines. Knows
// the format and no simulator.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/run/export/text_sink.h"

namespace ordain {

struct Track {
  uint64_t process = 0;
  uint32_t thread = 1;
};

class ChromeEvents {
 public:
  explicit ChromeEvents(TextSink& out) : out_(out) {}

  // `args` is a JSON object, or empty.
  void name_process(uint64_t process, std::string_view name);
  void name_thread(Track track, std::string_view name);
  void slice(Track track, int64_t ns, int64_t length_ns, std::string_view name,
             std::string_view category, std::string_view args);
  void instant(Track track, int64_t ns, std::string_view name, std::string_view category,
               char scope, std::string_view args);
  void counter(uint64_t process, int64_t ns, std::string_view name, uint64_t value);
  void flow_start(Track track, int64_t ns, uint64_t id, std::string_view name);
  void flow_end(Track track, int64_t ns, uint64_t id, std::string_view name);
  void span_begin(Track track, int64_t ns, std::string_view category, std::string_view id,
                  std::string_view name, std::string_view args);
  void span_end(Track track, int64_t ns, std::string_view category, std::string_view id,
                std::string_view name, std::string_view args);

 private:
  void begin(std::string_view phase, Track track, std::string_view name);
  void time(std::string_view key, int64_t ns);
  void text(std::string_view key, std::string_view value);
  void number(std::string_view key, uint64_t value);
  void raw(std::string_view key, std::string_view json);
  void end();
  void span(std::string_view phase, Track track, int64_t ns, std::string_view category,
            std::string_view id, std::string_view name, std::string_view args);

  TextSink& out_;
  bool first_ = true;
};

}  // namespace ordain
