#include "analysis/match/flow_run.h"

#include "analysis/match/grade.h"

#include <algorithm>
#include <tuple>

namespace av::match {

using knowledge::Confidence;
using knowledge::FlowRule;
using knowledge::Severity;
using syntax::NodeKind;

namespace {

// The worst source first, then the surest way, then the shortest.
bool is_better(const FlowRule& rule, const Way& one, const Way& other) {
  const auto key = [&](const Way& way) {
    return std::tuple(-static_cast<int>(rule.grade(way.source).severity), way.is_confined,
                      threat_of(way.source), way.is_whole, way.via_unknown, way.length, way.number);
  };
  return key(one) < key(other);
}

// is_purpose: a function whose caller passes such a thing whole is there to use it.
bool is_purpose(knowledge::SinkKind sink, const Way& way) {
  using knowledge::SinkKind;
  constexpr knowledge::SinkSet kNever = set_of(SinkKind::Deserialization) |
                                        set_of(SinkKind::Archive) | set_of(SinkKind::Xml) |
                                        set_of(SinkKind::Html);
  return way.is_whole && threat_of(way.source) == knowledge::Threat::Library &&
         (kNever & set_of(sink)) == 0;
}

// is_users_own: whoever types a command line, sets a variable or keeps a file that the program
// reads could as well do himself what harm it does.
bool is_users_own(knowledge::SourceKind source) {
  using knowledge::SourceKind;
  return source == SourceKind::Arguments || source == SourceKind::Environment ||
         source == SourceKind::File;
}

Confidence less_sure(Confidence confidence) {
  return confidence == Confidence::Low ? confidence
                                       : static_cast<Confidence>(static_cast<int>(confidence) - 1);
}

bool overlap(text::Span one, text::Span other) {
  return one.start < other.end && other.start < one.end;
}

// Of one place, what is worse is told, and then what is surer.
void merge(Finding& known, Finding&& flow) {
  const auto key = [](const Finding& finding) {
    return std::pair(finding.severity, finding.confidence);
  };
  if (known.way && key(known) >= key(flow)) {
    return;
  }
  known.severity = flow.severity;
  known.confidence = std::max(known.confidence, flow.confidence);
  known.message = std::move(flow.message);
  known.way = flow.way;
}

}  // namespace

void FlowRun::run(std::span<const FlowEnd> ends, std::vector<Finding>& findings) {
  for (const FlowEnd& end : ends) {
    for (const Dispatch::Flow& flow : dispatch_.flows) {
      const bool is_wanted =
          flow.what->is_at(end.path) && std::ranges::any_of(end.ways, [&](const Way& way) {
            return flow.what->tells(end.sink, way.source);
          });
      if (!is_wanted) {
        continue;
      }
      Finding made = finding_of(flow, end);
      const auto known = std::ranges::find_if(findings, [&](const Finding& one) {
        return one.rule == made.rule && overlap(one.span, made.span);
      });
      if (known == findings.end()) {
        findings.push_back(std::move(made));
      } else {
        merge(*known, std::move(made));
      }
    }
  }
}

Finding FlowRun::finding_of(const Dispatch::Flow& flow, const FlowEnd& end) const {
  const FlowRule& rule = *flow.what;
  const Way* best = nullptr;
  std::uint32_t told = 0;
  for (const Way& way : end.ways) {
    if (rule.tells(end.sink, way.source)) {
      best = best == nullptr || is_better(rule, way, *best) ? &way : best;
      told += way.count;
    }
  }
  Finding made;
  made.rule = flow.rule;
  made.severity = rule.grade(best->source).severity;
  made.severity = is_purpose(end.sink, *best) ? Severity::Note : made.severity;
  made.severity = best->is_confined ? std::min(made.severity, Severity::Low) : made.severity;
  made.severity = is_users_own(best->source) ? lowered(made.severity) : made.severity;
  made.confidence = best->via_unknown ? less_sure(rule.confidence) : rule.confidence;
  // Only the name of a method says what is called.
  made.confidence = end.path.starts_with("*.") ? less_sure(made.confidence) : made.confidence;
  made.span = context_.span(end.at);
  made.message = filled(rule.message, end, *best);
  made.mend = filled(rule.mend, end, *best);
  made.way = FoundWay{best->number, told - 1};
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
      out += called(end.at);
      sentence.remove_prefix(kSink.size());
    } else if (!sentence.empty()) {
      out += words_of(way.source);
      sentence.remove_prefix(kSource.size());
    }
  }
  return out;
}

std::string FlowRun::called(syntax::NodeId at) const {
  const syntax::Tree& tree = context_.tree();
  return context_.quoted(tree.is(at, NodeKind::Call) ? tree.child(at, 0) : at);
}

}  // namespace av::match
