// Single-decree Paxos as a register, in the shape of the example "paxos" of Stateright (Nadal,
// https://github.com/stateright/stateright, examples/paxos.rs), whose number of states is
// published: 16,668 with three servers and two clients. Each client writes once and then reads; a
// server that is asked to write proposes at once, and no message is ever sent again.
//
// It is no protocol of this project: it is here because somebody else has counted its states.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <variant>

#include "sim/check/lin/online.h"
#include "sim/check/property.h"
#include "sim/core/node_table.h"
#include "sim/run/run_spec.h"

namespace ordain::test::register_paxos {

struct Config {
  bool ignores_accepted = false;  // a leader proposes its own value whatever others have accepted
};

struct Ballot {
  uint64_t round = 0;
  NodeId leader{0};
  friend auto operator<=>(const Ballot&, const Ballot&) = default;
  BOOST_DESCRIBE_CLASS(Ballot, (), (round, leader), (), ())
};
struct Proposal {
  NodeId client;
  uint64_t value = 0;
  friend auto operator<=>(const Proposal&, const Proposal&) = default;
  BOOST_DESCRIBE_CLASS(Proposal, (), (client, value), (), ())
};
using Accepted = std::optional<std::pair<Ballot, Proposal>>;  // by an acceptor, so far

struct Put {
  uint64_t value = 0;
  BOOST_DESCRIBE_CLASS(Put, (), (value), (), ())
};
struct PutOk {
  BOOST_DESCRIBE_CLASS(PutOk, (), (), (), ())
};
struct Get {
  BOOST_DESCRIBE_CLASS(Get, (), (), (), ())
};
struct GetOk {
  uint64_t value = 0;
  BOOST_DESCRIBE_CLASS(GetOk, (), (value), (), ())
};
struct Prepare {
  Ballot ballot;
  BOOST_DESCRIBE_CLASS(Prepare, (), (ballot), (), ())
};
struct Promise {
  Ballot ballot;
  Accepted accepted;
  BOOST_DESCRIBE_CLASS(Promise, (), (ballot, accepted), (), ())
};
struct Accept {
  Ballot ballot;
  Proposal proposal;
  BOOST_DESCRIBE_CLASS(Accept, (), (ballot, proposal), (), ())
};
struct Acceptance {
  Ballot ballot;
  BOOST_DESCRIBE_CLASS(Acceptance, (), (ballot), (), ())
};
struct Decided {
  Ballot ballot;
  Proposal proposal;
  BOOST_DESCRIBE_CLASS(Decided, (), (ballot, proposal), (), ())
};

// Leader, acceptor and learner in one; what it does not handle it ignores.
struct Server {
  using Config = register_paxos::Config;
  using Messages = std::variant<Put, Get, Prepare, Promise, Accept, Acceptance, Decided>;

  NodeId self;
  Ballot ballot;
  std::optional<Proposal> proposal;
  std::map<NodeId, Accepted> promises;
  std::set<NodeId> acceptances;
  Accepted accepted;
  bool decided = false;

  Server(const Config&, NodeId id) : self(id) {}
  void on_start(Ctx&) {}
  void on(const Put& put, NodeId from, Ctx& ctx);
  void on(const Get&, NodeId from, Ctx& ctx);
  void on(const Prepare& prepare, NodeId from, Ctx& ctx);
  void on(const Promise& promise, NodeId from, Ctx& ctx);
  void on(const Accept& accept, NodeId from, Ctx& ctx);
  void on(const Acceptance& acceptance, NodeId from, Ctx& ctx);
  void on(const Decided& decision, NodeId from, Ctx& ctx);

  BOOST_DESCRIBE_CLASS(Server, (),
                       (self, ballot, proposal, promises, acceptances, accepted, decided), (), ())
};

struct Client {
  using Config = register_paxos::Config;
  using Messages = std::variant<PutOk, GetOk>;

  NodeId self;
  uint64_t ended = 0;  // operations

  Client(const Config&, NodeId id) : self(id) {}
  void on_start(Ctx& ctx);
  void on(const PutOk&, NodeId, Ctx& ctx);
  void on(const GetOk& answer, NodeId, Ctx& ctx);

  BOOST_DESCRIBE_CLASS(Client, (), (self, ended), (), ())
};

// Linearizability, with the whole of what clients have seen in its ledger, as Stateright keeps it
// in its states: each operation with what it returned and what others had completed before it.
class Linearizable : public PropertyOf<Linearizable> {
 public:
  Linearizable();
  std::string_view name() const override { return "linearizable"; }
  std::vector<const FactType*> facts() const override { return {}; }
  void on_fact(const FactEvent&, Report&) override {}
  bool wants_operations() const override { return true; }
  void on_operation(const OpRecord& record, Report& report) override;
  bool encode(Encoder& out) const override;

 private:
  struct Operation {
    std::map<NodeId, uint64_t> before;  // how many operations of others had been completed
    Function function = Function::read;
    int64_t value = 0;
    BOOST_DESCRIBE_CLASS(Operation, (), (before, function, value), (), ())
  };
  std::map<NodeId, std::vector<Operation>> completed_;
  std::map<NodeId, Operation> open_;
  check::lin::OnlineChecker checker_;  // judges the same, and so is not part of the ledger
};

RunSpec spec(uint32_t servers, uint32_t clients, Config config = {});

}  // namespace ordain::test::register_paxos
