#include "sim/scenario/reading.h"

#include <algorithm>

#include "sim/base/text.h"

namespace ordain {
namespace {

constexpr size_t kListed = 100;

}  // namespace

std::string At::pointer() const { return parent == nullptr ? step : parent->pointer() + step; }

std::optional<NodeId> Reading::node(std::string_view name) const {
  if (name.size() < 2 || name[1] < '1' || name[1] > '9') return std::nullopt;
  const std::optional<uint64_t> number = parse_u64(name.substr(1));
  const uint32_t count = name[0] == 'n' ? servers_ : name[0] == 'c' ? clients_ : 0;
  if (!number || *number > count) return std::nullopt;
  const uint32_t first = name[0] == 'n' ? 0 : servers_;
  return NodeId(first + static_cast<uint32_t>(*number) - 1);
}

std::string Reading::node_name(NodeId node) const {
  return node.value < servers_ ? 'n' + std::to_string(node.value + 1)
                               : 'c' + std::to_string(node.value - servers_ + 1);
}

std::string Reading::allowed_nodes() const {
  std::string out = servers_ == 1 ? "n1" : "n1 to n" + std::to_string(servers_);
  if (clients_ == 1) out += ", c1";
  if (clients_ > 1) out += ", c1 to c" + std::to_string(clients_);
  return out;
}

void Reading::problem(const At& at, std::string message, std::string allowed,
                      std::string suggestion) {
  problem(at.value.place, at.pointer(), std::move(message), std::move(allowed),
          std::move(suggestion));
}

void Reading::problem(Place place, std::string pointer, std::string message, std::string allowed,
                      std::string suggestion) {
  if (problems_.size() == kListed) {
    ++unlisted_;
    return;
  }
  std::string where = pointer.empty() ? "/" : std::move(pointer);
  if (place.line > 0) {
    where = std::to_string(place.line) + ':' + std::to_string(place.column) + ": " + where;
  } else if (place.column > 0 && place.column <= options_.size()) {
    where = "--set " + options_[place.column - 1] + ": " + where;
  }
  problems_.push_back(
      {place, {std::move(where), std::move(message), std::move(allowed), std::move(suggestion)}});
}

std::string Reading::suggest(std::string_view word, const std::vector<std::string>& known) const {
  return problems_.size() < kListed ? did_you_mean(word, known) : "";
}

std::vector<Problem> Reading::problems() const {
  std::vector<Located> sorted = problems_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Located& a, const Located& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  std::vector<Problem> out;
  for (Located& located : sorted) out.push_back(std::move(located.problem));
  if (unlisted_ > 0) {
    out.push_back({"", "and " + std::to_string(unlisted_) + " more errors", "", ""});
  }
  return out;
}

}  // namespace ordain
