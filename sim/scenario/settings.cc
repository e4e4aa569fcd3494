#include "sim/scenario/settings.h"

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/scenario/json_reader.h"

namespace ordain {
namespace {

void place_all(Value& value, Place place) {
  value.place = place;
  for (Key& key : value.keys) key.place = place;
  for (Value& item : value.items) place_all(item, place);
}

// What opens like JSON must be JSON; anything else that is not JSON is a bare string.
Value parse_value(const std::string& text, const std::string& option) {
  try {
    return read_json(text, option);
  } catch (const InputError&) {
    const size_t first = text.find_first_not_of(' ');
    if (first != text.npos && std::string_view("{[\"").find(text[first]) != text.npos) throw;
    return Value::string(text);
  }
}

// The place in a list that a step names; its size means: append.
size_t list_place(const Value& list, const std::string& step, const std::string& option) {
  const size_t count = list.items.size();
  if (step == "-") return count;
  const std::optional<uint64_t> index = parse_u64(step);
  if (index && *index <= count) return static_cast<size_t>(*index);
  throw InputError(option, Problem{"", "the list has no place \"" + step + "\"",
                                   "0 to " + std::to_string(count) + ", or - to append", ""});
}

Value& step_into(Value& at, const std::string& step, Place place, const std::string& option) {
  if (at.is(Value::Kind::null)) {
    at = step == "-" ? Value::array() : Value::object();
    at.place = place;
  }
  if (at.is(Value::Kind::array)) {
    const size_t index = list_place(at, step, option);
    return index < at.items.size() ? at.items[index] : at.items.emplace_back();
  }
  if (!at.is(Value::Kind::object)) {
    throw InputError(option, Problem{"", "there is nothing below " + describe(at), "", ""});
  }
  if (Value* member = at.find(step)) return *member;
  Value& made = at.set(step, {});
  at.keys.back().place = place;
  return made;
}

void apply(Value& tree, const std::string& setting, Place place) {
  const std::string option = "--set " + setting.substr(0, 80);
  const size_t equals = setting.find('=');
  const std::vector<std::string> steps = pointer_steps(setting.substr(0, equals));
  if (equals == setting.npos || steps.empty()) {
    throw InputError(option, Problem{"", "expected /json/pointer=VALUE",
                                     "such as /nodes=3 or /network/loss=5%", ""});
  }
  if (steps.size() > kMaxNesting) {
    throw InputError(option, Problem{"", "the pointer is too long", "", ""});
  }
  Value value = parse_value(setting.substr(equals + 1), option);
  place_all(value, place);
  Value* at = &tree;
  for (const std::string& step : steps) at = &step_into(*at, step, place, option);
  *at = std::move(value);
}

}  // namespace

void apply_settings(Value& tree, const std::vector<std::string>& settings) {
  std::vector<Problem> problems;
  for (size_t i = 0; i < settings.size(); ++i) {
    try {
      apply(tree, settings[i], {0, static_cast<uint32_t>(i + 1)});
    } catch (const InputError& error) {
      for (Problem problem : error.problems()) {
        problem.place = error.source();
        problems.push_back(std::move(problem));
      }
    }
  }
  if (!problems.empty()) throw InputError("", std::move(problems));
}

}  // namespace ordain
