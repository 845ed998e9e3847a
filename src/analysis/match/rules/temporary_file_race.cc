// Temporary files under names that others can guess.
// Page: catalog/rules/files/temporary-file-race.md
#include "analysis/match/callees.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/write_call.h"

#include <algorithm>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using names::Item;
using names::Piece;
using names::Value;
using names::ValueKind;
using syntax::NodeId;

constexpr const char* kMend =
    "let `tempfile.NamedTemporaryFile`, `tempfile.mkstemp` or `tempfile.TemporaryDirectory` choose "
    "the name and create it in one step";

constexpr auto kNameMakers = path_table<bool>({
    {"tempfile.mktemp", true},
    {"os.tempnam", true},
    {"os.tmpnam", true},
});

constexpr std::string_view kSharedFolders[] = {"/tmp/", "/var/tmp/", "/dev/shm/"};

// What makes a name that nobody can guess.
constexpr auto kUnguessable = path_table<bool>({
    {"uuid", true},
    {"secrets", true},
    {"random", true},
    {"tempfile.mkdtemp", true},
    {"tempfile.mkstemp", true},
    {"tempfile.TemporaryDirectory", true},
    {"tempfile.NamedTemporaryFile", true},
    {"os.urandom", true},
});

// What makes a name that others can guess.
constexpr auto kGuessable = path_table<bool>({
    {"os.getpid", true},
    {"os.getuid", true},
    {"os.geteuid", true},
    {"os.getlogin", true},
    {"getpass.getuser", true},
    {"time.time", true},
});

// What says which user it is.
constexpr auto kUserNames = path_table<bool>({
    {"os.getuid", true},
    {"os.geteuid", true},
    {"os.getlogin", true},
    {"getpass.getuser", true},
});

template <class Table>
bool comes_from(CheckContext& check, NodeId expr, const Table& table) {
  const auto all = check.meanings(expr).all();
  return std::any_of(all.begin(), all.end(), [&table](const names::Meaning& meaning) {
    return table.find_prefix(meaning.path) != nullptr;
  });
}

// is_temp_folder: tempfile.gettempdir(), also as Path(tempfile.gettempdir()).
bool is_temp_folder(CheckContext& check, NodeId expr) {
  const syntax::Tree& tree = check.tree();
  const bool is_path = expr.exists() && tree.is(expr, syntax::NodeKind::Call) &&
                       tree.children(expr).size() == 2 &&
                       check.may_be(tree.child(expr, 0), "pathlib.Path");
  return check.may_be(is_path ? tree.child(expr, 1) : expr, "tempfile.gettempdir()");
}

// Where a path begins: in a folder that all users share.
bool starts_in_shared_folder(CheckContext& check, const Value& path) {
  if (path.pieces.empty()) {
    return false;
  }
  const Piece& first = path.pieces[0];
  if (first.hole.exists() && !first.is_known) {
    return is_temp_folder(check, first.hole);
  }
  return std::any_of(std::begin(kSharedFolders), std::end(kSharedFolders),
                     [&first](std::string_view folder) { return first.text.starts_with(folder); });
}

// is_guessable: every part of the name is known, or a number that others can find out.
bool is_guessable(CheckContext& check, const Value& path) {
  for (std::size_t i = 0; i < path.pieces.size(); ++i) {
    const Piece& piece = path.pieces[i];
    const bool is_folder =
        i == 0 && is_temp_folder(check, piece.hole.exists() ? piece.hole : path.node);
    if (!piece.hole.exists() || piece.is_known || is_folder) {
      continue;
    }
    if (comes_from(check, piece.hole, kUnguessable) || !comes_from(check, piece.hole, kGuessable)) {
      return false;
    }
  }
  return true;
}

// is_shared_folder: Path("/tmp"), "/tmp", tempfile.gettempdir() and what stands for it.
bool is_shared_folder(CheckContext& check, NodeId expr) {
  const NodeId bound = check.stands_for(expr);
  const NodeId folder = bound.exists() ? bound : expr;
  if (is_temp_folder(check, folder)) {
    return true;
  }
  const syntax::Tree& tree = check.tree();
  const bool is_path = tree.is(folder, syntax::NodeKind::Call) &&
                       tree.children(folder).size() == 2 &&
                       check.may_be(tree.child(folder, 0), "pathlib.Path");
  const auto text = check.value(is_path ? tree.child(folder, 1) : folder).text();
  return text && std::any_of(std::begin(kSharedFolders), std::end(kSharedFolders),
                             [&text](std::string_view shared) {
                               return (std::string(*text) + "/").starts_with(shared);
                             });
}

