#include "analysis/engine/config.h"

#include "analysis/engine/selection.h"
#include "analysis/text/source.h"
#include "base/suggest.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace av::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOwnName = "antivenom.toml";
constexpr std::string_view kSharedName = "pyproject.toml";
constexpr std::uint64_t kMostConfigBytes = std::uint64_t{1} << 20;

// Wrong is a value that a key cannot take: what it takes, or the Error of a reader of words.
using Wrong = std::optional<Error>;

Wrong wants(std::string_view what) {
  return Error{ErrorCode::InvalidArgument, "takes " + std::string(what), {}};
}

template <class T>
Wrong put(Result<T> value, std::optional<T>& target) {
  if (!value) {
    return std::move(value).error();
  }
  target = *value;
  return std::nullopt;
}

Wrong read_words(const toml::node& node, std::vector<std::string>& words) {
  const toml::array* const list = node.as_array();
  if (list == nullptr) {
    return wants("a list of strings");
  }
  for (const toml::node& item : *list) {
    const std::optional<std::string> word = item.value_exact<std::string>();
    if (!word) {
      return wants("a list of strings");
    }
    words.push_back(*word);
  }
  return std::nullopt;
}

Wrong read_selectors(const toml::node& node, std::vector<std::string>& selectors) {
  Wrong wrong = read_words(node, selectors);
  for (auto word = selectors.begin(); !wrong && word != selectors.end(); ++word) {
    const Result<Rules> rules = rules_named(*word);
    wrong = rules ? std::nullopt : Wrong(rules.error());
  }
  return wrong;
}

Wrong read_path_ignores(const toml::node& node, Settings& settings) {
  const toml::table* const table = node.as_table();
  if (table == nullptr) {
    return wants("a table of path patterns and lists of rules");
  }
  for (const auto& [pattern, selectors] : *table) {
    PathIgnore ignore{std::string(pattern.str()), {}};
    if (Wrong wrong = read_selectors(selectors, ignore.selectors)) {
      return wrong;
    }
    settings.path_ignores.push_back(std::move(ignore));
  }
  return std::nullopt;
}

Wrong read_severities(const toml::node& node, Settings& settings) {
  const toml::table* const table = node.as_table();
  if (table == nullptr) {
    return wants("a table of rules and severities");
  }
  for (const auto& [name, word] : *table) {
    const Result<const knowledge::Rule*> rule = find_rule_or_suggest(name.str());
    if (!rule) {
      return rule.error();
    }
    const Result<knowledge::Severity> severity =
        parse_severity_word(word.value_exact<std::string>().value_or(""));
    if (!severity) {
      return severity.error();
    }
    settings.severities.emplace_back(*rule, *severity);
  }
  return std::nullopt;
}

Wrong read_flag(const toml::node& node, std::optional<bool>& flag) {
  flag = node.value_exact<bool>();
  return flag ? std::nullopt : wants("true or false");
}

Wrong read_count(const toml::node& node, std::optional<std::uint64_t>& count) {
  const std::optional<std::int64_t> number = node.value_exact<std::int64_t>();
  if (!number || *number < 1) {
    return wants("a number from 1 on");
  }
  count = static_cast<std::uint64_t>(*number);
  return std::nullopt;
}

// read_baseline reads a path relative to the configuration's folder.
Wrong read_baseline(const toml::node& node, Settings& settings) {
  const std::string name = node.value_exact<std::string>().value_or("");
  if (name.empty()) {
    return wants("the path of a file");
  }
  settings.baseline = (std::filesystem::path(settings.source).parent_path() / name).string();
  return std::nullopt;
}

// text_of is a string or a whole number as text.
std::string text_of(const toml::node& node) {
  if (const std::optional<std::int64_t> number = node.value_exact<std::int64_t>()) {
    return std::to_string(*number);
  }
  return node.value_exact<std::string>().value_or("");
}

// Key is one key of the configuration and how it is read.
struct Key {
  std::string_view name;
  Wrong (*read)(const toml::node& node, Settings& settings);
};

using Node = const toml::node&;

constexpr std::array kKeys = {
    Key{"select", [](Node node, Settings& to) { return read_selectors(node, to.select); }},
    Key{"ignore", [](Node node, Settings& to) { return read_selectors(node, to.ignore); }},
    Key{"exclude", [](Node node, Settings& to) { return read_words(node, to.exclude); }},
    Key{"baseline", read_baseline},
    Key{"per-path-ignores", read_path_ignores},
    Key{"severity", read_severities},
    Key{"max-file-size",
        [](Node node, Settings& to) {
          return put(parse_byte_size(text_of(node)), to.max_file_bytes);
        }},
    Key{"max-files", [](Node node, Settings& to) { return read_count(node, to.max_files); }},
    Key{"jobs", [](Node node, Settings& to) { return put(parse_jobs(text_of(node)), to.jobs); }},
    Key{"min-severity",
        [](Node node, Settings& to) {
          return put(parse_severity_word(text_of(node)), to.min_severity);
        }},
    Key{"min-confidence",
        [](Node node, Settings& to) {
          return put(parse_confidence_word(text_of(node)), to.min_confidence);
        }},
    Key{"fail-on",
        [](Node node, Settings& to) { return put(parse_fail_level(text_of(node)), to.fail_on); }},
    Key{"strict", [](Node node, Settings& to) { return read_flag(node, to.strict); }},
    Key{"honor-nosec", [](Node node, Settings& to) { return read_flag(node, to.honor_foreign); }},
};

