// Passwords, keys and tokens in the source.  Page: catalog/rules/secrets/hardcoded-secret.md
#include "analysis/match/callees.h"
#include "analysis/match/grade.h"
#include "analysis/match/issued_key.h"
#include "analysis/match/names_in.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/secret_words.h"
#include "analysis/match/words.h"
#include "analysis/text/test_path.h"

#include <algorithm>
#include <string>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using names::Item;
using names::Value;
using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Operator;
namespace flag = syntax::flag;

constexpr const char* kMend =
    "read it from the environment or a secret store (`os.environ[…]`), and replace the one that "
    "was in the source";

// Parameters that take a key or password by position or under a name that does not say so.
struct KeyParameter {
  Parameter parameter;
  SecretKind kind;
};

constexpr auto kKeyParameters = path_table<KeyParameter>({
    {"jwt.encode", {{1, "key"}, SecretKind::Key}},
    {"jwt.decode", {{1, "key"}, SecretKind::Key}},
    {"jose.jwt.encode", {{1, "key"}, SecretKind::Key}},
    {"jose.jwt.decode", {{1, "key"}, SecretKind::Key}},
    {"hmac.new", {{0, "key"}, SecretKind::Key}},
    {"hmac.digest", {{0, "key"}, SecretKind::Key}},
    {"cryptography.fernet.Fernet", {{0, "key"}, SecretKind::Key}},
    {"Crypto.Cipher.AES.new", {{0, "key"}, SecretKind::Key}},
    {"Crypto.Cipher.DES.new", {{0, "key"}, SecretKind::Key}},
    {"itsdangerous.Signer", {{0, "secret_key"}, SecretKind::Key}},
    {"itsdangerous.URLSafeSerializer", {{0, "secret_key"}, SecretKind::Key}},
    {"itsdangerous.URLSafeTimedSerializer", {{0, "secret_key"}, SecretKind::Key}},
    {"requests.auth.HTTPBasicAuth", {{1, "password"}, SecretKind::Password}},
    {"requests.auth.HTTPDigestAuth", {{1, "password"}, SecretKind::Password}},
    {"smtplib.SMTP.login", {{1, "password"}, SecretKind::Password}},
    {"smtplib.SMTP_SSL.login", {{1, "password"}, SecretKind::Password}},
    {"imaplib.IMAP4_SSL.login", {{1, "password"}, SecretKind::Password}},
    {"ftplib.FTP.login", {{1, "passwd"}, SecretKind::Password}},
    {"ftplib.FTP", {{2, "passwd"}, SecretKind::Password}},
    {"MySQLdb.connect", {{2, "passwd"}, SecretKind::Password}},
    {"pymysql.connect", {{2, "password"}, SecretKind::Password}},
    {"boto3.Session", {{1, "aws_secret_access_key"}, SecretKind::Key}},
    {"boto3.session.Session", {{1, "aws_secret_access_key"}, SecretKind::Key}},
    {"poplib.POP3.pass_", {{0, "pswd"}, SecretKind::Password}},
    {"pydantic.SecretBytes", {{0, "secret_value"}, SecretKind::Key}},
    {"pydantic.SecretStr", {{0, "secret_value"}, SecretKind::Key}},
});

// What the environment, or a file of settings, says, and what counts where it says nothing.
constexpr auto kSettings = path_table<Parameter>({
    {"decouple.config", {1, "default"}},
    {"environ.Env()()", {Parameter::kKeywordOnly, "default"}},
    {"environ.Env.str", {2, "default"}},
    {"environs.Env()()", {1, "default"}},
    {"environs.Env.str", {1, "default"}},
    {"os.environ.get", {1, "default"}},
    {"os.environ.setdefault", {1, "value"}},
    {"os.getenv", {1, "default"}},
});

// What gives a field of a class its value, by the parameter that holds it.
constexpr auto kWrappers = path_table<Parameter>({
    {"dataclasses.field", {Parameter::kKeywordOnly, "default"}},
    {"pydantic.Field", {0, "default"}},
    {"pydantic.SecretBytes", {0, "secret_value"}},
    {"pydantic.SecretStr", {0, "secret_value"}},
});