// is_shared_join: Path(tempfile.gettempdir()) / "shop.json", with constant names behind.
bool is_shared_join(CheckContext& check, NodeId path) {
  constexpr int kMostParts = 8;
  const syntax::Tree& tree = check.tree();
  const NodeId bound = check.stands_for(path);
  NodeId at = bound.exists() ? bound : path;
  int parts = 0;
  while (tree.is(at, syntax::NodeKind::BinOp) && tree[at].op() == syntax::Operator::Div &&
         parts < kMostParts) {
    if (!check.value(tree.children(at).back()).text()) {
      return false;
    }
    at = tree.child(at, 0);
    ++parts;
  }
  return parts > 0 && is_shared_folder(check, at);
}

void report_write(CheckContext& check, const Call& call, NodeId path) {
  check.report({.at = call.node(),
                .severity = Severity::Low,
                .confidence = Confidence::Medium,
                .message = "`" + std::string(call.text()) + "` writes " + check.quoted(path) +
                           ", a name in a shared folder that others can guess and take first",
                .mend = kMend});
}

void look_at_write(CheckContext& check, const Call& call, NodeId path) {
  if (is_shared_join(check, path)) {
    return report_write(check, call, path);
  }
  const Item written = {&check.value(path), path};
  for (const Item& one : names::alternatives(written)) {
    if (one.value->is(ValueKind::Text) && starts_in_shared_folder(check, *one.value) &&
        is_guessable(check, *one.value)) {
      return report_write(check, call, path);
    }
  }
}

// has_own_folder: the name is for a folder of the caller's choice, which others may not write to.
bool has_own_folder(CheckContext& check, const Call& call) {
  const Argument folder = call.argument({2, "dir"});
  if (!folder.is_given() || check.value(folder.node).is(ValueKind::None) ||
      check.may_be(folder.node, "tempfile.gettempdir()")) {
    return false;
  }
  const auto text = check.value(folder.node).text();
  return !text || std::none_of(std::begin(kSharedFolders), std::end(kSharedFolders),
                               [&text](std::string_view shared) {
                                 return (std::string(*text) + "/").starts_with(shared);
                               });
}

// is_written: the text is the path of a call that writes there, which is reported itself.
bool is_written(CheckContext& check, NodeId text) {
  const NodeId around = check.outline().parent(text);
  return around.exists() && check.tree().is(around, syntax::NodeKind::Call) &&
         find_written_path(check, Call(check.names(), around)) == text;
}

// A place for each user, f"/tmp/runtime-{os.getuid()}": another user can be there first, and has
// what is put there.
void look_at_text(CheckContext& check, NodeId text) {
  const Value& path = check.value(text);
  const syntax::Children parts = check.tree().children(text);
  const bool is_begun = !parts.empty() && check.tree().is(parts[0], syntax::NodeKind::FStringText);
  if (!is_begun || !path.is(ValueKind::Text) || !starts_in_shared_folder(check, path) ||
      !is_guessable(check, path) || is_written(check, text)) {
    return;
  }
  const bool names_user =
      std::any_of(path.pieces.begin(), path.pieces.end(), [&](const Piece& piece) {
        return piece.hole.exists() && comes_from(check, piece.hole, kUserNames);
      });
  if (names_user) {
    check.report({.at = text,
                  .severity = Severity::Low,
                  .confidence = Confidence::Low,
                  .message = check.quoted(text) +
                             " is a place for one user in a shared folder, which others can guess "
                             "and make first",
                  .mend =
                      "make the folder with `tempfile.mkdtemp`, or in the user's home; or check "
                      "that its owner is the user before use"});
  }
}

void look_at(CheckContext& check, const Call& call) {
  if (call.find(kNameMakers) != nullptr) {
    const bool own = call.is("tempfile.mktemp") && has_own_folder(check, call);
    return check.report({.at = call.node(),
                         .severity = own ? Severity::Low : Severity::Medium,
                         .confidence = own ? Confidence::Medium : Confidence::High,
                         .message = "`" + std::string(call.text()) +
                                    "` gives a name that others can take before the file is made",
                         .mend = kMend});
  }
  const NodeId path = find_written_path(check, call);
  if (path.exists()) {
    look_at_write(check, call, path);
  }
}

constexpr auto kCallees = callees(kNameMakers);

}  // namespace

namespace rules {
extern constinit const RuleCode temporary_file_race = {
    "temporary-file-race",
    {on_call(look_at, kCallees, kWriteCallees), on(syntax::NodeKind::FString, look_at_text)}};
}  // namespace rules

}  // namespace av::match
