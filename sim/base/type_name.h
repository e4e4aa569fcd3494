// The unqualified name of a type, the same from GCC and Clang: "RequestVote" for
// ordain::raft::RequestVote. Message and fact types are named so in traces and digests.
#pragma once

#include <string_view>

namespace ordain {
namespace detail {

template <class T>
constexpr std::string_view pretty_function() {
  return __PRETTY_FUNCTION__;
}

}  // namespace detail

template <class T>
constexpr std::string_view type_name() {
  std::string_view text = detail::pretty_function<T>();
  text.remove_prefix(text.find("T = ") + 4);
  text = text.substr(0, text.find_first_of(";]"));
  const size_t colon = text.rfind(':');
  return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

}  // namespace ordain
