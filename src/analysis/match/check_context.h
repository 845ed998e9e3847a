#pragma once
// check_context.h — what a rule's code may ask, and how it reports.

#include "analysis/knowledge/rule.h"
#include "analysis/match/finding.h"
#include "analysis/match/origin.h"
#include "analysis/match/secret_words.h"
#include "analysis/match/versions.h"
#include "analysis/names/file_names.h"
#include "analysis/syntax/tree.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace av::match {

// Report is what a rule says of one place.
struct Report {
  syntax::NodeId at;  // the node to mark
  knowledge::Severity severity = knowledge::Severity::Medium;
  knowledge::Confidence confidence = knowledge::Confidence::Medium;
  std::string message;  // one sentence without a full stop, names in backquotes
  std::string mend;     // the same, in the imperative
  std::vector<RelatedPlace> related = {};
  std::vector<text::Span> secrets = {};
  std::optional<text::Span> span = {};  // to mark, when that is no node
};

// CheckContext is one file while rules look at it.
class CheckContext {
 public:
  // `versions` is what the project says; nullptr when nothing is known.
  CheckContext(std::string_view path, names::FileNames& names, const Versions* versions = nullptr)
      : path_(path), names_(&names), versions_(versions), origins_(names) {}

  [[nodiscard]] const syntax::Tree& tree() const { return names_->tree(); }
  [[nodiscard]] names::FileNames& names() { return *names_; }
  [[nodiscard]] const names::Outline& outline() const { return names_->outline(); }
  // path is the file's, as shown to the user.
  [[nodiscard]] std::string_view path() const { return path_; }

  // may_be_below says whether the project may run with `library` (or "python") older than that.
  [[nodiscard]] bool may_be_below(std::string_view library, std::string_view version) const {
    return versions_ == nullptr ||
           versions_->may_be({library, knowledge::Comparison::Less, version});
  }

  // value, meanings: see names::FileNames.
  const names::Value& value(syntax::NodeId expr) { return names_->value(expr); }
  const names::Meanings& meanings(syntax::NodeId expr) { return names_->meanings(expr); }
  // may_be says whether `expr` may refer to the thing of this path.
  bool may_be(syntax::NodeId expr, std::string_view path);
  // stands_for is the one expression that a variable was bound to; none for other expressions, and
  // where it may be another.
  [[nodiscard]] syntax::NodeId stands_for(syntax::NodeId name);
  // follow goes from a variable to what it stands for, and on from there; other expressions, and
  // what is not known, stay what they are.
  [[nodiscard]] syntax::NodeId follow(syntax::NodeId expr);
  // secret_kind is what sort of secret a name of this file stands for.
  SecretKind secret_kind(std::string_view name);
  // is_spelled says whether `fits`, which stands for `expression`, is true of a name of this file.
  template <class Fits>
  bool is_spelled(const void* expression, std::string_view name, Fits fits) {
    const std::uintptr_t both = reinterpret_cast<std::uintptr_t>(expression) / sizeof(void*) * 31 +
                                reinterpret_cast<std::uintptr_t>(name.data());
    KnownSpelling& known = spellings_[both % kSpellings];
    if (known.expression != expression || known.name.data() != name.data() ||
        known.name.size() != name.size()) {
      known = {expression, name, fits(name)};
    }
    return known.fits;
  }
  // origin is where the value of `expr` comes from (origin.h).
  Provenance origin(syntax::NodeId expr) { return origins_.of(expr); }
  // is_in_library: the file is one of a package that does not serve clients, and neither does it
  // nor is it run itself (application.h).
  [[nodiscard]] bool is_in_library();
  // is_of_application: code in no library, or outside of functions, which runs whoever asks; else
  // its callers may have chosen what it does.
  [[nodiscard]] bool is_of_application(syntax::NodeId at);
  // calls_of is every call of a function, where the file mentions it in no other way (callers.h).
  std::vector<syntax::NodeId> calls_of(syntax::NodeId function) {
    return origins_.callers().calls_of(function);
  }
  // open_origin is where the parts of a value that are not known come from: of a text its holes,
  // of one of several the worst.  Constant when all is known.
  Provenance open_origin(const names::Item& item);
  Provenance open_origin(syntax::NodeId expr) { return open_origin({&value(expr), expr}); }
  // origin_of_hole is the same for one hole of a text.
  Provenance origin_of_hole(const names::Piece& piece);
  // describe says where something comes from, to stand behind "from".
  [[nodiscard]] std::string describe(const Provenance& provenance) const;
  // quoted is the source of a node in backquotes, one line, shortened when long.
  [[nodiscard]] std::string quoted(syntax::NodeId node) const;
  // span is a node's place.
  [[nodiscard]] text::Span span(syntax::NodeId node) const;

  // report adds a finding of the rule that is running.
  void report(Report report);

  // For check.cc: which rule is running, and what was found.
  void set_rule(const knowledge::Rule& rule) { rule_ = &rule; }
  std::vector<Finding> take_findings() { return std::move(findings_); }

 private:
  bool is_quoted(syntax::NodeId hole);
  [[nodiscard]] syntax::NodeId find_stands_for(syntax::NodeId name) const;

  std::string_view path_;
  names::FileNames* names_;
  const Versions* versions_;
  Origins origins_;
  // What pattern after pattern asks of the same few nodes, by the last bits of what was asked.
  static constexpr std::size_t kRemembered = 64;
  static constexpr std::size_t kSpellings = 128;
  struct KnownSecret {
    std::string_view name;
    SecretKind kind = SecretKind::None;
  };
  // The same text at another place is another name; names of one place have one text.
  struct KnownSpelling {
    const void* expression = nullptr;
    std::string_view name;
    bool fits = false;
  };
  std::array<std::pair<syntax::NodeId, syntax::NodeId>, kRemembered> stands_for_;
  std::array<KnownSpelling, kSpellings> spellings_;
  std::array<KnownSecret, kRemembered> secrets_;
  std::optional<bool> is_application_;  // once asked for
  const knowledge::Rule* rule_ = nullptr;
  std::vector<Finding> findings_;
};

}  // namespace av::match
