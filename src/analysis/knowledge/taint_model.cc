#include "analysis/knowledge/taint_model.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace av::knowledge {
namespace {

constexpr std::array kSourceWords = {
#define AV_SOURCE(name, word, threat, what) std::string_view(word),
#define AV_SINK(name, word, what)
#include "analysis/knowledge/taint_kinds.def"
#undef AV_SOURCE
#undef AV_SINK
};

constexpr std::array kThreatOf = {
#define AV_SOURCE(name, word, threat, what) Threat::threat,
#define AV_SINK(name, word, what)
#include "analysis/knowledge/taint_kinds.def"
#undef AV_SOURCE
#undef AV_SINK
};

constexpr std::array kSinkWords = {
#define AV_SOURCE(name, word, threat, what)
#define AV_SINK(name, word, what) std::string_view(word),
#include "analysis/knowledge/taint_kinds.def"
#undef AV_SOURCE
#undef AV_SINK
};
static_assert(kSinkWords.size() <= 32, "a SinkSet has 32 bits");
static_assert(kSourceWords.size() <= 32, "a SourceSet has 32 bits");

constexpr std::array kSourceTexts = {
#define AV_SOURCE(name, word, threat, what) std::string_view(what),
#define AV_SINK(name, word, what)
#include "analysis/knowledge/taint_kinds.def"
#undef AV_SOURCE
#undef AV_SINK
};

constexpr std::array kSinkTexts = {
#define AV_SOURCE(name, word, threat, what)
#define AV_SINK(name, word, what) std::string_view(what),
#include "analysis/knowledge/taint_kinds.def"
#undef AV_SOURCE
#undef AV_SINK
};

constexpr std::array<std::string_view, kThreats> kThreatWords = {"remote", "local", "library",
                                                                 "own"};

template <class Kind, std::size_t kCount>
std::optional<Kind> parse(const std::array<std::string_view, kCount>& words,
                          std::string_view word) {
  const auto* found = std::find(words.begin(), words.end(), word);
  return found == words.end() ? std::nullopt
                              : std::optional(static_cast<Kind>(found - words.begin()));
}

}  // namespace

std::string_view name_of(SourceKind kind) {
  return kSourceWords[static_cast<std::size_t>(kind)];
}

std::string_view name_of(SinkKind kind) {
  return kSinkWords[static_cast<std::size_t>(kind)];
}

std::string_view name_of(Threat threat) {
  return kThreatWords[static_cast<std::size_t>(threat)];
}

std::string_view words_of(SourceKind kind) {
  return kSourceTexts[static_cast<std::size_t>(kind)];
}

std::string_view words_of(SinkKind kind) {
  return kSinkTexts[static_cast<std::size_t>(kind)];
}

Threat threat_of(SourceKind kind) {
  return kThreatOf[static_cast<std::size_t>(kind)];
}

std::optional<Threat> parse_threat(std::string_view word) {
  return parse<Threat>(kThreatWords, word);
}

std::optional<SourceKind> parse_source_kind(std::string_view word) {
  return parse<SourceKind>(kSourceWords, word);
}

std::optional<SinkKind> parse_sink_kind(std::string_view word) {
  return parse<SinkKind>(kSinkWords, word);
}

bool is_entry_method(const TaintEntry& entry, std::string_view name) {
  if (entry.methods.empty()) {
    return !name.starts_with('_');
  }
  std::string_view list = entry.methods;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view one = list.substr(0, end);
    if (one == name || (one.ends_with('*') && name.starts_with(one.substr(0, one.size() - 1)))) {
      return true;
    }
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

bool is_listed(std::string_view word, std::string_view list) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (list.substr(0, end) == word) {
      return true;
    }
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

bool does_harm(SourceKind source, SinkKind sink) {
  constexpr SinkSet kOnlyOwn = set_of(SinkKind::Hash) | set_of(SinkKind::Storage) |
                               set_of(SinkKind::Reply) | set_of(SinkKind::Token);
  // Whoever writes a program's files says where it reads and goes anyway.
  constexpr SinkSet kRun = set_of(SinkKind::Command) | set_of(SinkKind::Sql) |
                           set_of(SinkKind::Code) | set_of(SinkKind::Template) |
                           set_of(SinkKind::Deserialization);
  constexpr SinkSet kStored = kRun | set_of(SinkKind::Html) | set_of(SinkKind::NoSql);
  constexpr SinkSet kKept =
      set_of(SinkKind::Storage) | set_of(SinkKind::Reply) | set_of(SinkKind::Log);
  const auto is_in = [sink](SinkSet kinds) { return (kinds & set_of(sink)) != 0; };
  switch (source) {
    case SourceKind::Password:
      return is_in(kKept | set_of(SinkKind::Hash));
    case SourceKind::Secret:
    case SourceKind::Personal:
      return is_in(kKept);
    case SourceKind::File:
      return is_in(kRun);
    case SourceKind::Database:
      return is_in(kStored);
    case SourceKind::Exception:
      return sink == SinkKind::Reply;
    case SourceKind::Random:
      return sink == SinkKind::Token;
    default:
      return !is_in(kOnlyOwn);
  }
}

}  // namespace av::knowledge
