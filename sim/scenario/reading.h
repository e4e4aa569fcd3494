// Reading a tree into structs: where one is, what names mean there, and every problem found so far.
// A decoder never throws: it reports and goes on, so that one pass finds every error of a file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/id.h"
#include "sim/scenario/value.h"

namespace ordain {

// A value and the way to it from the root, as a chain of frames on the stack.
struct At {
  const Value& value;
  const At* parent = nullptr;
  std::string step = "";  // "/faults", "/0"; of a root, its whole pointer

  At key(size_t i) const { return {value.items[i], this, pointer_step(value.keys[i].name)}; }
  At element(size_t i) const { return {value.items[i], this, '/' + std::to_string(i)}; }
  std::string pointer() const;
};

class Reading {
 public:
  // The options whose values were patched in, for the places of their errors.
  explicit Reading(std::vector<std::string> options = {}) : options_(std::move(options)) {}

  // How many nodes there are, once that is known; names of nodes are checked against it.
  void set_cluster(uint32_t servers, uint32_t clients) {
    servers_ = servers;
    clients_ = clients;
  }
  uint32_t servers() const { return servers_; }
  uint32_t nodes() const { return servers_ + clients_; }

  // "n1" is the first server, "c1" the first client.
  std::optional<NodeId> node(std::string_view name) const;
  std::string node_name(NodeId node) const;
  std::string allowed_nodes() const;  // "n1 to n5, c1 to c3"

  void problem(const At& at, std::string message, std::string allowed = "",
               std::string suggestion = "");
  void problem(Place place, std::string pointer, std::string message, std::string allowed = "",
               std::string suggestion = "");
  void expected(const At& at, std::string what) {
    problem(at, "expected " + std::move(what) + ", got " + describe(at.value));
  }

  // Suggestions cost an edit distance each, which a hostile file must not ask for by the thousand.
  std::string suggest(std::string_view word, const std::vector<std::string>& known) const;

  bool clean() const { return problems_.empty(); }
  size_t count() const { return problems_.size() + unlisted_; }
  // In the order of the file, the first hundred.
  std::vector<Problem> problems() const;

 private:
  struct Located {
    Place place;
    Problem problem;
  };

  std::vector<std::string> options_;
  std::vector<Located> problems_;
  size_t unlisted_ = 0;
  uint32_t servers_ = 0;
  uint32_t clients_ = 0;
};

}  // namespace ordain
