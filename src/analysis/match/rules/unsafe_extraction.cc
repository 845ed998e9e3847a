// Archive members written where their names say.
// Page: catalog/rules/files/unsafe-extraction.md
#include "analysis/match/decided.h"
#include "analysis/match/names_in.h"
#include "analysis/match/nearby.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/write_call.h"
#include "lexis/identifiers.h"

#include <algorithm>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using names::Value;
using names::ValueKind;
using syntax::NodeId;
using syntax::NodeKind;

constexpr const char* kMend =
    "pass `filter=\"data\"`, which refuses members outside of the target (Python 3.12, and "
    "security "
    "releases from 3.8 on)";

// Names that people give to tar files.
constexpr std::string_view kTarNames[] = {"tar", "tarball", "tar_file", "tarfile", "tf", "tarf"};

// What comes out of an archive as a member's name.
constexpr auto kMemberNames = path_table<bool>({
    {"zipfile.ZipFile.namelist()[]", true},
    {"zipfile.ZipFile.infolist()[].filename", true},
    {"zipfile.ZipFile.filelist[].filename", true},
    {"zipfile.ZipInfo.filename", true},
    {"tarfile.TarFile.getnames()[]", true},
    {"tarfile.TarFile.getmembers()[].name", true},
    {"tarfile.TarInfo.name", true},
    {"tarfile.TarInfo.path", true},
});

void report(CheckContext& check, const Call& call, Severity severity, Confidence confidence) {
  check.report({.at = call.node(),
                .severity = severity,
                .confidence = confidence,
                .message = "`" + std::string(call.text()) +
                           "` writes members wherever their names say, `../` and absolute paths "
                           "included",
                .mend = kMend});
}

bool is_trusted_filter(const Value& filter) {
  return filter.is(ValueKind::None) || filter.text() == "fully_trusted";
}

// is_safe_by_default: the project runs with a Python whose filter is "data" unless told otherwise.
bool is_safe_by_default(const CheckContext& check) {
  return !check.may_be_below("python", "3.14");
}

bool is_tar_method(CheckContext& check, const Call& call) {
  if (call.is("tarfile.TarFile.extractall") || call.is("tarfile.TarFile.extract")) {
    return true;
  }
  const std::string_view name =
      call.receiver().exists() ? target_name(check, call.receiver()) : std::string_view();
  return call.is_unresolved() && (call.method() == "extract" || call.method() == "extractall") &&
         std::find(std::begin(kTarNames), std::end(kTarNames), name) != std::end(kTarNames);
}

// has_filter_set: the function sets archive.extraction_filter, which holds for calls without one.
bool has_filter_set(CheckContext& check, NodeId call) {
  const auto sets = [&](NodeId statement) {
    return check.tree().is(statement, NodeKind::Assign) &&
           target_name(check, check.tree().child(statement, 0)) == "extraction_filter" &&
           !check.may_be(check.tree().children(statement).back(), "tarfile.fully_trusted_filter");
  };
  const std::vector<NodeId> near = statements_near(check, call);
  return std::any_of(near.begin(), near.end(), sets);
}

// is_fallback: it is the other branch of code that uses a filter where Python has it.
bool is_fallback(CheckContext& check, NodeId call) {
  constexpr std::string_view kFilters[] = {"data_filter", "extraction_filter", "filter="};
  const syntax::Tree& tree = check.tree();
  for (NodeId at = check.outline().parent(call); at.exists(); at = check.outline().parent(at)) {
    const NodeKind kind = tree.kind(at);
    if (kind == NodeKind::FunctionDef) {
      return false;
    }
    if (kind != NodeKind::If && kind != NodeKind::Try) {
      continue;
    }
    // What an `if` tests, what a `try` tries first; of a test of the version what both ways do.
    const std::string_view test = tree.text_of(tree.child(at, 0));
    const bool asks_version =
        kind == NodeKind::If && test.find("version_info") != std::string_view::npos;
    const std::string_view first = asks_version ? tree.text_of(at) : test;
    const std::string_view near = first.substr(0, 2000);
    if (!check.outline().encloses(tree.child(at, 0), call) &&
        std::any_of(std::begin(kFilters), std::end(kFilters), [near](std::string_view filter) {
          return near.find(filter) != std::string_view::npos;
        })) {
      return true;
    }
  }
  return false;
}

