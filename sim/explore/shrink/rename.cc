#include "sim/explore/shrink/rename.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

namespace ordain::shrinking {
namespace {

constexpr const char* kNamers[] = {"faults", "clocks", "network", "config", "clients"};

using Renaming = std::map<std::string, std::string>;  // old name to new; "": gone

void count_names(const Value& value, std::map<std::string, uint64_t>& counts) {
  if (value.is(Value::Kind::string)) ++counts[value.text];
  for (const Value& item : value.items) count_names(item, counts);
}

// The name of a choice in words and what stands between them: "n1", ">", "c2", "#", "3", " ", ...
template <class See>
void for_words(const std::string& name, See see) {
  std::string word;
  for (char c : name + ' ') {
    if (c != ' ' && c != '>' && c != '#') {
      word += c;
      continue;
    }
    see(word, c);
    word.clear();
  }
}

void count_words(const std::string& name, std::map<std::string, uint64_t>& counts) {
  for_words(name, [&](const std::string& word, char) { ++counts[word]; });
}

std::string renamed_words(const std::string& name, const Renaming& renaming, bool& gone) {
  std::string out;
  for_words(name, [&](const std::string& word, char end) {
    const auto found = renaming.find(word);
    gone = gone || (found != renaming.end() && found->second.empty());
    out += found == renaming.end() ? word : found->second;
    out += end;
  });
  out.pop_back();
  return out;
}

// False: the value was about a node that is gone, and goes with it.
bool rename(Value& value, const Renaming& renaming) {
  if (value.is(Value::Kind::string)) {
    const auto found = renaming.find(value.text);
    if (found == renaming.end()) return true;
    value.text = found->second;
    return !found->second.empty();
  }
  if (value.is(Value::Kind::array)) {
    const bool had_any = !value.items.empty();
    std::erase_if(value.items, [&](Value& item) { return !rename(item, renaming); });
    return !had_any || !value.items.empty();
  }
  return std::all_of(value.items.begin(), value.items.end(),
                     [&](Value& item) { return rename(item, renaming); });
}

Value renamed(Value tree, const Renaming& renaming) {
  for (const char* key : kNamers) {
    Value* inner = tree.find(key);
    if (inner != nullptr && !rename(*inner, renaming)) tree.erase(key);
  }
  const Value* overrides = tree.find("overrides");
  if (overrides == nullptr) return tree;
  Value left = Value::object();
  for (size_t i = 0; i < overrides->items.size(); ++i) {
    bool gone = false;
    const std::string name = renamed_words(overrides->keys[i].name, renaming, gone);
    if (!gone) left.set(name, overrides->items[i]);
  }
  left.items.empty() ? tree.erase("overrides")
                     : static_cast<void>(tree.set("overrides", std::move(left)));
  return tree;
}

}  // namespace

std::vector<uint64_t> by_mentions(const Value& tree, char kind, uint64_t count) {
  std::map<std::string, uint64_t> counts;
  for (const char* key : kNamers) {
    if (const Value* inner = tree.find(key)) count_names(*inner, counts);
  }
  if (const Value* overrides = tree.find("overrides")) {
    for (const Key& key : overrides->keys) count_words(key.name, counts);
  }
  std::vector<uint64_t> out(count);
  std::iota(out.begin(), out.end(), uint64_t{1});
  std::stable_sort(out.begin(), out.end(), [&](uint64_t a, uint64_t b) {
    return counts[kind + std::to_string(a)] > counts[kind + std::to_string(b)];
  });
  return out;
}

Value with_nodes(Value tree, char kind, uint64_t count, std::vector<uint64_t> kept) {
  std::sort(kept.begin(), kept.end());
  Renaming renaming;
  for (uint64_t old = 1; old <= count; ++old) renaming[kind + std::to_string(old)] = "";
  for (size_t i = 0; i < kept.size(); ++i) {
    renaming[kind + std::to_string(kept[i])] = kind + std::to_string(i + 1);
  }
  return renamed(std::move(tree), renaming);
}

}  // namespace ordain::shrinking
