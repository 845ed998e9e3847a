#include "analysis/match/flow_run.h"

#include "analysis/match/answer_type.h"
#include "analysis/match/flow_grade.h"
#include "base/assert.h"

#include <algorithm>
#include <tuple>

namespace av::match {

using knowledge::Confidence;
using knowledge::FlowRule;
using syntax::NodeKind;

namespace {

// Each guess on a way takes from how sure it is, and so does a length that few ways hold over.
unsigned lowerings(const Way& way) {
  constexpr std::uint32_t kShort = 18;
  return way.guesses + (way.length > kShort ? 1U : 0U);
}

// The worst source first, then the surest way, then the shortest; a lost one hides no other.
bool is_better(const FlowRule& rule, const Way& one, const Way& other) {
  const auto key = [&](const Way& way) {
    return std::tuple(is_lost(way), -static_cast<int>(rule.grade(way.source).severity),
                      way.is_confined, threat_of(way.source), way.is_whole, lowerings(way),
                      way.length, way.number);
  };
  return key(one) < key(other);
}

Confidence less_sure(Confidence confidence) {
  return confidence == Confidence::Low ? confidence
                                       : static_cast<Confidence>(static_cast<int>(confidence) - 1);
}

bool overlap(text::Span one, text::Span other) {
  return one.start < other.end && other.start < one.end;
}

// Of one place, what is worse is told, and then what is surer.  What users bring is no worse than
// the rule's code says, which sees who runs it: a debugger, a script; of what they type it knows
// more.
void merge(Finding& known, Finding&& flow, knowledge::SourceKind source) {
  const auto key = [](const Finding& finding) {
    return std::pair(finding.severity, finding.confidence);
  };
  if (known.way && key(known) >= key(flow)) {
    return;
  }
  const bool is_typed = source == knowledge::SourceKind::Input && !known.way;
  const bool is_own = is_users_own(source) && !known.way;
  known.severity = is_typed ? known.severity
                   : is_own ? std::min(known.severity, flow.severity)
                            : flow.severity;
  known.confidence = std::max(known.confidence, flow.confidence);
  known.message = std::move(flow.message);
  known.way = flow.way;
}

// is_compared: an attribute that is looked up to be compared is neither used nor shown.
bool is_compared(CheckContext& check, const FlowEnd& end) {
  const syntax::NodeId parent = check.outline().parent(end.at);
  return end.sink == knowledge::SinkKind::Attribute && end.elsewhere.empty() && parent.exists() &&
         check.tree().is(parent, NodeKind::Compare);
}

// is_unmarked: Markup(text).striptags() gives a plain text.
bool is_unmarked(CheckContext& check, syntax::NodeId at) {
  const syntax::Tree& tree = check.tree();
  const syntax::NodeId parent = check.outline().parent(at);
  if (!parent.exists() || !tree.is(parent, NodeKind::Attribute) ||
      tree.children(parent).size() < 2) {
    return false;
  }
  const std::string_view name = tree.text_of(tree.child(parent, 1));
  return name == "striptags" || name == "unescape";
}

// is_wsgi: def application(environ, start_response).
bool is_wsgi(CheckContext& check, syntax::NodeId function) {
  const syntax::Tree& tree = check.tree();
  for (const syntax::NodeId part :
       function.exists() ? tree.children(function) : syntax::Children(0, 0)) {
    if (tree.is(part, NodeKind::Parameters)) {
      return tree.text_of(part).find("start_response") != std::string_view::npos;
    }
  }
  return false;
}

// is_page_by_word: it is one where the code around says so.  What a WSGI application returns, and
// what a model asks the content type of.
bool is_page_by_word(CheckContext& check, const FlowEnd& end) {
  if (end.path.empty()) {
    return check.tree().is(end.at, NodeKind::Return) &&
           is_wsgi(check, check.outline().function_of(end.at));
  }
  const knowledge::TaintModel* model = knowledge::find_taint(end.path);
  return model != nullptr && std::ranges::any_of(model->sinks, [](const auto& sink) {
           return sink.kind == knowledge::SinkKind::Html && sink.when == "content-type";
         });
}

// is_no_page: the code around says that no browser reads the text as HTML.
bool is_no_page(CheckContext& check, const FlowEnd& end) {
  if (end.sink != knowledge::SinkKind::Html) {
    return false;
  }
  const bool is_here = end.elsewhere.empty();
  if (is_page_by_word(check, end)) {
    return !is_here || !is_html_named(check, end.at);
  }
  return is_here &&
         (is_data(check, end.at) || is_other_type(check, end.at) || is_unmarked(check, end.at));
}

}  // namespace

void FlowRun::run(std::span<const FlowEnd> ends, std::vector<Finding>& findings) {
  for (const FlowEnd& end : ends) {
    for (const Dispatch::Flow& flow : dispatch_.flows) {
      const bool is_wanted =
          flow.what->is_at(end.path) && std::ranges::any_of(end.ways, [&](const Way& way) {
            return flow.what->tells(end.sink, way.source);
          });
      if (!is_wanted || is_compared(context_, end) || is_no_page(context_, end)) {
        continue;
      }
      const Way& best = best_way(flow, end);
      Finding made = finding_of(flow, end, best);
      const auto known = std::ranges::find_if(findings, [&](const Finding& one) {
        return one.rule == made.rule && overlap(one.span, made.span);
      });
      if (known == findings.end()) {
        findings.push_back(std::move(made));
      } else {
        merge(*known, std::move(made), best.source);
      }
    }
  }
}

// What else is put together there is still not what the rule wants: it is not silent.
void FlowRun::heed(std::span<const ClearedEnd> cleared, std::vector<Finding>& findings) const {
  for (const ClearedEnd& end : cleared) {
    const text::Span span = context_.span(end.at);
    for (Finding& finding : findings) {
      const bool is_about = std::ranges::any_of(finding.rule->flows, [&](const FlowRule& flow) {
        return (flow.sinks & knowledge::set_of(end.sink)) != 0;
      });
      if (is_about && !finding.way && overlap(finding.span, span)) {
        finding.severity = std::min(finding.severity, knowledge::Severity::Low);
        finding.confidence = Confidence::Low;
        finding.message += ", behind a check or a conversion";
      }
    }
  }
}

// At least one way is told of.
const Way& FlowRun::best_way(const Dispatch::Flow& flow, const FlowEnd& end) {
  const Way* best = nullptr;
  for (const Way& way : end.ways) {
    if (flow.what->tells(end.sink, way.source)) {
      best = best == nullptr || is_better(*flow.what, way, *best) ? &way : best;
    }
  }
  AV_ASSERT(best != nullptr);
  return *best;
}

Finding FlowRun::finding_of(const Dispatch::Flow& flow, const FlowEnd& end, const Way& best) const {
  const FlowRule& rule = *flow.what;
  std::uint32_t told = 0;
  for (const Way& way : end.ways) {
    told += rule.tells(end.sink, way.source) ? way.count : 0;
  }
  Finding made;
  made.rule = flow.rule;
  made.severity = severity_of(context_, rule, end, best);
  made.confidence = rule.confidence;
  for (unsigned i = lowerings(best); i > 0; --i) {
    made.confidence = less_sure(made.confidence);
  }
  // Only the name of a method says what is called.
  made.confidence = end.path.starts_with("*.") ? less_sure(made.confidence) : made.confidence;
  // What hardly anybody would bet on is not told loudly.
  made.severity = made.confidence == Confidence::Low
                      ? std::min(made.severity, knowledge::Severity::Low)
                      : made.severity;
  made.span = context_.span(end.at);
  made.message = filled(rule.message, end, best);
  if (!end.elsewhere.empty()) {
    made.message += ", in " + std::string(end.elsewhere);
  }
  made.mend = filled(rule.mend, end, best);
  made.way = FoundWay{best.number, told - 1};
  return made;
}

std::string FlowRun::filled(std::string_view sentence, const FlowEnd& end, const Way& way) const {
  constexpr std::string_view kSink = "$SINK";
  constexpr std::string_view kSource = "$SOURCE";
  std::string out;
  while (!sentence.empty()) {
    const std::size_t dollar = std::min(sentence.find('$'), sentence.size());
    out += sentence.substr(0, dollar);
    sentence.remove_prefix(dollar);
    if (sentence.starts_with(kSink)) {
      out += called(end);
      sentence.remove_prefix(kSink.size());
    } else if (!sentence.empty()) {
      out += words_of(way.source);
      sentence.remove_prefix(kSource.size());
    }
  }
  return out;
}

// Of what is called in another file the model's name is known.
std::string FlowRun::called(const FlowEnd& end) const {
  if (!end.elsewhere.empty() && !end.path.empty()) {
    const std::size_t start = end.path.starts_with("*.") ? 2 : 0;
    return "`" + std::string(end.path.substr(start)) + "`";
  }
  const syntax::Tree& tree = context_.tree();
  return context_.quoted(tree.is(end.at, NodeKind::Call) ? tree.child(end.at, 0) : end.at);
}

}  // namespace av::match
