#include "sim/explore/campaign/run_summary.h"

#include "sim/explore/campaign/wire.h"

namespace ordain {
namespace {

void write_learned(WireWriter& out, const Learned& learned) {
  out.number(learned.index);
  out.number(learned.seed);
  out.number(learned.messages);
  out.list(learned.plan, [&](uint64_t word) { out.number(word); });
  out.list(learned.coverage, [&](const Covered& covered) {
    out.number(covered.state);
    out.number(covered.choices);
  });
}

void read_learned(WireReader& in, Learned& learned) {
  learned.index = in.number();
  learned.seed = in.number();
  learned.messages = in.number();
  in.list([&] { learned.plan.push_back(in.number()); });
  in.list([&] {
    Covered& covered = learned.coverage.emplace_back();
    covered.state = in.number();
    covered.choices = in.number();
  });
}

void write_violation(WireWriter& out, const Violation& violation) {
  out.text(violation.property);
  out.text(violation.reason);
  out.number(violation.event);
  out.number(static_cast<uint64_t>(violation.time.ns));
  out.number(violation.node.value);
  out.number(violation.fingerprint);
}

Violation read_violation(WireReader& in) {
  Violation out;
  out.property = in.text();
  out.reason = in.text();
  out.event = in.number();
  out.time.ns = static_cast<int64_t>(in.number());
  out.node.value = static_cast<uint32_t>(in.number());
  out.fingerprint = in.number();
  return out;
}

}  // namespace

void write_answer(WireWriter& out, const Site& site, uint64_t value) {
  out.number((static_cast<uint64_t>(site.stream) << 8) | site.aspect);
  out.number((static_cast<uint64_t>(site.a) << 32) | site.b);
  out.number(site.ordinal);
  out.number(value);
}

void read_answer(WireReader& in, Overrides& out) {
  Site site;
  const uint64_t place = in.number();
  site.stream = static_cast<Stream>(place >> 8);
  site.aspect = static_cast<uint8_t>(place);
  const uint64_t pair = in.number();
  site.a = static_cast<uint32_t>(pair >> 32);
  site.b = static_cast<uint32_t>(pair);
  site.ordinal = in.number();
  out[site] = in.number();
}

std::string encode_summary(const RunSummary& summary) {
  WireWriter out;
  write_learned(out, summary.learned);
  out.number(static_cast<uint64_t>(summary.verdict));
  out.text(summary.undecided);
  out.list(summary.violations, [&](const Violation& v) { write_violation(out, v); });
  out.number(summary.digest.high);
  out.number(summary.digest.low);
  const StoryCounts& counts = summary.counts;
  for (uint64_t n : {counts.events, counts.faults, counts.operations, counts.nodes}) out.number(n);
  out.list(summary.probes, [&](const auto& probe) {
    out.text(probe.first);
    out.number(probe.second);
  });
  out.list(summary.swarm, [&](const std::string& drawn) { out.text(drawn); });
  out.list(summary.answered, [&](const auto& a) { write_answer(out, a.first, a.second); });
  out.number(summary.verified ? 1 : 0);
  out.text(summary.divergence);
  return out.take();
}

RunSummary decode_summary(std::string_view bytes) {
  WireReader in(bytes);
  RunSummary out;
  read_learned(in, out.learned);
  out.verdict = static_cast<Verdict>(in.number());
  out.undecided = in.text();
  in.list([&] { out.violations.push_back(read_violation(in)); });
  out.digest.high = in.number();
  out.digest.low = in.number();
  StoryCounts& counts = out.counts;
  for (uint64_t* n : {&counts.events, &counts.faults, &counts.operations, &counts.nodes}) {
    *n = in.number();
  }
  in.list([&] {
    std::string name = in.text();
    out.probes[std::move(name)] = in.number();
  });
  in.list([&] { out.swarm.push_back(in.text()); });
  in.list([&] { read_answer(in, out.answered); });
  out.verified = in.number() != 0;
  out.divergence = in.text();
  return out;
}

RunSummary lost_run(uint64_t index, uint64_t seed, std::string_view property, std::string reason) {
  RunSummary out;
  out.learned.index = index;
  out.learned.seed = seed;
  out.verdict = Verdict::violation;
  Report report;
  report.violated(property, std::move(reason), 0, Time{}, kNoNode);
  out.violations = report.violations();
  return out;
}

bool is_lost(const RunSummary& summary) {
  return !summary.violations.empty() && (summary.violations.front().property == kNoCrash ||
                                         summary.violations.front().property == kNoHang ||
                                         summary.violations.front().property == kNoExhaustion);
}

}  // namespace ordain
