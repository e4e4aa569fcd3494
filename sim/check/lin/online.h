// Linearizability while a system runs: the set of configurations that explain all responses so far,
// one per object, and the first response that none explains.
//
// Results of open operations are not known yet, so an operation's response is fixed when it is
// linearized and compared when it returns. An operation that only observes keeps, while it is open,
// the set of responses it could have given since it was invoked: it never branches. The memory is
// that of the open window, not of the past. Copying copies everything, so a world that holds one
// can be forked.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "sim/base/small_map.h"
#include "sim/check/history.h"
#include "sim/check/model/model.h"
#include "sim/check/property.h"

namespace ordain::check::lin {

struct OnlineOptions {
  Model model = Model::Register;
  Value initial;
  uint64_t max_configurations = 100'000;  // per object
};

class OnlineChecker {
 public:
  using OperationId = uint64_t;  // the caller's, unique

  explicit OnlineChecker(OnlineOptions options);

  void invoke(OperationId id, int64_t client, const std::string& f, const Value& key,
              const Value& argument);

  // False at the first response that cannot be linearized; from then on always false.
  bool complete(OperationId id, const Value& result);
  void fail(OperationId id);           // it definitely did not happen
  void indeterminate(OperationId id);  // it may happen at any time, or never

  bool ok() const { return violation_.empty(); }
  const std::string& violation() const { return violation_; }  // in words
  // Whether some object's configurations grew beyond the bound: its responses are no longer judged.
  bool gave_up() const { return gave_up_; }
  // What the property that asks it has to say once it was told of the operation.
  void report(std::string_view property, const OpRecord& operation, Report& to) const;
  uint64_t configurations() const;

  // For Property::encode: all that its further verdicts depend on.
  void encode(Encoder& out) const;

 private:
  struct Open {
    int64_t client = 0;
    Call call;
    bool observer = false;
    bool indeterminate = false;
  };

  struct Configuration {
    Value state;
    std::map<OperationId, Value> done;             // linearized, not returned: its response
    std::map<OperationId, std::set<Value>> could;  // open observers: possible responses

    friend bool operator<(const Configuration& a, const Configuration& b) {
      return std::tie(a.state, a.done, a.could) < std::tie(b.state, b.done, b.could);
    }
  };

  using Configurations = std::set<Configuration>;

  struct Object {
    SmallMap<OperationId, Open> open;
    Configurations configurations;
    bool given_up = false;
  };

  Object& object_of(const Value& key);
  template <class Change>
  static Configurations changed(Configurations from, Change&& change);
  void observe(const Object& object, Configuration& c) const;
  static bool fits(const Configuration& c, OperationId id, const std::optional<Value>& said,
                   bool observer);
  Configurations closure(Object& object, OperationId id, const std::optional<Value>& said) const;
  void keep_minimal(Object& object) const;
  void settle(OperationId id, Object& object, Configurations next);
  std::string refusal(const Value& key, const Open& open, const Value& result, const Value& before,
                      size_t possible) const;

  OnlineOptions options_;
  std::shared_ptr<const Spec> spec_;
  std::map<Value, Object> objects_;
  SmallMap<OperationId, Value> key_of_;
  std::string violation_;
  bool gave_up_ = false;
};

}  // namespace ordain::check::lin