// normalized_around is the text from `start` to `end`, widened to whole characters, its names as
// Python compares them.
std::string normalized_around(std::string_view text, std::size_t start, std::size_t end) {
  const auto is_inside = [text](std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
  };
  while (start > 0 && is_inside(start)) {
    --start;
  }
  while (is_inside(end)) {
    ++end;
  }
  return lexis::normalized(text.substr(start, end - start));
}

// kGuards is what code speaks of that checks a path.
constexpr std::string_view kGuards[] = {
    "commonpath", "commonprefix", "is_relative_to", "startswith(",  "\"..\"",   "'..'",
    "secure_",    "safe_",        "_safe",          "relative_to(", "within",   "is_safe",
    "is_subpath", "sanitiz",      "sanitis",        "validat",      "traversal"};

bool speaks_of_guard(std::string_view text) {
  return std::any_of(std::begin(kGuards), std::end(kGuards), [text](std::string_view guard) {
    return text.find(guard) != std::string_view::npos;
  });
}

// root_name is `tar` of `tar` and `tar.getmembers()`, also by way of a name for the method; empty
// for others.
std::string_view root_name(CheckContext& check, NodeId expr) {
  constexpr int kMostSteps = 10;
  const syntax::Tree& tree = check.tree();
  for (int i = 0; i < kMostSteps && expr.exists(); ++i) {
    const NodeId bound = check.stands_for(expr);
    if (bound.exists() && tree.is(bound, NodeKind::Attribute)) {
      expr = bound;
    } else if (tree.is(expr, NodeKind::Call) || tree.is(expr, NodeKind::Attribute)) {
      expr = tree.child(expr, 0);
    } else {
      break;
    }
  }
  return expr.exists() && tree.is(expr, NodeKind::Name) ? check.names().spelling(expr)
                                                        : std::string_view();
}

// is_checked: a loop before the call, or around it, goes through the members, and checks or refuses
// some.
bool is_checked(CheckContext& check, const Call& call) {
  constexpr std::uint32_t kMostText = 4000;
  const syntax::Tree& tree = check.tree();
  const std::string_view archive = root_name(check, call.receiver());
  if (archive.empty()) {
    return false;
  }
  const auto checks = [&](NodeId statement) {
    const bool is_around = check.outline().encloses(statement, call.node());
    if (!tree.is(statement, NodeKind::For) ||
        (!is_around && tree[statement].end > tree[call.node()].start) ||
        root_name(check, tree.child(statement, 1)) != archive) {
      return false;
    }
    const syntax::Node& body = tree[tree.child(statement, 2)];
    const std::uint32_t end = is_around ? tree[call.node()].start : body.end;
    const std::string text =
        normalized_around(tree.text(), body.start, std::min(end, body.start + kMostText));
    return speaks_of_guard(text) || text.find("raise ") != std::string::npos;
  };
  return std::ranges::any_of(statements_near(check, call.node()), checks);
}

// is_named_here: extract("tool") writes one member, of a name that the program itself gives.
bool is_named_here(const Call& call) {
  const auto name = call.value({0, "member"}).text();
  return call.method() == "extract" && name && !name->starts_with('/') &&
         name->find("..") == std::string_view::npos;
}

