// The distinguished proposer (2.4): "To guarantee progress, a distinguished proposer must be
// selected as the only one to try issuing proposals." Whom a server takes for it is a matter of
// time-outs and may be wrong, or two at once: safety does not depend on it, only progress does.
#include "protocols/paxos/synod/server.h"

namespace ordain::paxos {

NodeId Server::distinguished(const Config& config) const {
  return omega.trusted(self, config.proposer_count());
}

bool Server::may_propose(const Config& config) const {
  if (!config.proposes(self)) return false;
  return !config.distinguished || distinguished(config) == self;
}

void Server::show_alive(Ctx& ctx) {
  const auto& config = ctx.config<Config>();
  const Payload alive = Payload::make(Alive{++omega.shown});
  for (uint32_t i = 0; i < config.proposer_count(); ++i) {
    if (NodeId(i) != self) ctx.send_payload(NodeId(i), alive);
  }
  ctx.set_timer(Timer::alive, config.alive);
}

void Server::handle(const Alive&, NodeId from, Ctx& ctx) {
  omega.suspected.remove(from);
  ctx.set_timer(Timer::suspect, ctx.config<Config>().suspect, from.value);
}

}  // namespace ordain::paxos
