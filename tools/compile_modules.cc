// compile_modules OUTPUT.cc TABLE — reads catalog/modules/standard.txt and writes it as the frozen
// table of knowledge/module_names.h.
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>

namespace {

// Row is one module: of a module in C all names, of another those that no statement binds.
struct Row {
  bool is_native = false;
  std::set<std::string> names;
};

// Reader gathers the rows of a table.
class Reader {
 public:
  // False for a line that says nothing.
  bool add(const std::string& line) {
    std::istringstream words(line);
    std::string word;
    if (line.empty() || line[0] == '#') {
      return true;
    }
    if (line[0] == ' ') {
      while (row_ != nullptr && words >> word) {
        row_->names.insert(word.substr(0, word.find('@')));
      }
      return row_ != nullptr;
    }
    std::string module;
    words >> word >> module;
    row_ = &rows_[module];
    row_->is_native = word == "native";
    return (row_->is_native || word == "computed") && !module.empty() && words.eof();
  }

  [[nodiscard]] std::string source() const {
    std::string out =
        "// generated from catalog/modules\n"
        "#include \"analysis/knowledge/module_table.h\"\n\n"
        "namespace av::knowledge {\nnamespace {\n\nconstexpr ModuleRow kRows[] = {\n";
    for (const auto& [module, row] : rows_) {
      out += "    {\"" + module + "\", " + (row.is_native ? "true" : "false") + ", \"";
      const char* separator = "";
      for (const std::string& name : row.names) {
        out += separator + name;
        separator = " ";
      }
      out += "\"},\n";
    }
    return out +
           "};\n\n}  // namespace\n\n"
           "std::span<const ModuleRow> module_rows() { return kRows; }\n\n"
           "}  // namespace av::knowledge\n";
  }

 private:
  std::map<std::string, Row> rows_;
  Row* row_ = nullptr;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: compile_modules OUTPUT.cc TABLE\n";
    return 2;
  }
  std::ifstream in(argv[2], std::ios::binary);
  Reader reader;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (!reader.add(line)) {
      std::cerr << argv[2] << ':' << number << ": no row of a module: " << line << '\n';
      return 1;
    }
  }
  if (!in.eof()) {
    std::cerr << argv[2] << ": cannot be read\n";
    return 1;
  }
  std::ofstream out(argv[1], std::ios::binary);
  out << reader.source();
  return out.flush() ? EXIT_SUCCESS : EXIT_FAILURE;
}
