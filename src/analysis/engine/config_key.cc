#include "analysis/engine/config_key.h"

#include "analysis/engine/config_value.h"
#include "analysis/engine/selection.h"
#include "analysis/knowledge/model_book.h"
#include "analysis/knowledge/rule_book.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <utility>
#include <vector>

namespace av::engine {
namespace {

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

// read_folders also installs what is in them: keys that are read after it may name their rules.
Wrong read_folders(const toml::node& node, const Settings& settings,
                   Result<void> (*install)(const std::string&), std::vector<std::string>& folders) {
  std::vector<std::string> names;
  if (Wrong wrong = read_words(node, names)) {
    return wrong;
  }
  for (const std::string& name : names) {
    const std::filesystem::path home = std::filesystem::path(settings.source).parent_path();
    folders.push_back((home / name).string());
    if (const Result<void> installed = install(folders.back()); !installed) {
      return installed.error();
    }
  }
  return std::nullopt;
}

// text_of is a string or a whole number as text.
std::string text_of(const toml::node& node) {
  if (const std::optional<std::int64_t> number = node.value_exact<std::int64_t>()) {
    return std::to_string(*number);
  }
  return node.value_exact<std::string>().value_or("");
}

// toml_string is `text` as a string of TOML.
std::string toml_string(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (byte < 0x20 || byte == 0x7F) {
      out.append("\\u00") += {kHex[byte >> 4U], kHex[byte & 0xFU]};
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string list_text(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    out += (out.empty() ? "" : ", ") + toml_string(word);
  }
  return "[" + out + "]";
}

std::string table_text(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::string out;
  for (const auto& [key, value] : rows) {
    out.append(out.empty() ? " " : ", ").append(key).append(" = ").append(value);
  }
  return out.empty() ? "{}" : "{" + out + " }";
}

std::string show_path_ignores(const Settings& settings) {
  std::vector<std::pair<std::string, std::string>> rows;
  rows.reserve(settings.path_ignores.size());
  for (const PathIgnore& ignore : settings.path_ignores) {
    rows.emplace_back(toml_string(ignore.pattern), list_text(ignore.selectors));
  }
  return table_text(rows);
}

std::string show_severities(const Settings& settings) {
  std::vector<std::pair<std::string, std::string>> rows;
  rows.reserve(settings.severities.size());
  for (const auto& [rule, severity] : settings.severities) {
    rows.emplace_back(rule->name, toml_string(name_of(severity)));
  }
  return table_text(rows);
}

std::string show_select(const Settings& settings) {
  return settings.select.empty() ? list_text({"all"}) : list_text(settings.select);
}

// show_size uses the largest unit that divides the size.
std::string show_size(const Settings& settings) {
  std::uint64_t bytes = settings.max_file_bytes.value_or(kDefaultMaxFileBytes);
  constexpr std::array<std::string_view, 4> kUnits = {"", " KiB", " MiB", " GiB"};
  std::size_t unit = 0;
  while (bytes % 1024 == 0 && unit + 1 < kUnits.size()) {
    bytes /= 1024;
    ++unit;
  }
  return unit == 0 ? std::to_string(bytes)
                   : toml_string(std::to_string(bytes) + std::string(kUnits[unit]));
}

std::string show_flag(std::optional<bool> flag) {
  return flag.value_or(false) ? "true" : "false";
}

std::string show_fail_level(const Settings& settings) {
  const FailLevel level = settings.fail_on.value_or(FailLevel());
  return toml_string(std::string(name_of(level.severity)) + ":" +
                     std::string(name_of(level.confidence)));
}

std::string show_threats(const Settings& settings) {
  using knowledge::Threat;
  const Threats threats = settings.threats.value_or(kDefaultThreats);
  std::vector<std::string> words;
  for (const Threat threat : {Threat::Remote, Threat::Local, Threat::Library}) {
    if ((threats & threat_bit(threat)) != 0) {
      words.emplace_back(name_of(threat));
    }
  }
  return list_text(words);
}

Wrong read_threats(const toml::node& node, Settings& settings) {
  std::vector<std::string> words;
  if (Wrong wrong = read_words(node, words)) {
    return wrong;
  }
  return put(parse_threats(words), settings.threats);
}

using Node = const toml::node&;

// Row is a key and how its value is read.
struct Row {
  ConfigKey key;
  Wrong (*read)(const toml::node& node, Settings& settings);
};

// Read in this order: what names rules comes after what brings them.
constexpr std::array kRows = {
    Row{{"rules", ValueForm::Folders, "Folders of your own rule pages",
         [](const Settings& from) { return list_text(from.rules); }},
        [](Node node, Settings& to) {
          return read_folders(node, to, knowledge::install_folder, to.rules);
        }},
    Row{{"models", ValueForm::Folders, "Folders of your own models of libraries",
         [](const Settings& from) { return list_text(from.models); }},
        [](Node node, Settings& to) {
          return read_folders(node, to, knowledge::install_models, to.models);
        }},
    Row{{"select", ValueForm::Rules, "Rules to report: ids, names or chapters, or all",
         show_select},
        [](Node node, Settings& to) { return read_selectors(node, to.select); }},
    Row{{"ignore", ValueForm::Rules, "And of those, not these",
         [](const Settings& from) { return list_text(from.ignore); }},
        [](Node node, Settings& to) { return read_selectors(node, to.ignore); }},
    Row{{"exclude", ValueForm::Patterns, "Files and folders to leave out, as in .gitignore",
         [](const Settings& from) { return list_text(from.exclude); }},
        [](Node node, Settings& to) { return read_words(node, to.exclude); }},
    Row{{"markdown", ValueForm::Flag, "Also scan the Python in Markdown pages",
         [](const Settings& from) { return show_flag(from.markdown); }},
        [](Node node, Settings& to) { return read_flag(node, to.markdown); }},
    Row{{"flow", ValueForm::Flag, "Follow values from outside to where they do harm",
         [](const Settings& from) { return show_flag(from.flow.value_or(true)); }},
        [](Node node, Settings& to) { return read_flag(node, to.flow); }},
    Row{{"threats", ValueForm::ThreatWords, "Where values come from that count", show_threats},
        read_threats},
    Row{{"baseline", ValueForm::File, "A file with the findings that are known already",
         [](const Settings& from) {
           return from.baseline.empty() ? std::string() : toml_string(from.baseline);
         },
         "every finding is reported"},
        read_baseline},
    Row{{"min-severity", ValueForm::Severity, "The least severity to report",
         [](const Settings& from) {
           return toml_string(name_of(from.min_severity.value_or(knowledge::Severity::Note)));
         }},
        [](Node node, Settings& to) {
          return put(parse_severity_word(text_of(node)), to.min_severity);
        }},
    Row{{"min-confidence", ValueForm::Confidence, "The least confidence to report",
         [](const Settings& from) {
           return toml_string(name_of(from.min_confidence.value_or(knowledge::Confidence::Low)));
         }},
        [](Node node, Settings& to) {
          return put(parse_confidence_word(text_of(node)), to.min_confidence);
        }},
    Row{{"fail-on", ValueForm::FailLevel, "Exit with 1 from this severity and confidence on",
         show_fail_level},
        [](Node node, Settings& to) { return put(parse_fail_level(text_of(node)), to.fail_on); }},
    Row{{"honor-nosec", ValueForm::Flag, "Heed # nosec and # noqa: S... of other scanners",
         [](const Settings& from) { return show_flag(from.honor_foreign); }},
        [](Node node, Settings& to) { return read_flag(node, to.honor_foreign); }},
    Row{{"strict", ValueForm::Flag, "Exit with 4 when something could not be analysed",
         [](const Settings& from) { return show_flag(from.strict); }},
        [](Node node, Settings& to) { return read_flag(node, to.strict); }},
    Row{{"max-file-size", ValueForm::Size, "Larger files are not read; at most 512 MiB", show_size},
        [](Node node, Settings& to) {
          return put(parse_byte_size(text_of(node)), to.max_file_bytes);
        }},
    Row{{"max-files", ValueForm::Count, "Of more files, the rest is not read",
         [](const Settings& from) {
           return std::to_string(from.max_files.value_or(kDefaultMaxFiles));
         }},
        [](Node node, Settings& to) { return read_count(node, to.max_files); }},
    Row{{"jobs", ValueForm::Threads, "Threads",
         [](const Settings& from) { return from.jobs ? std::to_string(*from.jobs) : ""; },
         "one thread a processor"},
        [](Node node, Settings& to) { return put(parse_jobs(text_of(node)), to.jobs); }},
    Row{{"per-path-ignores", ValueForm::PathIgnores, "Rules that are off for files, by pattern",
         show_path_ignores},
        read_path_ignores},
    Row{{"severity", ValueForm::Severities, "Severities of rules, in the place of their own",
         show_severities},
        read_severities},
};

constexpr auto kKeys = [] {
  std::array<ConfigKey, kRows.size()> keys = {};
  std::ranges::transform(kRows, keys.begin(), &Row::key);
  return keys;
}();

}  // namespace

std::span<const ConfigKey> config_keys() {
  return kKeys;
}

Wrong read_value(std::string_view key, const toml::node& node, Settings& settings) {
  const auto* const row =
      std::ranges::find_if(kRows, [&](const Row& one) { return one.key.name == key; });
  return row == kRows.end() ? wants("nothing: it is no key") : row->read(node, settings);
}

}  // namespace av::engine