// What takes an address of a service, user and password included.
constexpr auto kAddressTakers = path_table<bool>({
    {"aio_pika.connect_robust", true},
    {"asyncpg.connect", true},
    {"asyncpg.create_pool", true},
    {"celery.Celery", true},
    {"databases.Database", true},
    {"motor.motor_asyncio.AsyncIOMotorClient", true},
    {"pika.URLParameters", true},
    {"psycopg.connect", true},
    {"psycopg2.connect", true},
    {"pymongo.MongoClient", true},
    {"pyodbc.connect", true},
    {"redis.Redis.from_url", true},
    {"redis.from_url", true},
    {"requests.get", true},
    {"requests.post", true},
    {"sqlalchemy.create_engine", true},
    {"sqlalchemy.ext.asyncio.create_async_engine", true},
});

const char* word_of(SecretKind kind) {
  switch (kind) {
    case SecretKind::Password:
      return "password";
    case SecretKind::Token:
      return "token";
    default:
      return "key";
  }
}

// Written is a secret in the source: its literal, and what it looks like.
struct Written {
  NodeId literal;
  SecretLook look;
};

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

// is_for_show: code of a folder of examples, that only runs when the file itself is run, or in
// something whose name says that it is made up.
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

// or_else is y of `x = x or y`: what counts where nobody says otherwise; none of others.
NodeId or_else(const syntax::Tree& tree, NodeId statement) {
  if (!tree.is(statement, NodeKind::Assign)) {
    return NodeId::none();
  }
  const NodeId given = tree.children(statement).back();
  return tree.is(given, NodeKind::BoolOp) && tree[given].op() == Operator::Or
             ? tree.children(given).back()
             : NodeId::none();
}

// given_beside is what an entry, a keyword or a default gives; an assignment that has a default
// stands beside others of its kind only.
NodeId given_beside(const syntax::Tree& tree, NodeId at, NodeId beside) {
  const NodeKind kind = tree.kind(beside);
  const bool has_value = kind == NodeKind::DictItem || kind == NodeKind::Keyword ||
                         (kind == NodeKind::Parameter && tree[beside].has(flag::kDefault));
  if (has_value) {
    return tree.children(beside).back();
  }
  return or_else(tree, at).exists() ? or_else(tree, beside) : NodeId::none();
}

// is_at_home: beside it stands the machine itself as the host, or the same word as the user: what
// the server of a developer is installed with.
bool is_at_home(CheckContext& check, NodeId at, NodeId literal) {
  const syntax::Tree& tree = check.tree();
  const NodeId around = check.outline().parent(at);
  const auto secret = check.value(literal).text();
  if (!around.exists()) {
    return false;
  }
  for (const NodeId beside : tree.children(around)) {
    const NodeId given = given_beside(tree, at, beside);
    const auto text = given.exists() ? check.value(given).text() : std::nullopt;
    if (beside != at && text &&
        (text == secret || text->starts_with("localhost") || text->starts_with("127.0.0.1"))) {
      return true;
    }
  }
  return false;
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

// is_plain_name: letters, and what joins words: `ssh_pkey`, `--passphrase-fd`, `Senha`.
bool is_plain_name(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
           static_cast<unsigned char>(c) >= 0x80;
  });
}

