#include "analysis/text/gitignore.h"

#include <algorithm>
#include <utility>

namespace av::text {
namespace {

bool is_plain(std::string_view pattern) {
  return pattern.find_first_of(kGlobSpecial) == std::string_view::npos;
}

// Without spaces at the end that no backslash keeps.
std::string_view without_trailing_spaces(std::string_view line) {
  std::size_t keep = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
      if (i == line.size()) {
        return line;
      }
      keep = i + 1;
    } else if (line[i] != ' ') {
      keep = i + 1;
    }
  }
  return line.substr(0, keep);
}

std::string_view name_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace

IgnoreRules IgnoreRules::parse(std::string_view text) {
  IgnoreRules rules;
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    rules.add(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return rules;
}

void IgnoreRules::add(std::string_view line) {
  if (line.starts_with('#')) {
    return;
  }
  line = without_trailing_spaces(line.substr(0, line.find('\0')));
  Pattern pattern;
  if (line.starts_with('!')) {
    pattern.negated = true;
    line.remove_prefix(1);
  }
  if (line.ends_with('/')) {
    pattern.folders_only = true;
    line.remove_suffix(1);
  }
  if (line.empty()) {
    return;
  }
  if (line.find('/') != std::string_view::npos) {
    line.remove_prefix(line.starts_with('/') ? 1 : 0);
    pattern.sort = is_plain(line) ? Sort::Path : Sort::PathGlob;
  } else if (line[0] == '*' && is_plain(line.substr(1))) {
    line.remove_prefix(1);
    pattern.sort = Sort::Suffix;
  } else {
    pattern.sort = is_plain(line) ? Sort::Name : Sort::NameGlob;
  }
  if (pattern.sort == Sort::PathGlob || pattern.sort == Sort::NameGlob) {
    const bool is_path = pattern.sort == Sort::PathGlob;
    pattern.glob = Glob::compile(line, is_path ? Glob::Sort::Path : Glob::Sort::Name);
  } else {
    pattern.literal = line;
  }
  patterns_.push_back(std::move(pattern));
}

bool IgnoreRules::matches(const Pattern& pattern, std::string_view path, std::string_view name) {
  switch (pattern.sort) {
    case Sort::Name:
      return name == pattern.literal;
    case Sort::Suffix:
      return name.ends_with(pattern.literal);
    case Sort::NameGlob:
      return pattern.glob.matches(name);
    case Sort::Path:
      return path == pattern.literal;
    case Sort::PathGlob:
      return pattern.glob.matches(path);
  }
  return false;
}

IgnoreVerdict IgnoreRules::verdict(std::string_view path, EntryKind kind) const {
  const std::string_view name = name_of(path);
  const auto found =
      std::find_if(patterns_.rbegin(), patterns_.rend(), [&](const Pattern& pattern) {
        return (kind == EntryKind::Folder || !pattern.folders_only) && matches(pattern, path, name);
      });
  if (found == patterns_.rend()) {
    return IgnoreVerdict::Unmentioned;
  }
  return found->negated ? IgnoreVerdict::Kept : IgnoreVerdict::Ignored;
}

IgnoreVerdict IgnoreRules::verdict_within(std::string_view path, EntryKind kind) const {
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    if (verdict(path.substr(0, slash), EntryKind::Folder) == IgnoreVerdict::Ignored) {
      return IgnoreVerdict::Ignored;
    }
  }
  return verdict(path, kind);
}

void IgnoreStack::push(IgnoreRules rules, std::size_t prefix_bytes) {
  levels_.push_back({std::move(rules), prefix_bytes});
}

IgnoreVerdict IgnoreStack::verdict(std::string_view path, EntryKind kind) const {
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    const IgnoreVerdict verdict = level->rules.verdict(path.substr(level->prefix_bytes), kind);
    if (verdict != IgnoreVerdict::Unmentioned) {
      return verdict;
    }
  }
  return IgnoreVerdict::Unmentioned;
}

}  // namespace av::text
