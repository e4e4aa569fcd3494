#include "sim/scenario/repro.h"

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/run/engine_version.h"

namespace ordain {
namespace {

// What a run itself reports when a node's code throws; no protocol lists it.
constexpr std::string_view kNoException = "no_exception";

bool is_hex(std::string_view text, size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

class ReproReader {
 public:
  explicit ReproReader(const Scenario& scenario) : scenario_(scenario) {}

  Repro read() {
    const Value* repro = scenario_.repro();
    if (repro == nullptr || !repro->is(Value::Kind::object)) {
      fail("", "this is no saved run: it has no \"repro\" object",
           "save one with: ordain run SCENARIO --save-repro FILE");
    }
    Repro out;
    out.digest = text(*repro, "digest");
    if (!is_hex(out.digest, 32)) fail("/digest", "expected a digest", "32 hex digits");
    out.engine = text(*repro, "engine");
    if (repro->find("property") == nullptr) return out;
    out.property = text(*repro, "property");
    const std::string fingerprint = text(*repro, "fingerprint");
    if (!is_hex(fingerprint, 16)) fail("/fingerprint", "expected a fingerprint", "16 hex digits");
    out.fingerprint = parse_u64("0x" + fingerprint);
    return out;
  }

 private:
  std::string text(const Value& repro, std::string_view key) {
    const Value* value = repro.find(key);
    const std::string place = "/" + std::string(key);
    if (value == nullptr) fail(place, "is missing", "a string");
    if (!value->is(Value::Kind::string)) fail(place, "got " + describe(*value), "a string");
    return value->text;
  }

  [[noreturn]] void fail(const std::string& place, std::string message, std::string allowed) {
    throw InputError(scenario_.source,
                     Problem{"/repro" + place, std::move(message), std::move(allowed), ""});
  }

  const Scenario& scenario_;
};

Value expectation_of(const RunResult& result) {
  Value expect = Value::object();
  if (result.violations.empty()) {
    expect.set("verdict", Value::string(std::string(enum_name(result.verdict))));
  } else if (result.violations.size() == 1 && result.violations.front().property != kNoException) {
    expect.set("violates", Value::string(result.violations.front().property));
  } else {
    expect.set("verdict", Value::string("violation"));
  }
  return expect;
}

}  // namespace

Repro read_repro(const Scenario& scenario) { return ReproReader(scenario).read(); }

Value make_repro(const Scenario& scenario, const RunResult& result) {
  Value repro = Value::object();
  if (!result.violations.empty()) {
    repro.set("property", Value::string(result.violations.front().property));
    repro.set("fingerprint", Value::string(hex64(result.violations.front().fingerprint)));
  }
  repro.set("digest", Value::string(result.digest.hex()));
  repro.set("engine", Value::string(std::string(kEngineVersion)));
  Value tree = scenario.tree;
  // A JSON number is exact only up to 2^53 for most readers.
  const bool exact = result.seed < (uint64_t{1} << 53);
  tree.set("seed", exact ? Value::number(std::to_string(result.seed))
                         : Value::string("0x" + hex64(result.seed)));
  tree.set("expect", expectation_of(result));
  tree.set("repro", std::move(repro));
  return tree;
}

}  // namespace ordain
