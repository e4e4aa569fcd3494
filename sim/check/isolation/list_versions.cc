#include "sim/check/isolation/list_versions.h"

#include <algorithm>

namespace ordain::check::isolation {

ListVersions::ListVersions(const Transactions& transactions, const WriteTable& writes)
    : transactions_(transactions), writes_(writes) {
  const uint32_t keys = transactions.key_count();
  base_.assign(keys + 1, 0);
  for (uint32_t k = 0; k < keys; ++k) {
    base_[k + 1] = base_[k] + 1 + static_cast<uint32_t>(transactions.longest_read(k).size());
  }
  made_.resize(base_.back());
  version_of_.assign(writes.size(), kNone);
  first_bad_.assign(keys, kNone);
  for (uint32_t k = 0; k < keys; ++k) match_key(k);
}

void ListVersions::match_key(uint32_t key) {
  uint32_t hint = writes_.first(key);
  uint32_t version = 0;
  bool dirty = false;
  for (const Token element : transactions_.longest_read(key)) {
    ++version;
    const uint32_t slot = writes_.find(key, element, hint);
    const bool fresh = slot != kNone && version_of_[slot] == kNone;
    if (fresh) {
      hint = slot + 1;
      version_of_[slot] = version;
      made_[base_[key] + version] = {slot, failed(slot) ? kNone : writes_[slot].transaction,
                                     writes_[slot].final};
    }
    const bool bad = made_[base_[key] + version].writer == kNone;
    if (bad && first_bad_[key] == kNone) first_bad_[key] = version;
    dirty = dirty || (fresh && bad);
  }
  if (dirty) dirty_.push_back(key);
}

bool ListVersions::failed(uint32_t slot) const {
  return transactions_[writes_[slot].transaction].outcome == Outcome::Failed;
}

void ListVersions::report_elements(uint32_t key, uint32_t version, uint32_t reader,
                                   Findings& findings) {
  uint32_t v = first_bad_[key];
  if (v == kNone || v > version) return;
  const std::vector<Token>& list = transactions_.longest_read(key);
  for (; v <= version; ++v) {
    const uint32_t s = slot(key, v);
    if (s != kNone && !failed(s)) continue;
    const uint32_t known = writes_.find(key, list[v - 1]);
    report_element(key, list[v - 1], known, s == kNone, reader, findings);
  }
  const auto bad = [&](uint32_t at) { return slot(key, at) == kNone || failed(slot(key, at)); };
  while (v <= length(key) && !bad(v)) ++v;
  first_bad_[key] = v <= length(key) ? v : kNone;
}

void ListVersions::report_other(uint32_t key, const std::vector<Token>& list, uint32_t reader,
                                Findings& findings) const {
  std::vector<Token> seen;
  for (const Token element : list) seen.push_back(element);
  std::sort(seen.begin(), seen.end());
  for (size_t i = 0; i < seen.size(); ++i) {
    const bool repeated = i > 0 && seen[i] == seen[i - 1];
    const uint32_t slot = writes_.find(key, seen[i]);
    if (slot == kNone || repeated || failed(slot)) {
      report_element(key, seen[i], slot, repeated, reader, findings);
    }
  }
}

void ListVersions::report_element(uint32_t key, Token element, uint32_t slot, bool repeated,
                                  uint32_t reader, Findings& findings) const {
  const std::string what = transactions_.tokens.text(element);
  const std::string where = transactions_.key_text(key);
  const std::string who = transactions_.name(reader);
  if (slot == kNone) {
    if (!findings.count(Anomaly::Garbage)) return;
    findings.add({Anomaly::Garbage,
                  Order::Data,
                  {reader},
                  who + " read a list of " + where + " that holds " + what +
                      ", which no transaction appended"});
  } else if (repeated) {
    if (!findings.count(Anomaly::DuplicateElements)) return;
    findings.add({Anomaly::DuplicateElements,
                  Order::Data,
                  {reader},
                  who + " read a list of " + where + " that holds " + what + " more than once"});
  } else {
    if (!findings.count(Anomaly::G1a)) return;
    const uint32_t writer = writes_[slot].transaction;
    findings.add({Anomaly::G1a,
                  Order::Data,
                  {writer, reader},
                  who + " read a list of " + where + " that holds " + what + ", which " +
                      transactions_.name(writer) + " appended and that one failed"});
  }
}

void ListVersions::report_dirty_updates(Findings& findings) const {
  for (const uint32_t key : dirty_) {
    uint32_t dirty = kNone;
    for (uint32_t v = 1; v <= length(key); ++v) {
      const uint32_t s = slot(key, v);
      if (s == kNone) continue;
      if (failed(s)) {
        dirty = s;
      } else if (dirty != kNone) {
        if (!findings.count(Anomaly::DirtyUpdate)) return;
        const uint32_t first = writes_[dirty].transaction;
        const uint32_t second = writes_[s].transaction;
        findings.add({Anomaly::DirtyUpdate,
                      Order::Data,
                      {first, second},
                      transactions_.name(second) + " appended " +
                          transactions_.tokens.text(writes_[s].value) + " to " +
                          transactions_.key_text(key) + " after the " +
                          transactions_.tokens.text(writes_[dirty].value) + " of " +
                          transactions_.name(first) + ", which failed"});
        dirty = kNone;
      }
    }
  }
}

}  // namespace ordain::check::isolation
