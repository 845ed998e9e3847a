#pragma once
// python.h — asks a real CPython, for tests that compare with it.
//
// The interpreter is $ANTIVENOM_PYTHON, or python3; tests that find none say so and pass.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace av::test {

// python_answers runs `python3 <script> <mode>` in the repository's root with one line for each
// question, in hexadecimal, and returns the lines of its answer, nothing when there is no Python.
// A script that fails is a failed test.
std::optional<std::vector<std::string>> python_answers(const std::string& script_and_mode,
                                                       const std::vector<std::string>& questions);

// to_hex and from_hex are how bytes of any sort cross the line-based channel.
std::string to_hex(std::string_view bytes);
std::string from_hex(std::string_view digits);

}  // namespace av::test