// is_of_names: the dict gives each name another one: of another language, of an option, of before.
// Beside a password in earnest stands whose it is, or where it is of use.
bool is_of_names(CheckContext& check, NodeId at, NodeId literal) {
  constexpr std::string_view kBeside[] = {"account", "client",   "database", "email",   "endpoint",
                                          "host",    "hostname", "login",    "port",    "server",
                                          "uri",     "url",      "user",     "username"};
  constexpr std::uint32_t kLeast = 3;
  constexpr std::uint32_t kLong = 15;  // no settings of one service
  constexpr std::uint32_t kMostLooked = 40;
  const syntax::Tree& tree = check.tree();
  if (!tree.is(at, NodeKind::DictItem) ||
      !is_plain_name(check.value(literal).text().value_or(" "))) {
    return false;
  }
  const Children items = tree.children(check.outline().parent(at));
  const bool is_long = items.size() >= kLong;
  std::uint32_t looked = 0;
  for (const NodeId beside : items) {
    const bool is_item = tree.is(beside, NodeKind::DictItem);
    const auto key = is_item ? check.value(tree.child(beside, 0)).text() : std::nullopt;
    if (!key || (!is_long &&
                 (!check.value(tree.child(beside, 1)).text() || Words(*key).has_any(kBeside)))) {
      return false;
    }
    if (++looked >= kMostLooked) {
      break;
    }
  }
  return looked >= kLeast;
}

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

// is_own_word: password = "ssword", which is looked for in a prompt; "__temp_PK", a name of the
// program's own.
bool is_own_word(std::string_view text) {
  constexpr std::string_view kPrompts[] = {"assword", "ssword", "asswd", "assphrase"};
  return text.starts_with("__") || std::ranges::find(kPrompts, text) != std::end(kPrompts);
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

Grade grade_of(CheckContext& check, NodeId at, const Written& written) {
  const SecretLook look = written.look;
  if (look == SecretLook::Doubtful || is_for_show(check, at) ||
      (look == SecretLook::Plausible &&
       (is_at_home(check, at, written.literal) || is_beside_made_up(check, at) ||
        is_refused(check, at) || is_of_names(check, at, written.literal) ||
        is_own_word(check.value(written.literal).text().value_or("")))) ||
      is_for_all(check, at, written.literal)) {
    return {Severity::Low, Confidence::Low};
  }
  return look == SecretLook::Random ? Grade{Severity::High, Confidence::High}
                                    : Grade{Severity::Medium, Confidence::Medium};
}

// report never shows the secret: it marks what the secret is given to.
void report(CheckContext& check, NodeId at, const Written& written, const std::string& message) {
  const Grade grade = grade_of(check, at, written);
  check.report({.at = at,
                .severity = grade.severity,
                .confidence = grade.confidence,
                .message = message,
                .mend = kMend,
                .secrets = {check.span(written.literal)}});
}

// literal_of is where a constant text is written, if it is one and this file writes it: the
// constant of another module is reported there.
NodeId literal_of(CheckContext& check, const Value& value) {
  if (!value.text() || value.whole.empty() || !value.node.exists()) {
    return NodeId::none();
  }
  const NodeKind kind = check.tree().kind(value.node);
  return kind == NodeKind::Name || kind == NodeKind::Attribute ? NodeId::none() : value.node;
}

// judge looks at `value` given to something called `name`, and reports at `at`.
void judge(CheckContext& check, NodeId at, std::string_view name, const Value& value) {
  const SecretKind kind = check.secret_kind(name);
  const NodeId literal = literal_of(check, value);
  if (kind == SecretKind::None || !literal.exists()) {
    return;
  }
  const SecretLook look = secret_look_of(value.whole, kind, name);
  if (look != SecretLook::No) {
    report(check, at, {literal, look},
           std::string("a ") + word_of(kind) + " is written in the source, as `" +
               std::string(name) + "`");
  }
}

// is_within: the constant is written in this statement, not where another name was bound to it.
bool is_within(CheckContext& check, NodeId around, const Value& value) {
  return value.node.exists() && check.outline().encloses(around, value.node);
}

// Login is who an address says asks: scheme://user:password@host.
struct Login {
  std::string_view user;
  std::string_view password;
  std::string_view host;
};

// login_of is that of an address; without a password when it has none, or holds its place only.
Login login_of(std::string_view text) {
  const auto is_scheme_char = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '.' || c == '-';
  };
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos || scheme == 0 ||
      !std::ranges::all_of(text.substr(0, scheme), is_scheme_char)) {
    return {};
  }
  text.remove_prefix(scheme + 3);
  text = text.substr(0, text.find_first_of("/?# \n"));
  const std::size_t at = text.rfind('@');
  const std::size_t colon = text.find(':');
  if (at == std::string_view::npos || colon >= at) {
    return {};
  }
  const Login login = {text.substr(0, colon), text.substr(colon + 1, at - colon - 1),
                       text.substr(at + 1)};
  constexpr std::string_view kHolding = "{}<>[]$%*";
  return login.password.find_first_of(kHolding) == std::string_view::npos ? login : Login();
}

