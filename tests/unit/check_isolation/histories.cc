#include "tests/unit/check_isolation/histories.h"

#include <sstream>
#include <stdexcept>

namespace ordain::check::isolation {
namespace {

void add_micro(Transactions& out, std::istringstream words, bool counted) {
  std::string f;
  std::string key;
  words >> f >> key;
  std::vector<Token> values;
  for (Token v = 0; words >> v;) values.push_back(v);
  const Token k = out.tokens.intern(key);
  if (f == "a") return out.add(Micro::Append, k, values.at(0));
  if (f == "w") return out.add(Micro::Write, k, values.at(0));
  if (f != "r") throw std::invalid_argument(f);
  if (!counted) return;
  if (out.type == DataType::ListAppend) return out.add_list_read(k, values.data(), values.size());
  out.add(Micro::Read, k, values.empty() ? kInitial : values.at(0));
}

Transactions read(DataType type, std::initializer_list<std::string> transactions) {
  Transactions out;
  out.type = type;
  out.source = "history";
  for (const std::string& text : transactions) {
    const size_t colon = text.find(':');
    std::istringstream words(text.substr(0, colon));
    Transaction head;
    std::string completed;
    std::string outcome;
    words >> head.session;
    words.ignore(2);
    words >> head.invoked >> completed >> outcome;
    completed.pop_back();
    if (completed != "-") head.completed = static_cast<uint32_t>(std::stoul(completed));
    head.outcome = outcome == "ok"     ? Outcome::Ok
                   : outcome == "fail" ? Outcome::Failed
                                       : Outcome::Indeterminate;
    out.begin_transaction(head);
    std::istringstream micros(text.substr(colon + 1));
    for (std::string micro; std::getline(micros, micro, ',');) {
      add_micro(out, std::istringstream(micro), head.outcome == Outcome::Ok);
    }
  }
  return out;
}

}  // namespace

Transactions lists(std::initializer_list<std::string> transactions) {
  return read(DataType::ListAppend, transactions);
}

Transactions registers(std::initializer_list<std::string> transactions) {
  return read(DataType::Register, transactions);
}

}  // namespace ordain::check::isolation
