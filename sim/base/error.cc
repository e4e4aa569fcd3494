#include "sim/base/error.h"

namespace ordain {
namespace {

// "file:12:20" is what editors and terminals take to be a link.
bool begins_with_line(const Problem& problem) {
  return !problem.place.empty() && problem.place[0] >= '0' && problem.place[0] <= '9';
}

std::string joined(const std::string& source, const std::vector<Problem>& problems) {
  std::string out;
  for (const Problem& problem : problems) {
    if (!out.empty()) out += '\n';
    if (!source.empty()) out += source + (begins_with_line(problem) ? ":" : ": ");
    out += problem.text();
  }
  return out;
}

}  // namespace

std::string Problem::text() const {
  std::string out = place.empty() ? message : place + ": " + message;
  if (!allowed.empty()) out += "; " + allowed;
  if (!suggestion.empty()) out += "; " + suggestion;
  return out;
}

InputError::InputError(std::string source, std::vector<Problem> problems)
    : std::runtime_error(joined(source, problems)),
      source_(std::move(source)),
      problems_(std::move(problems)) {}

}  // namespace ordain
