#include "analysis/engine/project_versions.h"

#include "analysis/engine/project_folder.h"
#include "analysis/text/source.h"

#include <nlohmann/json.hpp>
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <vector>

namespace av::engine {
namespace {

namespace fs = std::filesystem;
using PlainJson = nlohmann::json;

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kDigits = "0123456789";

std::string_view trimmed(std::string_view text, std::string_view what = kSpace) {
  const std::size_t first = text.find_first_not_of(what);
  return first == std::string_view::npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(what) - first + 1);
}

// cut_line takes the first line off `text`.
std::string_view cut_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// Zope_Interface, zope.interface and zope-interface are one library.
std::string library_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool is_joint = c == '-' || c == '_' || c == '.';
    if (!is_joint) {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  return out;
}

// version_in is the digits and dots that a text begins with: "5.4" of "5.4.*".
std::string_view version_in(std::string_view text) {
  text = trimmed(text);
  const std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  return trimmed(text.substr(0, end), ".");
}

// least_of is the version that one clause rules out what is below: of ">= 5", "==5", "~=5", "^5",
// "5"; empty for other clauses.
std::string_view least_of(std::string_view clause) {
  clause = trimmed(clause);
  for (const std::string_view op : {">=", "===", "==", "~=", ">", "^", "~"}) {
    if (clause.starts_with(op)) {
      return version_in(clause.substr(op.size()));
    }
  }
  return clause.find_first_of(kDigits) == 0 ? version_in(clause) : std::string_view();
}

// lower keeps the lower of two versions under a name.
void keep_lowest(std::map<std::string, std::string, std::less<>>& known, const std::string& name,
                 std::string_view version) {
  const auto [slot, is_new] = known.emplace(name, version);
  if (!is_new && match::compare_versions(version, slot->second) < 0) {
    slot->second = version;
  }
}

// parse_toml is nothing for a text that is no TOML.
std::optional<toml::table> parse_toml(std::string_view text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error&) {
    return std::nullopt;
  }
}

void add_list(const toml::node* list, VersionReader& reader) {
  const toml::array* array = list == nullptr ? nullptr : list->as_array();
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    if (const auto text = (*array)[i].value_exact<std::string_view>()) {
      reader.add_requirement(*text);
    }
  }
}

// Tables whose every key has a list of requirements.
void add_lists(const toml::node* tables, VersionReader& reader) {
  const toml::table* table = tables == nullptr ? nullptr : tables->as_table();
  if (table == nullptr) {
    return;
  }
  for (const auto& [name, list] : *table) {
    add_list(&list, reader);
  }
}

// Poetry: name = "^1.2" or name = { version = "^1.2", … }.
void add_poetry(const toml::node* tables, VersionReader& reader) {
  const toml::table* table = tables == nullptr ? nullptr : tables->as_table();
  if (table == nullptr) {
    return;
  }
  for (const auto& [name, what] : *table) {
    const toml::node* range = what.is_table() ? what.as_table()->get("version") : &what;
    const auto text = range == nullptr ? std::nullopt : range->value_exact<std::string_view>();
    if (text) {
      reader.add_range(name.str(), *text);
    }
  }
}

// value_of is what stands behind `key =` in a line of a lock file, without quotes.
std::optional<std::string_view> value_of(std::string_view line, std::string_view key) {
  if (!line.starts_with(key)) {
    return std::nullopt;
  }
  line = trimmed(line.substr(key.size()));
  return line.starts_with('=') ? std::optional(trimmed(line.substr(1), " \t\r\"'")) : std::nullopt;
}

bool is_requirements(const fs::path& path) {
  const std::string name = path.filename().string();
  return path.extension() == ".txt" &&
         (name.starts_with("requirements") || path.parent_path().filename() == "requirements");
}

// FolderReader reads the files of one folder.
class FolderReader {
 public:
  explicit FolderReader(const fs::path& folder) : folder_(folder) {}

  VersionReader read() {
    read_file("pyproject.toml", &VersionReader::read_pyproject);
    read_file("setup.cfg", &VersionReader::read_setup_cfg);
    for (const char* lock : {"poetry.lock", "uv.lock", "pdm.lock", "pylock.toml"}) {
      read_file(lock, &VersionReader::read_lock);
    }
    read_file("Pipfile.lock", &VersionReader::read_pipfile_lock);
    for (const fs::path& path : requirements()) {
      read_file(path, &VersionReader::read_requirements);
    }
    return std::move(reader_);
  }

 private:
  void read_file(const fs::path& path, void (VersionReader::*how)(std::string_view)) {
    std::error_code ignored;
    const std::string full = (folder_ / path).string();
    if (files_ == kMostVersionFiles || !fs::is_regular_file(full, ignored)) {
      return;
    }
    ++files_;
    const auto source = text::load_source(full, full, {kMostVersionFileBytes});
    if (source) {
      (reader_.*how)(source->text.text());
    }
  }

  [[nodiscard]] std::vector<fs::path> requirements() const {
    std::vector<fs::path> found;
    for (const fs::path& folder : {folder_, folder_ / "requirements"}) {
      std::error_code stop;
      for (fs::directory_iterator at(folder, stop); !stop && at != fs::directory_iterator();
           at.increment(stop)) {
        if (is_requirements(at->path())) {
          found.push_back(at->path());
        }
      }
    }
    std::ranges::sort(found);
    return found;
  }

