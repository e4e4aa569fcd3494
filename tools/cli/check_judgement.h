// What `ordain check` is asked and what it answers, whatever the property: the seam between the
// verb, which reads and prints, and the judges, one for each family of properties.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/check/history.h"
#include "sim/check/import/format.h"
#include "sim/check/lin/explain.h"

namespace ordain::cli {

struct CheckRequest {
  std::string path;
  std::string text;  // the file's
  check::Format format = check::Format::Edn;
  std::string property;  // empty: what the operations suggest
  std::string model;     // empty: likewise
  std::optional<check::Value> initial;
  uint64_t max_steps = 200'000'000;
  uint64_t max_bytes = 1'000'000'000;
  unsigned jobs = 1;
};

enum class Answer : uint8_t { Holds, Violated, Unknown };

struct Anomaly {
  std::string name;
  std::vector<uint32_t> cycle;  // operations' indices
  std::string explanation;
};

struct Judgement {
  std::string model;
  std::string verdict;  // "linearizable", "not_linearizable", "unknown"; empty: see levels
  std::vector<std::pair<std::string, Answer>> levels;
  std::vector<Anomaly> anomalies;
  Answer answer = Answer::Unknown;
  uint64_t operations = 0;
  uint64_t steps = 0;
  // For the page of --html, where the property has one.
  check::History history;
  std::optional<check::lin::Explanation> explanation;
};

const char* name_of(Answer answer);

// Every property by name, in the order of the help text.
std::vector<std::string> property_names();

// Dispatches on the property; throws InputError for an unknown one.
Judgement judge(const CheckRequest& request);

}  // namespace ordain::cli
