#include "analysis/knowledge/model_file.h"

#include "analysis/knowledge/page_error.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace av::knowledge {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::string_view stripped(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(kSpace), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_name(std::string_view text) {
  const bool starts = !text.empty() && (text[0] < '0' || text[0] > '9');
  return starts && std::all_of(text.begin(), text.end(), is_name_char);
}

// Names joined by dots, each perhaps called () or indexed [].
bool is_path(std::string_view text) {
  while (true) {
    const auto* const end = std::find_if_not(text.begin(), text.end(), is_name_char);
    if (!is_name(text.substr(0, static_cast<std::size_t>(end - text.begin())))) {
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    while (text.starts_with("()") || text.starts_with("[]")) {
      text.remove_prefix(2);
    }
    if (text.empty() || text[0] != '.') {
      return text.empty();
    }
    text.remove_prefix(1);
  }
}

// comma_at is where the first part of a list ends: a comma outside of brackets and quotes.
std::size_t comma_at(std::string_view text) {
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      i += c == '\\' ? 1 : 0;
      quote = c == quote ? '\0' : quote;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      --depth;
    } else if (c == ',' && depth == 0) {
      return i;
    }
  }
  return text.size();
}

// ParameterList gathers the parts of a list.
class ParameterList {
 public:
  Result<void> add(std::string_view part) {
    if (part == "/") {
      return end_positions();
    }
    if (part == "*") {
      return begin_names();
    }
    const std::size_t stars = std::min(part.find_first_not_of('*'), part.size());
    const std::size_t equals = part.find('=');
    ModelParameter parameter;
    parameter.name = stripped(part.substr(
        stars, equals == std::string_view::npos ? equals : equals - std::min(equals, stars)));
    if (!is_name(parameter.name) || stars > 2 || closed_) {
      return wrong("`" + std::string(part) + "` is no parameter here");
    }
    parameter.has_default = equals != std::string_view::npos;
    if (parameter.has_default) {
      parameter.default_text = stripped(part.substr(equals + 1));
    }
    parameter.manner = stars == 2   ? Manner::Names
                       : stars == 1 ? Manner::Positions
                       : named_     ? Manner::Name
                                    : Manner::Either;
    named_ = named_ || stars == 1;
    closed_ = stars == 2;
    parameters_.push_back(std::move(parameter));
    return {};
  }

  std::vector<ModelParameter> take() { return std::move(parameters_); }

 private:
  static tl::unexpected<Error> wrong(std::string message) {
    return fail(ErrorCode::InvalidArgument, std::move(message),
                "write them as `def` does: \"a, /, b=1, *, c, **d\"");
  }

  Result<void> end_positions() {
    const bool is_late = std::ranges::any_of(parameters_, [](const ModelParameter& parameter) {
      return parameter.manner != Manner::Either;
    });
    if (parameters_.empty() || is_late || named_) {
      return wrong("`/` stands behind a parameter and before any `*`");
    }
    for (ModelParameter& parameter : parameters_) {
      parameter.manner = Manner::Position;
    }
    return {};
  }

  Result<void> begin_names() {
    if (named_ || closed_) {
      return wrong("there is one `*`, and it is before `**`");
    }
    named_ = true;
    return {};
  }

  std::vector<ModelParameter> parameters_;
  bool named_ = false;   // a * was passed
  bool closed_ = false;  // a ** was passed
};

// ModelReader takes a file's tables apart; the first failure stays.
class ModelReader {
 public:
  ModelReader(const toml::table& table, Model& model) : table_(table), model_(model) {}

  Result<void> read() {
    for (const auto& [key, value] : table_) {
      if (key == "function") {
        AV_TRY(read_functions(value));
      } else if (key == "aliases") {
        AV_TRY(read_aliases(value));
      } else if (key == "convention") {
        AV_TRY(read_conventions(value));
      } else if (const auto sort = parse_taint_sort(key.str())) {
        AV_TRY(read_taint_rows(model_.file, *sort, value, model_.taint));
      } else {
        return error_at(key.source())(
            "unknown table `" + std::string(key.str()) + "`",
            "the tables are [aliases], [[function]], [[source]], [[sink]], "
            "[[flow]], [[guard]], [[entry]] and [[convention]]");
      }
    }
    return {};
  }

 private:
  [[nodiscard]] PageError error_at(const toml::source_region& where) const {
    return {model_.file, where.begin.line};
  }

  Result<void> read_functions(const toml::node& node) {
    const toml::array* array = node.as_array();
    if (array == nullptr || !array->is_homogeneous<toml::table>()) {
      return error_at(node.source())("`function` must be a list of tables", "write [[function]]");
    }
    for (const toml::node& item : *array) {
      AV_TRY(read_function(*item.as_table()));
    }
    return {};
  }

