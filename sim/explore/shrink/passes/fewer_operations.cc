// Clients ask for less: none at all, then as few operations as will do, then as few clients. Few
// operations are tried under a few seeds each, since what is left of the schedule is another one.
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/rename.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {
namespace {

constexpr uint64_t kOtherSeeds = 3;
constexpr uint64_t kFew = 5;  // operations that a reader follows one by one

Value asking(Value tree, const char* key, uint64_t number) {
  return with_member(std::move(tree), "clients", key, Value::number(std::to_string(number)));
}

void fewer_clients(Search& search) {
  const Value base = search.best();
  const uint64_t clients = number_at(base, "/clients/count", 1);
  const std::vector<uint64_t> order = by_mentions(base, 'c', clients);
  std::vector<Value> candidates;
  for (uint64_t n = 1; n < clients; ++n) {
    const std::vector<uint64_t> kept(order.begin(), order.begin() + static_cast<ptrdiff_t>(n));
    const Value smaller = asking(with_nodes(base, 'c', clients, kept), "count", n);
    for (Value& tree : with_seeds(smaller, kOtherSeeds)) candidates.push_back(std::move(tree));
  }
  search.first_of(candidates);
}

}  // namespace

void fewer_operations(Search& search) {
  const Value base = search.best();
  if (base.find("clients") == nullptr) return;
  Value nobody = base;
  nobody.erase("clients");
  if (search.first_of(with_seeds(nobody, kOtherSeeds))) return;

  const uint64_t asked = search.trial().size.operations;
  std::vector<Value> fewer;
  for (uint64_t n = 1; n < asked; n = n < kFew ? n + 1 : n + n / 2) {
    for (Value& tree : with_seeds(asking(base, "operations", n), n <= kFew ? kOtherSeeds : 1)) {
      fewer.push_back(std::move(tree));
    }
  }
  if (asked > kFew) fewer.push_back(asking(base, "operations", asked - 1));
  // No fewer, but not more than were asked for: the rest of the number says nothing.
  fewer.push_back(asking(base, "operations", asked));
  search.first_of(fewer);

  fewer_clients(search);
}

}  // namespace ordain::shrinking
