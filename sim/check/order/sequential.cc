#include "sim/check/order/sequential.h"

#include <algorithm>
#include <map>

#include "sim/base/rng.h"
#include "sim/check/lin/compile.h"

namespace ordain::check::order {
namespace {

struct Step {
  uint32_t object;
  uint32_t cls;
  uint32_t source;
  bool optional;
};

// Configurations of a fixed width, each remembered once.
class Seen {
 public:
  explicit Seen(size_t width) : width_(width), slots_(1024, kFree) {}

  // False when it was there already.
  bool insert(const std::vector<uint32_t>& config) {
    if (2 * (count_ + 1) > slots_.size()) grow();
    size_t i = hash(config.data()) & (slots_.size() - 1);
    for (; slots_[i] != kFree; i = (i + 1) & (slots_.size() - 1))
      if (std::equal(config.begin(), config.end(), at(slots_[i]))) return false;
    slots_[i] = static_cast<uint32_t>(count_++);
    words_.insert(words_.end(), config.begin(), config.end());
    return true;
  }

  uint64_t bytes() const { return words_.capacity() * 4 + slots_.capacity() * 4; }

 private:
  static constexpr uint32_t kFree = 0xFFFFFFFF;

  const uint32_t* at(uint32_t index) const { return words_.data() + index * width_; }

  uint64_t hash(const uint32_t* config) const {
    uint64_t h = 0;
    for (size_t i = 0; i < width_; ++i) h = mix64(h + config[i] + 0x9E3779B97F4A7C15ULL);
    return h;
  }

  void grow() {
    slots_.assign(2 * slots_.size(), kFree);
    for (uint32_t index = 0; index < count_; ++index) {
      size_t i = hash(at(index)) & (slots_.size() - 1);
      while (slots_[i] != kFree) i = (i + 1) & (slots_.size() - 1);
      slots_[i] = index;
    }
  }

  size_t width_;
  size_t count_ = 0;
  std::vector<uint32_t> words_;
  std::vector<uint32_t> slots_;
};

class Sequential {
 public:
  Sequential(const History& history, const lin::Options& options)
      : history_(history), limits_(options.limits) {
    const Value initial = lin::initial_value(history, options);
    std::map<int64_t, uint32_t> clients;
    std::vector<std::pair<uint32_t, Step>> steps;  // by source, so in each client's own order
    for (const lin::Object& object : lin::split(history, options.model)) {
      problems_.push_back(lin::compile(history, object, options.model, initial));
      for (const lin::Op& op : problems_.back().ops)
        steps.push_back({op.source,
                         {static_cast<uint32_t>(problems_.size() - 1), op.cls, op.source,
                          op.ret == lin::kNever}});
    }
    std::sort(steps.begin(), steps.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [source, step] : steps) {
      const auto next = static_cast<uint32_t>(clients.size());
      const uint32_t client =
          clients.emplace(history.operations[source].process, next).first->second;
      if (client == clients_.size()) clients_.emplace_back();
      clients_[client].push_back(step);
      required_ += step.optional ? 0 : 1;
    }
  }

  Verdict run() {
    Seen seen(clients_.size() + problems_.size());
    std::vector<std::vector<uint32_t>> stack{start()};
    Verdict out;
    while (!stack.empty()) {
      std::vector<uint32_t> config = std::move(stack.back());
      stack.pop_back();
      settle(config);
      if (finished(config)) return out.steps = steps_, out;
      if (!seen.insert(config)) continue;
      expand(config, stack);
      if (steps_ > limits_.max_steps || seen.bytes() > limits_.max_bytes) {
        out.holds = Holds::Unknown;
        out.steps = steps_;
        return out;
      }
    }
    refute(out);
    return out;
  }

 private:
  std::vector<uint32_t> start() const {
    std::vector<uint32_t> config(clients_.size(), 0);
    for (const lin::Problem& problem : problems_) config.push_back(problem.machine->initial());
    return config;
  }

  uint32_t& state(std::vector<uint32_t>& config, const Step& step) const {
    return config[clients_.size() + step.object];
  }

  lin::StateId after(std::vector<uint32_t>& config, const Step& step) {
    ++steps_;
    return problems_[step.object].machine->step(state(config, step), step.cls);
  }

  // Takes every next operation that is possible and changes no state.
  void settle(std::vector<uint32_t>& config) {
    for (bool again = true; again;) {
      again = false;
      for (size_t c = 0; c < clients_.size(); ++c) {
        while (config[c] < clients_[c].size()) {
          const Step& step = clients_[c][config[c]];
          const bool pure = problems_[step.object].machine->effect(step.cls) == lin::Effect::Pure;
          if (!pure || after(config, step) == lin::kIllegal) break;
          ++config[c];
          again = true;
        }
      }
    }
  }

  bool finished(const std::vector<uint32_t>& config) {
    uint32_t placed = 0;
    for (size_t c = 0; c < clients_.size(); ++c)
      for (uint32_t i = 0; i < config[c]; ++i) placed += clients_[c][i].optional ? 0 : 1;
    if (placed >= most_ || deepest_.empty()) {
      most_ = placed;
      deepest_ = config;
    }
    return placed == required_;
  }

  // The operation that was invoked first is tried first: real time is a good guess.
  void expand(const std::vector<uint32_t>& config, std::vector<std::vector<uint32_t>>& stack) {
    std::vector<std::pair<uint32_t, std::vector<uint32_t>>> next;
    for (size_t c = 0; c < clients_.size(); ++c) {
      if (config[c] == clients_[c].size()) continue;
      const Step& step = clients_[c][config[c]];
      std::vector<uint32_t> moved = config;
      const lin::StateId to = after(moved, step);
      if (to == lin::kIllegal || (step.optional && to == state(moved, step))) continue;
      ++moved[c];
      state(moved, step) = to;
      next.emplace_back(step.source, std::move(moved));
    }
    std::sort(next.begin(), next.end(),
              [](const auto& a, const auto& b) { return a.first > b.first; });
    for (auto& [source, moved] : next) stack.push_back(std::move(moved));
  }

  void refute(Verdict& out) {
    out.holds = Holds::No;
    out.steps = steps_;
    Finding finding;
    finding.name = "not sequentially consistent";
    finding.words =
        "Every order that keeps each client's own order gets stuck. The longest places " +
        std::to_string(most_) + " of " + std::to_string(required_) +
        " operations; then none of these is possible:";
    for (size_t c = 0; c < clients_.size(); ++c) {
      if (deepest_[c] == clients_[c].size() || clients_[c][deepest_[c]].optional) continue;
      const uint32_t source = clients_[c][deepest_[c]].source;
      finding.operations.push_back(source);
      finding.words += "\n  " + history_.describe(source);
      if (history_.operations[source].line != 0)
        finding.words += " (line " + std::to_string(history_.operations[source].line) + ")";
    }
    out.findings.push_back(std::move(finding));
  }

  const History& history_;
  const lin::Limits limits_;
  std::vector<lin::Problem> problems_;
  std::vector<std::vector<Step>> clients_;
  uint32_t required_ = 0;
  uint32_t most_ = 0;
  std::vector<uint32_t> deepest_;
  uint64_t steps_ = 0;
};

}  // namespace

Verdict check_sequential(const History& history, const lin::Options& options) {
  return Sequential(history, options).run();
}

}  // namespace ordain::check::order
