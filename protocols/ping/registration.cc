#include "protocols/ping/registration.h"

#include "protocols/ping/properties.h"

namespace ordain::ping {
namespace {

std::shared_ptr<const AnyTable> config_table() {
  return Table<Config>("ping")
      .range("retry", &Config::retry_low, &Config::retry_high,
             "how long a server waits before it asks those who are silent again")
      .at_least(microseconds(1))
      .share();
}

std::vector<PropertyEntry> properties() {
  return {
      {"answers_are_prompted", "who is heard was asked before, in the round the answer names",
       PropertyKind::always,
       [](const ClusterPlan&) { return std::make_unique<AnswersArePrompted>(); }},
      {"someone_retried", "a ping had to be sent again", PropertyKind::sometimes,
       [](const ClusterPlan&) { return std::make_unique<SomeoneRetried>(); }},
      {"everyone_is_heard", "every server has heard from every other one", PropertyKind::eventually,
       [](const ClusterPlan& plan) { return std::make_unique<EveryoneIsHeard>(plan.servers); }}};
}

std::vector<std::unique_ptr<NodeTable>> build(const ClusterPlan& plan) {
  std::vector<std::unique_ptr<NodeTable>> out;
  out.push_back(std::make_unique<TypedNodes<Server>>(
      std::static_pointer_cast<const Config>(plan.config), plan.servers));
  return out;
}

std::string tell(const FactEvent& event) {
  if (!event.fact.is<Heard>()) return "";
  const Heard heard = event.fact.as<Heard>();
  return "hears from n" + std::to_string(heard.from.value + 1) + " in round " +
         std::to_string(heard.round);
}

}  // namespace

void register_protocol(Registry& registry) {
  Protocol ping;
  ping.name = "ping";
  ping.about = "Each server asks every other one for a sign of life until it has heard it.";
  ping.config = config_table();
  ping.properties = properties();
  ping.facts = {&kFactType<Sent>, &kFactType<Heard>};
  ping.build = build;
  ping.tell = tell;
  registry.add(std::move(ping));
}

}  // namespace ordain::ping