// is_picked: for name in names: archive.extract(name), of names that are not the archive's own
// members.
bool is_picked(CheckContext& check, const Call& call) {
  const syntax::Tree& tree = check.tree();
  const NodeId member = call.argument({0, "member"}).node;
  if (call.method() != "extract" || !member.exists() || !tree.is(member, NodeKind::Name)) {
    return false;
  }
  const std::string_view archive = root_name(check, call.receiver());
  for (NodeId at = check.outline().parent(call.node()); at.exists();
       at = check.outline().parent(at)) {
    if (tree.is(at, NodeKind::FunctionDef)) {
      return false;
    }
    if (tree.is(at, NodeKind::For) && tree.is(tree.child(at, 0), NodeKind::Name) &&
        check.names().spelling(tree.child(at, 0)) == check.names().spelling(member)) {
      const NodeId from = check.follow(tree.child(at, 1));
      return tree.is(from, NodeKind::Name) && root_name(check, from) != archive &&
             check.origin(from).origin <= Origin::Parameter;
    }
  }
  return false;
}

// comes_from_others: callers, the user or the network bring the archive; others are the program's
// own, or nothing shows it.
bool comes_from_others(CheckContext& check, const Call& call) {
  return !call.receiver().exists() || check.origin(call.receiver()).origin >= Origin::Parameter;
}

// is_callers: a library's file that fetches nothing unpacks what its callers have, who may have
// checked it.  Of 11 labelled findings in such libraries that fetch 8 were right, of 4 others none.
bool is_callers(CheckContext& check) {
  constexpr std::string_view kFetches[] = {"download", "requests.", "urlopen", "urlretrieve"};
  const std::string_view text = check.tree().text();
  return check.is_in_library() &&
         std::none_of(std::begin(kFetches), std::end(kFetches), [text](std::string_view word) {
           return text.find(word) != std::string_view::npos;
         });
}

void look_at_tar(CheckContext& check, const Call& call) {
  const Argument filter = call.argument({Parameter::kKeywordOnly, "filter"});
  if (filter.is_given() ? !is_trusted_filter(check.value(filter.node))
                        : !filter.is_absent() || is_safe_by_default(check)) {
    return;
  }
  if (has_filter_set(check, call.node()) || is_checked(check, call) || is_named_here(call)) {
    return;
  }
  // A list of chosen members may have been checked.
  const bool chosen = call.method() == "extractall" && call.argument({1, "members"}).is_given();
  const bool lowered = chosen || is_fallback(check, call.node()) ||
                       !comes_from_others(check, call) || is_asked_before(check, call.node()) ||
                       is_picked(check, call) || is_callers(check);
  report(check, call, lowered ? Severity::Low : Severity::Medium,
         call.is_unresolved() || lowered ? Confidence::Low : Confidence::Medium);
}

void look_at_unpack(CheckContext& check, const Call& call) {
  const auto file = call.value({0, "filename"}).text();
  const auto format = call.value({2, "format"}).text();
  const bool is_zip = (file && file->ends_with(".zip")) || format == "zip";
  const Argument filter = call.argument({3, "filter"});
  if (!is_zip && filter.is_absent() && !is_safe_by_default(check)) {
    report(check, call, is_callers(check) ? Severity::Low : Severity::Medium, Confidence::Low);
  }
}

// passes_on: a path made by it has the name in it as it was.  What other functions do with it is
// not known; they may well check it.
bool passes_on(CheckContext& check, NodeId callee) {
  constexpr std::string_view kModules[] = {"os.",     "pathlib.", "builtins.", "posixpath.",
                                           "ntpath.", "zipfile.", "tarfile."};
  constexpr std::string_view kMethods[] = {"joinpath", "replace", "strip",  "lstrip", "rstrip",
                                           "format",   "decode",  "encode", "join"};
  const auto all = check.meanings(callee).all();
  if (all.empty()) {
    return std::ranges::find(kMethods, target_name(check, callee)) != std::end(kMethods);
  }
  return std::ranges::any_of(all, [&](const names::Meaning& meaning) {
    return meaning.path != "os.path.basename" &&
           std::ranges::any_of(
               kModules, [&](std::string_view module) { return meaning.path.starts_with(module); });
  });
}

