#include "analysis/match/secret_evidence.h"

#include "analysis/match/names_in.h"
#include "analysis/match/secret_use.h"
#include "analysis/match/words.h"

#include <algorithm>
#include <cstdint>
#include <string>

namespace av::match {

using knowledge::Confidence;
using knowledge::Severity;
using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Operator;

namespace {

// --- made up -------------------------------------------------------------------------------------

// name_around is what the statement or definition around calls what is in it: a variable that holds
// a dict, a function, a class.
std::string_view name_around(CheckContext& check, NodeId around) {
  const syntax::Tree& tree = check.tree();
  switch (tree.kind(around)) {
    case NodeKind::Assign:
    case NodeKind::AnnAssign:
      return target_name(check, tree.child(around, 0));
    case NodeKind::FunctionDef:
    case NodeKind::ClassDef:
      return definition_name(check, around);
    case NodeKind::DictItem:
      return check.value(tree.child(around, 0)).text().value_or("");
    default:
      return {};
  }
}

// is_of_examples: Field(examples=[{"password": "s3cr3t"}])
bool is_of_examples(CheckContext& check, NodeId around) {
  constexpr std::string_view kWords[] = {"example", "examples"};
  return check.tree().is(around, NodeKind::Keyword) &&
         Words(check.names().spelling(check.tree().child(around, 0))).has_any(kWords);
}

// is_beside_made_up: the same dict gives something else that says it is made up, TESTACCESSKEY1.
bool is_beside_made_up(CheckContext& check, NodeId at) {
  const syntax::Tree& tree = check.tree();
  if (!tree.is(at, NodeKind::DictItem)) {
    return false;
  }
  for (const NodeId beside : tree.children(check.outline().parent(at))) {
    const auto text = tree.is(beside, NodeKind::DictItem)
                          ? check.value(tree.child(beside, 1)).text()
                          : std::nullopt;
    if (text && (text->starts_with("TEST") || text->find("EXAMPLE") != std::string_view::npos)) {
      return true;
    }
  }
  return false;
}

// is_of_trial: a folder or file that says it is for trying things, where text::is_test_path would
// not be sure enough to speak of every rule.
bool is_of_trial(std::string_view path) {
  constexpr std::string_view kWords[] = {"demo",    "simulator", "test",
                                         "testing", "tests",     "virtual"};
  return Words(path).has_any(kWords);
}

// --- known to everybody --------------------------------------------------------------------------

// is_for_all: what a program counts its users with is in every copy of it, and only lets them
// write.
bool is_for_all(CheckContext& check, NodeId at, NodeId literal) {
  constexpr std::string_view kWords[] = {"amplitude", "analytics", "mixpanel",
                                         "posthog",   "sentry",    "telemetry"};
  const auto speaks = [&kWords](std::string_view name) { return Words(name).has_any(kWords); };
  return check.value(literal).text().value_or("").starts_with("phc_") || speaks(check.path()) ||
         std::ranges::any_of(names_around(check, at), speaks) ||
         (check.tree().is(at, NodeKind::Assign) &&
          std::ranges::any_of(names_in(check, check.tree().child(at, 0)), speaks));
}

// is_for_anybody: the name says that it is nobody's own.
bool is_for_anybody(std::string_view name) {
  constexpr std::string_view kWords[] = {"anonymous", "public"};
  return is_made_up(name) || Words(name).has_any(kWords);
}

// is_of_every_copy: the secret of an application as against a service, in a package that others
// install: it says which program asks, and all who have the program have it.  Whoever has it can
// ask in the program's name, so that it is no less than medium.
bool is_of_every_copy(CheckContext& check, std::string_view name) {
  constexpr std::string_view kApplications[] = {"app", "application", "client", "consumer"};
  const Words words(name);
  names::ProjectResolver* const project = check.names().project();
  return words.last() == "secret" && words.has_any(kApplications) && project != nullptr &&
         project->home().exists() && project->project()[project->home()].is_of_library;
}

// --- what counts until somebody chooses ----------------------------------------------------------

// parts_beside is what stands around an entry, a keyword or a parameter, and the statements next to
// one.
std::vector<NodeId> parts_beside(CheckContext& check, NodeId at) {
  constexpr std::uint32_t kNear = 5;
  constexpr std::uint32_t kFar = 40;
  const NodeId around = check.outline().parent(at);
  std::vector<NodeId> beside;
  if (!around.exists()) {
    return beside;
  }
  const Children all = check.tree().children(around);
  const std::uint32_t reach = is_assignment(check.tree(), at) ? kNear : kFar;
  const std::uint32_t here = at.index() - (*all.begin()).index();
  for (std::uint32_t i = here > reach ? here - reach : 0;
       i < std::min(all.size(), here + reach + 1); ++i) {
    if (i != here) {
      beside.push_back(all[i]);
    }
  }
  return beside;
}

// fallback_of is y of `x or y` and of `y if x is None else x`: what counts where nobody says
// otherwise; others are what they are.
NodeId fallback_of(const syntax::Tree& tree, NodeId value) {
  if (tree.is(value, NodeKind::IfExp)) {
    const Children parts = tree.children(value);
    return tree.is(parts[0], NodeKind::String) ? parts[0] : parts.back();
  }
  return tree.is(value, NodeKind::BoolOp) && tree[value].op() == Operator::Or
             ? tree.children(value).back()
             : value;
}

// is_at_home: beside it stands the machine itself as the host, or the same word as the user or the
// id: what the server of a developer is installed with.
bool is_at_home(CheckContext& check, NodeId at, NodeId literal) {
  const auto secret = check.value(literal).text();
  const auto parts = parts_beside(check, at);
  const bool is_statement = is_assignment(check.tree(), at);  // others near by may be of anything
  return std::ranges::any_of(parts, [&](NodeId part) {
    const NodeId given = value_given(check.tree(), part);
    const auto text =
        given.exists() ? check.value(fallback_of(check.tree(), given)).text() : std::nullopt;
    const bool counts = text && (!is_statement || names_a_login(name_given(check, part)));
    return counts &&
           (text == secret || text->starts_with("localhost") || text->starts_with("127.0.0.1"));
  });
}

// is_default: the name says that another is to be chosen.
bool is_default(std::string_view name) {
  constexpr std::string_view kWords[] = {"default", "defaults", "factory", "fallback", "initial"};
  return Words(name).has_any(kWords);
}

// is_refused: where something is the same as the constant that `statement` binds, the program
// raises: it is there to keep an old default out.
bool is_refused(CheckContext& check, NodeId statement) {
  constexpr std::size_t kMostNodes = 100'000;
  const syntax::Tree& tree = check.tree();
  const bool binds =
      tree.is(statement, NodeKind::Assign) || tree.is(statement, NodeKind::AnnAssign);
  const bool is_global = binds && !check.outline().function_of(statement).exists();
  const std::string_view name =
      is_global ? target_name(check, tree.child(statement, 0)) : std::string_view();
  const auto refuses = [&](NodeId at) {
    if (!tree.is(at, NodeKind::If) || !tree.is(tree.child(at, 0), NodeKind::Compare)) {
      return false;
    }
    const Children compared = tree.children(tree.child(at, 0));
    const Children block = tree.children(tree.child(at, 1));
    return compared.size() == 3 && tree[compared[1]].op() == Operator::Eq &&
           (target_name(check, compared[0]) == name || target_name(check, compared[2]) == name) &&
           !block.empty() && tree.is(block.back(), NodeKind::Raise);
  };
  const auto count =
      static_cast<std::uint32_t>(name.empty() ? 0 : std::min(tree.nodes().size(), kMostNodes));
  for (std::uint32_t i = 0; i < count; ++i) {
    if (refuses(NodeId(i))) {
      return true;
    }
  }
  return false;
}

// --- the name of something -----------------------------------------------------------------------

// is_plain_name: letters, and what joins words: `ssh_pkey`, `--passphrase-fd`, `Senha`.
bool is_plain_name(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
           static_cast<unsigned char>(c) >= 0x80;
  });
}

