#include "sim/check/isolation/order_solver.h"

#include <algorithm>

namespace ordain::check::isolation {
namespace {

constexpr uint32_t kNil = UINT32_MAX;
constexpr uint64_t kRestartUnit = 128;

// 1 1 2 1 1 2 4 ... (Luby, Sinclair and Zuckerman 1993), i from 1.
uint64_t luby(uint64_t i) {
  while (true) {
    uint64_t k = 1;
    while ((uint64_t{1} << k) - 1 < i) ++k;
    if ((uint64_t{1} << k) - 1 == i) return uint64_t{1} << (k - 1);
    i -= (uint64_t{1} << (k - 1)) - 1;
  }
}

}  // namespace

OrderSolver::OrderSolver(IncrementalOrder& order, const std::vector<Choice>& choices,
                         std::vector<uint8_t> prefer)
    : order_(order), choices_(choices), prefer_(std::move(prefer)) {
  const uint32_t n = static_cast<uint32_t>(choices.size());
  value_.assign(n, kOpen);
  level_of_.assign(n, 0);
  reason_.assign(n, kNoClause);
  watches_.resize(2 * size_t{n});
  seen_.assign(n, 0);
  before_.resize(n);
  after_.resize(n);
  stamp_.resize(n);
  for (uint32_t i = 0; i < n; ++i) {
    before_[i] = i == 0 ? kNil : i - 1;
    after_[i] = i + 1 == n ? kNil : i + 1;
    stamp_[i] = n - i;
  }
  next_stamp_ = n + 1;
}

OrderSolver::Answer OrderSolver::solve(uint64_t step_budget) {
  uint64_t restarts = 1;
  uint64_t until_restart = kRestartUnit;
  while (true) {
    if (!propagate()) {
      ++conflicts_;
      if (level() == 0) return Answer::Impossible;
      analyze();
      if (literals_.size() + learnt_.size() > kMostLearnt) return Answer::Unknown;
      backtrack(back_to_);
      learn();
      if (--until_restart == 0) {
        backtrack(0);
        until_restart = kRestartUnit * luby(++restarts);
      }
      continue;
    }
    if (steps() > step_budget) return Answer::Unknown;
    const uint32_t choice = next_open();
    if (choice == kNil) return Answer::Possible;
    level_start_.push_back(static_cast<uint32_t>(trail_.size()));
    assign(2 * choice + prefer_[choice], kNoClause);
  }
}

void OrderSolver::assign(uint32_t literal, uint32_t reason) {
  const uint32_t choice = literal / 2;
  value_[choice] = static_cast<uint8_t>(literal & 1);
  level_of_[choice] = level();
  reason_[choice] = reason;
  trail_.push_back(literal);
  ++steps_;
}

bool OrderSolver::propagate() {
  while (propagated_ < trail_.size()) {
    const uint32_t literal = trail_[propagated_++];
    edges_before_.push_back(static_cast<uint32_t>(order_.added()));
    if (!propagate_edges(literal) || !propagate_clauses(literal)) return false;
  }
  return true;
}

bool OrderSolver::propagate_edges(uint32_t literal) {
  const Choice& choice = choices_[literal / 2];
  const Side& side = (literal & 1) == 0 ? choice.first : choice.second;
  for (uint32_t i = 0; i < side.count; ++i) {
    if (order_.add(side.links[i].from, side.links[i].to, literal)) continue;
    conflict_ = order_.cycle_tags();
    std::sort(conflict_.begin(), conflict_.end());
    conflict_.erase(std::unique(conflict_.begin(), conflict_.end()), conflict_.end());
    return false;
  }
  return true;
}

bool OrderSolver::propagate_clauses(uint32_t literal) {
  std::vector<uint32_t>& watching = watches_[literal ^ 1];
  size_t kept = 0;
  for (size_t i = 0; i < watching.size(); ++i) {
    ++steps_;
    const uint32_t c = watching[i];
    uint32_t* lits = literals_.data() + clauses_[c].first;
    if (lits[0] == (literal ^ 1)) std::swap(lits[0], lits[1]);
    if (is_true(lits[0])) {
      watching[kept++] = c;
      continue;
    }
    uint32_t k = 2;
    while (k < clauses_[c].size && is_false(lits[k])) ++k;
    if (k < clauses_[c].size) {
      std::swap(lits[1], lits[k]);
      watches_[lits[1]].push_back(c);
      continue;
    }
    watching[kept++] = c;
    if (!is_false(lits[0])) {
      assign(lits[0], c);
      continue;
    }
    conflict_.clear();
    for (uint32_t j = 0; j < clauses_[c].size; ++j) conflict_.push_back(lits[j] ^ 1);
    while (++i < watching.size()) watching[kept++] = watching[i];
    watching.resize(kept);
    return false;
  }
  watching.resize(kept);
  return true;
}

// Learns what must not hold together with the decision at hand: resolves the conflict back to the
// first literal of this level that every way to it passes (the first unique implication point).
void OrderSolver::analyze() {
  learnt_.assign(1, 0);
  uint32_t open = 0;
  back_to_ = 0;
  // A conflict among edges alone may have no literal of the latest level but the newest one.
  std::vector<uint32_t> touched;
  const auto blame = [&](uint32_t literal) {  // a true literal
    const uint32_t choice = literal / 2;
    if (seen_[choice] != 0 || level_of_[choice] == 0) return;
    seen_[choice] = 1;
    touched.push_back(choice);
    if (level_of_[choice] == level()) {
      ++open;
    } else {
      learnt_.push_back(literal ^ 1);
      back_to_ = std::max(back_to_, level_of_[choice]);
    }
  };
  for (const uint32_t literal : conflict_) blame(literal);
  size_t at = trail_.size();
  uint32_t literal = 0;
  while (true) {
    do {
      literal = trail_[--at];
    } while (seen_[literal / 2] == 0 || level_of_[literal / 2] != level());
    if (--open == 0) break;
    const Clause& clause = clauses_[reason_[literal / 2]];
    for (uint32_t j = 0; j < clause.size; ++j) {
      const uint32_t other = literals_[clause.first + j];
      if (other != literal) blame(other ^ 1);
    }
  }
  learnt_[0] = literal ^ 1;
  std::sort(touched.begin(), touched.end(),
            [&](uint32_t a, uint32_t b) { return stamp_[a] < stamp_[b]; });
  for (const uint32_t choice : touched) {
    seen_[choice] = 0;
    move_to_front(choice);
  }
  steps_ += touched.size();
}

void OrderSolver::backtrack(uint32_t to) {
  if (level() <= to) return;
  const uint32_t keep = level_start_[to];
  if (edges_before_.size() > keep) {
    while (order_.added() > edges_before_[keep]) order_.undo();
    edges_before_.resize(keep);
  }
  while (trail_.size() > keep) {
    const uint32_t choice = trail_.back() / 2;
    trail_.pop_back();
    ++steps_;
    prefer_[choice] = value_[choice];
    value_[choice] = kOpen;
    if (stamp_[choice] > stamp_[search_from_]) search_from_ = choice;
  }
  level_start_.resize(to);
  propagated_ = keep;
}

void OrderSolver::learn() {
  if (learnt_.size() == 1) return assign(learnt_[0], kNoClause);
  // The second watch must be a literal of the level gone back to.
  for (size_t j = 2; j < learnt_.size(); ++j) {
    if (level_of_[learnt_[j] / 2] > level_of_[learnt_[1] / 2]) std::swap(learnt_[1], learnt_[j]);
  }
  const uint32_t c = static_cast<uint32_t>(clauses_.size());
  clauses_.push_back(
      {static_cast<uint32_t>(literals_.size()), static_cast<uint32_t>(learnt_.size())});
  literals_.insert(literals_.end(), learnt_.begin(), learnt_.end());
  watches_[learnt_[0]].push_back(c);
  watches_[learnt_[1]].push_back(c);
  assign(learnt_[0], c);
}

uint32_t OrderSolver::next_open() {
  if (choices_.empty()) return kNil;
  uint32_t choice = search_from_;
  while (choice != kNil && value_[choice] != kOpen) {
    choice = after_[choice];
    ++steps_;
  }
  if (choice != kNil) search_from_ = choice;
  return choice;
}

void OrderSolver::move_to_front(uint32_t choice) {
  stamp_[choice] = next_stamp_++;
  if (choice == front_) return;
  if (search_from_ == choice && after_[choice] != kNil) {
    // Everything before the search position is taken; keep that true without this choice.
    search_from_ = after_[choice];
  }
  after_[before_[choice]] = after_[choice];
  if (after_[choice] != kNil) before_[after_[choice]] = before_[choice];
  before_[choice] = kNil;
  after_[choice] = front_;
  before_[front_] = choice;
  front_ = choice;
  if (value_[choice] == kOpen) search_from_ = choice;
}

}  // namespace ordain::check::isolation
