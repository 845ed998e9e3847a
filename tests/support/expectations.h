#pragma once
// expectations.h — comments in Python sources of tests that say what must be found where.
//
//   x()  # error: rule-name          a finding of that rule starts on this line
//   x()  # error: rule-name low      … and has that severity
//   x()  # ok: rule-name             no finding, and here is why one might think so
//   x()  # todo-miss: rule-name why  should be found and is not yet; fails once it is
//   x()  # todo-false: rule-name why is found and should not be; fails once it is not
// Several on one line are joined by further comments: # error: a  # error: b

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace av::test {

// Expectation is one such comment.
struct Expectation {
  enum class Sort : std::uint8_t { Error, Ok, TodoMiss, TodoFalse };
  Sort sort;
  std::uint32_t line;  // from 1
  std::string rule;
  std::string rest;  // behind the rule's name
};

// read_expectations reads all of `source`.
std::vector<Expectation> read_expectations(std::string_view source);

// Found is one finding, as far as expectations speak of it.
struct Found {
  std::uint32_t line;
  std::string rule;
  std::string severity;
  friend bool operator==(const Found&, const Found&) = default;
};

// disagreements compares; each is one sentence.  Empty when all is as expected.
std::vector<std::string> disagreements(const std::vector<Expectation>& expected,
                                       const std::vector<Found>& found);

}  // namespace av::test
