#include "sim/explore/exhaustive/symmetry.h"

#include <algorithm>
#include <numeric>

#include "sim/base/error.h"
#include "sim/base/text.h"

namespace ordain {
namespace {

[[noreturn]] void refuse(const std::string& why, const std::string& instead) {
  throw InputError("/explore/symmetry", Problem{"", why, instead, ""});
}

}  // namespace

Symmetry::Symmetry(GlobalModel& model) : model_(model) {
  const StepGraph& graph = model.graph();
  const std::vector<std::string> histories = graph.ledgers().without_encoding();
  if (!histories.empty()) {
    refuse("servers cannot be renamed in what these properties heard: " + join(histories, ", "),
           "leave them out of \"properties\"");
  }
  if (graph.steps().disks_take_time()) {
    refuse("servers cannot be renamed in facts that wait for a disk", "disks without latency");
  }
  if (model.has_fifo_links()) refuse("FIFO links keep an order", "links that reorder");
  const uint32_t servers = model.servers();
  if (servers > kMostServers) {
    refuse("too many permutations of " + std::to_string(servers) + " servers",
           "at most " + std::to_string(kMostServers) + " servers");
  }
  Renaming order(servers);
  std::iota(order.begin(), order.end(), 0);
  do {
    permutations_.push_back(order);
  } while (std::next_permutation(order.begin(), order.end()));
  known_.resize(permutations_.size() * 3);
}

void Symmetry::encode(What what, uint32_t number, Encoder& out) const {
  const StepGraph& graph = model_.graph();
  out.word(static_cast<uint64_t>(what));
  switch (what) {
    case What::local:
      return graph.steps().encode(graph.state(number), out);
    case What::ledger:
      return graph.ledgers().encode(number, out);
    case What::message: {
      const MessageKind& message = graph.message(number);
      out.node(message.from);
      out.node(message.to);
      out.word(message.channel);
      return ordain::encode(out, message.payload);
    }
  }
}

uint32_t Symmetry::renamed(What what, uint32_t number, uint32_t permutation) {
  NumberMap& known = known_[permutation * 3 + static_cast<uint32_t>(what)];
  const uint32_t found = known.find(number, 0);
  if (found != NumberMap::kNone) return found;
  Encoder out;
  out.rename_nodes(&permutations_[permutation]);
  encode(what, number, out);
  const auto fresh = static_cast<uint32_t>(numbers_.size());
  const uint32_t named =
      numbers_.emplace(digest_bytes(out.data(), out.size()), fresh).first->second;
  known.add(number, 0, named);
  return named;
}

void Symmetry::apply(StateStore::Words state, uint32_t permutation) {
  next_.assign(state.data, state.data + state.size);
  const Renaming& to = permutations_[permutation];
  for (uint32_t i = 0; i < model_.nodes(); ++i) {
    const uint32_t place = i < to.size() ? to[i] : i;
    next_[place] = renamed(What::local, state.data[i], permutation);
  }
  next_[model_.nodes()] = renamed(What::ledger, state.data[model_.nodes()], permutation);
  for (uint32_t i = model_.first_message(); i < state.size; ++i) {
    next_[i] = renamed(What::message, state.data[i], permutation);
  }
  std::sort(next_.begin() + model_.first_message(), next_.end());
}

StateStore::Words Symmetry::key(StateStore::Words state) {
  for (uint32_t p = 0; p < permutations_.size(); ++p) {
    apply(state, p);
    if (p == 0 || next_ < least_) least_.swap(next_);
  }
  return {least_.data(), static_cast<uint32_t>(least_.size())};
}

}  // namespace ordain
