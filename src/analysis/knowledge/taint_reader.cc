#include "analysis/knowledge/taint_reader.h"

#include "analysis/knowledge/page_error.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

namespace av::knowledge {
namespace {

using Sort = TaintRow::Sort;

constexpr std::array<std::string_view, 5> kTables = {"source", "sink", "flow", "guard", "entry"};

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 2 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

struct RootWord {
  std::string_view word;
  Port::Root root;
};
constexpr RootWord kRoots[] = {{"return", Port::Root::Return},
                               {"self", Port::Root::Receiver},
                               {"arguments", Port::Root::Arguments},
                               {"keywords", Port::Root::Keywords},
                               {"nothing", Port::Root::Nothing}};

// Whether a place in brackets is 7, @0 or a key: [$where], [=$where]; [=*] is any key, [a,b] in an
// entry each of them.
bool is_place(std::string_view text) {
  if (text.starts_with('@')) {
    return is_number(text.substr(1));
  }
  text.remove_prefix(text.starts_with('=') ? 1 : 0);
  return is_number(text) || (!text.empty() && (text[0] < '0' || text[0] > '9') &&
                             std::ranges::all_of(text, [](char c) {
                               return is_word_char(c) ||
                                      std::string_view("$-*,.").find(c) != std::string_view::npos;
                             }));
}

// Whether a text is any number of [], {}, [7], [@0], [key], [=key], .name.
bool are_steps(std::string_view text) {
  while (!text.empty()) {
    std::size_t end = 0;
    if (text.starts_with("[]") || text.starts_with("{}")) {
      end = 2;
    } else if (text[0] == '[') {
      end = text.find(']') + 1;
      if (end == 0 || !is_place(text.substr(1, end - 2))) {
        return false;
      }
    } else if (text[0] == '.') {
      const auto* const past = std::find_if_not(text.begin() + 1, text.end(), is_word_char);
      end = static_cast<std::size_t>(past - text.begin());
    }
    if (end < 2) {
      return false;
    }
    text.remove_prefix(end);
  }
  return true;
}

// RowReader reads one table of one sort.
class RowReader {
 public:
  RowReader(const std::string& file, Sort sort, const toml::table& table)
      : file_(file), table_(table) {
    row_.sort = sort;
  }

  Result<void> read(std::vector<TaintRow>& rows) {
    AV_TRY(check_keys());
    const std::string path = AV_TRY(row_.sort == Sort::Entry ? entry_path() : text_at("path", ""));
    if (path.empty()) {
      return wrong("a row without `path`", row_.sort == Sort::Entry
                                               ? "write decorator, base, route or signature"
                                               : "write path = \"module.name\"");
    }
    AV_TRY(read_kind());
    AV_TRY(read_clears());
    std::vector<TaintRow> ports;
    AV_TRY(read_ports(ports));
    for (const std::string& one : with_braces(path)) {
      for (TaintRow& row : ports) {
        row.path = one;
        rows.push_back(row);
      }
    }
    return {};
  }

 private:
  [[nodiscard]] tl::unexpected<Error> wrong(const std::string& message,
                                            const std::string& hint) const {
    return PageError{file_, table_.source().begin.line}(message, hint);
  }

  [[nodiscard]] std::span<const std::string_view> keys() const {
    static constexpr std::string_view kSource[] = {"path", "kind", "to", "clears"};
    static constexpr std::string_view kSink[] = {"path",   "kind", "argument", "when",
                                                 "unless", "is",   "is_not"};
    static constexpr std::string_view kFlow[] = {"path", "from", "to", "clears"};
    static constexpr std::string_view kGuard[] = {"path", "argument", "clears"};
    static constexpr std::string_view kEntry[] = {"decorator", "base",     "route",   "signature",
                                                  "kind",      "argument", "methods", "returns",
                                                  "when",      "is"};
    static constexpr std::array<std::span<const std::string_view>, 5> kKeys = {
        kSource, kSink, kFlow, kGuard, kEntry};
    return kKeys[static_cast<std::size_t>(row_.sort)];
  }

  Result<void> check_keys() {
    for (const auto& [key, value] : table_) {
      const std::span<const std::string_view> known_keys = keys();
      if (std::ranges::find(known_keys, key.str()) == known_keys.end()) {
        std::string list;
        for (const std::string_view known : known_keys) {
          list += (list.empty() ? "" : ", ") + std::string(known);
        }
        return PageError{file_, key.source().begin.line}(
            "unknown key `" + std::string(key.str()) + "`", "the keys are " + list);
      }
    }
    return {};
  }

