// Passwords, keys and tokens in the source.  Page: catalog/rules/secrets/hardcoded-secret.md
#include "analysis/match/callees.h"
#include "analysis/match/grade.h"
#include "analysis/match/issued_key.h"
#include "analysis/match/names_in.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/secret_evidence.h"
#include "analysis/match/secret_use.h"
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

// is_likely: more than the name of something, or what is refused.
bool is_likely(SecretLook look) {
  return look != SecretLook::No && look != SecretLook::Doubtful;
}

// report never shows the secret: it marks what the secret is given to.
void report(CheckContext& check, const Candidate& candidate, const std::string& message) {
  const std::optional<Grade> grade = grade_of_secret(check, candidate);
  if (grade) {
    check.report({.at = candidate.at,
                  .severity = grade->severity,
                  .confidence = grade->confidence,
                  .message = message,
                  .mend = kMend,
                  .secrets = {check.span(candidate.literal)}});
  }
}

// unconverted is x of x.encode(), or the expression itself.
NodeId unconverted(const syntax::Tree& tree, NodeId expr) {
  while (tree.is(expr, NodeKind::Call) && tree.is(tree.child(expr, 0), NodeKind::Attribute)) {
    expr = tree.child(tree.child(expr, 0), 0);
  }
  return expr;
}

// literal_of is where a constant text is written, if it is one and this file writes it: the
// constant of another module is reported there.
NodeId literal_of(CheckContext& check, const Value& value) {
  if (!value.text() || value.whole.empty() || !value.node.exists()) {
    return NodeId::none();
  }
  const syntax::Tree& tree = check.tree();
  const NodeId made_of = unconverted(tree, value.node);
  const NodeId written = made_of == value.node ? made_of : check.value(made_of).node;
  const bool is_here = written.exists() && !tree.is(written, NodeKind::Name) &&
                       !tree.is(written, NodeKind::Attribute);
  return is_here ? value.node : NodeId::none();
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
    report(check, {at, literal, name, look},
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
  if (is_example || !is_likely(look)) {
    return;
  }
  constexpr Grade kLow = {Severity::Low, Confidence::Low};
  const bool is_at_home = is_near(login.host) || login.user == login.password;
  const Candidate candidate = {string, string, "password", look, true};
  const Grade grade = is_at_home ? kLow : grade_of_secret(check, candidate).value_or(kLow);
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
    if (is_likely(look)) {
      return report(check, {item, literal, "Authorization", look, true},
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
    const Value& user = check.value(check.tree().child(pair, 0));
    const Value& secret = check.value(check.tree().child(pair, 1));
    const NodeId literal = literal_of(check, secret);
    const SecretLook look = literal.exists()
                                ? secret_look_of(secret.whole, SecretKind::Password, "password")
                                : SecretLook::No;
    if (look != SecretLook::No) {
      // The same word twice is a client that everybody may be.
      report(check,
             {keyword, literal, "password",
              user.text() == secret.text() ? SecretLook::Doubtful : look, true},
             "a password is written in the source, as `auth`");
    }
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
  if (is_likely(look)) {
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
    if (!is_likely(look)) {
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
  const SecretLook look = key.is_public ? SecretLook::Doubtful : SecretLook::Random;
  report(check, {whole, whole, "", look}, std::string(key.what) + " is written in the source");
}

// is_bound_as_secret: the text is bound to a name that stands for a secret, and reported there.
bool is_bound_as_secret(CheckContext& check, NodeId given, NodeId literal) {
  const NodeId around = check.outline().parent(literal);
  const bool is_statement = around.exists() && is_assignment(check.tree(), around);
  const auto is_secret = [&check](std::string_view name) {
    return check.secret_kind(name) != SecretKind::None;
  };
  return is_secret(target_name(check, unconverted(check.tree(), given))) ||
         (is_statement && is_secret(name_given(check, around)));
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
  const NodeId literal = literal_of(check, value);
  const bool is_keyword = check.secret_kind(known->parameter.name) != SecretKind::None &&
                          is_within(check, call.node(), value);
  if (!literal.exists() || is_bound_as_secret(check, key.node, literal) ||
      (is_keyword && call.positional_count() == 0)) {
    return;
  }
  const SecretLook look = secret_look_of(value.whole, known->kind, known->parameter.name);
  if (look != SecretLook::No) {
    report(check, {call.node(), literal, known->parameter.name, look, true},
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
