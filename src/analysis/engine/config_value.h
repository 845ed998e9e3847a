#pragma once
// config_value.h — reads the value of a key of the configuration (config_key.h has their list).

#include "analysis/engine/settings.h"

#include <toml++/toml.h>

#include <optional>
#include <string_view>

namespace av::engine {

// Wrong is a value that a key cannot take: what it takes, or the Error of a reader of words.
using Wrong = std::optional<Error>;

// read_value sets in `settings` what `node` says for `key`, which must be one of config_keys().
Wrong read_value(std::string_view key, const toml::node& node, Settings& settings);

}  // namespace av::engine
