#include "sim/check/import/format.h"

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/check/import/etcd_log.h"
#include "sim/check/import/jepsen.h"

namespace ordain::check {
namespace {

struct Named {
  Format format;
  const char* name;
};

constexpr Named kNames[] = {{Format::Edn, "edn"},
                            {Format::Json, "json"},
                            {Format::Ndjson, "ndjson"},
                            {Format::EtcdLog, "jepsen-log"},
                            {Format::PorcupineKv, "porcupine-kv"},
                            {Format::PlumeText, "plume-text"}};

// Skips white space and, for EDN, comments.
std::string_view skip_blanks(std::string_view text) {
  while (!text.empty()) {
    const char c = text.front();
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',') {
      text.remove_prefix(1);
    } else if (c == ';') {
      const size_t end = text.find('\n');
      text.remove_prefix(end == std::string_view::npos ? text.size() : end);
    } else {
      break;
    }
  }
  return text;
}

bool is_log_line(std::string_view text) {
  for (const char* level : {"INFO", "WARN", "ERROR", "DEBUG", "TRACE"})
    if (text.starts_with(level)) return true;
  return false;
}

bool is_porcupine_kv(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  if (line.find(":key \"") == std::string_view::npos) return false;
  for (const char* f : {":f :get,", ":f :put,", ":f :append,"})
    if (line.find(f) != std::string_view::npos) return true;
  return false;
}

}  // namespace

std::string_view name_of(Format format) {
  for (const Named& named : kNames)
    if (named.format == format) return named.name;
  return "";
}

const std::vector<std::string>& format_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Named& named : kNames) all.emplace_back(named.name);
    return all;
  }();
  return names;
}

Format parse_format(std::string_view name) {
  for (const Named& named : kNames)
    if (name == named.name) return named.format;
  throw InputError(
      "", Problem{"--input", "unknown history format \"" + std::string(name) + "\"",
                  "one of: " + join(format_names(), ", "), did_you_mean(name, format_names())});
}

Format detect_format(std::string_view file_name, std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  text = skip_blanks(text);
  if (is_log_line(text)) return Format::EtcdLog;
  if (text.starts_with("r(") || text.starts_with("w(")) return Format::PlumeText;
  if (text.starts_with('[')) {
    const std::string_view inside = skip_blanks(text.substr(1));
    if (inside.starts_with('{'))
      return skip_blanks(inside.substr(1)).starts_with('"') ? Format::Json : Format::Edn;
  }
  if (text.starts_with('{') && skip_blanks(text.substr(1)).starts_with('"')) return Format::Ndjson;
  if (text.starts_with('{')) return is_porcupine_kv(text) ? Format::PorcupineKv : Format::Edn;
  if (file_name.ends_with(".json")) return Format::Json;
  if (file_name.ends_with(".ndjson") || file_name.ends_with(".jsonl")) return Format::Ndjson;
  if (file_name.ends_with(".log")) return Format::EtcdLog;
  return Format::Edn;
}

History import_history(std::string_view text, const std::string& source, Format format) {
  JepsenOptions options;
  switch (format) {
    case Format::Edn:
      return import_jepsen(text, source, options);
    case Format::Json:
    case Format::Ndjson:
      options.dialect = FormReader::Dialect::Json;
      return import_jepsen(text, source, options);
    case Format::EtcdLog:
      return import_etcd_log(text, source);
    case Format::PorcupineKv:
      return import_porcupine_kv(text, source);
    case Format::PlumeText:
      break;
  }
  throw InputError(source, Problem{"", "this format records transactions without times",
                                   "check it for isolation levels", ""});
}

}  // namespace ordain::check
