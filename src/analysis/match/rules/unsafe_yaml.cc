// YAML loaded with a loader that makes any object.
// Page: catalog/rules/deserialization/unsafe-yaml.md
#include "analysis/match/callees.h"
#include "analysis/match/grade.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"

#include <algorithm>
#include <optional>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using syntax::NodeId;
using syntax::NodeKind;

// Trust is what a loader does with tags.
enum class Trust : std::uint8_t { Safe, Partial, Unsafe };

constexpr auto kLoaderClasses = path_table<Trust>({
    {"yaml.BaseLoader", Trust::Safe},
    {"yaml.CBaseLoader", Trust::Safe},
    {"yaml.SafeLoader", Trust::Safe},
    {"yaml.CSafeLoader", Trust::Safe},
    {"yaml.FullLoader", Trust::Partial},
    {"yaml.CFullLoader", Trust::Partial},
    {"yaml.Loader", Trust::Unsafe},
    {"yaml.CLoader", Trust::Unsafe},
    {"yaml.UnsafeLoader", Trust::Unsafe},
    {"yaml.CUnsafeLoader", Trust::Unsafe},
    {"ruamel.yaml.Loader", Trust::Unsafe},
    {"ruamel.yaml.UnsafeLoader", Trust::Unsafe},
    {"ruamel.yaml.SafeLoader", Trust::Safe},
    {"ruamel.yaml.CSafeLoader", Trust::Safe},
    {"ruamel.yaml.RoundTripLoader", Trust::Safe},
    {"ruamel.yaml.BaseLoader", Trust::Safe},
});

// What a call loads with when it says nothing, or nothing when it must say so.
struct Function {
  bool takes_loader;
  Trust trust;
};

constexpr auto kFunctions = path_table<Function>({
    {"yaml.load", {true, Trust::Unsafe}},
    {"yaml.load_all", {true, Trust::Unsafe}},
    {"yaml.unsafe_load", {false, Trust::Unsafe}},
    {"yaml.unsafe_load_all", {false, Trust::Unsafe}},
    {"yaml.full_load", {false, Trust::Partial}},
    {"yaml.full_load_all", {false, Trust::Partial}},
    {"ruamel.yaml.load", {true, Trust::Unsafe}},
    {"ruamel.yaml.load_all", {true, Trust::Unsafe}},
    {"ruamel.yaml.unsafe_load", {false, Trust::Unsafe}},
});

// trust_of_class is the least trust among what `expr` may be; a class of the file is as its bases.
std::optional<Trust> trust_of_class(CheckContext& check, NodeId expr, int depth) {
  std::optional<Trust> worst;
  const auto note = [&worst](std::optional<Trust> one) {
    worst = one && (!worst || *one > *worst) ? one : worst;
  };
  for (const names::Meaning& meaning : check.meanings(expr).all()) {
    if (!meaning.path.empty()) {
      const Trust* known = kLoaderClasses.find(meaning.path);
      note(known == nullptr ? std::nullopt : std::optional(*known));
      continue;
    }
    for (const NodeId part : check.tree().children(meaning.definition)) {
      if (depth > 0 && check.tree().is(part, NodeKind::Arguments)) {
        for (const NodeId base : check.tree().children(part)) {
          note(trust_of_class(check, base, depth - 1));
        }
      }
    }
  }
  return worst;
}

bool is_pyyaml(const Call& call) {
  return call.is("yaml.load") || call.is("yaml.load_all");
}

// trust_of_call is nothing when the file does not show which loader is used.
std::optional<Trust> trust_of_call(CheckContext& check, const Call& call,
                                   const Function& function) {
  constexpr int kMaxBases = 4;
  if (!function.takes_loader) {
    return function.trust;
  }
  const Argument loader = call.argument({1, "Loader"});
  if (loader.is_given()) {
    return trust_of_class(check, loader.node, kMaxBases);
  }
  // From PyYAML 6 on such a call is a TypeError.
  const bool must_say = is_pyyaml(call) && !check.may_be_below("pyyaml", "6");
  return loader.is_absent() && !must_say ? std::optional(function.trust) : std::nullopt;
}

void report(CheckContext& check, const Call& call, Trust trust, const Provenance& from) {
  Grade grade = grade_of_flaw(from);
  const bool partial = trust == Trust::Partial;
  if (partial) {
    grade = {Severity::Low, Confidence::Low};
  }
  const std::string name = "`" + std::string(call.text()) + "`";
  const char* what = partial ? " makes more than plain data, as older versions let code through, "
                             : " makes any object that tags ask for ";
  check.report({.at = call.node(),
                .severity = grade.severity,
                .confidence = grade.confidence,
                .message = name + what + "from " + check.describe(from),
                .mend = "use `yaml.safe_load`, or pass `Loader=yaml.SafeLoader`"});
}

void look_at_load(CheckContext& check, const Call& call, const Function& function) {
  const std::optional<Trust> trust = trust_of_call(check, call, function);
  const Argument stream = call.argument({0, "stream"});
  if (!trust || *trust == Trust::Safe || !stream.is_given()) {
    return;
  }
  const Provenance from = check.open_origin(stream.node);
  if (from.origin > Origin::Harmless) {
    report(check, call, *trust, from);
  }
}

// YAML(typ="unsafe") of ruamel.yaml
void look_at_ruamel(CheckContext& check, const Call& call) {
  const names::Value& type = call.value({0, "typ"});
  const auto is_unsafe = [](const names::Value& value) { return value.text() == "unsafe"; };
  const bool listed = std::any_of(type.items.begin(), type.items.end(),
                                  [&](const names::Item& item) { return is_unsafe(*item.value); });
  if (is_unsafe(type) || listed) {
    check.report({.at = call.node(),
                  .severity = Severity::Medium,
                  .confidence = Confidence::Medium,
                  .message = "`" + std::string(call.text()) +
                             "` of type `unsafe` makes any object that tags ask for",
                  .mend = "use `YAML(typ=\"safe\")`, or leave `typ` out"});
  }
}

void look_at(CheckContext& check, const Call& call) {
  const Function* function = call.find(kFunctions);
  if (function != nullptr) {
    look_at_load(check, call, *function);
  } else if (call.is("ruamel.yaml.YAML")) {
    look_at_ruamel(check, call);
  }
}

constexpr auto kRuamel = std::to_array<std::string_view>({"ruamel.yaml.YAML"});
constexpr auto kCallees = callees(kFunctions, kRuamel);

}  // namespace

namespace rules {
extern constinit const RuleCode unsafe_yaml = {"unsafe-yaml", {on_call(look_at, kCallees)}};
}  // namespace rules

}  // namespace av::match
