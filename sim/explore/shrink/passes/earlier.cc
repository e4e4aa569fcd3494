// What happens, happens sooner: the pauses between faults shrink, and so does the time that they
// last; a message that is hit is an earlier one of its link. Less happens in between, so clients
// need fewer operations to get there.
#include <algorithm>

#include "sim/base/text.h"
#include "sim/explore/shrink/passes.h"
#include "sim/explore/shrink/tree.h"

namespace ordain::shrinking {
namespace {

constexpr int64_t ms = 1'000'000;
constexpr uint64_t kFirstMessages = 3;
constexpr size_t kFew = 3;  // faults; of so few each pause is tried under
constexpr uint64_t kOtherSeeds = 2;

// Shorter spans than `ns`, the shortest first, in round numbers.
std::vector<int64_t> shorter(int64_t ns) {
  std::vector<int64_t> out;
  for (const int64_t part : {16, 4, 2}) {
    const int64_t grain = ns / part >= 100 * ms ? 50 * ms : 5 * ms;
    const int64_t span = ns / part / grain * grain;
    if (span < ns && (out.empty() || out.back() != span)) out.push_back(span);
  }
  return out;
}

Time moment_of(const Value& fault) {
  return Time{duration_of(fault.find("at")).value_or(Duration{-1}).ns};
}

Duration start_of(const Value& tree) {
  const Value* clients = tree.find("clients");
  return clients == nullptr ? Duration{}
                            : duration_of(clients->find("start")).value_or(Duration{});
}

Value starting_at(Value tree, int64_t ns) {
  return with_member(std::move(tree), "clients", "start", duration_value(Duration{ns}));
}

// All faults from the i-th on come sooner, so that the pause before it is `span`; so do clients
// that begin after it.
Value with_pause(const Value& base, size_t i, Time before, int64_t span) {
  std::vector<Value> faults = faults_of(base);
  const int64_t sooner = moment_of(faults[i]).ns - (before.ns + span);
  for (Value& fault : faults) {
    const Time at = moment_of(fault);
    if (at.ns < 0 || at < moment_of(faults_of(base)[i])) continue;
    fault.set("at", duration_value(Duration{at.ns - sooner}));
  }
  Value out = with_faults(base, std::move(faults));
  const int64_t start = start_of(base).ns;
  if (start <= 0 || start < moment_of(faults_of(base)[i]).ns) return out;
  return starting_at(std::move(out), start - sooner);
}

// The timed faults in the order of their moments.
std::vector<size_t> in_time(const Value& tree) {
  std::vector<size_t> out;
  const std::vector<Value>& faults = faults_of(tree);
  for (size_t i = 0; i < faults.size(); ++i) {
    if (moment_of(faults[i]).ns >= 0) out.push_back(i);
  }
  std::stable_sort(out.begin(), out.end(),
                   [&](size_t a, size_t b) { return moment_of(faults[a]) < moment_of(faults[b]); });
  return out;
}

void shorter_pauses(Search& search) {
  const std::vector<size_t> order = in_time(search.best());
  for (size_t k = 0; k < order.size(); ++k) {
    const Value base = search.best();
    const std::vector<Value>& faults = faults_of(base);
    const Time before = k == 0 ? Time{} : moment_of(faults[order[k - 1]]);
    const int64_t pause = (moment_of(faults[order[k]]) - before).ns;
    std::vector<Value> candidates;
    for (int64_t span : shorter(pause)) {
      const Value sooner = with_pause(base, order[k], before, span);
      for (Value& tree : with_seeds(sooner, order.size() <= kFew ? kOtherSeeds : 0)) {
        candidates.push_back(std::move(tree));
      }
    }
    search.first_of(candidates);
  }
}

void shorter_faults(Search& search) {
  for (size_t i = 0; i < faults_of(search.best()).size(); ++i) {
    const Value base = search.best();
    const std::optional<Duration> lasts = duration_of(faults_of(base)[i].find("for"));
    if (!lasts) continue;
    std::vector<Value> candidates;
    for (int64_t span : shorter(lasts->ns)) {
      if (span == 0) continue;
      std::vector<Value> faults = faults_of(base);
      faults[i].set("for", duration_value(Duration{span}));
      candidates.push_back(with_faults(base, std::move(faults)));
    }
    search.first_of(candidates);
  }
}

void sooner_start(Search& search) {
  const Value base = search.best();
  std::vector<Value> candidates;
  for (int64_t span : shorter(start_of(base).ns)) {
    const Value sooner = span == 0 ? without_member(base, "clients", "start")
                                   : starting_at(base, span);
    for (Value& tree : with_seeds(sooner, kOtherSeeds)) candidates.push_back(std::move(tree));
  }
  search.first_of(candidates);
}

// "n1>c1#9 drop" -> "n1>c1#1 drop"
void earlier_messages(Search& search) {
  const Value* overrides = search.best().find("overrides");
  const size_t count = overrides == nullptr ? 0 : overrides->keys.size();
  for (size_t i = 0; i < count; ++i) {
    const Value base = search.best();
    const std::string name = base.find("overrides")->keys[i].name;
    const size_t from = name.find('#'), to = name.find(' ', from);
    if (name.find('>') == name.npos || from == name.npos || to == name.npos) continue;
    const uint64_t number = parse_u64(name.substr(from + 1, to - from - 1)).value_or(0);
    std::vector<Value> candidates;
    for (uint64_t n = 1; n < number && n <= kFirstMessages; ++n) {
      Value tree = base;
      Key& key = tree.find("overrides")->keys[i];
      key.name = name.substr(0, from + 1) + std::to_string(n) + name.substr(to);
      candidates.push_back(std::move(tree));
    }
    search.first_of(candidates);
  }
}

}  // namespace

void earlier(Search& search) {
  shorter_pauses(search);
  shorter_faults(search);
  sooner_start(search);
  earlier_messages(search);
}

}  // namespace ordain::shrinking
