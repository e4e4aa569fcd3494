// Configuration goes back to what is usual, key by key: what a file does not say need not be read.
// Of several planted bugs those go that have no part in it.
#include "sim/explore/shrink/ddmin.h"
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {
namespace {

constexpr uint64_t kOtherSeeds = 3;

struct Member {
  std::string object;
  std::string key;
};

// Whether the usual value is plainer: a constant delay is plainer than the usual random one, and
// how many clients and operations there are is the matter of another pass.
bool may_go(const std::string& object, const std::string& key, const Value& value) {
  if (object == "network" && key == "delay") return value.is(Value::Kind::object);
  return object != "clients" || (key != "count" && key != "operations");
}

void fewer_mutants(Search& search) {
  const Value base = search.best();
  const Value* mutants = base.find("mutants");
  if (mutants == nullptr || mutants->items.size() < 2) return;
  ddmin(search, mutants->items.size(), [&](const std::vector<size_t>& kept) {
    Value left = Value::array();
    for (size_t i : kept) left.items.push_back(mutants->items[i]);
    Value tree = base;
    tree.set("mutants", std::move(left));
    return tree;
  });
}

}  // namespace

void to_defaults(Search& search) {
  const Value base = search.best();
  std::vector<Member> members;
  for (const char* object : {"config", "network", "disk", "clocks", "clients"}) {
    const Value* inner = base.find(object);
    if (inner == nullptr) continue;
    for (size_t i = 0; i < inner->keys.size(); ++i) {
      const std::string& key = inner->keys[i].name;
      if (may_go(object, key, inner->items[i])) members.push_back({object, key});
    }
  }
  const auto with = [&](const std::vector<size_t>& kept) {
    Value tree = base;
    for (size_t i = 0, next = 0; i < members.size(); ++i) {
      const bool stays = next < kept.size() && kept[next] == i;
      if (stays) ++next;
      if (!stays) tree = without_member(std::move(tree), members[i].object, members[i].key);
    }
    return tree;
  };
  const bool any = !members.empty();
  if (!any || !search.first_of(with_seeds(with({}), kOtherSeeds)))
    ddmin(search, members.size(), with);
  fewer_mutants(search);
}

}  // namespace ordain::shrinking
