// A short recorded run made by hand, with every kind of event, for the exporters' tests: two
// servers and a client; a lost, a duplicated and a held-up message; a crash in the middle.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/core/trace.h"
#include "sim/run/export/recorded_run.h"
#include "sim/run/export/text_sink.h"

namespace ordain::test {

struct Ask {
  uint64_t round = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Ask, (), (round, text))

struct Elected {
  uint64_t term = 0;
};
BOOST_DESCRIBE_STRUCT(Elected, (), (term))

inline constexpr NodeId kN1{0}, kN2{1}, kC1{2};

class SampleRun {
 public:
  SampleRun();

  RecordedRun run() const { return {trace_.events(), names_, "sample", 42, "00ff"}; }
  Trace& trace() { return trace_; }

  using Exporter = void (*)(const RecordedRun&, const ExportOptions&, TextSink&);
  std::string text(Exporter exporter, const ExportOptions& options = {}) const {
    std::string out;
    TextSink sink(out);
    exporter(run(), options, sink);
    return out;
  }

 private:
  void message(EventKind kind, NodeId node, NodeId peer, uint64_t n, uint64_t b = 0,
               uint8_t detail = 0);

  Trace trace_;
  Names names_;
  int64_t now_ = 0;
};

std::vector<std::string> lines_of(const std::string& text);

}  // namespace ordain::test
