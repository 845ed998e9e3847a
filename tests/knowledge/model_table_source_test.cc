#include "analysis/knowledge/model_table_source.h"

#include <doctest/doctest.h>

#include <string>

namespace av::knowledge {
namespace {

Model model(const std::string& path, const std::string& default_text) {
  Model made;
  ModelFunction function;
  function.path = path;
  function.has_parameters = true;
  function.parameters.push_back({"a", Manner::Name, true, default_text});
  made.functions.push_back(function);
  made.aliases.push_back({path + ".old", path, 1});
  return made;
}

TEST_CASE("rows come out ascending by path, whatever the order of the models") {
  const std::string source = model_table_source({model("b", "1"), model("a", "2")});
  CHECK(source == model_table_source({model("a", "2"), model("b", "1")}));
  CHECK(source.find("{\"a\", ") < source.find("{\"b\", "));
}

TEST_CASE("quotes and backslashes survive") {
  const std::string source = model_table_source({model("a", "\"\\n\"")});
  CHECK(source.find(R"({"a", static_cast<Manner>(3), true, "\"\\n\""})") != std::string::npos);
}

TEST_CASE("a table without rows is a table") {
  CHECK(model_table_source({}).find("first(0)") != std::string::npos);
}

}  // namespace
}  // namespace av::knowledge