  Result<std::string> text_at(std::string_view key, std::string_view otherwise) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      return std::string(otherwise);
    }
    auto text = node->value_exact<std::string>();
    if (!text) {
      return wrong("`" + std::string(key) + "` is no text", "write it in quotes");
    }
    return *std::move(text);
  }

  // What an entry hangs on: a decorator, a base class, a call that is given the function, or how
  // the function's parameters are called.
  Result<std::string> entry_path() {
    constexpr std::string_view kWays[] = {"decorator", "base", "route", "signature"};
    std::string path;
    for (std::size_t i = 0; i < std::size(kWays); ++i) {
      std::string one = AV_TRY(text_at(kWays[i], ""));
      if (!one.empty() && !path.empty()) {
        return wrong("an entry of two sorts", "write a table for each");
      }
      if (!one.empty()) {
        path = std::move(one);
        row_.way = static_cast<TaintEntry::Way>(i);
      }
    }
    return path;
  }

  // A text, or a list of texts.
  Result<std::vector<std::string>> texts_at(std::string_view key) {
    std::vector<std::string> texts;
    const toml::node* node = table_.get(key);
    const toml::array* array = node == nullptr ? nullptr : node->as_array();
    if (array == nullptr) {
      std::string one = AV_TRY(text_at(key, ""));
      if (!one.empty()) {
        texts.push_back(std::move(one));
      }
      return texts;
    }
    for (const toml::node& item : *array) {
      auto text = item.value_exact<std::string>();
      if (!text) {
        return wrong("`" + std::string(key) + "` holds more than texts", "write a list of texts");
      }
      texts.push_back(*std::move(text));
    }
    return texts;
  }

  Result<void> read_kind() {
    if (row_.sort == Sort::Flow || row_.sort == Sort::Guard) {
      return {};
    }
    const std::string word = AV_TRY(text_at("kind", ""));
    if (row_.sort == Sort::Sink) {
      const auto kind = parse_sink_kind(word);
      row_.kind = static_cast<std::uint8_t>(kind.value_or(SinkKind::Command));
      return kind ? Result<void>() : wrong_kind(word);
    }
    const std::string returns = AV_TRY(text_at("returns", ""));
    row_.returns = parse_sink_kind(returns);
    if (!returns.empty() && !row_.returns) {
      return wrong_kind(returns);
    }
    const auto kind = parse_source_kind(word);
    row_.kind = static_cast<std::uint8_t>(kind.value_or(SourceKind::Request));
    return kind ? Result<void>() : wrong_kind(word);
  }

  [[nodiscard]] Result<void> wrong_kind(const std::string& word) const {
    return wrong("`" + word + "` is no kind", "docs/models.md lists the kinds");
  }

  Result<void> read_clears() {
    const std::vector<std::string> words = AV_TRY(texts_at("clears"));
    for (const std::string& word : words) {
      const auto kind = parse_sink_kind(word);
      if (!kind && word != "all") {
        return wrong_kind(word);
      }
      row_.clears |= kind ? set_of(*kind) : kAllSinks;
    }
    return {};
  }

  // The rows that one table stands for: one for each port.
  Result<void> read_ports(std::vector<TaintRow>& rows) {
    const bool is_entry = row_.sort == Sort::Entry;
    const bool goes_in = row_.sort == Sort::Sink || row_.sort == Sort::Guard ||
                         (is_entry && row_.way == TaintEntry::Way::Route);
    const bool may_go_in = is_entry && row_.way != TaintEntry::Way::Base;
    AV_TRY(read_condition());
    const std::vector<PortText> from = AV_TRY(ports_at("from", ""));
    const std::vector<PortText> to =
        AV_TRY(ports_at(goes_in || may_go_in ? "argument" : "to", goes_in ? "" : "return"));
    if (to.empty() || (from.empty() && row_.sort == Sort::Flow)) {
      return wrong("a row that does not say where", "write argument, or from = \"nothing\"");
    }
    for (std::size_t i = 0; i < std::max<std::size_t>(from.size(), 1); ++i) {
      for (std::size_t j = 0; j < std::max<std::size_t>(to.size(), 1); ++j) {
        row_.from = from.empty() ? PortText() : from[i];
        row_.to = to.empty() ? PortText() : to[j];
        rows.push_back(row_);
      }
    }
    return {};
  }