// is_of_words: a long dict that gives each name a word: of another language, of an option, of
// before.
bool is_of_words(CheckContext& check, NodeId at) {
  constexpr std::uint32_t kLong = 10;  // no settings of one service
  const syntax::Tree& tree = check.tree();
  if (!tree.is(at, NodeKind::DictItem) ||
      tree.children(check.outline().parent(at)).size() < kLong) {
    return false;
  }
  const auto parts = parts_beside(check, at);
  return std::ranges::all_of(parts, [&](NodeId part) {
    return tree.is(part, NodeKind::DictItem) && check.value(tree.child(part, 0)).text() &&
           check.value(tree.child(part, 1)).text();
  });
}

// names_an_entry: CONF_PASSWORD, ATTR_TOKEN: what is bound to it is what an entry is called.
bool names_an_entry(std::string_view name) {
  constexpr std::string_view kFirst[] = {"arg", "attr",   "attribute", "col",      "column", "conf",
                                         "env", "error",  "event",     "field",    "label",  "msg",
                                         "opt", "option", "param",     "parameter"};
  const Words words(name);
  return words.all().size() > 1 &&
         std::ranges::find(kFirst, words.all().front()) != std::end(kFirst);
}

// is_of_messages: errors["password"] = "invalid_auth", LABELS = {"password": "Kennwort"}: a table
// of what is said of fields, or what they are called.
bool is_of_messages(CheckContext& check, NodeId at) {
  constexpr std::string_view kWords[] = {
      "aliases", "choices", "columns",      "deprecated", "errors", "error",   "fields",
      "help",    "labels",  "mapping",      "messages",   "names",  "renamed", "renames",
      "schema",  "titles",  "translations", "types",      "widgets"};
  const syntax::Tree& tree = check.tree();
  NodeId holder;
  if (tree.is(at, NodeKind::DictItem)) {
    const NodeId dict = check.outline().parent(at);
    const NodeId around = check.outline().parent(dict);
    return around.exists() && Words(name_around(check, around)).has_any(kWords);
  }
  if (tree.is(at, NodeKind::Assign) && tree.is(tree.child(at, 0), NodeKind::Subscript)) {
    holder = tree.child(tree.child(at, 0), 0);
  }
  return holder.exists() &&
         std::ranges::any_of(names_in(check, holder), [&kWords](std::string_view name) {
           return Words(name).has_any(kWords);
         });
}

