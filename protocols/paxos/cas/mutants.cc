#include "protocols/paxos/cas/mutants.h"

#include "protocols/paxos/cas/config.h"

namespace ordain::cas_paxos {
namespace {

std::string_view needs_two_servers(const Config&, const MutantSetting& setting) {
  return setting.servers < 2 ? "it takes more than one server" : "";
}
std::string_view needs_clients(const Config&, const MutantSetting& setting) {
  return setting.clients == 0 ? "it takes clients" : needs_two_servers({}, setting);
}

}  // namespace

const std::vector<MutantInfo>& mutants() {
  static const std::vector<MutantInfo> table = {
      {Mutant::first_state, "cp.first_state",
       "a proposer changes the state that the first promise reports, not the newest one",
       "changes_latest", "CASPaxos: the highest ballot's state is the current one",
       "two proposers, and acceptors that miss a change", &needs_clients},
      {Mutant::local_read, "cp.local_read",
       "a read is answered from the server's own slot, without a ballot", "linearizable",
       "CASPaxos: a read is the identity change", "a server that misses a change", &needs_clients},
      {Mutant::no_sessions, "cp.no_sessions", "an operation that comes again is executed again",
       "linearizable", "Ongaro's thesis, Figure 6.2", "lost replies", &needs_clients},
      {Mutant::stale_cache, "cp.stale_cache",
       "after a refusal a proposer goes on from the state that it knows, without phase 1",
       "changes_latest", "CASPaxos: the cache holds only while nobody else prepares",
       "two proposers", &needs_clients},
  };
  return table;
}

}  // namespace ordain::cas_paxos
