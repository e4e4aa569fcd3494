#include "sim/run/export/message_fates.h"

#include <deque>
#include <map>

#include "sim/core/vector_clock.h"

namespace ordain {
namespace {

// A node's messages to itself all have the number 0, and arrive in the order in which they left.
struct OnItsWay {
  uint32_t send = 0;
  uint32_t copies = 1;
};

class Matcher {
 public:
  explicit Matcher(const std::vector<TraceEvent>& events) : events_(events) {
    SIM_ASSERT(events.size() < MessageFates::kNone);
    out_.send.assign(events.size(), MessageFates::kNone);
    out_.end.assign(events.size(), MessageFates::kNone);
  }

  MessageFates run() {
    for (uint32_t i = 0; i < events_.size(); ++i) {
      if (is_message_event(events_[i].kind)) take(i);
    }
    return std::move(out_);
  }

 private:
  void take(uint32_t i) {
    const EventKind kind = events_[i].kind;
    const MessageId id = message_of(events_[i]);
    if (kind == EventKind::send) {
      open_[id].push_back({i, 1});
      return;
    }
    const auto it = open_.find(id);
    if (it == open_.end()) return;  // sent before the recording began
    out_.send[i] = it->second.front().send;
    if (kind == EventKind::duplicate) ++it->second.front().copies;
    if (kind == EventKind::deliver || kind == EventKind::drop) arrive(i, it);
  }

  using Open = std::map<MessageId, std::deque<OnItsWay>>;

  void arrive(uint32_t i, Open::iterator it) {
    OnItsWay& message = it->second.front();
    uint32_t& end = out_.end[message.send];
    const bool dropped = end != MessageFates::kNone && events_[end].kind == EventKind::drop;
    if (end == MessageFates::kNone || (dropped && events_[i].kind == EventKind::deliver)) end = i;
    if (--message.copies == 0) it->second.pop_front();
    if (it->second.empty()) open_.erase(it);
  }

  const std::vector<TraceEvent>& events_;
  Open open_;
  MessageFates out_;
};

}  // namespace

MessageFates match_messages(const std::vector<TraceEvent>& events) { return Matcher(events).run(); }

}  // namespace ordain