// is_cut_at_slashes: name.split("/"), whose parts name no other folder.
bool is_cut_at_slashes(CheckContext& check, NodeId call) {
  const std::string_view method = target_name(check, check.tree().child(call, 0));
  if ((method != "split" && method != "rsplit") || check.tree().children(call).size() < 2) {
    return false;
  }
  const NodeId at = check.tree().child(call, 1);
  return check.value(at).text() == "/" || check.tree().text_of(at) == "os.sep";
}

// member_in is the member name in an expression that makes a path, if it gets there as it is.
NodeId member_in(CheckContext& check, NodeId expr) {
  constexpr std::size_t kMaxSteps = 60;
  std::vector<NodeId> open = {expr};
  for (std::size_t i = 0; i < open.size() && i < kMaxSteps; ++i) {
    const NodeId at = open[i];
    for (const names::Meaning& meaning : check.meanings(at).all()) {
      if (kMemberNames.find(meaning.path) != nullptr) {
        return at;
      }
    }
    if (check.tree().is(at, NodeKind::Call) &&
        (!passes_on(check, check.tree().child(at, 0)) || is_cut_at_slashes(check, at))) {
      continue;
    }
    if (check.tree().is(at, NodeKind::Name)) {
      const names::Reaching reached = check.names().reaching(at);
      for (const names::Binding* binding : reached.bindings()) {
        if (binding->kind == names::BindingKind::Value) {
          open.push_back(binding->value);
        }
      }
      continue;
    }
    for (const NodeId child : check.tree().children(at)) {
      open.push_back(child);
    }
  }
  return NodeId::none();
}

// has_guard: the function, as far as it is near, speaks of what a check of the path would speak of.
bool has_guard(CheckContext& check, NodeId node) {
  constexpr std::uint32_t kNear = 4000;  // bytes before and behind
  const NodeId function = check.outline().function_of(node);
  const syntax::Node& around = check.tree()[function.exists() ? function : check.tree().root()];
  const syntax::Node& here = check.tree()[node];
  const std::uint32_t start = std::max(around.start, here.start - std::min(here.start, kNear));
  const std::uint32_t end = std::min(around.end, here.end + kNear);
  return speaks_of_guard(normalized_around(check.tree().text(), start, end));
}

// open(os.path.join(target, member.filename), "wb")
void look_at_write(CheckContext& check, const Call& call, NodeId path) {
  const NodeId member = member_in(check, path);
  if (!member.exists() || has_guard(check, call.node())) {
    return;
  }
  // What is copied has been extracted before, mostly by what takes `../` out of names.
  const bool copies = call.method().starts_with("copy") || call.method() == "move";
  check.report({.at = call.node(),
                .severity = copies ? Severity::Low : Severity::Medium,
                .confidence = copies ? Confidence::Low : Confidence::Medium,
                .message = "`" + std::string(call.text()) + "` writes where the archive's member " +
                           check.quoted(member) + " says, `../` and absolute paths included",
                .mend = "use `ZipFile.extract`, or check that the resolved path is inside of the "
                        "target"});
}

void look_at(CheckContext& check, const Call& call) {
  if (is_tar_method(check, call)) {
    return look_at_tar(check, call);
  }
  if (call.is("shutil.unpack_archive")) {
    return look_at_unpack(check, call);
  }
  const NodeId path = find_written_path(check, call);
  if (path.exists()) {
    look_at_write(check, call, path);
  }
}

constexpr auto kCallees =
    std::to_array<std::string_view>({"extract", "extractall", "unpack_archive"});

}  // namespace

namespace rules {
extern constinit const RuleCode unsafe_extraction = {"unsafe-extraction",
                                                     {on_call(look_at, kCallees, kWriteCallees)}};
}  // namespace rules

}  // namespace av::match
