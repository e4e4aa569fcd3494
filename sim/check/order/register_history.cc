#include "sim/check/order/register_history.h"

#include "sim/base/error.h"
#include "sim/check/model/model.h"

namespace ordain::check::order {
namespace {

class Builder {
 public:
  explicit Builder(const History& history) : history_(history) {}

  RegisterHistory run() {
    for (uint32_t i = 0; i < history_.operations.size(); ++i) {
      const Operation& op = history_.operations[i];
      if (op.outcome != Outcome::Failed) add(i, op);
    }
    // A read may be invoked before the write that it read from.
    for (Access& access : out_.accesses)
      if (access.reads) access.from = writer_of(access);
    return std::move(out_);
  }

 private:
  void add(uint32_t i, const Operation& op) {
    const Verb verb = verb_of(op.f);
    Access access;
    access.source = i;
    const bool ok = op.outcome == Outcome::Ok;
    switch (verb) {
      case Verb::Read:
        access.reads = ok && !op.result_unknown;
        break;
      case Verb::Write:
        access.writes = true;
        break;
      case Verb::Cas:
        if (op.argument.items().size() != 2)
          misfit(history_, op, Model::Register, "a cas needs two values");
        access.writes = access.reads = !(ok && op.result.is_false());
        access.reads &= ok;
        break;
      default:
        misfit(history_, op, Model::Register, "no operation of this model: " + op.f);
    }
    if (!access.reads && !access.writes) return;
    place(access, op);
    if (access.writes) note_write(access, op);
    out_.accesses.push_back(access);
  }

  void place(Access& access, const Operation& op) {
    const auto session = static_cast<uint32_t>(sessions_.size());
    access.session = sessions_.emplace(op.process, session).first->second;
    if (access.session == out_.sessions.size()) out_.sessions.emplace_back();
    access.key = keys_.emplace(op.key, static_cast<uint32_t>(keys_.size())).first->second;
    out_.keys = static_cast<uint32_t>(keys_.size());
    access.place = static_cast<uint32_t>(out_.sessions[access.session].size());
    out_.sessions[access.session].push_back(static_cast<uint32_t>(out_.accesses.size()));
  }

  void note_write(const Access& access, const Operation& op) {
    const Value& value = verb_of(op.f) == Verb::Cas ? op.argument.items()[1] : op.argument;
    const auto index = static_cast<uint32_t>(out_.accesses.size());
    const bool added = writers_.emplace(std::pair(access.key, value), index).second;
    if (!added || value == history_.initial)
      misfit(history_, op, Model::Register,
             "this property needs a different value in every write of a key; " + value.edn() +
                 " is written again");
  }

  uint32_t writer_of(const Access& access) const {
    const Operation& op = history_.operations[access.source];
    const Value& value = verb_of(op.f) == Verb::Cas ? op.argument.items()[0] : op.result;
    if (value == history_.initial) return kInitial;
    const auto found = writers_.find({access.key, value});
    return found == writers_.end() ? kNone : found->second;
  }

  const History& history_;
  RegisterHistory out_;
  std::map<int64_t, uint32_t> sessions_;
  std::map<Value, uint32_t> keys_;
  std::map<std::pair<uint32_t, Value>, uint32_t> writers_;
};

}  // namespace

RegisterHistory register_history(const History& history) { return Builder(history).run(); }

}  // namespace ordain::check::order
