#include "tests/unit/check_isolation/random_history.h"

#include <algorithm>

#include "sim/base/rng.h"

namespace ordain::check::isolation {
namespace {

struct Op {
  bool write = false;
  uint32_t key = 0;
  Token value = 0;
  std::vector<Token> seen;  // a list, or a register's value if any
};

struct Draft {
  Transaction head;
  std::vector<Op> ops;
};

class Generator {
 public:
  Generator(const HistoryShape& shape, uint64_t seed)
      : shape_(shape),
        key_(derive_key(seed, 17)),
        versions_(shape.keys, std::vector<std::vector<Token>>(1)) {}

  Transactions run() {
    schedule();
    for (const uint32_t t : serial_order_) execute(drafts_[t]);
    for (uint32_t i = 0; i < shape_.mutated_reads; ++i) mutate();
    return build();
  }

 private:
  uint32_t pick(uint32_t bound) {
    return static_cast<uint32_t>(below(draw(key_, ordinal_++), bound));
  }

  // Sessions invoke, take effect and complete in a random interleaving.
  void schedule() {
    struct Session {
      uint32_t stage = 0;  // 0 idle, 1 invoked, 2 took effect
      uint32_t at = 0;
    };
    std::vector<Session> sessions(shape_.sessions);
    uint32_t next_session_name = shape_.sessions;
    std::vector<uint32_t> names(shape_.sessions);
    for (uint32_t s = 0; s < shape_.sessions; ++s) names[s] = s;
    uint32_t position = 0;
    uint32_t completed = 0;
    while (completed < shape_.transactions) {
      const uint32_t s = pick(shape_.sessions);
      Session& session = sessions[s];
      if (session.stage == 0) {
        if (drafts_.size() == shape_.transactions) continue;
        session = {1, static_cast<uint32_t>(drafts_.size())};
        Draft draft;
        draft.head.session = names[s];
        draft.head.invoked = position++;
        drafts_.push_back(draft);
        continue;
      }
      Transaction& head = drafts_[session.at].head;
      if (session.stage == 1) {
        session.stage = 2;
        if (pick(16) < shape_.failed_in_16) {
          head.outcome = Outcome::Failed;
        } else if (pick(16) < shape_.indeterminate_in_16) {
          head.outcome = Outcome::Indeterminate;
        }
        serial_order_.push_back(session.at);
        continue;
      }
      session.stage = 0;
      ++completed;
      if (head.outcome == Outcome::Indeterminate) {
        names[s] = next_session_name++;
      } else {
        head.completed = position++;
      }
    }
  }

  void execute(Draft& draft) {
    const bool lists = shape_.type == DataType::ListAppend;
    const bool applies = draft.head.outcome == Outcome::Ok ||
                         (draft.head.outcome == Outcome::Indeterminate && pick(2) == 0);
    std::vector<size_t> now(shape_.keys);
    for (uint32_t k = 0; k < shape_.keys; ++k) now[k] = versions_[k].size() - 1;
    if (pick(16) < shape_.stale_in_16) {
      for (size_t& v : now) v -= std::min<size_t>(v, pick(3));
    }
    std::vector<std::vector<Token>> view(shape_.keys);
    for (uint32_t k = 0; k < shape_.keys; ++k) view[k] = versions_[k][now[k]];
    std::vector<uint8_t> wrote(shape_.keys, 0);
    const uint32_t count = 1 + pick(shape_.most_ops);
    for (uint32_t i = 0; i < count; ++i) {
      Op op;
      op.key = pick(shape_.keys);
      op.write = pick(8) < shape_.writes_in_8;
      if (op.write) {
        op.value = ++next_value_;
        if (!lists) view[op.key].clear();
        view[op.key].push_back(op.value);
        wrote[op.key] = 1;
        pending_.push_back(op);
      } else {
        op.seen = view[op.key];
      }
      draft.ops.push_back(op);
    }
    if (applies) {
      for (uint32_t k = 0; k < shape_.keys; ++k) {
        if (wrote[k] == 0) continue;
        std::vector<Token> next = lists ? versions_[k].back() : std::vector<Token>{};
        for (const Op& op : pending_) {
          if (op.key != k) continue;
          if (!lists) next.clear();
          next.push_back(op.value);
        }
        versions_[k].push_back(next);
      }
    }
    pending_.clear();
  }

  void mutate() {
    const uint32_t t = pick(static_cast<uint32_t>(drafts_.size()));
    std::vector<Op>& ops = drafts_[t].ops;
    Op& op = ops[pick(static_cast<uint32_t>(ops.size()))];
    if (op.write) return;
    const auto& versions = versions_[op.key];
    op.seen = versions[pick(static_cast<uint32_t>(versions.size()))];
    // Now and then an element goes missing, or a transaction's middle shows.
    if (!op.seen.empty() && pick(6) == 0) op.seen.pop_back();
  }

  Transactions build() {
    Transactions out;
    out.type = shape_.type;
    for (const Draft& draft : drafts_) {
      out.begin_transaction(draft.head);
      for (const Op& op : draft.ops) {
        const bool lists = shape_.type == DataType::ListAppend;
        if (op.write) {
          out.add(lists ? Micro::Append : Micro::Write, op.key, op.value);
        } else if (draft.head.outcome == Outcome::Ok) {
          if (lists) {
            out.add_list_read(op.key, op.seen.data(), op.seen.size());
          } else {
            out.add(Micro::Read, op.key, op.seen.empty() ? kInitial : op.seen.back());
          }
        }
      }
    }
    return out;
  }

  HistoryShape shape_;
  uint64_t key_;
  uint64_t ordinal_ = 0;
  std::vector<Draft> drafts_;
  std::vector<uint32_t> serial_order_;
  std::vector<std::vector<std::vector<Token>>> versions_;  // by key
  std::vector<Op> pending_;
  Token next_value_ = 0;
};

}  // namespace

Transactions random_history(const HistoryShape& shape, uint64_t seed) {
  return Generator(shape, seed).run();
}

}  // namespace ordain::check::isolation
