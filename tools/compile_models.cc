// compile_models OUTPUT.cc MODEL.toml... — reads models with the reader that antivenom itself uses,
// and writes them as the frozen tables that are linked into it.
#include "analysis/knowledge/model_file.h"
#include "analysis/knowledge/model_table_source.h"

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using av::Result;
using av::knowledge::Model;

Result<std::string> read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) {
    return av::fail(av::ErrorCode::Io, path + ": cannot be read");
  }
  return text;
}

Result<std::vector<Model>> read_models(std::span<char* const> paths) {
  std::vector<Model> models;
  for (const std::string path : paths) {
    const std::string text = AV_TRY(read_text(path));
    Model model = AV_TRY(av::knowledge::read_model(path, text));
    models.push_back(std::move(model));
  }
  AV_TRY(av::knowledge::find_clash(models));
  return models;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: compile_models OUTPUT.cc MODEL.toml...\n";
    return 2;
  }
  const auto models = read_models(std::span(argv, static_cast<std::size_t>(argc)).subspan(2));
  if (!models) {
    std::cerr << models.error().message << "\n  " << models.error().hint << '\n';
    return 1;
  }
  std::ofstream out(argv[1], std::ios::binary);
  out << av::knowledge::model_table_source(*models);
  return out.flush() ? EXIT_SUCCESS : EXIT_FAILURE;
}
