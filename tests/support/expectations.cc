#include "tests/support/expectations.h"

#include <algorithm>

namespace av::test {
namespace {

using Sort = Expectation::Sort;

struct Mark {
  std::string_view text;
  Sort sort;
};
constexpr Mark kMarks[] = {{"# error: ", Sort::Error},
                           {"# ok: ", Sort::Ok},
                           {"# todo-miss: ", Sort::TodoMiss},
                           {"# todo-false: ", Sort::TodoFalse}};

void read_line(std::string_view line, std::uint32_t number, std::vector<Expectation>& out) {
  for (const Mark& mark : kMarks) {
    for (std::size_t at = line.find(mark.text); at != std::string_view::npos;
         at = line.find(mark.text, at + 1)) {
      std::string_view rest = line.substr(at + mark.text.size());
      rest = rest.substr(0, rest.find(" #"));
      const std::size_t end = std::min(rest.find_first_of(" \r"), rest.size());
      std::string_view reason = rest.substr(std::min(end + 1, rest.size()));
      reason = reason.substr(0, reason.find_last_not_of(" \r") + 1);
      out.push_back({mark.sort, number, std::string(rest.substr(0, end)), std::string(reason)});
    }
  }
}

std::string at(std::uint32_t line, const std::string& rule) {
  return "line " + std::to_string(line) + ", " + rule + ": ";
}

std::string check_one(const Expectation& expected, const Found* found) {
  const std::string place = at(expected.line, expected.rule);
  switch (expected.sort) {
    case Sort::Error:
      if (found == nullptr) {
        return place + "expected, not found";
      }
      return expected.rest.empty() || expected.rest == found->severity
                 ? ""
                 : place + "expected " + expected.rest + ", found " + found->severity;
    case Sort::Ok:
      return found == nullptr ? "" : place + "found where it must not be";
    case Sort::TodoMiss:
      return found == nullptr ? "" : place + "now found: make the todo-miss an error";
    case Sort::TodoFalse:
      return found != nullptr ? "" : place + "no longer found: make the todo-false an ok";
  }
  return "";
}

}  // namespace

std::vector<Expectation> read_expectations(std::string_view source) {
  std::vector<Expectation> out;
  std::uint32_t number = 0;
  while (!source.empty()) {
    const std::size_t end = std::min(source.find('\n'), source.size());
    read_line(source.substr(0, end), ++number, out);
    source.remove_prefix(std::min(end + 1, source.size()));
  }
  return out;
}

std::vector<std::string> disagreements(const std::vector<Expectation>& expected,
                                       const std::vector<Found>& found) {
  std::vector<std::string> out;
  for (const Expectation& one : expected) {
    const auto there = std::find_if(found.begin(), found.end(), [&one](const Found& f) {
      return f.line == one.line && f.rule == one.rule;
    });
    std::string verdict = check_one(one, there == found.end() ? nullptr : &*there);
    if (!verdict.empty()) {
      out.push_back(std::move(verdict));
    }
  }
  for (const Found& one : found) {
    const bool marked = std::any_of(expected.begin(), expected.end(), [&one](const Expectation& e) {
      return e.line == one.line && e.rule == one.rule;
    });
    if (!marked) {
      out.push_back(at(one.line, one.rule) + "found, not expected");
    }
  }
  return out;
}

}  // namespace av::test
