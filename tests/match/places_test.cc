// What the folders of a file say of its findings.
#include "tests/match/checked.h"

#include <doctest/doctest.h>

namespace {

using av::match::Checked;

std::string severity_at(const std::string& path, std::string_view rule, std::string_view code) {
  const auto found = Checked(code, {.path = path, .rules = {rule}}).found();
  return found.size() == 1 ? found[0].severity : "";
}

TEST_CASE("what asks a site as its own page does has the page's key") {
  constexpr std::string_view kCode =
      "import hashlib\n"
      "import hmac\n"
      "def sign(query):\n"
      "  return hmac.new(b'key of the page', query, hashlib.sha256).hexdigest()\n";
  CHECK(severity_at("shop/extractors/site.py", "constant-key", kCode) == "low");
  CHECK(severity_at("extractor/site.py", "constant-key", kCode) == "low");
  CHECK(severity_at("shop/orders.py", "constant-key", kCode) == "high");
  CHECK(severity_at("shop/feature_extractor/orders.py", "constant-key", kCode) == "high");
  constexpr std::string_view kSecret = "api_secret = 'b3fe08c93c80aefd749fe871a16cd2bb32e2b954'\n";
  CHECK(severity_at("shop/extractors/site.py", "hardcoded-secret", kSecret) == "low");
  CHECK(severity_at("shop/orders.py", "hardcoded-secret", kSecret) == "high");
}

TEST_CASE("samples are run on the own machine") {
  constexpr std::string_view kCode =
      "from flask import Flask\n"
      "app = Flask(__name__)\n"
      "app.run(debug=True)\n";
  CHECK(severity_at("shop_demo/app.py", "debug-server", kCode) == "low");
  CHECK(severity_at("shop/app.py", "debug-server", kCode) == "medium");
  CHECK(severity_at("shop/demo.py", "debug-server", kCode) == "medium");
}

TEST_CASE("a migration runs once, on names of its own") {
  constexpr std::string_view kCode =
      "import sqlite3\n"
      "db = sqlite3.connect('x')\n"
      "def fill(name):\n"
      "  db.execute(f\"UPDATE a SET b = 1 WHERE c = '{name}'\")\n";
  CHECK(severity_at("shop/migrations/0001.py", "formatted-sql", kCode) == "low");
  CHECK(severity_at("shop/orders.py", "formatted-sql", kCode) == "medium");
}

}  // namespace
