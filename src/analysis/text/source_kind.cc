#include "analysis/text/source_kind.h"

#include <algorithm>
#include <array>
#include <string>

namespace av::text {
namespace {

struct Suffix {
  std::string_view text;
  SourceKind kind;
};

constexpr std::array kSuffixes = {
    Suffix{".py", SourceKind::Python},   Suffix{".pyi", SourceKind::Python},
    Suffix{".pyw", SourceKind::Python},  Suffix{".ipynb", SourceKind::Notebook},
    Suffix{".md", SourceKind::Markdown}, Suffix{".markdown", SourceKind::Markdown}};

char lower_case(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

SourceKind kind_of_name(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) {  // `.py` is a hidden file without a suffix
    return SourceKind::Other;
  }
  std::string suffix(name.substr(dot));
  std::ranges::transform(suffix, suffix.begin(), lower_case);
  const auto* const known = std::ranges::find(kSuffixes, suffix, &Suffix::text);
  return known == kSuffixes.end() ? SourceKind::Other : known->kind;
}

}  // namespace av::text