// A name without a dot is one of a network of containers: what stands there is seldom in earnest.
bool is_near(std::string_view host) {
  const std::string_view name = host.substr(0, host.find(':'));
  return name.find('.') == std::string_view::npos || name == "127.0.0.1" || name == "0.0.0.0" ||
         name.ends_with(".local") || name.ends_with(".localhost");
}

// entry_of is what a text of settings gives one: "host=db user=shop password=hunter2" or
// "SERVER=db;UID=shop;PWD=hunter2".
std::string_view entry_of(std::string_view text, std::string_view key) {
  for (std::size_t at = 0; at + key.size() < text.size(); ++at) {
    const bool starts =
        at == 0 || text[at - 1] == ' ' || text[at - 1] == ';' || text[at - 1] == '\n';
    const bool is_key =
        std::equal(key.begin(), key.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                   [](char a, char b) { return a == (b | 0x20); });
    if (starts && is_key && text[at + key.size()] == '=') {
      text.remove_prefix(at + key.size() + 1);
      return text.substr(0, text.find_first_of(" ;\n"));
    }
  }
  return {};
}

// login_in is that of an address, or of settings of a database side by side.
Login login_in(std::string_view text) {
  constexpr std::string_view kHolding = "{}<>[]$%*'";
  Login login = login_of(text);
  if (!login.password.empty() || text.find("://") != std::string_view::npos ||
      text.find('=') == std::string_view::npos) {
    return login;
  }
  const auto first = [text](std::string_view one, std::string_view other) {
    const std::string_view found = entry_of(text, one);
    return found.empty() ? entry_of(text, other) : found;
  };
  // Only beside a place to go to these are settings of a connection.
  login = {first("user", "uid"), first("password", "pwd"), first("host", "server")};
  return login.host.empty() || login.password.find_first_of(kHolding) != std::string_view::npos
             ? Login()
             : login;
}

// "postgresql://shop:hunter2@db.example.net/shop"
void look_at_address(CheckContext& check, NodeId string) {
  const NodeKind kind = check.tree().kind(string);
  if (kind != NodeKind::String && kind != NodeKind::StringGroup && kind != NodeKind::BinOp) {
    return;
  }
  const Login login = login_in(check.value(string).text().value_or(""));
  const SecretLook look = secret_look_of(login.password, SecretKind::Password, "password");
  const bool is_example =
      login.host.starts_with("example.") || login.host.find(".example") != std::string_view::npos;
  if (is_example || (look != SecretLook::Plausible && look != SecretLook::Random)) {
    return;
  }
  Grade grade = grade_of(check, string, {string, look});
  if (is_near(login.host) || login.user == login.password) {
    grade = {Severity::Low, Confidence::Low};
  }
  check.report({.at = string,
                .severity = grade.severity,
                .confidence = grade.confidence,
                .message = "an address with a password is written in the source",
                .mend = kMend,
                .secrets = {check.span(string)}});
}

// is_of_enum: ALL_PASS = "passed" names one of several things.
bool is_of_enum(CheckContext& check, NodeId statement) {
  const syntax::Tree& tree = check.tree();
  NodeId around = check.outline().parent(statement);
  while (around.exists() && tree.is(around, NodeKind::Block)) {
    around = check.outline().parent(around);
  }
  if (!around.exists() || !tree.is(around, NodeKind::ClassDef)) {
    return false;
  }
  for (const NodeId part : tree.children(around)) {
    for (const NodeId base :
         tree.is(part, NodeKind::Arguments) ? tree.children(part) : Children(0, 0)) {
      if (std::ranges::any_of(check.meanings(base).all(), [](const names::Meaning& meaning) {
            return meaning.path.starts_with("enum.");
          })) {
        return true;
      }
    }
  }
  return false;
}

