#include "analysis/match/check_context.h"

#include "analysis/match/application.h"
#include "analysis/match/decided.h"
#include "analysis/match/names_in.h"
#include "analysis/match/prescribed.h"
#include "analysis/match/shared_file.h"
#include "analysis/match/tls_option.h"
#include "base/assert.h"

#include <algorithm>
#include <cstdint>

namespace av::match {

bool CheckContext::may_be(syntax::NodeId expr, std::string_view path) {
  const auto all = meanings(expr).all();
  return std::any_of(all.begin(), all.end(),
                     [path](const names::Meaning& meaning) { return meaning.path == path; });
}

syntax::NodeId CheckContext::stands_for(syntax::NodeId name) {
  if (!name.exists() || !tree().is(name, syntax::NodeKind::Name)) {
    return syntax::NodeId::none();
  }
  auto& [asked, stands_for] = stands_for_[name.index() % kRemembered];
  if (name != asked) {
    asked = name;
    stands_for = find_stands_for(name);
  }
  return stands_for;
}

syntax::NodeId CheckContext::follow(syntax::NodeId expr) {
  constexpr int kMostSteps = 4;
  for (int i = 0; i < kMostSteps && expr.exists(); ++i) {
    const syntax::NodeId next =
        tree().is(expr, syntax::NodeKind::NamedExpr) ? tree().child(expr, 1) : stands_for(expr);
    if (!next.exists()) {
      break;
    }
    expr = next;
  }
  return expr;
}

// The same text at another place is another name; names of one place have one text.
SecretKind CheckContext::secret_kind(std::string_view name) {
  KnownSecret& known = secrets_[reinterpret_cast<std::uintptr_t>(name.data()) % kRemembered];
  if (known.name.data() != name.data() || known.name.size() != name.size()) {
    known = {name, secret_kind_of(name)};
  }
  return known.kind;
}

syntax::NodeId CheckContext::find_stands_for(syntax::NodeId name) const {
  const names::Reaching reached = names_->reaching(name);
  const names::Binding* binding = reached.only();
  const bool is_value = binding != nullptr && binding->kind == names::BindingKind::Value;
  return is_value ? binding->value : syntax::NodeId::none();
}

bool CheckContext::is_in_library() {
  if (!is_application_) {
    names::ProjectResolver* const project = names_->project();
    const bool may_be_library = project != nullptr && project->home().exists() &&
                                project->project()[project->home()].is_of_library;
    is_application_ = !may_be_library || is_application(*names_);
  }
  return !*is_application_;
}

bool CheckContext::is_of_application(syntax::NodeId at) {
  return !is_in_library() || !outline().function_of(at).exists();
}

Provenance CheckContext::open_origin(const names::Item& item) {
  Provenance worst;
  const auto note = [&worst](const Provenance& one) {
    const bool is_typed = worst.is_typed || one.is_typed;
    if (is_worse(one, worst)) {
      worst = one;
    }
    worst.is_typed = is_typed;
  };
  for (const names::Item& one : names::alternatives(item)) {
    if (one.value->is(names::ValueKind::Unknown)) {
      note(origin(item.node));
    }
    for (const names::Piece& piece : one.value->pieces) {
      note(origin_of_hole(piece));
    }
    for (const names::Item& element : one.value->items) {
      note(open_origin(element));
    }
  }
  return worst;
}

// is_quoted: the hole is in a call that quotes, or in the function that does.
bool CheckContext::is_quoted(syntax::NodeId hole) {
  for (syntax::NodeId at = hole; at.exists() && !names::is_statement(tree().kind(at));
       at = outline().parent(at)) {
    if (tree().is(at, syntax::NodeKind::Call) &&
        is_quoting(target_name(*this, tree().child(at, 0)))) {
      return true;
    }
  }
  return is_quoting(function_name(*this, hole));
}

Provenance CheckContext::origin_of_hole(const names::Piece& piece) {
  if (!piece.hole.exists() || piece.is_known) {
    return {};
  }
  if (piece.form == names::Piece::Form::Number) {
    return {Origin::Harmless, piece.hole};
  }
  // A text that was quoted still shows the holes it had before.
  if (is_quoted(piece.hole)) {
    return {Origin::Harmless, piece.hole};
  }
  const bool has_value = piece.value != nullptr && !piece.value->is(names::ValueKind::Unknown);
  return has_value ? open_origin({piece.value, piece.hole}) : origin(piece.hole);
}

std::string CheckContext::describe(const Provenance& provenance) const {
  std::string place = provenance.place.exists() ? quoted(provenance.place) : std::string();
  switch (provenance.origin) {
    case Origin::Constant:
    case Origin::Harmless:
      return "this file";
    case Origin::File:
      return "the file " + place;
    case Origin::Unknown:
      return place + ", whose value this file does not show";
    case Origin::Parameter:
      return "the parameter " + place;
    case Origin::Local:
      return "outside the program (" + place + ")";
    case Origin::Remote:
      return "the network (" + place + ")";
  }
  return place;
}

std::string CheckContext::quoted(syntax::NodeId node) const {
  constexpr std::size_t kLongest = 40;
  const std::string_view text = tree().text_of(node);
  const std::size_t end = std::min(text.find_first_of("\r\n`"), text.size());
  if (end == text.size() && end <= kLongest) {
    return "`" + std::string(text) + "`";
  }
  std::size_t cut = std::min(end, kLongest);
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) {
    --cut;  // not inside a character
  }
  return "`" + std::string(text.substr(0, cut)) + "…`";
}

text::Span CheckContext::span(syntax::NodeId node) const {
  return {tree()[node].start, tree()[node].end};
}

void CheckContext::report(Report report) {
  AV_ASSERT(rule_ != nullptr);
  Finding finding;
  finding.rule = rule_;
  const bool is_small =
      report.severity > knowledge::Severity::Low &&
      (is_prescribed(*this, *rule_, report.at) || is_decided(*this, *rule_, report.at) ||
       is_meant_to_be_shared(*this, *rule_, report.at) ||
       is_unchecked_on_purpose(*this, *rule_, report.at));
  finding.severity = is_small ? knowledge::Severity::Low : report.severity;
  finding.confidence = report.confidence;
  finding.span = report.span ? *report.span : span(report.at);
  finding.message = std::move(report.message);
  finding.mend = std::move(report.mend);
  finding.related = std::move(report.related);
  finding.secrets = std::move(report.secrets);
  findings_.push_back(std::move(finding));
}

}  // namespace av::match
