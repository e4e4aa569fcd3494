#include "protocols/raft/properties/log_matching.h"

#include "sim/check/by_node.h"

namespace ordain::raft {

void LogMatching::on_fact(const FactEvent& event, Report& report) {
  const auto entry = event.fact.as<Appended>();
  if (entry.index >= first_.size()) first_.resize(entry.index + 1);
  Seen& first = first_[entry.index];
  const Seen now{entry.term, entry.prefix_hash, event.node};
  if (first.term == 0) first = now;
  if (first.term == entry.term) return compare(first, entry, event, report);
  compare(further_.try_emplace({entry.index, entry.term}, now).first->second, entry, event, report);
}

// Which of an index's terms was seen first, and where, decides nothing.
bool LogMatching::encode(Encoder& out) const {
  std::map<std::pair<uint64_t, uint64_t>, uint64_t> all;
  for (uint64_t index = 0; index < first_.size(); ++index) {
    if (first_[index].term != 0) all[{index, first_[index].term}] = first_[index].prefix_hash;
  }
  for (const auto& [place, seen] : further_) all[place] = seen.prefix_hash;
  ordain::encode(out, all);
  return true;
}

void LogMatching::compare(const Seen& seen, const Appended& entry, const FactEvent& event,
                          Report& report) {
  if (seen.prefix_hash == entry.prefix_hash) return;
  report.violated(name(),
                  name_of(seen.node) + " and " + name_of(event.node) + " hold entries of index " +
                      std::to_string(entry.index) + " and term " + std::to_string(entry.term) +
                      " behind different prefixes",
                  event);
}

}  // namespace ordain::raft
