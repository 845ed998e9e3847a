// cases_test.cc — the matrix of Python's features: does input get through, and not where it cannot.
//
// cases/*.txt hold programs: `== title`, then code; `-- name.py` starts another file.  A line on
// which a flow ends has a comment:
//   # flow: command    it is found          # miss: command   it should be, and is not yet
//   # false: command   it is found and should not be
// Any other line has none.
//
// carriers.txt holds ways of a value through code: `flow: title` or `none: title`, then code that
// makes `out` from `src`; code behind `| ` stands in the module.  Each is tried within a
// function, in a function of its own, in one of another file, and with the sink inside of it.
// `! inter cross` behind the title names the ones of these that come out wrong so far.

#include "tests/taint/program_sample.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

namespace {

using av::test::FoundFlow;
using av::test::ProgramSample;
using Files = ProgramSample::Files;

constexpr std::string_view kPrelude =
    "import os\n"
    "import subprocess\n"
    "from flask import Flask, request\n"
    "app = Flask(__name__)\n";

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(" \t") + 1);
  return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

struct Case {
  std::string title;
  Files files;
};

std::vector<Case> read_cases(const std::filesystem::path& path, std::string_view prelude) {
  std::vector<Case> cases;
  for (const std::string& line : lines_of(read(path))) {
    if (line.starts_with("== ")) {
      cases.push_back({line.substr(3), {{"app.py", std::string(prelude)}}});
    } else if (line.starts_with("-- ")) {
      cases.back().files.emplace_back(line.substr(3), std::string(prelude));
    } else if (!cases.empty()) {
      cases.back().files.back().second += line + "\n";
    }
  }
  return cases;
}

using Place = std::tuple<std::string, std::size_t, std::string>;  // file, line, kind

// The comments `# sort: kind, kind` of all files.
std::vector<Place> marked(const Files& files, const std::string& sort) {
  std::vector<Place> places;
  for (const auto& [file, code] : files) {
    const std::vector<std::string> lines = lines_of(code);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::size_t at = lines[i].find("# " + sort + ": ");
      if (at == std::string::npos) {
        continue;
      }
      std::istringstream kinds(lines[i].substr(at + sort.size() + 4));
      for (std::string kind; std::getline(kinds, kind, ',');) {
        places.emplace_back(file, i + 1, trimmed(kind));
      }
    }
  }
  std::ranges::sort(places);
  return places;
}

std::string text_of(const std::vector<Place>& places) {
  std::string out;
  for (const auto& [file, line, kind] : places) {
    out += " " + file + ":" + std::to_string(line) + ":" + kind;
  }
  return out;
}

std::vector<Place> found_in(const Files& files) {
  std::vector<Place> places;
  ProgramSample sample(files);
  CHECK(sample.misses_nothing());
  for (const FoundFlow& flow : sample.flows()) {
    places.emplace_back(flow.file, flow.line, flow.sink);
  }
  std::ranges::sort(places);
  places.erase(std::ranges::unique(places).begin(), places.end());
  return places;
}

