// Jepsen's event maps, in EDN (Knossos, Elle) or JSON: {:process 0, :type :invoke, :f :read, ...}.
//
//   :type     :invoke | :ok | :fail | :info
//   :process  an integer; a keyword such as :nemesis is not a client and its events are skipped;
//             absent from every event: one process for each :f
//   :f        the operation's name; absent: "txn"
//   :value    argument on :invoke, result on :ok; :key the object, when the record has one
//   :index    when present, must agree with the order of the file
//   :exact    Ordain's own addition: a result of nil was observed (see nil_read_is_unknown)
//
// Unknown keys are ignored. Everything else that is malformed is an InputError with its line.
#pragma once

#include <string>
#include <string_view>

#include "sim/check/history.h"
#include "sim/check/import/edn.h"

namespace ordain::check {

struct JepsenOptions {
  FormReader::Dialect dialect = FormReader::Dialect::Edn;
  // Knossos reads an ok read of nil as "not recorded", which matches any state.
  bool nil_read_is_unknown = true;
};

History import_jepsen(std::string_view text, const std::string& source,
                      const JepsenOptions& options);

// Porcupine's key-value text: Jepsen maps whose :f is :get, :put or :append on string keys and
// values, every operation complete.
History import_porcupine_kv(std::string_view text, const std::string& source);

}  // namespace ordain::check
