#include "runtime/digest/encoding.h"
#include <antivenom/digest.h>

namespace av::digest {
namespace {

using Entry = Manifest::Entry;

bool needs_escape(std::string_view path) {
  return path.find_first_of("\\\n\r") != std::string_view::npos;
}

std::string escaped(std::string_view path) {
  std::string result;
  for (const char c : path) {
    switch (c) {
      case '\\':
        result += "\\\\";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\r':
        result += "\\r";
        break;
      default:
        result += c;
    }
  }
  return result;
}

// unescaped reads what escaped() wrote; nothing for any other backslash.
std::optional<std::string> unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      result += text[i];
      continue;
    }
    static constexpr std::string_view kLetters = "\\nr";
    static constexpr std::string_view kMeanings = "\\\n\r";
    const std::size_t known = ++i < text.size() ? kLetters.find(text[i]) : std::string_view::npos;
    if (known == std::string_view::npos) {
      return std::nullopt;
    }
    result += kMeanings[known];
  }
  return result;
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::optional<Digest> digest_of(std::string_view hex) {
  const auto bytes = hex.size() <= 2 * kMaxBytes ? from_hex(hex) : std::nullopt;
  return bytes && !bytes->empty() ? std::optional(Digest(bytes->expose())) : std::nullopt;
}

// sha2_of is the SHA-2 whose digest has this many bytes.
std::optional<Method> sha2_of(std::size_t bytes) {
  for (const Algorithm algorithm :
       {Algorithm::Sha224, Algorithm::Sha256, Algorithm::Sha384, Algorithm::Sha512}) {
    if (own_bytes(algorithm) == bytes) {
      return Method(algorithm);
    }
  }
  return std::nullopt;
}

// parse_plain reads `HEX  PATH` and `HEX *PATH`.
std::optional<Entry> parse_plain(std::string_view line, const ManifestOptions& options) {
  std::size_t digits = 0;
  while (digits < line.size() && is_hex(line[digits])) {
    ++digits;
  }
  const std::string_view rest = line.substr(digits);
  if (rest.size() < 3 || rest[0] != ' ' || (rest[1] != ' ' && rest[1] != '*')) {
    return std::nullopt;
  }
  const auto digest = digest_of(line.substr(0, digits));
  const auto method = options.method || !digest ? options.method : sha2_of(digest->size());
  if (!digest || !method || method->bytes != digest->size()) {
    return std::nullopt;
  }
  return Entry{std::string(rest.substr(2)), *method, *digest, 0};
}

// parse_tagged reads `TAG (PATH) = HEX`, and `TAG(PATH)= HEX` as openssl writes it.
std::optional<Entry> parse_tagged(std::string_view line) {
  const std::size_t open = line.find('(');
  const std::size_t close = line.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close <= open + 1) {
    return std::nullopt;
  }
  std::string_view tag = line.substr(0, open);
  tag.remove_suffix(tag.ends_with(' ') ? 1 : 0);
  std::string_view rest = line.substr(close + 1);
  rest.remove_prefix(rest.starts_with(' ') ? 1 : 0);
  if (!rest.starts_with("= ")) {
    return std::nullopt;
  }
  const Result<Method> method = find_method(tag);
  const auto digest = digest_of(rest.substr(2));
  if (!method || !digest || method->bytes != digest->size()) {
    return std::nullopt;
  }
  return Entry{std::string(line.substr(open + 1, close - open - 1)), *method, *digest, 0};
}

std::optional<Entry> parse_line(std::string_view line, const ManifestOptions& options) {
  const bool is_escaped = options.end == ManifestStyle::End::Newline && line.starts_with('\\');
  line.remove_prefix(is_escaped ? 1 : 0);
  while (line.starts_with(' ') || line.starts_with('\t')) {
    line.remove_prefix(1);
  }
  std::optional<Entry> entry = parse_plain(line, options);
  entry = entry ? std::move(entry) : parse_tagged(line);
  if (entry && is_escaped) {
    std::optional<std::string> path = unescaped(entry->path);
    if (!path) {
      return std::nullopt;
    }
    entry->path = std::move(*path);
  }
  // A path with NUL names another file than it shows.
  return entry && entry->path.find('\0') == std::string::npos ? std::move(entry) : std::nullopt;
}

}  // namespace

std::string manifest_line(std::string_view path, Method method, const Digest& digest,
                          const ManifestStyle& style) {
  const bool escape = style.end == ManifestStyle::End::Newline && needs_escape(path);
  const std::string name = escape ? escaped(path) : std::string(path);
  std::string line = escape ? "\\" : "";
  if (style.line == ManifestStyle::Line::Tagged) {
    line += tag_of(method) + " (" + name + ") = " + digest.hex();
  } else {
    line += digest.hex() + (style.line == ManifestStyle::Line::Binary ? " *" : "  ") + name;
  }
  line += style.end == ManifestStyle::End::Zero ? '\0' : '\n';
  return line;
}

Result<Manifest> parse_manifest(std::string_view text, const ManifestOptions& options) {
  if (text.size() > options.max_bytes) {
    return fail(ErrorCode::LimitExceeded,
                "the manifest is larger than " + std::to_string(options.max_bytes) + " bytes");
  }
  const char end = options.end == ManifestStyle::End::Zero ? '\0' : '\n';
  Manifest manifest;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::size_t size = std::min(text.find(end), text.size());
    std::string_view line = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    line.remove_suffix(end == '\n' && line.ends_with('\r') ? 1 : 0);
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    std::optional<Entry> entry = parse_line(line, options);
    if (entry) {
      entry->line = number;
      manifest.entries.push_back(std::move(*entry));
    } else {
      manifest.bad_lines.push_back(number);
    }
  }
  return manifest;
}

}  // namespace av::digest
