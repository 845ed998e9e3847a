#pragma once
// config_schema.h — the configuration as a JSON schema (draft 7), which editors complete and check
// TOML by.
//
// Made from engine::config_keys(), the table that reads the configuration.  It names no rules, so
// that it stays the same when one is added.

#include <string>

namespace av::report {

// config_schema_json is the schema of an antivenom.toml, and so of [tool.antivenom].
std::string config_schema_json();

}  // namespace av::report
