#include "sim/explore/exhaustive/path_story.h"

#include "sim/explore/exhaustive/path_walk.h"

namespace ordain {
namespace {

std::string name_of(const GlobalModel& model, NodeId node) {
  return node.value < model.servers() ? "n" + std::to_string(node.value + 1)
                                      : "c" + std::to_string(node.value - model.servers() + 1);
}

std::string json_of(const Payload& payload) {
  std::string text;
  JsonWriter out(text);
  payload.write_json(out);
  return text;
}

std::string sentence(const GlobalModel& model, const WalkedStep& walked) {
  const std::string node = name_of(model, walked.step.node);
  const auto message = [&] {
    return std::string(walked.message->payload.name()) + " " + json_of(walked.message->payload);
  };
  const auto from = [&] { return name_of(model, walked.message->from); };
  switch (walked.step.kind) {
    case StepKind::start:
      return node + " starts";
    case StepKind::deliver:
      return node + (walked.effects == nullptr ? " is down and misses " : " receives ") +
             message() + " from " + from();
    case StepKind::drop:
      return message() + " from " + from() + " to " + node + " is lost";
    case StepKind::duplicate:
      return node + " receives a copy of " + message() + " from " + from();
    case StepKind::timer:
      return node + "'s timer " +
             std::string(
                 model.graph().steps().table(walked.step.node).timer_name(walked.timer.name)) +
             " fires";
    case StepKind::disk:
      return node + "'s disk write is durable";
    case StepKind::crash:
      return node + " crashes";
    case StepKind::restart:
      return node + " restarts";
  }
  return "";
}

}  // namespace

std::vector<StoryLine> tell_path(GlobalModel& model, const ExplorePath& path,
                                 const std::function<std::string(const FactEvent&)>& tell) {
  std::vector<StoryLine> out;
  walk(model, path, [&](const WalkedStep& walked) {
    if (walked.step.kind != StepKind::start) {
      out.push_back({walked.number, false, sentence(model, walked)});
    }
    if (walked.effects == nullptr || !tell) return;
    for (const LocalEffects::Seen& seen : walked.effects->seen) {
      if (seen.kind != LocalEffects::Seen::Kind::fact) continue;
      const std::string told = tell({seen.fact, seen.node, Time{}, 0});
      if (!told.empty()) {
        out.push_back({walked.number, true, name_of(model, seen.node) + " " + told});
      }
    }
  });
  return out;
}

}  // namespace ordain