// user, password = "shop", "hunter2"
void look_at_pairs(CheckContext& check, NodeId statement, NodeId targets, NodeId given) {
  const syntax::Tree& tree = check.tree();
  const Children names = tree.children(targets);
  const Children values = tree.is(given, NodeKind::Tuple) ? tree.children(given) : Children(0, 0);
  if (names.size() != values.size()) {
    return;
  }
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    const std::string_view name = target_name(check, names[i]);
    const Value& value = check.value(values[i]);
    if (check.secret_kind(name) != SecretKind::None && is_within(check, statement, value)) {
      judge(check, statement, name, value);
    }
  }
}

// unwrapped is what a field gets: SecretStr("hunter2"), Field(default="hunter2").
NodeId unwrapped(CheckContext& check, NodeId given) {
  if (!check.tree().is(given, NodeKind::Call)) {
    return given;
  }
  const Call call(check.names(), given);
  const Parameter* held = call.find(kWrappers);
  const Argument argument = held == nullptr ? Argument{} : call.argument(*held);
  return argument.is_given() ? argument.node : given;
}

void look_at_assign(CheckContext& check, NodeId statement) {
  const Children parts = check.tree().children(statement);
  const NodeId given = check.tree().is(statement, NodeKind::AnnAssign)
                           ? (parts.size() > 2 ? parts[2] : NodeId::none())
                           : parts.back();
  if (!given.exists()) {
    return;
  }
  if (check.tree().is(parts[0], NodeKind::Tuple)) {
    return look_at_pairs(check, statement, parts[0], given);
  }
  look_at_address(check, given);
  const std::string_view name = target_name(check, parts[0]);
  if (check.secret_kind(name) == SecretKind::None || is_of_enum(check, statement)) {
    return;
  }
  const NodeId held = unwrapped(check, given);
  const bool is_wrapped = held != given && check.stands_for(held).exists() &&
                          check.secret_kind(target_name(check, held)) == SecretKind::None;
  const Item item = {&check.value(held), held};
  for (const Item& one : names::alternatives(item)) {
    if (is_wrapped || is_within(check, statement, *one.value)) {
      judge(check, statement, name, *one.value);
    }
  }
}

// is_of_a_table: the dict gives the same text to two keys that are no secrets, so it says of what
// kind they are.
bool is_of_a_table(CheckContext& check, NodeId item, std::string_view text) {
  constexpr int kLeastOthers = 2;
  constexpr std::uint32_t kMostLooked = 400;
  const syntax::Tree& tree = check.tree();
  const auto says_same = [&](NodeId beside) {
    return tree.is(beside, NodeKind::DictItem) &&
           check.value(tree.child(beside, 1)).text() == text &&
           check.secret_kind(check.value(tree.child(beside, 0)).text().value_or("")) ==
               SecretKind::None;
  };
  int others = 0;
  std::uint32_t looked = 0;
  for (const NodeId beside : tree.children(check.outline().parent(item))) {
    others += says_same(beside) ? 1 : 0;
    if (++looked > kMostLooked || others >= kLeastOthers) {
      break;
    }
  }
  return others >= kLeastOthers;
}

// {"Authorization": "Bearer …"}
void look_at_authorization(CheckContext& check, NodeId item) {
  constexpr std::string_view kSchemes[] = {"Bearer ", "Basic ", "Token ", "token ", "Bot "};
  const NodeId literal = literal_of(check, check.value(check.tree().child(item, 1)));
  const std::string_view text =
      literal.exists() ? check.value(literal).text().value_or("") : std::string_view();
  for (const std::string_view scheme : kSchemes) {
    const SecretLook look = text.starts_with(scheme) ? secret_look_of(text.substr(scheme.size()),
                                                                      SecretKind::Token, "token")
                                                     : SecretLook::No;
    if (look == SecretLook::Plausible || look == SecretLook::Random) {
      return report(check, item, {literal, look},
                    "what lets the program in is written in the source, as `Authorization`");
    }
  }
}