  // Where a sink is one, and which methods an entry means.
  Result<void> read_condition() {
    row_.when = AV_TRY(joined_at("when"));
    const std::string unless = AV_TRY(joined_at("unless"));
    row_.unless = !unless.empty();
    row_.when += unless;
    row_.values = AV_TRY(joined_at("is"));
    const std::string others = AV_TRY(joined_at("is_not"));
    row_.values += others.empty() ? "" : "!" + others;
    row_.methods = AV_TRY(joined_at("methods"));
    if (row_.values.empty() && row_.when.find(',') != std::string::npos) {
      return wrong("several arguments that are only true", "say what they are: is = [...]");
    }
    if (!row_.values.empty() && row_.when.empty()) {
      return wrong("`is` without `when` or `unless`", "say which argument is meant");
    }
    return {};
  }

  // A list of texts as one, with commas between.
  Result<std::string> joined_at(std::string_view key) {
    const std::vector<std::string> texts = AV_TRY(texts_at(key));
    std::string joined;
    for (const std::string& text : texts) {
      if (text.find_first_of(",\"\\\n") != std::string::npos) {
        return wrong("`" + text + "` holds a comma, a quote, a backslash or a new line",
                     "only plain texts can be compared");
      }
      joined += (joined.empty() ? "" : ",") + text;
    }
    return joined;
  }

  Result<std::vector<PortText>> ports_at(std::string_view key, std::string_view otherwise) {
    std::vector<std::string> texts = AV_TRY(texts_at(key));
    if (texts.empty() && !otherwise.empty()) {
      texts.emplace_back(otherwise);
    }
    std::vector<PortText> ports;
    for (const std::string& text : texts) {
      auto port = read_port(text);
      if (!port) {
        return wrong("`" + text + "` is no port",
                     "write return, self, arguments, a parameter or 0");
      }
      ports.push_back(*std::move(port));
    }
    return ports;
  }

  const std::string& file_;
  const toml::table& table_;
  TaintRow row_;
};

}  // namespace

std::optional<Sort> parse_taint_sort(std::string_view name) {
  const auto* found = std::ranges::find(kTables, name);
  return found == kTables.end() ? std::nullopt
                                : std::optional(static_cast<Sort>(found - kTables.begin()));
}

Result<void> read_taint_rows(const std::string& file, Sort sort, const toml::node& node,
                             std::vector<TaintRow>& rows) {
  const toml::array* array = node.as_array();
  if (array == nullptr || !array->is_homogeneous<toml::table>()) {
    const std::string name(kTables[static_cast<std::size_t>(sort)]);
    return PageError{file, node.source().begin.line}("`" + name + "` must be a list of tables",
                                                     "write [[" + name + "]]");
  }
  for (const toml::node& item : *array) {
    AV_TRY(RowReader(file, sort, *item.as_table()).read(rows));
  }
  return {};
}

std::optional<PortText> read_port(std::string_view text) {
  const auto* const end = std::find_if_not(text.begin(), text.end(), is_word_char);
  const std::string_view root = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  PortText port;
  port.steps = text.substr(root.size());
  if (root.empty() || !are_steps(port.steps)) {
    return std::nullopt;
  }
  if (is_number(root)) {
    port.root = Port::Root::Position;
    for (const char c : root) {
      port.position = static_cast<std::uint8_t>(port.position * 10 + (c - '0'));
    }
  } else if (const auto* word = std::ranges::find(kRoots, root, &RootWord::word);
             word != std::end(kRoots)) {
    port.root = word->root;
  } else {
    port.root = Port::Root::Parameter;
    port.parameter = root;
  }
  return port;
}

std::vector<std::string> with_braces(std::string_view text) {
  std::vector<std::string> done;
  std::vector<std::string> open = {std::string(text)};
  while (!open.empty()) {
    const std::string one = std::move(open.back());
    open.pop_back();
    const std::size_t start = one.find('{');
    const std::size_t end = one.find('}', std::min(start, one.size()));
    if (start == std::string::npos || end == std::string::npos) {
      done.push_back(one);
      continue;
    }
    for (std::size_t at = start; at < end;) {
      const std::size_t comma = std::min(one.find(',', at + 1), end);
      open.push_back(one.substr(0, start) + one.substr(at + 1, comma - at - 1) +
                     one.substr(end + 1));
      at = comma;
    }
  }
  std::ranges::reverse(done);
  return done;
}

}  // namespace av::knowledge