// absolute_path is `path` from the root on, without dots and without a slash at its end.
fs::path absolute_path(const std::string& path) {
  std::error_code ignored;
  const fs::path full = fs::absolute(path.empty() ? "." : path, ignored).lexically_normal();
  return full.has_filename() ? full : full.parent_path();
}

// folder_of is a folder itself, or the folder that a file is in.
fs::path folder_of(const std::string& path) {
  std::error_code ignored;
  const fs::path full = absolute_path(path);
  return fs::is_directory(full, ignored) ? full : full.parent_path();
}

Error at_line(const std::string& path, const toml::source_region& where, Error error) {
  error.message = path + ":" + std::to_string(where.begin.line) + ": " + std::move(error.message);
  return error;
}

Error unknown_key(std::string_view name) {
  std::array<std::string_view, kKeys.size()> names;
  std::ranges::transform(kKeys, names.begin(), &Key::name);
  const std::string_view meant = base::suggest(name, names);
  std::string hint;
  if (!meant.empty()) {
    hint = "did you mean `" + std::string(meant) + "`?";
  } else {
    for (const std::string_view key : names) {
      hint.append(hint.empty() ? "keys are " : ", ").append(key);
    }
  }
  return {ErrorCode::InvalidArgument, "there is no key `" + std::string(name) + "`", hint};
}

Result<Settings> read_table(const std::string& path, const toml::table& table) {
  Settings settings;
  settings.source = path;
  settings.folder = absolute_path(path).parent_path().string();
  for (const auto& [name, node] : table) {
    const auto* const key = std::ranges::find(kKeys, name.str(), &Key::name);
    if (key == kKeys.end()) {
      return tl::unexpected<Error>(at_line(path, name.source(), unknown_key(name.str())));
    }
    if (Wrong wrong = key->read(node, settings)) {
      wrong->message = "`" + std::string(name.str()) + "`: " + wrong->message;
      return tl::unexpected<Error>(at_line(path, name.source(), *std::move(wrong)));
    }
  }
  return settings;
}

// parse_toml turns what the library throws into an Error.
Result<toml::table> parse_toml(const std::string& path, std::string_view text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return tl::unexpected<Error>(at_line(
        path, error.source(), {ErrorCode::InvalidArgument, std::string(error.description()), {}}));
  }
}

// shown is a path relative to the current folder when it lies in it.
std::string shown(const fs::path& path) {
  const fs::path relative = path.lexically_relative(absolute_path("."));
  return relative.empty() || *relative.begin() == ".." ? path.string() : relative.string();
}

// shared_folder is the deepest folder that holds all of `paths`.
fs::path shared_folder(std::span<const std::string> paths) {
  if (paths.empty()) {
    return absolute_path(".");
  }
  fs::path shared = folder_of(paths.front());
  for (const std::string& path : paths.subspan(1)) {
    const fs::path folder = folder_of(path);
    fs::path common;
    for (auto a = shared.begin(), b = folder.begin();
         a != shared.end() && b != folder.end() && *a == *b; ++a, ++b) {
      common /= *a;
    }
    shared = common;
  }
  return shared;
}

// load_if_there reads a configuration file that need not be there, or need not speak of us.
Result<std::optional<ConfigFile>> load_if_there(const std::string& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    return std::optional<ConfigFile>();
  }
  const text::Source source = AV_TRY(text::load_source(path, path, {kMostConfigBytes}));
  std::optional<Settings> settings = AV_TRY(read_config(path, source.text.text()));
  return settings ? std::optional(ConfigFile{path, *std::move(settings)}) : std::nullopt;
}

// config_in is the configuration in one folder.
Result<std::optional<ConfigFile>> config_in(const fs::path& folder) {
  std::optional<ConfigFile> own = AV_TRY(load_if_there(shown(folder / kOwnName)));
  return own ? std::move(own) : load_if_there(shown(folder / kSharedName));
}

}  // namespace

Result<std::optional<Settings>> read_config(const std::string& path, std::string_view text) {
  const toml::table root = AV_TRY(parse_toml(path, text));
  if (fs::path(path).filename() != kSharedName) {
    return std::optional(AV_TRY(read_table(path, root)));
  }
  const toml::table* const table = root["tool"]["antivenom"].as_table();
  if (table == nullptr) {
    return std::optional<Settings>();
  }
  return std::optional(AV_TRY(read_table(path, *table)));
}

Result<ConfigFile> load_config(const std::string& path) {
  const text::Source source = AV_TRY(text::load_source(path, path, {kMostConfigBytes}));
  std::optional<Settings> settings = AV_TRY(read_config(path, source.text.text()));
  if (!settings) {
    return fail(ErrorCode::InvalidArgument, path + " has no table [tool.antivenom]");
  }
  return ConfigFile{path, *std::move(settings)};
}

Result<std::optional<ConfigFile>> find_config(std::span<const std::string> paths) {
  fs::path folder = shared_folder(paths);
  std::error_code ignored;
  for (;;) {
    std::optional<ConfigFile> found = AV_TRY(config_in(folder));
    if (found || fs::exists(folder / ".git", ignored) || folder == folder.root_path()) {
      return found;
    }
    folder = folder.parent_path();
  }
}

}  // namespace av::engine
