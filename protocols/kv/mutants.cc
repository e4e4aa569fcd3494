#include "protocols/kv/mutants.h"

#include "protocols/kv/client_config.h"

namespace ordain::kv {
namespace {

std::string_view needs_expiry(const ClientConfig& config, const MutantSetting& setting) {
  if (setting.clients == 0) return "it takes clients";
  return config.session_expiry.ns == 0 ? "sessions must expire: set /clients/session_expiry" : "";
}
std::string_view needs_pipelining(const ClientConfig& config, const MutantSetting& setting) {
  if (setting.clients == 0) return "it takes clients that retry";
  return config.outstanding < 2 ? "a client with one operation at a time has no earlier ones: set "
                                  "/clients/outstanding to 2 or more"
                                : "";
}
std::string_view needs_leases(const ClientConfig& config, const MutantSetting& setting) {
  if (setting.clients == 0 || setting.workload != "lock") return "it takes the lock workload";
  return config.lease.ns == 0 ? "a lock must pass on without its holder: set /clients/lease" : "";
}

}  // namespace

const std::vector<MutantInfo>& mutants() {
  static const std::vector<MutantInfo> table = {
      {Mutant::session_expiry_local, "rx.session_expiry_local",
       "a server ends sessions by its own clock instead of the time in the log",
       "state_machine_safety", "Ongaro's thesis, 6.3",
       "session_expiry, and commands of a session that come about that far apart", &needs_expiry},
      {Mutant::dedup_last_seq_only, "rx.dedup_last_seq_only",
       "a session remembers the last command only, and takes every earlier one for a copy of it",
       "linearizable", "Ongaro's thesis, 6.3",
       "clients with several operations outstanding, and a network that reorders them",
       &needs_pipelining},
      {Mutant::no_fencing, "lock.no_fencing",
       "a write to what a lock guards is accepted whatever token it shows", "fencing_monotonic",
       "Kleppmann, How to do distributed locking, 2016",
       "locks with a lease, and holders that are paused for longer", &needs_leases},
  };
  return table;
}

}  // namespace ordain::kv
