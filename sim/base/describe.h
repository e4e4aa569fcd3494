// One description of a type, used for everything: hash, digest, JSON, diff, equality of copies.
//
// A struct lists its fields once, with Boost.Describe, and an enum its enumerators:
//
//   struct Vote { TxnId txn; bool yes; BOOST_DESCRIBE_CLASS(Vote, (), (txn, yes), (), ()) };
//
// (or BOOST_DESCRIBE_STRUCT outside of the class). Encoding, JSON and diff are then written over
// `for_each_field`, and a field that is forgotten is forgotten everywhere, which a test can see.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <string_view>
#include <type_traits>

namespace ordain {

template <class T>
concept DescribedStruct =
    boost::describe::has_describe_members<std::remove_cv_t<T>>::value && !std::is_enum_v<T>;

template <class T>
concept DescribedEnum = boost::describe::has_describe_enumerators<T>::value;

template <class T>
using FieldsOf =
    boost::describe::describe_members<std::remove_cv_t<T>, boost::describe::mod_public>;

template <DescribedStruct T>
inline constexpr size_t kFieldCount = boost::mp11::mp_size<FieldsOf<T>>::value;

// Calls visit(name, member) for each field, in the order of the description.
template <DescribedStruct T, class Visit>
constexpr void for_each_field(T& object, Visit&& visit) {
  boost::mp11::mp_for_each<FieldsOf<T>>(
      [&](auto field) { visit(std::string_view(field.name), object.*field.pointer); });
}

// The enumerator's name, or "?" for a value outside of the description.
template <DescribedEnum E>
constexpr std::string_view enum_name(E value) {
  std::string_view name = "?";
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
    if (enumerator.value == value) name = enumerator.name;
  });
  return name;
}

// FNV-1a, for names only: stable identifiers of message and fact types in the digest.
constexpr uint64_t name_tag(std::string_view name) {
  uint64_t h = 0xCBF29CE484222325ULL;
  for (char c : name) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return h;
}

}  // namespace ordain
