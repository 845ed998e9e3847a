#include "analysis/report/uri.h"

#include <filesystem>

namespace av::report {
namespace {

bool is_unreserved(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') ||
         std::string_view("-._~/").find(c) != std::string_view::npos;
}

std::string percent_encoded(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string uri;
  for (const char c : path) {
    if (is_unreserved(c)) {
      uri += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      uri.append({'%', kHex[byte >> 4U], kHex[byte & 0xFU]});
    }
  }
  return uri;
}

}  // namespace

std::string relative_uri(std::string_view path) {
  return percent_encoded(std::filesystem::path(path).lexically_normal().string());
}

std::string file_uri(std::string_view path, std::string_view folder) {
  const std::string joined = (std::filesystem::path(folder) / path).string();
  return "file://" + percent_encoded(joined);
}

}  // namespace av::report
