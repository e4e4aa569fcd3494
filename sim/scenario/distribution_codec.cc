#include <algorithm>

#include "sim/scenario/codec_model.h"
#include "sim/scenario/field_table.h"

namespace ordain {
namespace {

constexpr size_t kMaxRows = 1000;
const std::vector<std::string>& kinds() {
  static const std::vector<std::string> names{"uniform", "exponential", "bimodal", "table"};
  return names;
}

struct Exponential {
  Duration mean, min;
  std::optional<Duration> max;
};

const Table<Exponential>& exponential_table() {
  static const auto table =
      Table<Exponential>("exponential")
          .field("mean", &Exponential::mean, "the mean of what is beyond `min`")
          .required()
          .at_least(nanoseconds(1))
          .field("min", &Exponential::min, "the shortest")
          .field("max", &Exponential::max, "a cap; default: `min` and 20 times the mean");
  return table;
}

const Table<Distribution>& bimodal_table() {
  static const auto table =
      Table<Distribution>("bimodal")
          .range("fast", &Distribution::low, &Distribution::high, "the fast mode, uniform")
          .required()
          .range("slow", &Distribution::slow_low, &Distribution::slow_high,
                 "the slow mode, uniform")
          .required()
          .field("ratio", &Distribution::slow, "how often it is slow")
          .required();
  return table;
}

void read_uniform(const At& at, Distribution& out, Reading& reading) {
  Pair<Duration> range;
  if (!at.value.is(Value::Kind::array)) {
    return reading.expected(at, "a range [lowest, highest]");
  }
  Codec<Pair<Duration>>::read(at, range, {}, reading);
  out = Distribution::uniform(range.low, range.high);
}

void read_exponential(const At& at, Distribution& out, Reading& reading) {
  const size_t before = reading.count();
  Exponential read;
  exponential_table().read(at, &read, reading);
  if (reading.count() > before) return;
  const Duration max = read.max.value_or(read.min + read.mean * 20);
  if (max < read.min) return reading.problem(at, "\"max\" is below \"min\"");
  out = Distribution{Distribution::Kind::exponential, read.min, max, read.mean, {}, {}, {}, {}};
}

void read_bimodal(const At& at, Distribution& out, Reading& reading) {
  const size_t before = reading.count();
  Distribution read;
  bimodal_table().read(at, &read, reading);
  if (reading.count() > before) return;
  if (read.slow_low < read.low) {
    return reading.problem(at, "the slow mode's lowest is below the fast mode's");
  }
  read.kind = Distribution::Kind::bimodal;
  out = read;
}

void read_row(const At& at, Distribution::Row& row, Reading& reading) {
  if (!at.value.is(Value::Kind::array) || at.value.items.size() != 2) {
    return reading.expected(at, "a row [duration, weight]");
  }
  codec::read_duration(at.element(0), {}, row.value, reading);
  Codec<uint32_t>::read(at.element(1), row.weight, {1, 1'000'000}, reading);
}

void read_rows(const At& at, Distribution& out, Reading& reading) {
  const size_t count = at.value.items.size();
  if (!codec::is_list(at, reading)) return;
  if (count == 0 || count > kMaxRows) {
    return reading.problem(at, "a table of " + std::to_string(count) + " rows",
                           "from 1 to " + std::to_string(kMaxRows) + " rows");
  }
  Distribution read;
  read.kind = Distribution::Kind::table;
  for (size_t i = 0; i < count; ++i) read_row(at.element(i), read.rows.emplace_back(), reading);
  // The benign choice is the first row: the shortest duration.
  std::stable_sort(read.rows.begin(), read.rows.end(),
                   [](const auto& a, const auto& b) { return a.value < b.value; });
  out = std::move(read);
}

Value write_pair(Duration low, Duration high) {
  return Value::array({Codec<Duration>::write(low), Codec<Duration>::write(high)});
}

}  // namespace

void Codec<Distribution>::read(const At& at, Distribution& out, const Limits&, Reading& reading) {
  if (!at.value.is(Value::Kind::object)) {
    Duration value;
    if (codec::read_duration(at, {}, value, reading)) out = Distribution::constant(value);
    return;
  }
  if (at.value.items.size() != 1) {
    return reading.problem(at, "a distribution has exactly one key",
                           "one of: " + join(kinds(), ", "));
  }
  const std::string& kind = at.value.keys[0].name;
  const At inner = at.key(0);
  if (kind == "uniform") return read_uniform(inner, out, reading);
  if (kind == "exponential") return read_exponential(inner, out, reading);
  if (kind == "bimodal") return read_bimodal(inner, out, reading);
  if (kind == "table") return read_rows(inner, out, reading);
  reading.problem(at.value.keys[0].place, at.pointer(),
                  "unknown distribution " + describe(Value::string(kind)),
                  "one of: " + join(kinds(), ", "), reading.suggest(kind, kinds()));
}

Value Codec<Distribution>::write(const Distribution& value) {
  Value out = Value::object();
  switch (value.kind) {
    case Distribution::Kind::constant:
      return Codec<Duration>::write(value.low);
    case Distribution::Kind::uniform:
      out.set("uniform", write_pair(value.low, value.high));
      break;
    case Distribution::Kind::exponential:
      out.set("exponential", Value::object()
                                 .with("mean", Codec<Duration>::write(value.mean))
                                 .with("min", Codec<Duration>::write(value.low))
                                 .with("max", Codec<Duration>::write(value.high)));
      break;
    case Distribution::Kind::bimodal:
      out.set("bimodal", Value::object()
                             .with("fast", write_pair(value.low, value.high))
                             .with("slow", write_pair(value.slow_low, value.slow_high))
                             .with("ratio", Codec<Ratio>::write(value.slow)));
      break;
    case Distribution::Kind::table: {
      Value& rows = out.set("table", Value::array());
      for (const Distribution::Row& row : value.rows) {
        rows.items.push_back(
            Value::array({Codec<Duration>::write(row.value), Value::number(row.weight)}));
      }
    }
  }
  return out;
}

Value distribution_schema() {
  const auto only = [](const char* key, Value inner) {
    return Value::object()
        .with("type", Value::string("object"))
        .with("properties", Value::object().with(key, std::move(inner)))
        .with("required", Value::strings({key}))
        .with("additionalProperties", Value::boolean(false));
  };
  const auto list_of = [](Value items, int64_t least) {
    return Value::object()
        .with("type", Value::string("array"))
        .with("items", std::move(items))
        .with("minItems", Value::number(least));
  };
  Value row = Value::object()
                  .with("type", Value::string("array"))
                  .with("items", Value::array({codec::reference("duration"),
                                               codec::integer_schema({1, 1'000'000}, {})}))
                  .with("minItems", Value::number(2))
                  .with("maxItems", Value::number(2));
  return Value::object().with(
      "anyOf",
      Value::array(
          {codec::reference("duration"),
           only("uniform",
                list_of(codec::reference("duration"), 2).with("maxItems", Value::number(2))),
           only("exponential", exponential_table().schema()),
           only("bimodal", bimodal_table().schema()), only("table", list_of(std::move(row), 1))}));
}

}  // namespace ordain
