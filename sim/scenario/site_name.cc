#include "sim/scenario/site_name.h"

#include <algorithm>
#include <limits>

#include "sim/base/text.h"
#include "sim/scenario/codec.h"

namespace ordain {
namespace {

const char kForms[] =
    "\"n1>n2#17 drop\", \"n3 election_timeout#2\", \"disk n1#4 lost\", \"clock n2 drift\", "
    "\"fault 2#0 target\"";

// In the order of LinkAspect, DiskAspect, ClockAspect and FaultAspect.
const std::vector<std::string>& aspects(Stream stream) {
  static const std::vector<std::string> link{"delay",           "drop", "duplicate", "corrupt",
                                             "duplicate_delay", "burst"};
  static const std::vector<std::string> disk{"latency", "stall", "lying",      "write_error",
                                             "lost",    "torn",  "read_error", "rot"};
  static const std::vector<std::string> clock{"skew", "drift", "late"};
  static const std::vector<std::string> fault{"interval", "after",    "target", "shape",
                                              "amount",   "duration", "swarm"};
  static const std::vector<std::string> none;
  switch (stream) {
    case Stream::link:
      return link;
    case Stream::disk:
      return disk;
    case Stream::clock:
      return clock;
    case Stream::fault:
      return fault;
    case Stream::node:
      break;
  }
  return none;
}

static_assert(static_cast<int>(LinkAspect::burst) == 5);
static_assert(static_cast<int>(DiskAspect::rot) == 7);
static_assert(static_cast<int>(ClockAspect::late) == 2);
static_assert(static_cast<int>(FaultAspect::swarm) == 6);

// The rule number of the swarm's own choices (sim/fault/swarm.cc).
constexpr uint32_t kSwarm = 0xFFFF'FFFF;

// Whether the choice's value is a time in nanoseconds.
bool is_time(const Site& site) {
  switch (site.stream) {
    case Stream::link:
      return site.aspect == static_cast<uint8_t>(LinkAspect::delay) ||
             site.aspect == static_cast<uint8_t>(LinkAspect::duplicate_delay) ||
             site.aspect == static_cast<uint8_t>(LinkAspect::burst);
    case Stream::disk:
      return site.aspect == static_cast<uint8_t>(DiskAspect::latency);
    case Stream::clock:
      return site.aspect != static_cast<uint8_t>(ClockAspect::drift);
    case Stream::fault:
      return site.aspect == static_cast<uint8_t>(FaultAspect::interval) ||
             site.aspect == static_cast<uint8_t>(FaultAspect::after) ||
             site.aspect == static_cast<uint8_t>(FaultAspect::duration);
    case Stream::node:
      return false;
  }
  return false;
}

// A node's pick does not say what it counts, but nothing except times counts to a million.
bool reads_better_as_time(const Site& site, uint64_t value) {
  if (value == 0 || value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    return false;
  }
  return is_time(site) || (site.stream == Stream::node && value >= 1'000'000);
}

// Splits at the last occurrence; false when there is none.
bool split(std::string_view text, char at, std::string_view& left, std::string_view& right) {
  const size_t place = text.rfind(at);
  if (place == text.npos) return false;
  right = text.substr(place + 1);
  left = text.substr(0, place);
  return true;
}

std::optional<uint8_t> aspect_named(Stream stream, std::string_view name, Problem& problem) {
  const std::vector<std::string>& known = aspects(stream);
  const auto found = std::find(known.begin(), known.end(), name);
  if (found != known.end()) return static_cast<uint8_t>(found - known.begin());
  problem.message =
      "nothing called " + describe(Value::string(std::string(name))) + " is chosen there";
  problem.allowed = "one of: " + join(known, ", ");
  problem.suggestion = did_you_mean(name, known);
  return std::nullopt;
}

std::optional<uint32_t> small_number(std::string_view text) {
  const std::optional<uint64_t> number = parse_u64(text);
  if (!number || *number > std::numeric_limits<uint32_t>::max()) return std::nullopt;
  return static_cast<uint32_t>(*number);
}

}  // namespace

void SiteNames::set_picks(const std::vector<std::unique_ptr<NodeTable>>& nodes) {
  kinds_.clear();
  uint32_t all = 0;
  for (const auto& table : nodes) {
    Kind& kind = kinds_.emplace_back();
    kind.nodes = table->size();
    for (uint8_t pick = 0; pick < table->pick_count(); ++pick) {
      kind.picks.emplace_back(table->pick_name(pick));
    }
    all += kind.nodes;
  }
  clients_ = all - servers_;  // a protocol may have nodes of its own behind the clients
}

std::string SiteNames::node_name(uint32_t node) const {
  return node < servers_ ? 'n' + std::to_string(node + 1)
                         : 'c' + std::to_string(node - servers_ + 1);
}

std::optional<uint32_t> SiteNames::node(std::string_view name) const {
  Reading names;
  names.set_cluster(servers_, clients_);
  const std::optional<NodeId> found = names.node(name);
  return found ? std::optional(found->value) : std::nullopt;
}

const std::vector<std::string>* SiteNames::picks(uint32_t node) const {
  for (const Kind& kind : kinds_) {
    if (node < kind.nodes) return &kind.picks;
    node -= kind.nodes;
  }
  return nullptr;
}

std::string SiteNames::format(const Site& site) const {
  const std::string number = '#' + std::to_string(site.ordinal);
  if (site.stream == Stream::node) {
    const std::vector<std::string>* known = picks(site.a);
    const bool named = known != nullptr && site.aspect < known->size();
    return node_name(site.a) + ' ' + (named ? (*known)[site.aspect] : std::to_string(site.aspect)) +
           number;
  }
  const std::vector<std::string>& known = aspects(site.stream);
  const std::string aspect =
      ' ' + (site.aspect < known.size() ? known[site.aspect] : std::to_string(site.aspect));
  if (site.stream == Stream::link) {
    return node_name(site.a) + '>' + node_name(site.b) + number + aspect;
  }
  if (site.stream == Stream::fault) {
    const std::string part = site.ordinal == 0 ? "" : '.' + std::to_string(site.ordinal);
    const std::string rule = site.a == kSwarm ? "swarm" : std::to_string(site.a);
    return "fault " + rule + '#' + std::to_string(site.b) + part + aspect;
  }
  const char* what = site.stream == Stream::disk ? "disk " : "clock ";
  return what + node_name(site.a) + (site.ordinal == 0 ? "" : number) + aspect;
}

std::optional<Site> SiteNames::parse(std::string_view name, Problem& problem) const {
  problem = {"", "no choice is named " + describe(Value::string(std::string(name))),
             std::string("spelled like ") + kForms, ""};
  for (const auto& [prefix, stream] : {std::pair<std::string_view, Stream>{"disk ", Stream::disk},
                                       {"clock ", Stream::clock},
                                       {"fault ", Stream::fault}}) {
    if (name.substr(0, prefix.size()) == prefix) {
      return parse_prefixed(stream, name.substr(prefix.size()), problem);
    }
  }
  return name.find('>') != name.npos ? parse_link(name, problem) : parse_node(name, problem);
}

std::optional<Site> SiteNames::parse_link(std::string_view name, Problem& problem) const {
  std::string_view path, aspect, ends, number, from, to;
  if (!split(name, ' ', path, aspect) || !split(path, '#', ends, number) ||
      !split(ends, '>', from, to)) {
    return std::nullopt;
  }
  const std::optional<uint32_t> a = node(from), b = node(to);
  const std::optional<uint64_t> ordinal = parse_u64(number);
  if (!a || !b || !ordinal) return std::nullopt;
  const std::optional<uint8_t> chosen = aspect_named(Stream::link, aspect, problem);
  if (!chosen) return std::nullopt;
  return Site{Stream::link, *chosen, *a, *b, *ordinal};
}

std::optional<Site> SiteNames::parse_node(std::string_view name, Problem& problem) const {
  std::string_view path, number, who, pick;
  if (!split(name, '#', path, number) || !split(path, ' ', who, pick)) return std::nullopt;
  const std::optional<uint32_t> a = node(who);
  const std::optional<uint64_t> ordinal = parse_u64(number);
  if (!a || !ordinal) return std::nullopt;
  const std::vector<std::string>* known = picks(*a);
  if (known == nullptr) return Site{Stream::node, 0, *a, 0, *ordinal};
  const auto found = std::find(known->begin(), known->end(), pick);
  if (found == known->end()) {
    problem.message =
        std::string(who) + " makes no pick " + describe(Value::string(std::string(pick)));
    problem.allowed = known->empty() ? "it picks nothing" : "one of: " + join(*known, ", ");
    problem.suggestion = did_you_mean(pick, *known);
    return std::nullopt;
  }
  return Site{Stream::node, static_cast<uint8_t>(found - known->begin()), *a, 0, *ordinal};
}

std::optional<Site> SiteNames::parse_prefixed(Stream stream, std::string_view name,
                                              Problem& problem) const {
  std::string_view path, aspect, head, tail;
  if (!split(name, ' ', path, aspect)) return std::nullopt;
  Site site;
  site.stream = stream;
  const bool numbered = split(path, '#', head, tail);
  if (stream == Stream::fault) {
    const size_t point = tail.find('.');
    const auto rule = head == "swarm" ? std::optional(kSwarm) : small_number(head);
    const auto strike = small_number(tail.substr(0, point));
    const auto part =
        point == tail.npos ? std::optional<uint64_t>(0) : parse_u64(tail.substr(point + 1));
    if (!numbered || !rule || !strike || !part) return std::nullopt;
    site.a = *rule;
    site.b = *strike;
    site.ordinal = *part;
  } else {
    const std::optional<uint32_t> a = node(numbered ? head : path);
    const std::optional<uint64_t> ordinal = numbered ? parse_u64(tail) : 0;
    if (!a || !ordinal) return std::nullopt;
    site.a = *a;
    site.ordinal = *ordinal;
  }
  const std::optional<uint8_t> chosen = aspect_named(stream, aspect, problem);
  if (!chosen) return std::nullopt;
  site.aspect = *chosen;
  return site;
}

Value SiteNames::format_value(const Site& site, uint64_t value) const {
  if (reads_better_as_time(site, value)) {
    return Codec<Duration>::write({static_cast<int64_t>(value)});
  }
  return Codec<uint64_t>::write(value);
}

Value write_overrides(const Overrides& overrides, const SiteNames& names) {
  Value out = Value::object();
  for (const auto& [site, value] : overrides) {
    // Appended, not set(): names are distinct, and a search for each would be quadratic.
    out.keys.push_back({names.format(site), {}});
    out.items.push_back(names.format_value(site, value));
  }
  return out;
}

Overrides read_overrides(const At& at, const SiteNames& names, Reading& reading) {
  Overrides out;
  if (!at.value.is(Value::Kind::object)) {
    reading.expected(at, "an object");
    return out;
  }
  for (size_t i = 0; i < at.value.items.size(); ++i) {
    const Key& key = at.value.keys[i];
    Problem problem;
    const std::optional<Site> site = names.parse(key.name, problem);
    if (!site) {
      reading.problem(key.place, at.pointer(), problem.message, problem.allowed,
                      problem.suggestion);
      continue;
    }
    uint64_t value = 0;
    const At inner = at.key(i);
    if (Duration time; inner.value.is(Value::Kind::string)) {
      if (codec::read_duration(inner, {}, time, reading)) value = static_cast<uint64_t>(time.ns);
    } else {
      Codec<uint64_t>::read(inner, value, {}, reading);
    }
    out[*site] = value;
  }
  return out;
}

}  // namespace ordain
