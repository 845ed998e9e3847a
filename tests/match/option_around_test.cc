#include "analysis/match/option_around.h"

#include "tests/match/asked.h"

#include <string>

namespace {

using av::match::Asked;
using av::match::OptionWords;

bool under_option(const std::string& code) {
  static constexpr std::string_view kStrong[] = {"verif", "insecure"};
  static constexpr std::string_view kWeak[] = {"ssl"};
  Asked asked(code);
  return is_under_option(asked.check(), asked.node("off()"), OptionWords{kStrong, kWeak});
}

TEST_CASE("a condition that names the option") {
  CHECK(under_option("if not self.verify:\n  off()\n"));
  CHECK(under_option("if args.INSECURE:\n  off()\n"));
  CHECK(under_option("if verify:\n  on()\nelse:\n  off()\n"));
  CHECK(under_option("if a:\n  on()\nelif verify is False:\n  off()\n"));
  CHECK(under_option("x = off() if insecure else on()\n"));
  CHECK_FALSE(under_option("if url:\n  off()\n"));
  CHECK_FALSE(under_option("off()\n"));
}

TEST_CASE("a weak word must be denied, or its else be taken") {
  CHECK(under_option("if ssl is False:\n  off()\n"));
  CHECK(under_option("if ssl:\n  on()\nelse:\n  off()\n"));
  CHECK(under_option("if ignore_ssl_certs:\n  off()\n"));
  CHECK_FALSE(under_option("if use_ssl:\n  off()\n"));
}

TEST_CASE("a branch before that leaves") {
  CHECK(under_option("def f(verify):\n  if verify:\n    return on()\n  return off()\n"));
  CHECK_FALSE(under_option("def f(verify):\n  if verify:\n    on()\n  return off()\n"));
  CHECK_FALSE(under_option("def f(verify):\n  off()\n  if verify:\n    return on()\n"));
}

TEST_CASE("the default decides what a parameter asks for") {
  CHECK(under_option("def f(verify=True):\n  if not verify:\n    off()\n"));
  CHECK(under_option("def f(insecure=False):\n  if insecure:\n    off()\n"));
  CHECK_FALSE(under_option("def f(verify=False):\n  if not verify:\n    off()\n"));
  CHECK_FALSE(under_option("def f(insecure=True):\n  if insecure:\n    off()\n"));
}

TEST_CASE("the function's own name") {
  CHECK(under_option("def insecure_context():\n  off()\n"));
  CHECK_FALSE(under_option("def context():\n  off()\n"));
}

}  // namespace