// is_one_of_many: near by the same keyword or key gets several other texts: a table has such a
// column.
bool is_one_of_many(CheckContext& check, NodeId at, NodeId literal) {
  constexpr std::uint32_t kReach = 1500;  // nodes
  constexpr std::size_t kFewest = 3;
  const syntax::Tree& tree = check.tree();
  const NodeKind kind = tree.kind(at);
  if (kind != NodeKind::Keyword && kind != NodeKind::DictItem) {
    return false;
  }
  const std::string_view name = tree.text_of(tree.child(at, 0));
  std::vector<std::string> others = {std::string(check.value(literal).text().value_or(""))};
  const auto size = static_cast<std::uint32_t>(tree.nodes().size());
  const std::uint32_t first = at.index() > kReach ? at.index() - kReach : 0;
  for (std::uint32_t i = first; i < std::min(size, at.index() + kReach); ++i) {
    const NodeId other(i);
    if (!tree.is(other, kind) || tree.text_of(tree.child(other, 0)) != name) {
      continue;
    }
    const auto text = check.value(value_given(tree, other)).text();
    if (text && std::ranges::find(others, *text) == others.end()) {
      others.emplace_back(*text);
    }
  }
  return others.size() > kFewest;
}

// is_name_of_something: no secret at all, but what something else is called.
bool is_name_of_something(CheckContext& check, const Candidate& candidate) {
  const std::string_view text = check.value(candidate.literal).text().value_or("");
  return (is_plain_name(text) &&
          (names_an_entry(candidate.name) || is_of_messages(check, candidate.at))) ||
         is_one_of_many(check, candidate.at, candidate.literal);
}

constexpr Grade kLow = {Severity::Low, Confidence::Low};
constexpr Grade kMedium = {Severity::Medium, Confidence::Medium};
constexpr Grade kHigh = {Severity::High, Confidence::High};

// is_known: everybody may have it, or it is made up, whatever it looks like.
bool is_known(CheckContext& check, const Candidate& candidate) {
  return is_for_show(check, candidate.at) || is_for_anybody(candidate.name) ||
         is_for_all(check, candidate.at, candidate.literal);
}

// is_to_be_changed: people put there what they know to be none, and the program has another, or
// refuses this one.
bool is_to_be_changed(CheckContext& check, const Candidate& candidate) {
  return is_default(candidate.name) || is_of_trial(check.path()) ||
         is_at_home(check, candidate.at, candidate.literal) ||
         is_beside_made_up(check, candidate.at) || is_refused(check, candidate.at);
}

// grade_of_chosen grades what is not random: what people think up, and words.
std::optional<Grade> grade_of_chosen(CheckContext& check, const Candidate& candidate) {
  const bool is_word = candidate.look != SecretLook::Chosen;
  const bool is_used = candidate.is_used ||
                       is_used_as_secret(check, candidate.at, candidate.literal, candidate.name);
  if (is_word && !is_used && is_name_of_something(check, candidate)) {
    return std::nullopt;
  }
  const bool is_loud = candidate.look != SecretLook::Doubtful && (!is_word || is_used) &&
                       !(is_word && is_of_words(check, candidate.at));
  return is_loud && !is_to_be_changed(check, candidate) ? kMedium : kLow;
}

}  // namespace

bool is_for_show(CheckContext& check, NodeId at) {
  if (check.path().find("/example") != std::string_view::npos ||
      check.path().starts_with("example") || is_imitation(check.path())) {
    return true;
  }
  const syntax::Tree& tree = check.tree();
  for (NodeId around = check.outline().parent(at); around.exists();
       around = check.outline().parent(around)) {
    if ((tree.is(around, NodeKind::If) &&
         tree.text_of(tree.child(around, 0)).find("__main__") != std::string_view::npos) ||
        is_of_examples(check, around) || is_made_up(name_around(check, around))) {
      return true;
    }
  }
  return false;
}

std::optional<Grade> grade_of_secret(CheckContext& check, const Candidate& candidate) {
  if (is_known(check, candidate)) {
    return kLow;
  }
  if (candidate.look != SecretLook::Random) {
    return grade_of_chosen(check, candidate);
  }
  return is_of_every_copy(check, candidate.name) ? kMedium : kHigh;
}

}  // namespace av::match
