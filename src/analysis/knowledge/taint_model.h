#pragma once
// taint_model.h — what is known of libraries for following values: what brings input, what it does
// harm in, what passes it on, what makes it harmless.
//
// Made from the tables [[source]], [[sink]], [[flow]], [[guard]] and [[entry]] of catalog/models,
// frozen at build time; catalog/README.md describes them for authors.  Paths are as in model.h; a
// path "*.name" is of the method `name` of an object whose type is not known, or not modelled.
// Look-ups take constant time and allocate nothing.  Any number of threads.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

namespace av::knowledge {

// Threat is who decides what a source brings.
enum class Threat : std::uint8_t {
  Remote,
  Local,    // the user of the machine
  Library,  // whoever calls a package's public functions
  Own,      // nobody outside: it must not get out, or can be foretold
};
inline constexpr std::size_t kThreats = 4;

enum class SourceKind : std::uint8_t {
#define AV_SOURCE(name, word, threat, what) name,
#define AV_SINK(name, word, what)
#include "analysis/knowledge/taint_kinds.def"
#undef AV_SOURCE
#undef AV_SINK
};

enum class SinkKind : std::uint8_t {
#define AV_SOURCE(name, word, threat, what)
#define AV_SINK(name, word, what) name,
#include "analysis/knowledge/taint_kinds.def"
#undef AV_SOURCE
#undef AV_SINK
};

inline constexpr std::size_t kSourceKinds =
    std::initializer_list<SourceKind>{
#define AV_SOURCE(name, word, threat, what) SourceKind::name,
#define AV_SINK(name, word, what)
#include "analysis/knowledge/taint_kinds.def"
#undef AV_SOURCE
#undef AV_SINK
    }
        .size();
inline constexpr std::size_t kSinkKinds =
    std::initializer_list<SinkKind>{
#define AV_SOURCE(name, word, threat, what)
#define AV_SINK(name, word, what) SinkKind::name,
#include "analysis/knowledge/taint_kinds.def"
#undef AV_SOURCE
#undef AV_SINK
    }
        .size();

// SinkSet is a set of sink kinds, a bit each.
using SinkSet = std::uint32_t;
inline constexpr SinkSet kAllSinks = 0xFFFFFFFF;
constexpr SinkSet set_of(SinkKind kind) {
  return SinkSet{1} << static_cast<unsigned>(kind);
}

// SourceSet is a set of source kinds, a bit each.
using SourceSet = std::uint32_t;
inline constexpr SourceSet kAllSources = 0xFFFFFFFF;
constexpr SourceSet set_of(SourceKind kind) {
  return SourceSet{1} << static_cast<unsigned>(kind);
}

std::string_view name_of(SourceKind kind);
std::string_view name_of(SinkKind kind);
std::string_view name_of(Threat threat);
// words_of says what a kind is, for people.
std::string_view words_of(SourceKind kind);
std::string_view words_of(SinkKind kind);
Threat threat_of(SourceKind kind);
std::optional<Threat> parse_threat(std::string_view word);
std::optional<SourceKind> parse_source_kind(std::string_view word);
std::optional<SinkKind> parse_sink_kind(std::string_view word);
// does_harm says whether what such a source brings can do harm in such a sink: a password in a log
// does, in a command it does not.
bool does_harm(SourceKind source, SinkKind sink);

// is_told_by_name says whether it is a name that says what such a value is: it says so near by
// only.
constexpr bool is_told_by_name(SourceKind kind) {
  return kind == SourceKind::Password || kind == SourceKind::Secret || kind == SourceKind::Personal;
}

// Port is a place at a call where a value goes in or comes out.
struct Port {
  enum class Root : std::uint8_t {
    Return,
    Receiver,   // the object whose method is called
    Parameter,  // `parameter`
    Position,   // the argument in place `position`
    Arguments,  // every argument
    Keywords,   // a dict of the arguments that are given by name
    Nothing,    // of a flow: it says that nothing passes
  };
  Root root = Root::Return;
  std::uint8_t position = 0;
  std::string_view parameter;
  std::string_view steps;  // the part of the value: "[]" any element, "[0]", "{}" keys, ".name",
                           // "[@0]" the element whose key is the first argument,
                           // "[key]"
};

// Source: what comes out at `to` is input, harmless for the kinds in `clears`.  Of an attribute the
// value itself is meant.
struct TaintSource {
  SourceKind kind;
  Port to;
  SinkSet clears = 0;
};

// Sink: what goes in at `at` does harm, if the argument `when` is true (or always).
struct TaintSink {
  SinkKind kind;
  Port at;
  std::string_view when;    // a parameter, several with commas between, or empty
  bool unless = false;      // … if it is false instead
  std::string_view values;  // … if it is one of these (`unless`: none of them): paths, texts or
                            // constants as Python writes them, with commas between; behind a "!"
                            // if it is something else
};

// Flow: what goes in at `from` comes out at `to`, harmless for the kinds in `clears`.
struct TaintFlow {
  Port from;
  Port to;
  SinkSet clears = 0;
};

// Guard: where the call is true, what went in at `at` is harmless for the kinds in `clears`.
struct TaintGuard {
  Port at;
  SinkSet clears = 0;
};

// Entry: the parameters of some functions of the program are input.
struct TaintEntry {
  enum class Way : std::uint8_t {
    Decorator,  // functions that are decorated with `path`
    Base,       // methods of classes that inherit from `path`
    Route,      // functions that are passed to `path`, at `at`
    Signature,  // functions whose first parameters are called so: "(event, context)"; of these
                // two only that `at` is input, if it says so
  };
  Way way;
  SourceKind kind;
  Port at;
  std::string_view methods;  // of Base and Signature, with commas between; `on_*` is all that begin
                             // so; empty: all without a _ in front
  std::string_view when;     // of Decorator: an argument of it that has to be one of `values`
  std::string_view values;
  bool has_sink = false;  // what the functions return goes to a `sink`
  SinkKind sink;
};

// is_listed says whether `word` is one of those in a list with commas between.
bool is_listed(std::string_view word, std::string_view list);
// is_entry_method says whether an entry by base class or signature means the function `name`.
bool is_entry_method(const TaintEntry& entry, std::string_view name);

// TaintModel is all that is known of one callable or attribute.  A callable that has one passes
// nothing on but what `flows` says.
struct TaintModel {
  std::string_view path;
  std::span<const TaintSource> sources;
  std::span<const TaintSink> sinks;
  std::span<const TaintFlow> flows;
  std::span<const TaintGuard> guards;
  std::span<const TaintEntry> entries;
};

// find_taint is what the models know of `path`; nullptr when they do not.
const TaintModel* find_taint(std::string_view path);
// find_method_taint is what they know of the method, or attribute, `name` of any object.
const TaintModel* find_method_taint(std::string_view name);
// builtin_taint is all of them, ascending by path.
std::span<const TaintModel> builtin_taint();

}  // namespace av::knowledge
