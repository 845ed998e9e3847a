#pragma once
// config.h — reads [tool.antivenom] of a pyproject.toml, or an antivenom.toml.
//
// Failure: Error with `path:line:` and how to mend it.  An unknown key, a wrong type, a rule that
// does not exist are Errors: a misspelt setting must not silently be without effect.
// The rule pages that a configuration names are installed while it is read.

#include "analysis/engine/settings.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace av::engine {

// read_config reads the settings in `text`, the content of the file at `path`; nothing when the
// file is a pyproject.toml without [tool.antivenom].
Result<std::optional<Settings>> read_config(const std::string& path, std::string_view text);

// ConfigFile is a configuration and where it was found.
struct ConfigFile {
  std::string path;
  Settings settings;
};

// load_config reads the file at `path`, whatever its name; one that says nothing is an Error.
Result<ConfigFile> load_config(const std::string& path);

// find_config looks in the nearest folder that holds all of `paths`, and in those above it up to
// the root of the repository, for an antivenom.toml or a pyproject.toml with [tool.antivenom].
Result<std::optional<ConfigFile>> find_config(std::span<const std::string> paths);

}  // namespace av::engine
