#include "analysis/knowledge/model_book.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

using av::knowledge::ModelBook;
using av::knowledge::read_model;
using av::knowledge::SinkKind;

namespace {

constexpr std::string_view kHouse = R"(
[aliases]
"house.impl.run" = "house.run"

[[function]]
path = "house.run"
parameters = "text, *, safe=False"
returns = "house.Answer"

[[sink]]
path = "house.run"
kind = "sql"
argument = ["0", "text"]

[[source]]
path = "*.next_order"
kind = "message"

[[convention]]
parameter = "order"
beside = "house"
type = "house.Order"
)";

ModelBook house() {
  std::vector<av::knowledge::Model> models;
  models.push_back(read_model("house.toml", kHouse).value());
  return ModelBook(std::move(models));
}

}  // namespace

TEST_CASE("a book answers for what its models say") {
  const ModelBook book = house();
  const av::knowledge::Function* run = book.find_function("house.run");
  REQUIRE(run != nullptr);
  CHECK(run->returns == "house.Answer");
  REQUIRE(run->parameters.size() == 2);
  CHECK(run->parameters[1].default_text == "False");
  CHECK(book.find_alias("house.impl.run") == "house.run");
  REQUIRE(book.conventions().size() == 1);
  CHECK(book.conventions()[0].type == "house.Order");
}

TEST_CASE("rows of one path are together, whether the path comes in one piece or two") {
  const ModelBook book = house();
  const av::knowledge::TaintModel* run = book.find_taint("house.run", {});
  REQUIRE(run != nullptr);
  REQUIRE(run->sinks.size() == 2);
  CHECK(run->sinks[0].kind == SinkKind::Sql);
  CHECK(book.find_taint("*.", "next_order") != nullptr);
}

TEST_CASE("of what no model of it speaks a book knows nothing") {
  const ModelBook book = house();
  CHECK(book.find_function("house.stop") == nullptr);
  CHECK(book.find_alias("house.run").empty());
  CHECK(book.find_taint("house.", "stop") == nullptr);
}

TEST_CASE("a folder that holds no models is an error that says how to mend it") {
  CHECK_FALSE(ModelBook::load("tests/knowledge").has_value());
  CHECK_FALSE(ModelBook::load("no/such/folder").has_value());
}
