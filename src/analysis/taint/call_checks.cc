#include "analysis/taint/call_checks.h"

#include "analysis/knowledge/path_marks.h"
#include "analysis/taint/deferred.h"
#include "analysis/taint/safe_pattern.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace av::taint {
namespace {

using Kind = CallCheck::Kind;
using Keeps = CallCheck::Keeps;
using syntax::NodeId;
using syntax::NodeKind;

struct Known {
  std::string_view name;
  CallCheck check;
};

// Both tables ascend by name.
constexpr Known kFunctions[] = {
    {"asyncio.create_task", {Kind::None, Keeps::Front}},
    {"asyncio.ensure_future", {Kind::None, Keeps::Front}},
    {"asyncio.run", {Kind::None, Keeps::Front}},
    {"asyncio.shield", {Kind::None, Keeps::Front}},
    {"asyncio.wait_for", {Kind::None, Keeps::Front}},
    {"bottle.abort", {Kind::Leaves}},
    {"builtins.all", {Kind::All}},
    {"builtins.any", {Kind::Any}},
    {"builtins.bool", {Kind::Bool}},
    {"builtins.bytes", {Kind::None, Keeps::Front}},
    {"builtins.complex", {Kind::Conversion}},
    {"builtins.dict", {Kind::None, Keeps::Front}},
    {"builtins.exit", {Kind::Leaves}},
    {"builtins.float", {Kind::Conversion}},
    {"builtins.frozenset", {Kind::Letters}},
    {"builtins.getattr", {Kind::GetAttribute}},
    {"builtins.int", {Kind::Conversion}},
    {"builtins.iter", {Kind::None, Keeps::Front}},
    {"builtins.list", {Kind::None, Keeps::Front}},
    {"builtins.max", {Kind::None, Keeps::Front}},
    {"builtins.min", {Kind::None, Keeps::Front}},
    {"builtins.quit", {Kind::Leaves}},
    {"builtins.set", {Kind::Letters}},
    {"builtins.setattr", {Kind::SetAttribute}},
    {"builtins.str", {Kind::SameText, Keeps::Front}},
    {"builtins.tuple", {Kind::None, Keeps::Front}},
    {"collections.namedtuple", {Kind::Record}},
    {"copy.copy", {Kind::None, Keeps::Front}},
    {"copy.deepcopy", {Kind::None, Keeps::Front}},
    {"decimal.Decimal", {Kind::Conversion}},
    {"flask.abort", {Kind::Leaves}},
    {"functools.partial", {Kind::Partial}},
    {"html.unescape", {Kind::Undoes}},
    {"os._exit", {Kind::Leaves}},
    {"os.abort", {Kind::Leaves}},
    {"os.fspath", {Kind::SameText, Keeps::Front}},
    {"os.path.abspath", {Kind::None, Keeps::Resolved}},
    {"os.path.commonpath", {Kind::CommonPath}},
    {"os.path.join", {Kind::JoinedPath}},
    {"os.path.normcase", {Kind::SameText, Keeps::Front}},
    {"os.path.normpath", {Kind::None, Keeps::Resolved}},
    {"os.path.realpath", {Kind::None, Keeps::Resolved}},
    {"os.path.split", {Kind::None, Keeps::Nothing}},
    {"os.path.splitext", {Kind::None, Keeps::Nothing}},
    {"pathlib.Path", {Kind::SameText, Keeps::Front}},
    {"pathlib.Path.resolve", {Kind::None, Keeps::Resolved}},
    {"pathlib.PurePath", {Kind::SameText, Keeps::Front}},
    {"re.findall", {Kind::None, Keeps::Nothing}},
    {"re.finditer", {Kind::None, Keeps::Nothing}},
    {"re.split", {Kind::None, Keeps::Nothing}},
    {"shlex.split", {Kind::None, Keeps::Words}},
    {"sys.exit", {Kind::Leaves}},
    {"typing.NamedTuple", {Kind::Record}},
    {"urllib.parse.parse_qs", {Kind::None, Keeps::Nothing}},
    {"urllib.parse.parse_qsl", {Kind::None, Keeps::Nothing}},
    {"urllib.parse.quote", {Kind::None, Keeps::Front}},
    {"urllib.parse.unquote", {Kind::Undoes}},
    {"urllib.parse.unquote_plus", {Kind::Undoes}},
    {"urllib.parse.urljoin", {Kind::JoinedAddress}},
    {"urllib.parse.urlparse", {Kind::AddressParts}},
    {"urllib.parse.urlsplit", {Kind::AddressParts}},
    {"uuid.UUID", {Kind::Conversion}},
    {"werkzeug.exceptions.abort", {Kind::Leaves}},
};
constexpr Known kMethods[] = {
    {"as_posix", {Kind::SameText, Keeps::Front}},
    {"casefold", {Kind::SameText, Keeps::Front}},
    {"copy", {Kind::None, Keeps::Front}},
    {"decode", {Kind::SameText, Keeps::Front}},
    {"encode", {Kind::SameText, Keeps::Front}},
    {"is_relative_to", {Kind::Below}},
    {"issubset", {Kind::Subset}},
    {"lower", {Kind::SameText, Keeps::Front}},
    {"lstrip", {Kind::SameText, Keeps::Front}},
    {"partition", {Kind::None, Keeps::Nothing}},
    {"relative_to", {Kind::BelowOrRaises}},
    {"removesuffix", {Kind::None, Keeps::Front}},
    {"resolve", {Kind::None, Keeps::Resolved}},
    {"rpartition", {Kind::None, Keeps::Nothing}},
    {"rsplit", {Kind::None, Keeps::Nothing}},
    {"rstrip", {Kind::SameText, Keeps::Front}},
    {"split", {Kind::None, Keeps::Nothing}},
    {"splitlines", {Kind::None, Keeps::Nothing}},
    {"startswith", {Kind::StartsWith}},
    {"strip", {Kind::SameText, Keeps::Front}},
    {"title", {Kind::None, Keeps::Front}},
    {"upper", {Kind::SameText, Keeps::Front}},
};

static_assert(std::ranges::is_sorted(kFunctions, {}, &Known::name));
static_assert(std::ranges::is_sorted(kMethods, {}, &Known::name));

const CallCheck* find(std::span<const Known> table, std::string_view name) {
  const auto at = std::ranges::lower_bound(table, name, {}, &Known::name);
  return at != table.end() && at->name == name ? &at->check : nullptr;
}

// PatternCall looks at calls of re's functions and of the methods of compiled patterns.
class PatternCall {
 public:
  PatternCall(names::FileNames& names, NodeId call) : names_(names), tree_(names.tree()) {
    for (const NodeId part : tree_.children(call)) {
      parts_.push_back(part);
    }
  }

