#pragma once
// json_text.h — JSON as reports write it: pure ASCII, keys in the order they were set.

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace av::report {

using Json = nlohmann::ordered_json;

// json_text is the value on one line; bytes that are no UTF-8 become U+FFFD.
std::string json_text(const Json& value);

std::string base64(std::string_view bytes);

}  // namespace av::report