void look_at_dict_item(CheckContext& check, NodeId item) {
  const auto key = check.value(check.tree().child(item, 0)).text();
  look_at_address(check, check.tree().child(item, 1));
  if (key == "Authorization" || key == "authorization") {
    return look_at_authorization(check, item);
  }
  if (!key || check.secret_kind(*key) == SecretKind::None) {
    return;
  }
  const Value& value = check.value(check.tree().child(item, 1));
  if (is_within(check, item, value) && !is_of_a_table(check, item, value.text().value_or(""))) {
    judge(check, item, *key, value);
  }
}

void look_at_parameter(CheckContext& check, NodeId parameter) {
  if (!check.tree()[parameter].has(flag::kDefault)) {
    return;
  }
  const Children parts = check.tree().children(parameter);
  look_at_address(check, parts.back());
  const std::string_view name = check.names().spelling(parts[0]);
  if (check.secret_kind(name) == SecretKind::None) {
    return;
  }
  const Value& value = check.value(parts.back());
  if (is_within(check, parameter, value)) {
    judge(check, parameter, name, value);
  }
}

// is_short_word: `scheme_pass == "git"` asks for a kind; nobody's password is that short.
bool is_short_word(std::string_view text) {
  constexpr std::size_t kShort = 4;
  return text.size() < kShort && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
         });
}

// password == "hunter2"
void look_at_compare(CheckContext& check, NodeId compare) {
  const Children parts = check.tree().children(compare);
  if (parts.size() != 3) {
    return;
  }
  const Operator op = check.tree()[parts[1]].op();
  if (op != Operator::Eq && op != Operator::NotEq) {
    return;
  }
  for (const std::uint32_t side : {0U, 2U}) {
    const std::string_view name = target_name(check, parts[side]);
    if (check.secret_kind(name) == SecretKind::None) {
      continue;
    }
    const Value& value = check.value(parts[2 - side]);
    if (is_within(check, compare, value) && !is_short_word(value.text().value_or(""))) {
      judge(check, compare, name, value);
    }
  }
}

// auth=("bob", "hunter2")
void look_at_pair(CheckContext& check, NodeId keyword) {
  const NodeId given = check.tree().child(keyword, 1);
  const NodeId pair = check.tree().is(given, NodeKind::Name) ? check.stands_for(given) : given;
  if (pair.exists() && check.tree().is(pair, NodeKind::Tuple) &&
      check.tree().children(pair).size() == 2) {
    judge(check, keyword, "password", check.value(check.tree().child(pair, 1)));
  }
}

// f(password="hunter2"), f(password=x) after x = "hunter2": a name that says what it holds is
// reported where it is bound.
void look_at_keyword(CheckContext& check, NodeId keyword) {
  const std::string_view name = check.names().spelling(check.tree().child(keyword, 0));
  look_at_address(check, check.tree().child(keyword, 1));
  if (name == "auth") {
    return look_at_pair(check, keyword);
  }
  if (check.secret_kind(name) == SecretKind::None) {
    return;
  }
  const NodeId given = check.tree().child(keyword, 1);
  const Value& value = check.value(given);
  const bool bound_elsewhere = check.secret_kind(target_name(check, given)) != SecretKind::None;
  if (is_within(check, keyword, value) || (check.stands_for(given).exists() && !bound_elsewhere)) {
    judge(check, keyword, name, value);
  }
}

// names_itself: "1Secure*Password1" is what somebody makes up who has to write one.
bool names_itself(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower.find("password") != std::string::npos || lower.find("secret") != std::string::npos;
}