  Result<void> read_function(const toml::table& table) {
    ModelFunction function;
    function.line = table.source().begin.line;
    for (const auto& [key, value] : table) {
      const auto text = value.value_exact<std::string>();
      const bool is_known = key == "path" || key == "parameters" || key == "returns";
      if (!text || !is_known) {
        return error_at(key.source())("`" + std::string(key.str()) + "` is no text of a function",
                                      "the keys are path, parameters, returns; all are texts");
      }
      AV_TRY(read_field(key, *text, function));
    }
    if (function.path.empty()) {
      return error_at(table.source())("a function without `path`", "write path = \"module.name\"");
    }
    model_.functions.push_back(std::move(function));
    return {};
  }

  Result<void> read_field(const toml::key& key, const std::string& text, ModelFunction& function) {
    if (key == "parameters") {
      Result<std::vector<ModelParameter>> parameters = read_parameters(text);
      if (!parameters) {
        return error_at(key.source())(parameters.error().message, parameters.error().hint);
      }
      function.parameters = *std::move(parameters);
      function.has_parameters = true;
      return {};
    }
    if (!is_path(text)) {
      return error_at(key.source())("`" + text + "` is no dotted path",
                                    "write names joined by dots: module.Class.method");
    }
    (key == "path" ? function.path : function.returns) = text;
    return {};
  }

  Result<void> read_conventions(const toml::node& node) {
    const toml::array* array = node.as_array();
    if (array == nullptr || !array->is_homogeneous<toml::table>()) {
      return error_at(node.source())("`convention` must be a list of tables",
                                     "write [[convention]]");
    }
    for (const toml::node& item : *array) {
      AV_TRY(read_convention(*item.as_table()));
    }
    return {};
  }

  Result<void> read_convention(const toml::table& table) {
    ModelConvention made;
    for (const auto& [key, value] : table) {
      std::string* const field = key == "parameter" ? &made.parameter
                                 : key == "beside"  ? &made.beside
                                 : key == "type"    ? &made.type
                                                    : nullptr;
      const auto text = value.value_exact<std::string>();
      if (field == nullptr || !text || !is_path(*text)) {
        return error_at(key.source())("`" + std::string(key.str()) + "` is no name of a convention",
                                      "the keys are parameter, beside, type; all are names");
      }
      *field = *text;
    }
    if (made.parameter.empty() || made.beside.empty() || made.type.empty()) {
      return error_at(table.source())("a convention that does not say all",
                                      "write parameter, beside and type");
    }
    model_.conventions.push_back(std::move(made));
    return {};
  }

  Result<void> read_aliases(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      return error_at(node.source())("`aliases` must be a table", "write [aliases]");
    }
    for (const auto& [key, value] : *table) {
      const auto text = value.value_exact<std::string>();
      if (!text || !is_path(*text) || !is_path(key.str())) {
        return error_at(key.source())("an alias joins two dotted paths",
                                      "write \"other.name\" = \"name.rules.know\"");
      }
      model_.aliases.push_back({std::string(key.str()), *text, key.source().begin.line});
    }
    return {};
  }

  const toml::table& table_;
  Model& model_;
};

// Clashes remembers who said something of a path first.
class Clashes {
 public:
  Result<void> note(const std::string& path, const std::string& file, std::uint32_t line) {
    const auto [known, is_new] = first_.emplace(path, std::pair(&file, line));
    if (is_new) {
      return {};
    }
    return PageError{file, line}("`" + path + "` is also in " + *known->second.first + ":" +
                                     std::to_string(known->second.second),
                                 "say it once");
  }

 private:
  std::map<std::string, std::pair<const std::string*, std::uint32_t>> first_;
};

}  // namespace

Result<std::vector<ModelParameter>> read_parameters(std::string_view text) {
  ParameterList list;
  std::string_view rest = stripped(text);
  while (!rest.empty()) {
    const std::size_t end = comma_at(rest);
    AV_TRY(list.add(stripped(rest.substr(0, end))));
    rest = stripped(rest.substr(std::min(end + 1, rest.size())));
  }
  return list.take();
}

Result<Model> read_model(std::string file, std::string_view text) {
  Model model;
  model.file = std::move(file);
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return PageError{model.file, error.source().begin.line}(
        "the model is no TOML: " + std::string(error.description()),
        "write `key = \"value\"` lines below [[function]] or [aliases]");
  }
  AV_TRY(ModelReader(table, model).read());
  return model;
}

Result<void> find_clash(const std::vector<Model>& models) {
  Clashes functions;
  Clashes aliases;
  for (const Model& model : models) {
    for (const ModelFunction& function : model.functions) {
      AV_TRY(functions.note(function.path, model.file, function.line));
    }
    for (const ModelAlias& alias : model.aliases) {
      AV_TRY(aliases.note(alias.path, model.file, alias.line));
    }
  }
  return {};
}

}  // namespace av::knowledge