  CallCheck check(const CalledName& called) {
    constexpr std::string_view kModule = "re.";
    constexpr std::string_view kCompiled = "re.compile().";
    constexpr std::string_view kPattern = "re.Pattern.";
    std::string_view name = called.path;
    std::optional<std::string_view> pattern;
    std::uint8_t first = 0;
    if (name.starts_with(kCompiled) || name.starts_with(kPattern)) {
      name.remove_prefix(name.starts_with(kCompiled) ? kCompiled.size() : kPattern.size());
      pattern = compiled();
    } else if (name.starts_with(kModule) && parts_.size() > 2) {
      name.remove_prefix(kModule.size());
      pattern =
          are_plain_flags(4 - (name.starts_with("sub") ? 0U : 1U)) ? text(parts_[1]) : std::nullopt;
      first = 1;
    }
    return pattern ? judge(name, *pattern, first) : CallCheck();
  }

 private:
  // `first` is the place of the first argument behind the pattern.
  CallCheck judge(std::string_view name, std::string_view pattern, std::uint8_t first) {
    CallCheck check;
    check.subject = first;
    const bool is_whole = name == "fullmatch";
    const bool is_match = is_whole || name == "match" || name == "search";
    if (is_match && is_safe_pattern(pattern, is_whole)) {
      check.kind = Kind::SafeMatch;
    } else if (is_match && is_safe_pattern(pattern, is_whole, Dots::Any)) {
      check.kind = Kind::DottedMatch;
    } else if (name == "sub" && parts_.size() > first + 1U) {
      const auto put = text(parts_[first + 1U]);
      check.kind = !put                                                       ? Kind::None
                   : is_harmless_text(*put) && leaves_harmless(pattern)       ? Kind::SafeResult
                   : takes_line_ends(pattern) && put->find('\n') == put->npos ? Kind::OneLine
                                                                              : Kind::None;
    }
    return check;
  }

