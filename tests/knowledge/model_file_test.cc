#include "analysis/knowledge/model_file.h"

#include <doctest/doctest.h>

#include <string>

namespace av::knowledge {
namespace {

// error is what reading `text` as a model says, or "fine".
std::string error(std::string_view text) {
  const auto model = read_model("x.toml", text);
  return model ? "fine" : model.error().message;
}

std::string parameters(std::string_view text) {
  const auto list = read_parameters(text);
  if (!list) {
    return "! " + list.error().message;
  }
  std::string out;
  for (const ModelParameter& parameter : *list) {
    constexpr std::string_view kManners = "pe*n+";
    out += (out.empty() ? "" : " ") + parameter.name + ':' +
           kManners[static_cast<std::size_t>(parameter.manner)] +
           (parameter.has_default ? '=' + parameter.default_text : "");
  }
  return out;
}

TEST_CASE("a model is functions and aliases") {
  const auto model = read_model("x.toml",
                                "[aliases]\n\"a.b\" = \"c.d\"\n\n"
                                "[[function]]\npath = \"m.f\"\nparameters = \"a, b=1\"\n\n"
                                "[[function]]\npath = \"m.C.g\"\nreturns = \"m.T\"\n");
  REQUIRE(model.has_value());
  REQUIRE(model->functions.size() == 2);
  CHECK(model->functions[0].path == "m.f");
  CHECK(model->functions[0].has_parameters);
  CHECK(model->functions[0].parameters.size() == 2);
  CHECK(model->functions[1].returns == "m.T");
  CHECK_FALSE(model->functions[1].has_parameters);
  REQUIRE(model->aliases.size() == 1);
  CHECK(model->aliases[0].known_as == "c.d");
}

TEST_CASE("a convention says all of a parameter") {
  const auto model =
      read_model("x.toml", "[[convention]]\nparameter = \"r\"\nbeside = \"m\"\ntype = \"m.R\"\n");
  REQUIRE(model.has_value());
  REQUIRE(model->conventions.size() == 1);
  CHECK(model->conventions[0].type == "m.R");
  CHECK(error("[[convention]]\nparameter = \"r\"\ntype = \"m.R\"\n") ==
        "x.toml:1: a convention that does not say all");
  CHECK(error("[[convention]]\nname = \"r\"\n") == "x.toml:2: `name` is no name of a convention");
  CHECK(error("[convention]\nparameter = \"r\"\n") ==
        "x.toml:1: `convention` must be a list of tables");
}

TEST_CASE("parameters as def writes them") {
  CHECK(parameters("") == "");
  CHECK(parameters("a, b") == "a:e b:e");
  CHECK(parameters("a, /, b=1, *, c, d=None, **e") == "a:p b:e=1 c:n d:n=None e:+");
  CHECK(parameters("a, *rest, b") == "a:e rest:* b:n");
  CHECK(parameters("a=(1, 2), b=\",\", c={'x': [1, 2]}") ==
        "a:e=(1, 2) b:e=\",\" c:e={'x': [1, 2]}");
  CHECK(parameters("a='\\', b', b") == "a:e='\\', b' b:e");
}

TEST_CASE("what is no list of parameters is refused") {
  for (const char* text :
       {"a b", "1", "/", "*, /", "a, /, b, /", "*, *", "**a, b", "***a", "a,, b", "*a, *", "=1"}) {
    CHECK_MESSAGE(parameters(text).starts_with("! "), text);
  }
}

TEST_CASE("mistakes are told by line") {
  CHECK(error("") == "fine");
  CHECK(error("[[function]]\npath = ").starts_with("x.toml:2: the model is no TOML"));
  CHECK(error("\n[functions]\n") == "x.toml:2: unknown table `functions`");
  CHECK(error("function = 1") == "x.toml:1: `function` must be a list of tables");
  CHECK(error("[[function]]\nreturns = \"a\"") == "x.toml:1: a function without `path`");
  CHECK(error("[[function]]\npath = 1") == "x.toml:2: `path` is no text of a function");
  CHECK(error("[[function]]\nparams = \"\"") == "x.toml:2: `params` is no text of a function");
  CHECK(error("[[function]]\npath = \"a..b\"") == "x.toml:2: `a..b` is no dotted path");
  CHECK(error("[[function]]\npath = \"a\"\nparameters = \"1\"") ==
        "x.toml:3: `1` is no parameter here");
  CHECK(error("[aliases]\na = 1") == "x.toml:2: an alias joins two dotted paths");
  CHECK(error("[[function]]\npath = \"a[]().b\"") == "fine");
}

TEST_CASE("one path is told of once") {
  const auto one = read_model("one.toml", "[[function]]\npath = \"a\"\n");
  const auto two = read_model("two.toml", "\n[[function]]\npath = \"a\"\n");
  REQUIRE(one.has_value());
  REQUIRE(two.has_value());
  CHECK(find_clash({*one}).has_value());
  const auto clash = find_clash({*one, *two});
  REQUIRE_FALSE(clash.has_value());
  CHECK(clash.error().message == "two.toml:2: `a` is also in one.toml:1");
}

}  // namespace
}  // namespace av::knowledge