std::vector<std::filesystem::path> files_in(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

// check_cases counts the programs of a folder.
std::size_t check_cases(const std::string& folder, std::string_view prelude) {
  std::size_t count = 0;
  for (const std::filesystem::path& path : files_in(folder)) {
    for (const Case& one : read_cases(path, prelude)) {
      CAPTURE(path.string());
      CAPTURE(one.title);
      std::vector<Place> expected = marked(one.files, "flow");
      const std::vector<Place> wrong = marked(one.files, "false");
      expected.insert(expected.end(), wrong.begin(), wrong.end());
      std::ranges::sort(expected);
      CHECK(text_of(found_in(one.files)) == text_of(expected));
      ++count;
    }
  }
  return count;
}

TEST_CASE("taint: each program's flows are found, and no others") {
  CHECK(check_cases("tests/taint/cases", kPrelude) >= 80);
}

// What a library brings, harms and passes: a file of programs for each file of models.
TEST_CASE("taint: each library's values flow as its model says") {
  CHECK(check_cases("tests/taint/models", "") >= 100);
}

TEST_CASE("taint: each model that says where values go has programs that show it") {
  for (const std::filesystem::path& path : files_in("catalog/models")) {
    const std::string model = read(path);
    const bool says = model.find("[[source]]") != model.npos ||
                      model.find("[[sink]]") != model.npos || model.find("[[entry]]") != model.npos;
    const std::string programs = read("tests/taint/models/" + path.stem().string() + ".txt");
    CAPTURE(path.string());
    CHECK((!says || programs.find("# flow: ") != programs.npos));
  }
}

struct Carrier {
  bool flows = false;
  std::string title;
  std::string wrong;   // variants that come out wrong
  std::string module;  // code of the module
  std::string body;    // code of the function
};

std::vector<Carrier> read_carriers() {
  std::vector<Carrier> carriers;
  for (const std::string& line : lines_of(read("tests/taint/carriers.txt"))) {
    if (line.starts_with("flow: ") || line.starts_with("none: ")) {
      const std::size_t mark = std::min(line.find(" ! "), line.size());
      Carrier made;
      made.flows = line.starts_with("flow");
      made.title = line.substr(6, mark - 6);
      made.wrong = mark == line.size() ? "" : line.substr(mark + 3) + " ";
      carriers.push_back(std::move(made));
    } else if (!carriers.empty() && !line.empty() && line[0] != '#') {
      const bool is_module = line.starts_with("| ");
      (is_module ? carriers.back().module : carriers.back().body) +=
          line.substr(is_module ? 2 : 0) + "\n";
    }
  }
  return carriers;
}

Files variant(const Carrier& carrier, std::string_view name) {
  const std::string prelude(kPrelude);
  const std::string source = "request.args[\"q\"]";
  const std::string carry = carrier.module + "def carry(src):\n" + carrier.body;
  if (name == "intra") {
    return {{"app.py", prelude + carrier.module + "def view():\n    src = " + source + "\n" +
                           carrier.body + "    os.system(out)\n"}};
  }
  if (name == "inter") {
    return {{"app.py", prelude + carry + "    return out\ndef view():\n    os.system(carry(" +
                           source + "))\n"}};
  }
  if (name == "cross") {
    return {{"app.py", prelude + "from helper import carry\ndef view():\n    os.system(carry(" +
                           source + "))\n"},
            {"helper.py", prelude + carry + "    return out\n"}};
  }
  return {
      {"app.py", prelude + carry + "    os.system(out)\ndef view():\n    carry(" + source + ")\n"}};
}

TEST_CASE("taint: values pass where they do in Python, within, across functions and files") {
  std::size_t count = 0;
  for (const Carrier& carrier : read_carriers()) {
    for (const std::string_view name : {"intra", "inter", "cross", "inside"}) {
      CAPTURE(carrier.title);
      CAPTURE(name);
      const bool is_wrong = carrier.wrong.find(std::string(name) + " ") != std::string::npos;
      CHECK(!found_in(variant(carrier, name)).empty() == (carrier.flows != is_wrong));
      ++count;
    }
  }
  CHECK(count >= 300);
}

TEST_CASE("taint: the way of a value is told through files") {
  ProgramSample sample({{"app.py",
                         "from flask import request\n"
                         "from helper import run\n"
                         "def view():\n"
                         "    name = request.args['q']\n"
                         "    run(name)\n"},
                        {"helper.py",
                         "import os\n"
                         "def run(what):\n"
                         "    command = 'ls ' + what\n"
                         "    os.system(command)\n"}});
  const std::vector<FoundFlow> flows = sample.flows();
  REQUIRE(flows.size() == 1);
  CHECK(flows[0].source == "request");
  CHECK(flows[0].way == "app.py:4 app.py:5 helper.py:2 helper.py:3 helper.py:4");
}

}  // namespace