// os.environ.get("DB_PASSWORD", "hunter2"): known to all who read it, where nobody sets another.
void look_at_setting(CheckContext& check, const Call& call) {
  const Parameter* otherwise = call.find(kSettings);
  const Argument given = otherwise == nullptr ? Argument{} : call.argument(*otherwise);
  if (!given.is_given()) {
    return;
  }
  look_at_address(check, given.node);
  const std::string name(call.value({0, "key"}).text().value_or(""));
  const SecretKind kind = check.secret_kind(name);
  const Value& value = check.value(given.node);
  const NodeId literal = literal_of(check, value);
  const bool is_here =
      is_within(check, call.node(), value) || check.stands_for(given.node).exists();
  if (kind == SecretKind::None || !literal.exists() || !is_here) {
    return;
  }
  const SecretLook look = secret_look_of(value.whole, kind, name);
  if (look == SecretLook::Plausible || look == SecretLook::Random) {
    const bool is_random = look == SecretLook::Random && !is_for_show(check, call.node()) &&
                           !names_itself(value.whole);
    check.report({.at = call.node(),
                  .severity = is_random ? Severity::Medium : Severity::Low,
                  .confidence = Confidence::Medium,
                  .message = std::string("a ") + word_of(kind) +
                             " is written in the source, for where nobody sets `" + name + "`",
                  .mend = "fail at start when it is not set (`os.environ[…]`)",
                  .secrets = {check.span(literal)}});
  }
}

// parser.add_argument("--password", default="hunter2"), click.option("--password", …)
void look_at_option(CheckContext& check, const Call& call) {
  if (call.method() != "add_argument" && !call.is("click.option") && !call.is("typer.Option")) {
    return;
  }
  const Argument otherwise = call.argument({Parameter::kKeywordOnly, "default"});
  const NodeId literal =
      otherwise.is_given() ? literal_of(check, check.value(otherwise.node)) : NodeId::none();
  // A name that stands for a secret is reported where it is bound.
  if (!literal.exists() ||
      check.secret_kind(target_name(check, otherwise.node)) != SecretKind::None) {
    return;
  }
  for (std::uint32_t i = 0; i < call.positional_count(); ++i) {
    std::string_view name = call.value({i, ""}).text().value_or("");
    name.remove_prefix(std::min(name.find_first_not_of('-'), name.size()));
    const SecretKind kind = check.secret_kind(name);
    const SecretLook look = kind == SecretKind::None
                                ? SecretLook::No
                                : secret_look_of(check.value(literal).whole, kind, name);
    if (look != SecretLook::Plausible && look != SecretLook::Random) {
      continue;
    }
    const bool is_random = look == SecretLook::Random && !is_for_show(check, call.node());
    return check.report({.at = call.node(),
                         .severity = is_random ? Severity::Medium : Severity::Low,
                         .confidence = Confidence::Medium,
                         .message = std::string("a ") + word_of(kind) +
                                    " is written in the source, for where nobody gives `" +
                                    std::string(name) + "`",
                         .mend = "make no default, and read it from the environment or ask for it",
                         .secrets = {check.span(literal)}});
  }
}

// is_judged_by_name: the text is given to something whose name says that it is a secret; that is
// reported there.
bool is_judged_by_name(CheckContext& check, NodeId string) {
  const syntax::Tree& tree = check.tree();
  const NodeId around = check.outline().parent(string);
  if (!around.exists()) {
    return false;
  }
  const auto is_secret = [&](std::string_view name) {
    return check.secret_kind(name) != SecretKind::None;
  };
  switch (tree.kind(around)) {
    case NodeKind::Assign:
    case NodeKind::AnnAssign:
      return is_secret(target_name(check, tree.child(around, 0)));
    case NodeKind::DictItem:
      return is_secret(check.value(tree.child(around, 0)).text().value_or(""));
    case NodeKind::Keyword:
    case NodeKind::Parameter:
      return is_secret(check.names().spelling(tree.child(around, 0)));
    case NodeKind::Compare:
    case NodeKind::BoolOp:
      return true;
    case NodeKind::Call: {
      const Call call(check.names(), around);
      return call.find(kKeyParameters) != nullptr || call.find(kSettings) != nullptr ||
             call.find(kWrappers) != nullptr;
    }
    default:
      return false;
  }
}

