// compile_modules OUTPUT.cc NAMES NUMBERS — reads catalog/modules/standard.txt and constants.txt
// and writes them as the frozen tables of knowledge/module_names.h.
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
    std::string out = "constexpr ModuleRow kRows[] = {\n";
    for (const auto& [module, row] : rows_) {
      out += "    {\"" + module + "\", " + (row.is_native ? "true" : "false") + ", \"";
      const char* separator = "";
      for (const std::string& name : row.names) {
        out += separator + name;
        separator = " ";
      }
      out += "\"},\n";
    }
    return out + "};\n";
  }

 private:
  std::map<std::string, Row> rows_;
  Row* row_ = nullptr;
};

// Numbers gathers the rows of the other table: NAME=number by path.
class Numbers {
 public:
  bool add(const std::string& line) {
    std::istringstream words(line);
    std::string word;
    if (line.empty() || line[0] == '#') {
      return true;
    }
    if (line[0] != ' ') {
      owner_ = line;
      return true;
    }
    while (words >> word) {
      const std::size_t equals = word.find('=');
      if (owner_.empty() || equals == std::string::npos) {
        return false;
      }
      rows_[owner_ + "." + word.substr(0, equals)] = word.substr(equals + 1);
    }
    return true;
  }

  [[nodiscard]] std::string source() const {
    std::string out = "constexpr NumberRow kNumbers[] = {\n";
    for (const auto& [path, number] : rows_) {
      out += "    {\"" + path + "\", " + number + "},\n";
    }
    return out + "};\n";
  }

 private:
  std::map<std::string, std::string> rows_;
  std::string owner_;
};

// read_table hands the lines of a file to `reader`; false when one of them says nothing.
template <class Table>
bool read_table(const char* path, Table& reader) {
  std::ifstream in(path, std::ios::binary);
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (!reader.add(line)) {
      std::cerr << path << ':' << number << ": this line says nothing: " << line << '\n';
      return false;
    }
  }
  if (!in.eof()) {
    std::cerr << path << ": cannot be read\n";
  }
  return in.eof();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: compile_modules OUTPUT.cc NAMES NUMBERS\n";
    return 2;
  }
  Reader names;
  Numbers numbers;
  if (!read_table(argv[2], names) || !read_table(argv[3], numbers)) {
    return 1;
  }
  std::ofstream out(argv[1], std::ios::binary);
  out << "// generated from catalog/modules\n"
         "#include \"analysis/knowledge/module_table.h\"\n\n"
         "namespace av::knowledge {\nnamespace {\n\n"
      << names.source() << '\n'
      << numbers.source()
      << "\n}  // namespace\n\n"
         "std::span<const ModuleRow> module_rows() { return kRows; }\n"
         "std::span<const NumberRow> number_rows() { return kNumbers; }\n\n"
         "}  // namespace av::knowledge\n";
  return out.flush() ? EXIT_SUCCESS : EXIT_FAILURE;
}
