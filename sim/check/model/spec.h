// A sequential specification: what an object would answer to calls made one after another. It is
// all that a checker knows of the system. States are Values, so a new model is one function.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/check/value.h"

namespace ordain::check {

struct Call {
  std::string f;
  Value key;
  Value argument;
};

struct Step {
  Value state;
  Value response;
};

class Spec {
 public:
  virtual ~Spec() = default;
  virtual std::string_view name() const = 0;
  virtual Value initial() const = 0;
  // nullopt: the call cannot take effect in this state (a lock that is held). A call that the model
  // does not know never gets here: see understands().
  virtual std::optional<Step> apply(const Value& state, const Call& call) const = 0;
  // Whether the call never changes any state when it gives this response.
  virtual bool pure(const Call& call, const Value& response) const = 0;
  // Whether the call never changes any state, whatever it responds.
  virtual bool observer(const Call& call) const = 0;
  // Empty when the call is one of the model's; otherwise what is wrong with it.
  virtual std::string misfit(const Call& call) const = 0;
  // What a completed call's record says of the response, in the form in which apply() gives it;
  // nullopt when it says nothing (record formats differ in how they say "yes" and "empty").
  virtual std::optional<Value> recorded(const Call& call, const Value& result) const = 0;
};

}  // namespace ordain::check
