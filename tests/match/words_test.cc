#include "analysis/match/words.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using av::match::Words;

std::string split(std::string_view name) {
  std::string out;
  const Words words(name);
  for (const std::string& word : words.all()) {
    out += (out.empty() ? "" : " ") + word;
  }
  return out;
}

TEST_CASE("names fall into words") {
  CHECK(split("db_password") == "db password");
  CHECK(split("dbPassword") == "db password");
  CHECK(split("API_KEY") == "api key");
  CHECK(split("APIKey") == "api key");
  CHECK(split("HTTPServer2") == "http server2");
  CHECK(split("x-api-key") == "x api key");
  CHECK(split("__secret__") == "secret");
  CHECK(split("") == "");
  CHECK(split("_") == "");
}

TEST_CASE("words are asked for") {
  const Words words("aws_secretKey");
  CHECK(words.last() == "key");
  CHECK(words.has("secret"));
  CHECK_FALSE(words.has("sec"));
  CHECK(words.has_pair("secret", "key"));
  CHECK_FALSE(words.has_pair("aws", "key"));
  CHECK(Words("apikey").has_pair("api", "key"));
  CHECK(Words("").last().empty());
}

}  // namespace
