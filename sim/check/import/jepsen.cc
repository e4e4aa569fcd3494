#include "sim/check/import/jepsen.h"

#include <map>
#include <optional>

#include "sim/base/error.h"
#include "sim/base/text.h"

namespace ordain::check {
namespace {

[[noreturn]] void fail(const std::string& source, uint32_t line, std::string message,
                       std::string allowed = "", std::string suggestion = "") {
  throw InputError(source, Problem{"line " + std::to_string(line), std::move(message),
                                   std::move(allowed), std::move(suggestion)});
}

class Importer {
 public:
  Importer(std::string_view text, const std::string& source, const JepsenOptions& options)
      : reader_(text, source, options.dialect),
        source_(source),
        options_(options),
        builder_(source) {}

  History run() {
    while (const std::optional<Form> form = reader_.next()) take(*form);
    return builder_.take();
  }

 private:
  void take(const Form& form);
  Event::Type type_of(const Value& event, uint32_t line) const;
  bool client_of(const Value& event, uint32_t line, int64_t& process);
  int64_t process_of_name(const std::string& f);
  void check_index(const Value& event, uint32_t line);
  bool is_unrecorded_read(const Event& event, const Value& map) const;

  FormReader reader_;
  const std::string& source_;
  const JepsenOptions& options_;
  HistoryBuilder builder_;
  std::optional<int64_t> last_index_;
  std::optional<bool> has_process_;
  std::map<std::string, int64_t> process_of_name_;
};

Event::Type Importer::type_of(const Value& event, uint32_t line) const {
  const Value* type = event.field("type");
  if (type == nullptr) fail(source_, line, "an event without a :type", "invoke, ok, fail, info");
  const std::string_view name = type->text();
  if (name == "invoke") return Event::Type::Invoke;
  if (name == "ok") return Event::Type::Ok;
  if (name == "fail") return Event::Type::Fail;
  if (name == "info") return Event::Type::Info;
  fail(source_, line, "an unknown :type " + type->edn(), "invoke, ok, fail, info",
       did_you_mean(name, {"invoke", "ok", "fail", "info"}));
}

// False for the events of a process that is not a client.
bool Importer::client_of(const Value& event, uint32_t line, int64_t& process) {
  const Value* found = event.field("process");
  if (found != nullptr && found->is_text()) return false;
  const bool present = found != nullptr && !found->is_nil();
  if (!has_process_) has_process_ = present;
  if (*has_process_ != present) fail(source_, line, "some events name a :process and some do not");
  if (present && !found->is_int())
    fail(source_, line, "a :process that is neither an integer nor a keyword: " + found->edn());
  process = present ? found->number() : 0;
  return true;
}

// Without processes an operation's name is all that can tie a completion to its invocation.
int64_t Importer::process_of_name(const std::string& f) {
  const auto next = static_cast<int64_t>(process_of_name_.size());
  return process_of_name_.emplace(f, next).first->second;
}

void Importer::check_index(const Value& event, uint32_t line) {
  const Value* index = event.field("index");
  if (index == nullptr || index->is_nil()) return;
  if (!index->is_int()) fail(source_, line, "an :index that is no integer: " + index->edn());
  if (last_index_ && index->number() <= *last_index_)
    fail(source_, line,
         ":index " + index->edn() + " after :index " + std::to_string(*last_index_) +
             ": the file is not in the order of its events");
  last_index_ = index->number();
}

void Importer::take(const Form& form) {
  const Value& map = form.value;
  if (!map.is_map())
    fail(source_, form.line, "an event that is no map: " + map.edn().substr(0, 60));
  check_index(map, form.line);
  Event event;
  event.line = form.line;
  event.type = type_of(map, form.line);
  if (!client_of(map, form.line, event.process)) return;
  const Value* f = map.field("f");
  if (f != nullptr && !f->is_nil() && !f->is_text())
    fail(source_, form.line, "an :f that is no name: " + f->edn());
  event.f = f != nullptr && !f->is_nil() ? std::string(f->text()) : "txn";
  if (!*has_process_) event.process = process_of_name(event.f);
  if (const Value* key = map.field("key")) event.key = *key;
  if (const Value* value = map.field("value")) event.value = *value;
  if (const Value* time = map.field("time"); time != nullptr && time->is_int())
    event.time = time->number();
  event.result_unknown = is_unrecorded_read(event, map);
  builder_.add(event);
}

// Knossos leaves out what such a read observed.
bool Importer::is_unrecorded_read(const Event& event, const Value& map) const {
  if (event.type != Event::Type::Ok || event.f != "read" || !event.value.is_nil()) return false;
  const Value* exact = map.field("exact");
  return options_.nil_read_is_unknown && (exact == nullptr || !exact->is_true());
}

}  // namespace

History import_jepsen(std::string_view text, const std::string& source,
                      const JepsenOptions& options) {
  return Importer(text, source, options).run();
}

History import_porcupine_kv(std::string_view text, const std::string& source) {
  JepsenOptions options;
  options.nil_read_is_unknown = false;
  History history = import_jepsen(text, source, options);
  history.initial = Value("");
  for (const Operation& op : history.operations) {
    const bool get = op.f == "get";
    if (!get && op.f != "put" && op.f != "append")
      fail(source, op.line, "an unknown :f \"" + op.f + "\"", "get, put, append",
           did_you_mean(op.f, {"get", "put", "append"}));
    if (op.outcome != Outcome::Ok) fail(source, op.line, "an operation that never completes");
    if (op.key.kind() != Value::Kind::String)
      fail(source, op.line, "a :key that is no string: " + op.key.edn());
    const Value& value = get ? op.result : op.argument;
    if (value.kind() != Value::Kind::String)
      fail(source, op.line, "a :value that is no string: " + value.edn());
  }
  return history;
}

}  // namespace ordain::check
