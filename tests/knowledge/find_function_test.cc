#include "analysis/knowledge/model.h"
#include "analysis/knowledge/model_file.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace av::knowledge {
namespace {

// models reads the files again that the tables were made from.
std::vector<Model> models() {
  std::vector<Model> all;
  for (const auto& entry : std::filesystem::directory_iterator("catalog/models")) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    auto model = read_model(entry.path().string(), text);
    REQUIRE_MESSAGE(model.has_value(), (model ? "" : model.error().message));
    all.push_back(*std::move(model));
  }
  return all;
}

void check_same(const ModelFunction& written, const Function& frozen) {
  CHECK(frozen.returns == written.returns);
  CHECK(frozen.has_parameters == written.has_parameters);
  REQUIRE(frozen.parameters.size() == written.parameters.size());
  for (std::size_t i = 0; i < written.parameters.size(); ++i) {
    CHECK(frozen.parameters[i].name == written.parameters[i].name);
    CHECK(frozen.parameters[i].manner == written.parameters[i].manner);
    CHECK(frozen.parameters[i].has_default == written.parameters[i].has_default);
    CHECK(frozen.parameters[i].default_text == written.parameters[i].default_text);
  }
}

TEST_CASE("the frozen tables say what the files say, and nothing else") {
  std::size_t functions = 0;
  std::size_t aliases = 0;
  for (const Model& model : models()) {
    for (const ModelFunction& function : model.functions) {
      const Function* frozen = find_function(function.path);
      REQUIRE_MESSAGE(frozen != nullptr, function.path);
      check_same(function, *frozen);
    }
    for (const ModelAlias& alias : model.aliases) {
      CHECK(find_alias(alias.path) == alias.known_as);
      CHECK_MESSAGE(find_alias(alias.known_as).empty(), alias.known_as);
      CHECK_MESSAGE(find_function(alias.path) == nullptr, alias.path);
    }
    functions += model.functions.size();
    aliases += model.aliases.size();
  }
  CHECK(functions == builtin_functions().size());
  CHECK(aliases == builtin_aliases().size());
  CHECK(std::ranges::is_sorted(builtin_functions(), {}, &Function::path));
  CHECK(std::ranges::is_sorted(builtin_aliases(), {}, &Alias::path));
}

TEST_CASE("what calls return") {
  CHECK(returns("sqlite3.connect") == "dbapi.Connection");
  CHECK(returns("dbapi.Connection.cursor") == "dbapi.Cursor");
  CHECK(returns("tarfile.TarFile.__iter__") == "tarfile.TarInfo");
  CHECK(returns("os.system").empty());
  CHECK(returns("").empty());
  CHECK(find_alias("os").empty());
}

TEST_CASE("arguments find their parameters") {
  const auto run = signature_of("subprocess.run");
  REQUIRE(run.has_value());
  CHECK(run->named("timeout")->name == "timeout");
  CHECK(run->at(3)->name == "popenargs");
  const auto load = signature_of("yaml.load");
  REQUIRE(load.has_value());
  CHECK(load->at(1)->name == "Loader");
  CHECK(load->at(2) == nullptr);
  CHECK(load->named("loader") == nullptr);
  CHECK(load->position_of("Loader") == 1);
  const auto md5 = signature_of("hashlib.md5");
  REQUIRE(md5.has_value());
  CHECK(md5->at(1) == nullptr);
  CHECK(md5->position_of("usedforsecurity") == Signature::kNowhere);
  CHECK(md5->named("usedforsecurity")->default_text == "True");
  const auto eval = signature_of("builtins.eval");
  REQUIRE(eval.has_value());
  CHECK(eval->at(0)->manner == Manner::Position);
  CHECK(eval->named("source") == nullptr);
  CHECK_FALSE(signature_of("no.such").has_value());
}

}  // namespace
}  // namespace av::knowledge
