#include "sim/explore/exhaustive/ledgers.h"

#include <algorithm>

namespace ordain {
namespace {

void encode_seen(const LocalEffects::Seen& seen, Encoder& out) {
  out.word(static_cast<uint64_t>(seen.kind));
  out.node(seen.node);
  switch (seen.kind) {
    case LocalEffects::Seen::Kind::fact:
      out.word(seen.fact.type->tag);
      return encode(out, seen.fact.words);
    case LocalEffects::Seen::Kind::operation:
      return encode(out, seen.operation);
    case LocalEffects::Seen::Kind::lifecycle:
      return out.word(static_cast<uint64_t>(seen.lifecycle));
  }
}

Digest128 digest_of(const Encoder& encoded) { return digest_bytes(encoded.data(), encoded.size()); }

void tell(Property& property, const LocalEffects::Seen& seen, Report& report) {
  switch (seen.kind) {
    case LocalEffects::Seen::Kind::fact:
      return property.on_fact({seen.fact, seen.node, Time{}, 0}, report);
    case LocalEffects::Seen::Kind::operation:
      return property.on_operation({seen.operation, seen.node, Time{}, 0}, report);
    case LocalEffects::Seen::Kind::lifecycle:
      return property.on_lifecycle(seen.node, seen.lifecycle, {{}, seen.node, Time{}, 0}, report);
  }
}

}  // namespace

Ledgers::Ledgers(const RunSpec& spec) {
  Ledger first;
  for (const auto& make : spec.properties) {
    std::unique_ptr<Property> property = make();
    if (property->kind() == PropertyKind::eventually) continue;
    Kind& kind = kinds_.emplace_back();
    kind.facts = property->facts();
    kind.operations = property->wants_operations();
    Encoder unused;
    kind.encodes = property->encode(unused);
    kind.fresh = std::move(property);
    first.push_back(number(kind, {kind.fresh->clone(), {}}));
  }
  batches_.emplace_back();
  number(first);
}

bool Ledgers::wants(const Kind& kind, const LocalEffects::Seen& seen) const {
  switch (seen.kind) {
    case LocalEffects::Seen::Kind::fact:
      return std::find(kind.facts.begin(), kind.facts.end(), seen.fact.type) != kind.facts.end();
    case LocalEffects::Seen::Kind::operation:
      return kind.operations;
    case LocalEffects::Seen::Kind::lifecycle:
      return true;
  }
  return false;
}

uint32_t Ledgers::batch(const std::vector<LocalEffects::Seen>& seen) {
  std::vector<LocalEffects::Seen> wanted;
  Encoder out;
  for (const LocalEffects::Seen& one : seen) {
    const bool any = std::any_of(kinds_.begin(), kinds_.end(),
                                 [&](const Kind& kind) { return wants(kind, one); });
    if (!any) continue;
    wanted.push_back(one);
    encode_seen(one, out);
  }
  if (wanted.empty()) return kNothing;
  const auto number = static_cast<uint32_t>(batches_.size());
  const auto [at, fresh] = known_batches_.emplace(digest_of(out), number);
  if (fresh) batches_.push_back(std::move(wanted));
  return at->second;
}

uint32_t Ledgers::number(Kind& kind, Page page) {
  Encoder out;
  if (kind.encodes) {
    page.property->encode(out);
  } else {
    out.word(page.history.high);
    out.word(page.history.low);
  }
  const auto [at, fresh] =
      kind.known.emplace(digest_of(out), static_cast<uint32_t>(kind.pages.size()));
  if (fresh) kind.pages.push_back(std::move(page));
  return at->second;
}

uint32_t Ledgers::number(const Ledger& ledger) {
  const auto [at, fresh] = known_ledgers_.emplace(ledger, static_cast<uint32_t>(ledgers_.size()));
  if (fresh) ledgers_.push_back(ledger);
  return at->second;
}

Ledgers::After Ledgers::hear_alone(Kind& kind, uint32_t page, uint32_t batch) {
  const uint32_t known = kind.hear.find(page, batch);
  if (known != NumberMap::kNone) return kind.after[known];
  std::unique_ptr<Property> property = kind.pages[page].property->clone();
  Digest128 history = kind.pages[page].history;
  Report report;
  bool heard = false;
  for (const LocalEffects::Seen& seen : batches_[batch]) {
    if (!wants(kind, seen)) continue;
    heard = true;
    kind.heard = kind.heard || seen.kind != LocalEffects::Seen::Kind::lifecycle;
    tell(*property, seen, report);
    if (kind.encodes) continue;
    Encoder out;
    out.word(history.high);
    out.word(history.low);
    encode_seen(seen, out);
    history = digest_of(out);
  }
  for (const auto& [probe, times] : report.probes()) hit_.insert(probe);
  if (undecided_.empty()) undecided_ = report.undecided();
  After after{page, 0};
  if (!report.violations().empty()) {
    violations_.push_back(report.violations());
    after.violation = static_cast<uint32_t>(violations_.size());
  }
  if (heard) after.ledger = number(kind, {std::move(property), history});
  kind.hear.add(page, batch, static_cast<uint32_t>(kind.after.size()));
  kind.after.push_back(after);
  return after;
}

Ledgers::After Ledgers::hear(uint32_t ledger, uint32_t batch) {
  if (batch == kNothing) return {ledger, 0};
  const uint32_t known = hear_.find(ledger, batch);
  if (known != NumberMap::kNone) return after_[known];
  Ledger next = ledgers_[ledger];
  After after;
  Violations broken;
  for (size_t i = 0; i < kinds_.size(); ++i) {
    const After alone = hear_alone(kinds_[i], next[i], batch);
    next[i] = alone.ledger;
    if (alone.violation == 0) continue;
    const Violations& more = violations_[alone.violation - 1];
    broken.insert(broken.end(), more.begin(), more.end());
  }
  if (!broken.empty()) {
    violations_.push_back(std::move(broken));
    after.violation = static_cast<uint32_t>(violations_.size());
  }
  after.ledger = number(next);
  hear_.add(ledger, batch, static_cast<uint32_t>(after_.size()));
  after_.push_back(after);
  return after;
}

std::map<std::string, bool> Ledgers::probes() const {
  std::map<std::string, bool> out;
  for (const Kind& kind : kinds_) {
    if (kind.fresh->kind() == PropertyKind::sometimes) {
      out.emplace(std::string(kind.fresh->name()), false);
    }
  }
  for (const std::string& probe : hit_) out[probe] = true;
  return out;
}

std::vector<std::string> Ledgers::by_history() const {
  std::vector<std::string> out;
  for (const Kind& kind : kinds_) {
    if (!kind.encodes && kind.heard) out.emplace_back(kind.fresh->name());
  }
  return out;
}

std::vector<std::string> Ledgers::without_encoding() const {
  std::vector<std::string> out;
  for (const Kind& kind : kinds_) {
    if (!kind.encodes) out.emplace_back(kind.fresh->name());
  }
  return out;
}

void Ledgers::encode(uint32_t ledger, Encoder& out) const {
  for (size_t i = 0; i < kinds_.size(); ++i) {
    kinds_[i].pages[ledgers_[ledger][i]].property->encode(out);
  }
}

}  // namespace ordain
