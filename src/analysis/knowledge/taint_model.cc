#include "analysis/knowledge/taint_model.h"

#include <algorithm>
#include <array>

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

}  // namespace av::knowledge
