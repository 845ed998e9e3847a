#include "analysis/engine/secrets.h"

#include "analysis/syntax/parser.h"
#include "base/padded_text.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

using av::engine::is_about_secrets;
using av::engine::Secrets;
using av::knowledge::Rule;

namespace {

Rule with_cwe(std::span<const std::uint16_t> cwes) {
  Rule rule;
  rule.cwes = cwes;
  return rule;
}

constexpr std::uint16_t kPassword[] = {259, 798};
constexpr std::uint16_t kShellCwe[] = {78};

// hidden are the stretches that are secret when a finding covers `covered` in `code`.
std::vector<std::string> hidden(const std::string& code, const std::string& covered,
                                std::span<const std::uint16_t> cwes = kPassword) {
  const av::base::PaddedText padded(code);
  av::syntax::SyntaxArena arena;
  const av::syntax::Tree tree = av::syntax::parse(padded.view(), {}, arena);
  const Rule rule = with_cwe(cwes);
  av::match::Finding finding;
  finding.rule = &rule;
  const auto at = static_cast<std::uint32_t>(code.find(covered));
  finding.span = {at, at + static_cast<std::uint32_t>(covered.size())};
  const std::vector<av::match::Finding> findings = {finding};
  const Secrets secrets(tree, findings);
  std::vector<std::string> parts;
  for (const av::text::Span span : secrets.spans()) {
    parts.push_back(code.substr(span.start, span.end - span.start));
  }
  return parts;
}

using Parts = std::vector<std::string>;

}  // namespace

TEST_CASE("rules are about secrets by their CWEs") {
  CHECK(is_about_secrets(with_cwe(kPassword)));
  CHECK_FALSE(is_about_secrets(with_cwe(kShellCwe)));
  CHECK_FALSE(is_about_secrets(with_cwe({})));
}

TEST_CASE("literals in a covered place are secret, without prefix and quotes") {
  CHECK(hidden("p = 'abc'\n", "'abc'") == Parts{"abc"});
  CHECK(hidden("p = rb\"abc\"\n", "rb\"abc\"") == Parts{"abc"});
  CHECK(hidden("p = '''a\nb'''\n", "'''a\nb'''") == Parts{"a\nb"});
  CHECK(hidden("p = 'ab' 'cd'\n", "'ab' 'cd'") == Parts{"ab", "cd"});
  CHECK(hidden("p = f'ab{x}cd'\n", "f'ab{x}cd'") == Parts{"ab", "cd"});
  CHECK(hidden("login('u', password='abc')\n", "password='abc'") == Parts{"abc"});
}

TEST_CASE("what is not covered, or no secret, is left alone") {
  CHECK(hidden("login('u', 'abc')\n", "'abc'") == Parts{"abc"});
  CHECK(hidden("os.system('abc')\n", "os.system('abc')", kShellCwe).empty());
  CHECK(hidden("p = ''\n", "p = ''").empty());
  CHECK(hidden("p = q\n", "p = q").empty());
}

TEST_CASE("a telling value is secret wherever it stands") {
  CHECK(hidden("p = 'hunter22'  # hunter22\nq = 'xhunter22x'\n", "'hunter22'") ==
        Parts{"hunter22", "hunter22", "hunter22"});
  CHECK(hidden("password = 'password'\n", "'password'") == Parts{"password"});
  CHECK(hidden("p = 'a1'  # a1\n", "'a1'") == Parts{"a1"});
}

TEST_CASE("an unterminated literal is secret to its end") {
  CHECK(hidden("p = 'hunter\nx = 1\n", "'hunter") == Parts{"hunter"});
  CHECK(hidden("p = '''hunter\nx = 1\n", "'''hunter\nx = 1\n") == Parts{"hunter\nx = 1\n"});
}

TEST_CASE("messages are masked too") {
  const av::base::PaddedText padded(std::string_view("p = 'hunter22'\nq = 'hunter2233'\n"));
  av::syntax::SyntaxArena arena;
  const av::syntax::Tree tree = av::syntax::parse(padded.view(), {}, arena);
  const Rule rule = with_cwe(kPassword);
  av::match::Finding finding;
  finding.rule = &rule;
  finding.span = {0, 32};
  const std::vector<av::match::Finding> findings = {finding};
  const Secrets secrets(tree, findings);
  CHECK(secrets.masked("the value hunter22 is known") == "the value ******** is known");
  CHECK(secrets.masked("hunter2233hunter22") == "****************");
  CHECK(secrets.masked("hunt") == "hunt");
}

TEST_CASE("the time stays linear in findings and text") {
  std::string code;
  std::vector<av::match::Finding> findings;
  const Rule rule = with_cwe(kPassword);
  for (int i = 0; i < 20000; ++i) {
    av::match::Finding finding;
    finding.rule = &rule;
    const auto start = static_cast<std::uint32_t>(code.size());
    code += "password = 'secret-number-" + std::to_string(i) + "'\n";
    finding.span = {start, static_cast<std::uint32_t>(code.size())};
    findings.push_back(finding);
  }
  const av::base::PaddedText padded(code);
  av::syntax::SyntaxArena arena;
  const av::syntax::Tree tree = av::syntax::parse(padded.view(), {}, arena);
  const auto before = std::chrono::steady_clock::now();
  const Secrets secrets(tree, findings);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - before;
  CHECK(secrets.spans().size() == 20000);
  CHECK(seconds.count() < 20.0);  // quadratic would be minutes
}

TEST_CASE("where a rule says which literal is the secret, its name stays readable") {
  const std::string code = "app.config['SECRET_KEY'] = 'k8sd92hfpq'\n";
  const av::base::PaddedText padded(code);
  av::syntax::SyntaxArena arena;
  const av::syntax::Tree tree = av::syntax::parse(padded.view(), {}, arena);
  const Rule rule = with_cwe(kPassword);
  av::match::Finding finding;
  finding.rule = &rule;
  finding.span = {0, static_cast<std::uint32_t>(code.size() - 1)};
  const auto at = static_cast<std::uint32_t>(code.find("'k8sd"));
  finding.secrets = {{at, at + 12}};
  const std::vector<av::match::Finding> findings = {finding};
  const Secrets secrets(tree, findings);
  REQUIRE(secrets.spans().size() == 1);
  CHECK(code.substr(secrets.spans()[0].start, 10) == "k8sd92hfpq");
  CHECK(secrets.masked("as `SECRET_KEY`, k8sd92hfpq") == "as `SECRET_KEY`, ********");
}

TEST_CASE("passwords in addresses are hidden without any finding, placeholders are not") {
  const auto in = [](const std::string& code) { return hidden(code, "x", kShellCwe); };
  CHECK(in("x = 'https://bob:hunter2@example.org/'\n") == Parts{"hunter2"});
  CHECK(in("x = 'postgres://a:b:c@h'  # https://q:zz@h\n") == Parts{"b:c", "zz"});
  for (const std::string login :
       {"bob", "bob:", ":", "{user}:{password}", "u:%s", "u:$PASSWORD", "u:<password>", "u:****"}) {
    CHECK(in("x = 'https://" + login + "@example.org/'\n").empty());
  }
  CHECK(in("x = 'http://example.org:80/a@b'\n").empty());
  CHECK(in("x = 'http://a:b").empty());
}