// whole_text is what a literal begins: itself, or all that is added to it; none where it stands
// further on in such a text.
NodeId whole_text(CheckContext& check, NodeId string) {
  const syntax::Tree& tree = check.tree();
  NodeId whole = string;
  for (NodeId around = check.outline().parent(whole);
       around.exists() &&
       (tree.is(around, NodeKind::BinOp) || tree.is(around, NodeKind::StringGroup));
       around = check.outline().parent(around)) {
    if (tree.child(around, 0) != whole) {
      return NodeId::none();
    }
    whole = around;
  }
  return whole;
}

// "ghp_…": the form of a text says who issued it, whatever it is called.
void look_at_text(CheckContext& check, NodeId string) {
  std::string_view raw = check.tree().text_of(string);
  const auto is_quote = [](char c) { return c == '"' || c == '\''; };
  while (!raw.empty() && !is_quote(raw.front())) {
    raw.remove_prefix(1);
  }
  while (!raw.empty() && is_quote(raw.front())) {
    raw.remove_prefix(1);
  }
  if (!may_be_issued(raw)) {
    return;
  }
  const NodeId whole = whole_text(check, string);
  const NodeId around = whole.exists() ? check.outline().parent(whole) : NodeId::none();
  const bool is_part = around.exists() && check.tree().is(around, NodeKind::ExprStmt);
  const IssuedKey key = is_part || !whole.exists()
                            ? IssuedKey{}
                            : issued_key_of(check.value(whole).text().value_or(""));
  // A private key in a test is one of the test's own.
  const bool is_of_test = raw.find("-----BEGIN") != raw.npos && text::is_test_path(check.path());
  if (key.what == nullptr || is_of_test || is_judged_by_name(check, whole)) {
    return;
  }
  const Written written = {whole, key.is_public ? SecretLook::Doubtful : SecretLook::Random};
  report(check, whole, written, std::string(key.what) + " is written in the source");
}

// Keywords, addresses, and parameters that take keys by position.
void look_at_call(CheckContext& check, const Call& call) {
  look_at_setting(check, call);
  look_at_option(check, call);
  const bool takes_address = call.find(kAddressTakers) != nullptr;
  for (const NodeId part : check.tree().children(call.node())) {
    if (check.tree().is(part, NodeKind::Keyword)) {
      look_at_keyword(check, part);
    } else if (takes_address) {
      look_at_address(check, part);
    }
  }
  const KeyParameter* known = call.find(kKeyParameters);
  const Argument key = known == nullptr ? Argument{} : call.argument(known->parameter);
  if (!key.is_given()) {
    return;
  }
  const Value& value = check.value(key.node);
  // A name that stands for a secret is reported where it is bound.
  const bool bound_elsewhere = check.secret_kind(target_name(check, key.node)) != SecretKind::None;
  const NodeId literal = literal_of(check, value);
  const bool is_keyword = check.secret_kind(known->parameter.name) != SecretKind::None &&
                          is_within(check, call.node(), value);
  if (!literal.exists() || bound_elsewhere || (is_keyword && call.positional_count() == 0)) {
    return;
  }
  const SecretLook look = secret_look_of(value.whole, known->kind, known->parameter.name);
  if (look != SecretLook::No) {
    report(check, call.node(), {literal, look},
           "`" + std::string(call.text()) + "` gets a " + word_of(known->kind) +
               " that is written in the source");
  }
}

constexpr auto kCallees = callees(kKeyParameters, kSettings, kAddressTakers);

}  // namespace

namespace rules {
extern constinit const RuleCode hardcoded_secret = {
    "hardcoded-secret",
    {on_call_or_keyword(look_at_call, kCallees), on(NodeKind::Assign, look_at_assign),
     on(NodeKind::AnnAssign, look_at_assign), on(NodeKind::DictItem, look_at_dict_item),
     on(NodeKind::Parameter, look_at_parameter), on(NodeKind::Compare, look_at_compare),
     on(NodeKind::String, look_at_text), on(NodeKind::StringGroup, look_at_text)}};
}  // namespace rules

}  // namespace av::match
