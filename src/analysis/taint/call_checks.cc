#include "analysis/taint/call_checks.h"

#include "analysis/knowledge/path_marks.h"
#include "analysis/taint/deferred.h"
#include "analysis/taint/safe_pattern.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace av::taint {

using Check = CallCheck::Kind;
using Keep = CallCheck::Keeps;

namespace {

using syntax::NodeId;
using syntax::NodeKind;

struct Known {
  std::string_view name;
  CallCheck check;
};

// Both tables ascend by name.
constexpr Known kFunctions[] = {
    {"asyncio.create_task", {Check::None, Keep::Front}},
    {"asyncio.ensure_future", {Check::None, Keep::Front}},
    {"asyncio.run", {Check::None, Keep::Front}},
    {"asyncio.shield", {Check::None, Keep::Front}},
    {"asyncio.wait_for", {Check::None, Keep::Front}},
    {"base64.b16decode", {Check::Undoes}},
    {"base64.b32decode", {Check::Undoes}},
    {"base64.b64decode", {Check::Undoes}},
    {"base64.standard_b64decode", {Check::Undoes}},
    {"base64.urlsafe_b64decode", {Check::Undoes}},
    {"bottle.abort", {Check::Leaves}},
    {"builtins.all", {Check::All}},
    {"builtins.any", {Check::Any}},
    {"builtins.bool", {Check::Bool}},
    {"builtins.bytes", {Check::None, Keep::Front}},
    {"builtins.complex", {Check::Conversion}},
    {"builtins.dict", {Check::None, Keep::Front}},
    {"builtins.exit", {Check::Leaves}},
    {"builtins.float", {Check::Conversion}},
    {"builtins.frozenset", {Check::Letters}},
    {"builtins.getattr", {Check::GetAttribute}},
    {"builtins.int", {Check::Conversion}},
    {"builtins.iter", {Check::None, Keep::Front}},
    {"builtins.list", {Check::None, Keep::Front}},
    {"builtins.max", {Check::None, Keep::Front}},
    {"builtins.min", {Check::None, Keep::Front}},
    {"builtins.quit", {Check::Leaves}},
    {"builtins.set", {Check::Letters}},
    {"builtins.setattr", {Check::SetAttribute}},
    {"builtins.str", {Check::SameText, Keep::Front}},
    {"builtins.tuple", {Check::None, Keep::Front}},
    {"collections.namedtuple", {Check::Record}},
    {"copy.copy", {Check::None, Keep::Front}},
    {"copy.deepcopy", {Check::None, Keep::Front}},
    {"decimal.Decimal", {Check::Conversion}},
    {"django.utils.crypto.constant_time_compare", {Check::SameSecret}},
    {"django.utils.crypto.salted_hmac", {Check::Signature}},
    {"flask.abort", {Check::Leaves}},
    {"functools.partial", {Check::Partial}},
    {"hmac.compare_digest", {Check::SameSecret}},
    {"hmac.digest", {Check::Signature}},
    {"hmac.new", {Check::Signature}},
    {"html.unescape", {Check::Undoes}},
    {"os._exit", {Check::Leaves}},
    {"os.abort", {Check::Leaves}},
    {"os.fspath", {Check::SameText, Keep::Front}},
    {"os.path.abspath", {Check::None, Keep::Resolved}},
    {"os.path.commonpath", {Check::CommonPath}},
    {"os.path.isabs", {Check::Absolute}},
    {"os.path.join", {Check::JoinedPath}},
    {"os.path.normcase", {Check::SameText, Keep::Front}},
    {"os.path.normpath", {Check::None, Keep::Resolved}},
    {"os.path.realpath", {Check::None, Keep::Resolved}},
    {"os.path.split", {Check::None, Keep::Nothing}},
    {"os.path.splitext", {Check::None, Keep::Nothing}},
    {"pathlib.Path", {Check::SameText, Keep::Front}},
    {"pathlib.Path.resolve", {Check::None, Keep::Resolved}},
    {"pathlib.PurePath", {Check::SameText, Keep::Front}},
    {"re.findall", {Check::None, Keep::Nothing}},
    {"re.finditer", {Check::None, Keep::Nothing}},
    {"re.split", {Check::None, Keep::Nothing}},
    {"secrets.compare_digest", {Check::SameSecret}},
    {"shlex.split", {Check::None, Keep::Words}},
    {"sys.exit", {Check::Leaves}},
    {"typing.NamedTuple", {Check::Record}},
    {"urllib.parse.parse_qs", {Check::None, Keep::Nothing}},
    {"urllib.parse.parse_qsl", {Check::None, Keep::Nothing}},
    {"urllib.parse.quote", {Check::None, Keep::Front}},
    {"urllib.parse.unquote", {Check::Undoes}},
    {"urllib.parse.unquote_plus", {Check::Undoes}},
    {"urllib.parse.urljoin", {Check::JoinedAddress}},
    {"urllib.parse.urlparse", {Check::AddressParts}},
    {"urllib.parse.urlsplit", {Check::AddressParts}},
    {"uuid.UUID", {Check::Conversion}},
    {"werkzeug.exceptions.abort", {Check::Leaves}},
};
constexpr Known kMethods[] = {
    {"as_posix", {Check::SameText, Keep::Front}}, {"casefold", {Check::SameText, Keep::Front}},
    {"copy", {Check::None, Keep::Front}},         {"decode", {Check::SameText, Keep::Front}},
    {"encode", {Check::SameText, Keep::Front}},   {"is_absolute", {Check::Absolute}},
    {"is_relative_to", {Check::Below}},           {"issubset", {Check::Subset}},
    {"lower", {Check::SameText, Keep::Front}},    {"lstrip", {Check::SameText, Keep::Front}},
    {"partition", {Check::None, Keep::Nothing}},  {"relative_to", {Check::BelowOrRaises}},
    {"removesuffix", {Check::None, Keep::Front}}, {"resolve", {Check::None, Keep::Resolved}},
    {"rpartition", {Check::None, Keep::Nothing}}, {"rsplit", {Check::None, Keep::Nothing}},
    {"rstrip", {Check::SameText, Keep::Front}},   {"split", {Check::None, Keep::Nothing}},
    {"splitlines", {Check::None, Keep::Nothing}}, {"startswith", {Check::StartsWith}},
    {"strip", {Check::SameText, Keep::Front}},    {"title", {Check::None, Keep::Front}},
    {"upper", {Check::SameText, Keep::Front}},
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
      check.kind = Check::SafeMatch;
    } else if (is_match && is_safe_pattern(pattern, is_whole, Dots::Any)) {
      check.kind = Check::DottedMatch;
    } else if (name == "sub" && parts_.size() > first + 1U) {
      const auto put = text(parts_[first + 1U]);
      check.kind = !put                                                       ? Check::None
                   : is_harmless_text(*put) && leaves_harmless(pattern)       ? Check::SafeResult
                   : takes_line_ends(pattern) && put->find('\n') == put->npos ? Check::OneLine
                                                                              : Check::None;
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
  // request.path of most, request.url.path of Starlette's
  return dot != std::string_view::npos &&
         (path.substr(0, dot).ends_with("equest") || path.ends_with("equest.url.path")) &&
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
    return {Check::Exception};
  }
  if (called.path.starts_with("re.")) {
    const CallCheck check = PatternCall(names, call).check(called);
    if (check.kind != Check::None) {
      return check;
    }
  }
  if (const auto place = find_deferral(called)) {
    return {Check::Deferred, Keep::Moved, *place};
  }
  if (called.method == "replace" && !takes_out(names, call)) {
    return {Check::None, Keep::Host};
  }
  static const knowledge::PathMarks kMethodMarks(std::span<const Known>(kMethods), &Known::name);
  const CallCheck* method =
      kMethodMarks.may_have(called.method) ? find(kMethods, called.method) : nullptr;
  return method != nullptr ? *method : CallCheck();
}

}  // namespace av::taint
