#pragma once
// deferred.h — calls that call another function: Thread(target=f), pool.submit(f, x), map(f, all).

#include "analysis/taint/call_checks.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace av::taint {

// Deferral says which argument of a call is called, and with what.
struct Deferral {
  enum class Given : std::uint8_t {
    Rest,      // the arguments behind it, and those by name
    Elements,  // an element of each argument behind it
    List,      // what the list `list` holds
  };
  enum class Result : std::uint8_t { Nothing, Whole, Elements };
  static constexpr std::uint8_t kReceiver = 255;
  std::string_view name;      // a path, or a method's name
  std::uint8_t position = 0;  // of what is called; kReceiver: the object before the dot
  std::string_view keyword;
  Given given = Given::Rest;
  std::uint8_t list_position = 0;
  std::string_view list;
  Result result = Result::Whole;
};

// find_deferral is the place of a call in the table; nothing when it calls nothing.
std::optional<std::uint8_t> find_deferral(const CalledName& called);
const Deferral& deferral_at(std::uint8_t place);

// passed_callee is the place, among the arguments of such a call, of the function that it calls
// with those behind it; 0 when it is no such call.
std::uint8_t passed_callee(const CalledName& called);

}  // namespace av::taint