  std::optional<std::string_view> text(NodeId node) { return names_.value(node).text(); }

  // compiled is the text of re.compile("…") that the receiver is, or holds.
  std::optional<std::string_view> compiled() {
    if (!tree_.is(parts_[0], NodeKind::Attribute)) {
      return std::nullopt;  // a name that the method was given
    }
    NodeId made = tree_.child(parts_[0], 0);
    if (tree_.is(made, NodeKind::Name)) {
      const names::Binding* binding = names_.reaching(made).only();
      made = binding != nullptr && binding->kind == names::BindingKind::Value ? binding->value
                                                                              : NodeId::none();
    }
    if (!made.exists() || !tree_.is(made, NodeKind::Call)) {
      return std::nullopt;
    }
    parts_compiled_.clear();
    for (const NodeId part : tree_.children(made)) {
      parts_compiled_.push_back(part);
    }
    const bool is_plain =
        parts_compiled_.size() == 2 || (parts_compiled_.size() == 3 && is_plain_flag(2));
    return is_plain ? text(parts_compiled_[1]) : std::nullopt;
  }

  bool is_plain_flag(std::size_t at) { return is_plain_flag(parts_compiled_[at]); }

  // Letters in either case are harmless still; other flags change what a pattern means.
  bool is_plain_flag(NodeId flag) {
    const std::string_view text = tree_.text_of(flag);
    return text.ends_with("re.I") || text.ends_with("re.IGNORECASE") || text.ends_with("re.A") ||
           text.ends_with("re.ASCII");
  }

  // are_plain_flags looks at the arguments from `first` on, and those by name.
  bool are_plain_flags(std::size_t first) {
    for (std::size_t i = 1; i < parts_.size(); ++i) {
      const bool is_flag = i >= first || tree_.is(parts_[i], NodeKind::Keyword);
      if (is_flag && !is_plain_flag(parts_[i])) {
        return false;
      }
    }
    return true;
  }

  names::FileNames& names_;
  const syntax::Tree& tree_;
  std::vector<NodeId> parts_;
  std::vector<NodeId> parts_compiled_;
};

// takes_out: x.replace("…", "") takes something out of a text, perhaps what stood in front.
bool takes_out(names::FileNames& names, NodeId call) {
  const syntax::Children parts = names.tree().children(call);
  return parts.size() < 3 || names.value(parts[2]).text() == "";
}

}  // namespace

bool is_own_address(std::string_view path) {
  constexpr std::string_view kOwn[] = {"url",  "base_url",  "url_root",      "host_url",
                                       "path", "full_path", "get_full_path", "build_absolute_uri",
                                       "uri",  "path_info", "path_qs",       "rel_url"};
  const std::size_t dot = path.rfind('.');
  return dot != std::string_view::npos && path.substr(0, dot).ends_with("equest") &&
         std::ranges::find(kOwn, path.substr(dot + 1)) != std::end(kOwn);
}

CallCheck check_of(names::FileNames& names, NodeId call, const CalledName& called) {
  static const knowledge::PathMarks kMarks(std::span<const Known>(kFunctions), &Known::name);
  const CallCheck* known = kMarks.may_have(called.path) ? find(kFunctions, called.path) : nullptr;
  if (known != nullptr) {
    return *known;
  }
  if (called.path.starts_with("builtins.") &&
      (called.path.ends_with("Error") || called.path.ends_with("Exception"))) {
    return {Kind::Exception};
  }
  if (called.path.starts_with("re.")) {
    const CallCheck check = PatternCall(names, call).check(called);
    if (check.kind != Kind::None) {
      return check;
    }
  }
  if (const auto place = find_deferral(called)) {
    return {Kind::Deferred, Keeps::Moved, *place};
  }
  if (called.method == "replace" && !takes_out(names, call)) {
    return {Kind::None, Keeps::Host};
  }
  static const knowledge::PathMarks kMethodMarks(std::span<const Known>(kMethods), &Known::name);
  const CallCheck* method =
      kMethodMarks.may_have(called.method) ? find(kMethods, called.method) : nullptr;
  return method != nullptr ? *method : CallCheck();
}

}  // namespace av::taint
