#include "analysis/match/secret_use.h"

#include "analysis/match/names_in.h"
#include "analysis/match/words.h"

#include <algorithm>

namespace av::match {

using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;
namespace flag = syntax::flag;

namespace {

NodeId target_of(const Tree& tree, NodeId assignment) {
  return tree.child(assignment, 0);
}

// takes_secrets: the name of a call, or of what is called, that needs a secret.
bool takes_secrets(std::string_view name) {
  constexpr std::string_view kWords[] = {
      "amqp",        "auth",   "authenticate", "authenticator", "authorize",   "client",
      "compare",     "conn",   "connect",      "connection",    "credentials", "decode",
      "decrypt",     "encode", "encrypt",      "engine",        "extract",     "extractall",
      "fernet",      "ftp",    "hmac",         "imap",          "ldap",        "login",
      "mongo",       "mysql",  "pool",         "postgres",      "redis",       "session",
      "setpassword", "sign",   "signer",       "smtp",          "ssh",         "unlock"};
  return Words(name).has_any(kWords);
}

// names_itself: "import-policy": "import_policy" is an entry of a table of names, and so is
// "ssh_host": "ssh_host_or_address".
bool names_itself(CheckContext& check, NodeId part) {
  const Tree& tree = check.tree();
  const auto text =
      tree.is(part, NodeKind::DictItem) ? check.value(tree.child(part, 1)).text() : std::nullopt;
  const Words words(name_given(check, part));
  const Words given(text.value_or(""));
  return words.all().size() > 1 &&
         std::ranges::all_of(words.all(),
                             [&given](const std::string& word) { return given.has(word); });
}

// gives_login: one of these parts, not the one at hand, gives a user or a host, and none a name for
// a name.
bool gives_login(CheckContext& check, Children parts, NodeId not_this) {
  bool found = false;
  for (const NodeId part : parts) {
    if (names_itself(check, part)) {
      return false;
    }
    found = found || (part != not_this && names_a_login(name_given(check, part)));
  }
  return found;
}

bool is_login_call(CheckContext& check, NodeId call, NodeId keyword) {
  const Tree& tree = check.tree();
  if (tree.is(call, NodeKind::Call) && target_name(check, tree.child(call, 0)) == "new") {
    return takes_secrets(tree.text_of(tree.child(call, 0)));  // hmac.new
  }
  return tree.is(call, NodeKind::Call) && (gives_login(check, tree.children(call), keyword) ||
                                           takes_secrets(target_name(check, tree.child(call, 0))));
}

// is_taken_by: the function of these parameters, or the class that is made by it, is called so.
bool is_taken_by(CheckContext& check, NodeId parameters) {
  const auto around = names_around(check, parameters);  // the function first; the file last
  return around.size() > 1 &&
         (takes_secrets(around[0]) || (around[0] == "__init__" && takes_secrets(around[1])));
}

// only_notes: a block that only keeps values, none of which says yes: what is told apart there is a
// kind of something.
bool only_notes(const Tree& tree, NodeId block) {
  for (const NodeId statement : tree.children(block)) {
    if (!is_assignment(tree, statement) ||
        tree.text_of(tree.children(statement).back()) == "True") {
      return false;
    }
  }
  return true;
}

// is_gate: what is compared decides whether to go on.
bool is_gate(CheckContext& check, NodeId compare) {
  const Tree& tree = check.tree();
  NodeId below = compare;
  NodeId at = check.outline().parent(below);
  while (at.exists() && (tree.is(at, NodeKind::BoolOp) || tree.is(at, NodeKind::UnaryOp))) {
    below = at;
    at = check.outline().parent(at);
  }
  if (!at.exists()) {
    return false;
  }
  const bool is_branch = tree.is(at, NodeKind::If) || tree.is(at, NodeKind::Elif);
  return is_branch ? !only_notes(tree, tree.child(at, 1))
                   : tree.is(at, NodeKind::Return) || tree.is(at, NodeKind::While) ||
                         tree.is(at, NodeKind::Assert);
}

// stands_beside_login: the statements around give a user or a host to names of the same kind, and
// none of them gives a name to itself (`HOST = "host"`).
bool stands_beside_login(CheckContext& check, NodeId statement) {
  constexpr std::uint32_t kNear = 5;
  const Tree& tree = check.tree();
  const Children all = tree.children(check.outline().parent(statement));
  const NodeKind kind = tree.kind(target_of(tree, statement));
  const std::uint32_t here = statement.index() - (*all.begin()).index();
  const std::uint32_t first = here > kNear ? here - kNear : 0;
  bool found = false;
  for (std::uint32_t i = first; i < std::min(all.size(), here + kNear + 1); ++i) {
    const std::string_view name = i == here ? std::string_view() : name_given(check, all[i]);
    if (!names_a_login(name) || tree.kind(target_of(tree, all[i])) != kind) {
      continue;
    }
    const NodeId value = value_given(tree, all[i]);
    const auto text = value.exists() ? check.value(value).text() : std::nullopt;
    const Words words(name);
    if (text && std::ranges::all_of(Words(*text).all(), [&words](const std::string& word) {
          return words.has(word);
        })) {
      return false;
    }
    found = true;
  }
  return found;
}

// stands_beside_in_tuple: user, password = "shop", "hunter2"
bool stands_beside_in_tuple(CheckContext& check, NodeId targets) {
  for (const NodeId part : check.tree().children(targets)) {
    if (names_a_login(target_name(check, part))) {
      return true;
    }
  }
  return false;
}

// is_of_settings: the name of a file or a class says that it holds settings.
bool is_of_settings(std::string_view name) {
  constexpr std::string_view kWords[] = {"credentials", "secrets", "settings"};
  const Words words(name);
  return words.has_any(kWords) || words.last() == "config" || words.last() == "configuration";
}

bool is_upper_case(std::string_view name) {
  return std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
}

// signs_sessions: what web frameworks call the key of their sessions and tokens.
bool signs_sessions(std::string_view name) {
  constexpr std::string_view kNames[] = {"secret_key",    "jwt_secret",  "jwt_secret_key",
                                         "cookie_secret", "session_key", "session_secret",
                                         "signing_key"};
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::find(kNames, lower) != std::end(kNames);
}

// is_setting: SECRET_KEY = "…" of a module or class, app.secret_key, app.config["SECRET_KEY"],
// os.environ["DB_PASSWORD"], and what a file or class of settings sets.
bool is_setting(CheckContext& check, NodeId statement, std::string_view name) {
  constexpr std::string_view kHolders[] = {"conf", "config", "environ", "settings"};
  const Tree& tree = check.tree();
  const NodeId target = target_of(tree, statement);
  if (tree.is(target, NodeKind::Subscript)) {
    return Words(tree.text_of(tree.child(target, 0))).has_any(kHolders);
  }
  if (tree.is(target, NodeKind::Attribute)) {
    const std::string_view holder = tree.text_of(tree.child(target, 0));
    return holder != "self" && holder != "cls" && signs_sessions(name);
  }
  if (check.outline().function_of(statement).exists()) {
    return false;
  }
  const auto around = names_around(check, statement);
  const bool is_in_class = around.size() > 1;
  return (is_upper_case(name) && signs_sessions(name)) ||
         ((is_in_class || is_upper_case(name)) && is_of_settings(around.front()));
}

// beyond_conversion is what a value is made into, KEY.encode(), or itself.
NodeId beyond_conversion(CheckContext& check, NodeId value) {
  const Tree& tree = check.tree();
  const NodeId attribute = check.outline().parent(value);
  const NodeId call = attribute.exists() && tree.is(attribute, NodeKind::Attribute)
                          ? check.outline().parent(attribute)
                          : NodeId::none();
  return call.exists() && tree.is(call, NodeKind::Call) && tree.child(call, 0) == attribute ? call
                                                                                            : value;
}

// is_callee_or_text: what is called, or what is encrypted or signed with a secret that stands
// behind.
bool is_callee_or_text(CheckContext& check, NodeId call, NodeId value) {
  constexpr std::string_view kWorks[] = {"decode", "decrypt", "encode", "encrypt", "sign"};
  const Children parts = check.tree().children(call);
  return parts[0] == value ||
         (parts[1] == value && Words(target_name(check, parts[0])).has_any(kWorks));
}

// is_put_to_use: the place of a value is one of a secret.
bool is_put_to_use(CheckContext& check, NodeId mention) {
  const Tree& tree = check.tree();
  const NodeId value = beyond_conversion(check, mention);
  const NodeId around = check.outline().parent(value);
  switch (around.exists() ? tree.kind(around) : NodeKind::Pass) {
    case NodeKind::Call:
      return !is_callee_or_text(check, around, value) && is_login_call(check, around, value);
    case NodeKind::Keyword: {
      const std::string_view name = check.names().spelling(tree.child(around, 0));
      return (check.secret_kind(name) != SecretKind::None || name == "key") &&
             is_login_call(check, check.outline().parent(around), around);
    }
    case NodeKind::Tuple: {
      const NodeId keyword = check.outline().parent(around);
      return tree.is(keyword, NodeKind::Keyword) &&
             check.names().spelling(tree.child(keyword, 0)) == "auth";
    }
    case NodeKind::DictItem:
      return tree.child(around, 1) == value &&
             gives_login(check, tree.children(check.outline().parent(around)), around);
    case NodeKind::Compare:
      return is_gate(check, around);
    default:
      return false;
  }
}

// Names are those that one text goes by in a file: its own, and what that is assigned to.
using Names = std::vector<std::string_view>;

// note_other_name: login = PASSWORD
void note_other_name(CheckContext& check, NodeId mention, Names& names) {
  constexpr std::size_t kMost = 8;
  const Tree& tree = check.tree();
  const NodeId around = check.outline().parent(mention);
  const bool is_given =
      around.exists() && is_assignment(tree, around) && value_given(tree, around) == mention;
  if (is_given && names.size() < kMost && tree.is(target_of(tree, around), NodeKind::Name)) {
    names.push_back(tree.text_of(target_of(tree, around)));
  }
}

// is_mentioned_in_use: what the statement binds is put to use further on.
bool is_mentioned_in_use(CheckContext& check, NodeId statement, NodeId literal) {
  constexpr std::size_t kMostNodes = 50'000;
  const Tree& tree = check.tree();
  const NodeId target = target_of(tree, statement);
  const NodeKind kind = tree.kind(target);
  if (kind != NodeKind::Name && kind != NodeKind::Attribute) {
    return false;
  }
  Names names = {tree.text_of(target)};
  const auto count = static_cast<std::uint32_t>(std::min(tree.nodes().size(), kMostNodes));
  for (std::uint32_t i = 0; i < count; ++i) {
    const NodeId at(i);
    const bool is_mention = tree.is(at, kind) && at != target &&
                            std::ranges::find(names, tree.text_of(at)) != names.end() &&
                            (kind == NodeKind::Attribute || check.value(at).node == literal);
    if (is_mention && is_put_to_use(check, at)) {
      return true;
    }
    if (is_mention && kind == NodeKind::Name) {
      note_other_name(check, at, names);
    }
  }
  return false;
}

bool is_used_statement(CheckContext& check, NodeId at, NodeId literal, std::string_view name) {
  const NodeId target = target_of(check.tree(), at);
  if (check.tree().is(target, NodeKind::Tuple)) {
    return stands_beside_in_tuple(check, target);
  }
  return is_setting(check, at, name) || stands_beside_login(check, at) ||
         is_mentioned_in_use(check, at, literal);
}

}  // namespace

bool is_assignment(const Tree& tree, NodeId at) {
  return tree.is(at, NodeKind::Assign) || tree.is(at, NodeKind::AnnAssign);
}

bool names_a_login(std::string_view name) {
  constexpr std::string_view kLast[] = {"account", "addr",  "address",  "database", "dbname",
                                        "dsn",     "email", "endpoint", "host",     "hostname",
                                        "login",   "port",  "server",   "uid",      "uri",
                                        "url",     "user",  "userid",   "username"};
  constexpr std::string_view kOwners[] = {"access", "account", "app",   "client", "db",
                                          "host",   "key",     "login", "server", "user"};
  const Words words(name);
  const std::string_view last = words.last();
  return std::ranges::find(kLast, last) != std::end(kLast) ||
         ((last == "id" || last == "name") && words.has_any(kOwners));
}

std::string_view name_given(CheckContext& check, NodeId part) {
  const Tree& tree = check.tree();
  switch (tree.kind(part)) {
    case NodeKind::Assign:
    case NodeKind::AnnAssign:
      return target_name(check, target_of(tree, part));
    case NodeKind::DictItem:
      return check.value(tree.child(part, 0)).text().value_or("");
    case NodeKind::Keyword:
    case NodeKind::Parameter:
      return check.names().spelling(tree.child(part, 0));
    default:
      return {};
  }
}

NodeId value_given(const Tree& tree, NodeId part) {
  switch (tree.kind(part)) {
    case NodeKind::Assign:
    case NodeKind::DictItem:
    case NodeKind::Keyword:
      return tree.children(part).back();
    case NodeKind::AnnAssign:
      return tree.children(part).size() == 3 ? tree.child(part, 2) : NodeId::none();
    case NodeKind::Parameter:
      return tree[part].has(flag::kDefault) ? tree.children(part).back() : NodeId::none();
    default:
      return NodeId::none();
  }
}

bool is_used_as_secret(CheckContext& check, NodeId at, NodeId literal, std::string_view name) {
  const Tree& tree = check.tree();
  const NodeId around = check.outline().parent(at);
  switch (tree.kind(at)) {
    case NodeKind::Assign:
    case NodeKind::AnnAssign:
      return is_used_statement(check, at, literal, name);
    case NodeKind::Compare:
      return is_gate(check, at);
    case NodeKind::DictItem:
      return gives_login(check, tree.children(around), at);
    case NodeKind::Keyword:
      return is_login_call(check, around, at);
    case NodeKind::Parameter:
      return gives_login(check, tree.children(around), at) || is_taken_by(check, around);
    default:
      return false;
  }
}

}  // namespace av::match
