#include "sim/run/export/chrome_events.h"

#include "sim/base/json_writer.h"

namespace ordain {
namespace {

// Microseconds with exactly three decimals: every nanosecond kept, no floating point.
std::string microseconds_text(int64_t ns) {
  const uint64_t part = static_cast<uint64_t>(ns) % 1000;
  std::string decimals = std::to_string(part);
  decimals.insert(0, 3 - decimals.size(), '0');
  return std::to_string(ns / 1000) + "." + decimals;
}

}  // namespace

void ChromeEvents::raw(std::string_view key, std::string_view json) {
  std::string& out = out_.text();
  out += ",\"";
  out += key;
  out += "\":";
  out += json;
}

void ChromeEvents::text(std::string_view key, std::string_view value) { raw(key, to_json(value)); }

void ChromeEvents::number(std::string_view key, uint64_t value) { raw(key, std::to_string(value)); }

void ChromeEvents::time(std::string_view key, int64_t ns) { raw(key, microseconds_text(ns)); }

void ChromeEvents::begin(std::string_view phase, Track track, std::string_view name) {
  if (!first_) out_.text() += ",\n";
  first_ = false;
  out_.text() += "{\"ph\":\"";
  out_.text() += phase;
  out_.text() += '"';
  number("pid", track.process);
  number("tid", track.thread);
  text("name", name);
}

void ChromeEvents::end() {
  out_.text() += '}';
  out_.next();
}

void ChromeEvents::name_process(uint64_t process, std::string_view name) {
  begin("M", {process, 0}, "process_name");
  raw("args", "{\"name\":" + to_json(name) + "}");
  end();
  begin("M", {process, 0}, "process_sort_index");
  raw("args", "{\"sort_index\":" + std::to_string(process) + "}");
  end();
}

void ChromeEvents::name_thread(Track track, std::string_view name) {
  begin("M", track, "thread_name");
  raw("args", "{\"name\":" + to_json(name) + "}");
  end();
}

void ChromeEvents::slice(Track track, int64_t ns, int64_t length_ns, std::string_view name,
                         std::string_view category, std::string_view args) {
  begin("X", track, name);
  text("cat", category);
  time("ts", ns);
  time("dur", length_ns);
  if (!args.empty()) raw("args", args);
  end();
}

void ChromeEvents::instant(Track track, int64_t ns, std::string_view name,
                           std::string_view category, char scope, std::string_view args) {
  begin("i", track, name);
  text("cat", category);
  time("ts", ns);
  text("s", std::string_view(&scope, 1));
  if (!args.empty()) raw("args", args);
  end();
}

void ChromeEvents::counter(uint64_t process, int64_t ns, std::string_view name, uint64_t value) {
  begin("C", {process, 0}, name);
  time("ts", ns);
  raw("args", "{\"value\":" + std::to_string(value) + "}");
  end();
}

void ChromeEvents::flow_start(Track track, int64_t ns, uint64_t id, std::string_view name) {
  begin("s", track, name);
  text("cat", "msg");
  time("ts", ns);
  number("id", id);
  end();
}

void ChromeEvents::flow_end(Track track, int64_t ns, uint64_t id, std::string_view name) {
  begin("f", track, name);
  text("cat", "msg");
  text("bp", "e");
  time("ts", ns);
  number("id", id);
  end();
}

void ChromeEvents::span(std::string_view phase, Track track, int64_t ns, std::string_view category,
                        std::string_view id, std::string_view name, std::string_view args) {
  begin(phase, track, name);
  text("cat", category);
  text("id", id);
  time("ts", ns);
  if (!args.empty()) raw("args", args);
  end();
}

void ChromeEvents::span_begin(Track track, int64_t ns, std::string_view category,
                              std::string_view id, std::string_view name, std::string_view args) {
  span("b", track, ns, category, id, name, args);
}

void ChromeEvents::span_end(Track track, int64_t ns, std::string_view category, std::string_view id,
                            std::string_view name, std::string_view args) {
  span("e", track, ns, category, id, name, args);
}

}  // namespace ordain
