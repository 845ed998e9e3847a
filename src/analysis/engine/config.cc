#include "analysis/engine/config.h"

#include "analysis/engine/config_key.h"
#include "analysis/engine/config_value.h"
#include "analysis/engine/project_folder.h"
#include "analysis/text/source.h"
#include "base/suggest.h"

#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <vector>

namespace av::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOwnName = "antivenom.toml";
constexpr std::string_view kSharedName = "pyproject.toml";
constexpr std::uint64_t kMostConfigBytes = std::uint64_t{1} << 20;

Error at_line(const std::string& path, const toml::source_region& where, Error error) {
  error.message = path + ":" + std::to_string(where.begin.line) + ": " + std::move(error.message);
  return error;
}

Error unknown_key(std::string_view name) {
  std::vector<std::string_view> names;
  for (const ConfigKey& key : config_keys()) {
    names.push_back(key.name);
  }
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

Result<void> check_keys(const std::string& path, const toml::table& table) {
  for (const auto& [name, node] : table) {
    if (std::ranges::find(config_keys(), name.str(), &ConfigKey::name) == config_keys().end()) {
      return tl::unexpected<Error>(at_line(path, name.source(), unknown_key(name.str())));
    }
  }
  return {};
}

Result<Settings> read_table(const std::string& path, const toml::table& table) {
  AV_TRY(check_keys(path, table));
  Settings settings;
  settings.source = path;
  settings.folder = absolute_path(path).parent_path().string();
  for (const ConfigKey& key : config_keys()) {
    const auto row = table.find(key.name);
    if (row == table.cend()) {
      continue;
    }
    const toml::source_region& where = row->first.source();
    add_origin(settings, key.name, path + ":" + std::to_string(where.begin.line));
    if (Wrong wrong = read_value(key.name, row->second, settings)) {
      wrong->message = "`" + std::string(key.name) + "`: " + wrong->message;
      return tl::unexpected<Error>(at_line(path, where, *std::move(wrong)));
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