  fs::path folder_;
  std::size_t files_ = 0;
  VersionReader reader_;
};

}  // namespace

void VersionReader::add_range(std::string_view library, std::string_view range) {
  const std::string name = library_name(library);
  std::string_view best;
  if (range.find("||") != std::string_view::npos) {
    return;  // Poetry: one of several ranges
  }
  while (!range.empty()) {
    const std::size_t end = std::min(range.find(','), range.size());
    const std::string_view least = least_of(range.substr(0, end));
    if (!least.empty() && match::compare_versions(least, best) > 0) {
      best = least;
    }
    range.remove_prefix(std::min(end + 1, range.size()));
  }
  if (!name.empty() && !best.empty()) {
    keep_lowest(least_, name, best);
  }
}

void VersionReader::add_requirement(std::string_view text) {
  text = trimmed(text.substr(0, text.find_first_of(";#")));
  const std::size_t end = std::min(text.find_first_of(" \t[(<>=!~@"), text.size());
  const std::string_view name = text.substr(0, end);
  text = trimmed(text.substr(end));
  if (text.starts_with('[')) {
    text = trimmed(text.substr(std::min(text.find(']'), text.size() - 1) + 1));
  }
  add_range(name, trimmed(text, " \t()"));
}

void VersionReader::read_pyproject(std::string_view text) {
  const auto root = parse_toml(text);
  if (!root) {
    return;
  }
  const auto at = [&root](std::string_view path) { return root->at_path(path).node(); };
  if (const toml::node* python = at("project.requires-python")) {
    add_range("python", python->value_exact<std::string_view>().value_or(""));
  }
  add_list(at("project.dependencies"), *this);
  add_lists(at("project.optional-dependencies"), *this);
  add_lists(at("dependency-groups"), *this);
  add_poetry(at("tool.poetry.dependencies"), *this);
}

// Keys begin at the start of a line; what belongs to one is indented.
void VersionReader::read_setup_cfg(std::string_view text) {
  std::string_view section;
  std::string_view key;
  while (!text.empty()) {
    const std::string_view line = cut_line(text);
    const bool goes_on = line.starts_with(' ') || line.starts_with('\t');
    std::string_view value = trimmed(line);
    if (value.empty() || value.starts_with('#') || value.starts_with(';')) {
      continue;
    }
    if (value.starts_with('[')) {
      section = trimmed(value, "[] \t\r");
      continue;
    }
    if (!goes_on) {
      const std::size_t equals = std::min(value.find('='), value.size());
      key = trimmed(value.substr(0, equals));
      value = trimmed(value.substr(std::min(equals + 1, value.size())));
    }
    if (section == "options" && key == "python_requires") {
      add_range("python", value);
    } else if (section == "options" && key == "install_requires") {
      add_requirement(value);
    }
  }
}

void VersionReader::read_requirements(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = trimmed(cut_line(text));
    if (!line.empty() && line[0] != '-' && line[0] != '#') {
      add_requirement(line.substr(0, line.find(" --")));
    }
  }
}

// Lock files are large: only the two keys that are wanted are read, line by line.
void VersionReader::read_lock(std::string_view text) {
  std::string_view name;
  bool is_package = false;
  while (!text.empty()) {
    const std::string_view line = trimmed(cut_line(text));
    if (line.starts_with('[')) {
      is_package = line == "[[package]]" || line == "[[packages]]";
      name = {};
    } else if (is_package && value_of(line, "name")) {
      name = *value_of(line, "name");
    } else if (is_package && !name.empty() && value_of(line, "version")) {
      const std::string_view version = version_in(*value_of(line, "version"));
      if (!version.empty()) {
        keep_lowest(locked_, library_name(name), version);
      }
    }
  }
}

// {"default": {"django": {"version": "==4.2.1", …}, …}, "develop": {…}, …}
void VersionReader::read_pipfile_lock(std::string_view text) {
  const PlainJson root = PlainJson::parse(text, nullptr, false);
  for (const char* group : {"default", "develop"}) {
    const auto packages = root.is_object() ? root.find(group) : root.end();
    if (packages == root.end() || !packages->is_object()) {
      continue;
    }
    for (const auto& [name, package] : packages->items()) {
      const auto pinned = package.is_object() ? package.find("version") : package.end();
      if (pinned == package.end() || !pinned->is_string()) {
        continue;
      }
      const std::string_view version = least_of(pinned->get_ref<const std::string&>());
      if (!version.empty()) {
        keep_lowest(locked_, library_name(name), version);
      }
    }
  }
}

match::Versions VersionReader::versions() const {
  match::Versions out;
  for (const auto& [name, version] : locked_) {
    out.set_least(name, version);
  }
  for (const auto& [name, version] : least_) {
    out.set_least(name, version);
  }
  return out;
}

match::Versions load_versions(std::span<const std::string> paths) {
  const fs::path folder = shared_folder(paths);
  std::error_code ignored;
  VersionReader reader = FolderReader(folder).read();
  // Outside of a repository nothing says where the project ends.
  std::vector<fs::path> above;
  for (fs::path at = folder; !fs::exists(at / ".git", ignored); at = at.parent_path()) {
    if (at == at.root_path()) {
      above.clear();
      break;
    }
    above.push_back(at.parent_path());
  }
  for (const fs::path& one : above) {
    if (!reader.empty()) {
      break;
    }
    reader = FolderReader(one).read();
  }
  return reader.versions();
}

}  // namespace av::engine
