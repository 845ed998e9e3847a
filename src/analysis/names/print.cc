#include "analysis/names/print.h"

#include "analysis/knowledge/module_names.h"
#include "analysis/names/constant_writer.h"
#include "analysis/names/module_finder.h"
#include "analysis/text/lines.h"
#include "base/arena.h"
#include "base/printable.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <tuple>

namespace av::names {

using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;

namespace {

constexpr std::size_t kLongest = 200;  // bytes of a text or list that are shown

std::string shortened(std::string text) {
  if (text.size() > kLongest) {
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
      --end;
    }
    text.resize(end);
    text += "…";
  }
  return text;
}

std::string name_of_definition(const Tree& tree, NodeId definition) {
  for (const NodeId child : tree.children(definition)) {
    if (tree.is(child, NodeKind::Identifier)) {
      return std::string(tree.text_of(child));
    }
  }
  return "";
}

std::string float_text(double real) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, real).ptr;
  const std::string text(digits, end);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

std::string text_value(const Value& value, const Tree& tree) {
  std::string out = value.is_bytes ? "b\"" : "\"";
  for (const Piece& piece : value.pieces) {
    if (!piece.hole.exists()) {
      out += piece.text;
      continue;
    }
    const char* form = piece.form == Piece::Form::Number ? ":n"
                       : piece.form == Piece::Form::Repr ? ":r"
                                                         : "";
    out += "{" + std::string(tree.text_of(piece.hole)) + form +
           (piece.is_known ? "=" + std::string(piece.text) : "") + "}";
  }
  return out + "\"";
}

std::string items_text(const Value& value, const char* separator, const Tree& tree) {
  std::string out;
  for (const Item& item : value.items) {
    out += (out.empty() ? "" : separator) + describe(*item.value, tree);
  }
  return out + (value.is_open ? "…" : "");
}

std::string entries_text(const Value& value, const Tree& tree) {
  std::string out;
  for (const Entry& entry : value.entries) {
    out += (out.empty() ? "" : ", ") + (entry.key == nullptr ? "**" : describe(*entry.key, tree)) +
           ": " + describe(*entry.value, tree);
  }
  return out + (value.is_open ? "…" : "");
}

std::string on_one_line(std::string_view text) {
  return shortened(base::printable(text));
}

}  // namespace

std::string describe(const Meanings& meanings, const Tree& tree) {
  std::string out;
  for (const Meaning& meaning : meanings.all()) {
    out += out.empty() ? "" : "|";
    out += meaning.kind == Meaning::Kind::Instance ? "a:" : "";
    out += meaning.path.empty() ? "local " + name_of_definition(tree, meaning.definition)
                                : std::string(meaning.path);
  }
  return out.empty() ? "?" : out;
}

std::string describe(const Value& value, const Tree& tree) {
  switch (value.kind) {
    case ValueKind::Unknown:
      return "?";
    case ValueKind::None:
      return "None";
    case ValueKind::Bool:
      return value.integer != 0 ? "True" : "False";
    case ValueKind::Int:
      return std::to_string(value.integer);
    case ValueKind::Float:
      return float_text(value.real);
    case ValueKind::Text:
      return text_value(value, tree);
    case ValueKind::List:
      return "[" + items_text(value, ", ", tree) + "]";
    case ValueKind::Tuple:
      return "(" + items_text(value, ", ", tree) + ")";
    case ValueKind::Set:
      return "{" + items_text(value, ", ", tree) + "}";
    case ValueKind::Dict:
      return "{" + entries_text(value, tree) + "}";
    case ValueKind::OneOf:
      return items_text(value, "|", tree);
  }
  return "";
}

namespace {

// NameCollector follows star imports; each module is looked at once.
class NameCollector {
 public:
  explicit NameCollector(const Project& project) : project_(project) {}

  std::vector<VisibleName> collect(ModuleId module) {
    add_module(module, {});
    add_submodules(module);
    std::vector<VisibleName> out;
    out.reserve(found_.size());
    for (auto& [name, visible] : found_) {
      out.push_back(std::move(visible));
    }
    return out;
  }

  // is_open says whether the module may have names that collect() does not give.
  bool is_open(ModuleId module) {
    add_module(module, {});
    return is_open_;
  }

 private:
  // `way` is how the module's names get here: none, when they are its own.
  struct Way {
    bool is_star = false;
    bool is_certain = true;
    Platform platform = Platform::Any;
  };

  void add_module(ModuleId module, Way way) {
    if (!seen_.insert(module.index()).second) {
      return;
    }
    const Module& row = project_[module];
    const std::string_view name = project_.text(row.name);
    for (const Member& member : project_.members(row.members)) {
      if (!member.is_hidden) {
        add(project_.text(member.name),
            {way.is_star, way.is_certain && member.is_certain,
             way.platform == Platform::Any ? member.platform : way.platform},
            module);
      }
    }
    for (const std::string_view hidden :
         row.is_standard ? knowledge::hidden_names(name) : std::vector<std::string_view>()) {
      add(hidden, way, module);
    }
    for (const Target& star : project_.targets(row.stars)) {
      add_star(project_.text(TextId(star.ref)), module,
               {true, way.is_certain && star.is_certain,
                way.platform == Platform::Any ? star.platform : way.platform});
    }
  }

  void add_star(std::string_view path, ModuleId module, Way way) {
    const ModuleId source = project_.find_import(module, path);
    if (source.exists()) {
      add_module(source, way);
      return;
    }
    const std::vector<std::string_view> names = knowledge::hidden_names(path);
    is_open_ = is_open_ || names.empty();
    for (const std::string_view name : names) {
      if (!name.starts_with('_')) {
        add_found(name, way, path);
      }
    }
  }

  // A submodule is a name of its package once anything has imported it: what the package imports
  // when it runs, and what these import.
  void add_submodules(ModuleId package) {
    std::set<std::uint32_t> loaded = {package.index()};
    std::vector<ModuleId> waiting = {package};
    while (!waiting.empty()) {
      const ModuleId module = waiting.back();
      waiting.pop_back();
      for (const TextId load : project_.names(project_[module].loads)) {
        note_load(module, project_.text(load), loaded, waiting);
      }
    }
    for (const ModuleLink& child : project_.links(project_[package].children)) {
      if (loaded.contains(child.module.index())) {
        add_found(project_.text(child.name), {}, "");
      }
    }
  }

  // a.b.c imports a, a.b and a.b.c.
  void note_load(ModuleId module, std::string_view dotted, std::set<std::uint32_t>& loaded,
                 std::vector<ModuleId>& waiting) const {
    std::size_t end = std::min(dotted.find_first_not_of('.'), dotted.size());
    while (true) {
      end = std::min(dotted.find('.', end), dotted.size());
      const ModuleId found = project_.find_import(module, dotted.substr(0, end));
      if (found.exists() && loaded.insert(found.index()).second) {
        waiting.push_back(found);
      }
      if (end == dotted.size()) {
        return;
      }
      ++end;
    }
  }

  void add(std::string_view name, Way way, ModuleId module) {
    if (!way.is_star) {
      return add_found(name, way, "");
    }
    if (project_.exports(module, name)) {
      way.is_certain = way.is_certain && !project_[module].has_other_all;
      add_found(name, way, project_.text(project_[module].name));
    }
  }

  void add_found(std::string_view name, const Way& way, std::string_view from) {
    VisibleName& visible = found_[std::string(name)];
    visible.is_certain = visible.is_certain || way.is_certain;
    if (visible.name.empty()) {
      visible.name = name;
      visible.from = from;
      visible.platform = way.platform;
    } else if (visible.platform != way.platform) {
      visible.platform = Platform::Any;
    }
  }

  const Project& project_;
  std::set<std::uint32_t> seen_;
  std::map<std::string, VisibleName> found_;
  bool is_open_ = false;  // a star import brings names of which nothing is known
};

// NamesPrinter lists one module.
class NamesPrinter {
 public:
  NamesPrinter(FileNames& names, const Project& project, ModuleId module)
      : names_(names), project_(project), module_(module), lines_(names.tree().text()) {}

  std::string print() {
    const Module& row = project_[module_];
    out_ = "module " + std::string(project_.text(row.name)) +
           (row.is_package ? " (package)"
            : row.is_stub  ? " (stub)"
                           : "") +
           "\n";
    for (const NodeId import : imports()) {
      print_import(import);
    }
    for (const VisibleName& name : visible_names(project_, module_)) {
      print_name(name);
    }
    const auto& classes = project_.tables().classes;
    for (std::uint32_t i = 0; i < classes.size(); ++i) {
      if (classes[i].module == module_) {
        print_class(ClassId(i));
      }
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::vector<NodeId> imports() const {
    const Tree& tree = names_.tree();
    std::vector<NodeId> found;
    for (std::uint32_t i = 0; i < tree.nodes().size(); ++i) {
      const NodeKind kind = tree.kind(NodeId(i));
      if (kind == NodeKind::Import || kind == NodeKind::ImportFrom) {
        found.emplace_back(i);
      }
    }
    std::ranges::sort(found, {}, [&tree](NodeId id) { return tree[id].start; });
    return found;
  }

  void print_import(NodeId id) {
    const Tree& tree = names_.tree();
    if (tree.is(id, NodeKind::Import)) {
      for (const NodeId alias : tree.children(id)) {
        print_link(id, dotted(tree.child(alias, 0)), "");
      }
    } else if (tree.is(id, NodeKind::ImportFrom)) {
      const std::string module(names_.module_of(id));
      for (const NodeId part : tree.children(id)) {
        if (tree.is(part, NodeKind::Alias)) {
          const NodeId name = tree.child(part, 0);
          print_link(
              id, module,
              tree.is(name, NodeKind::StarMarker) ? "*" : std::string(names_.spelling(name)));
        }
      }
    }
  }

  [[nodiscard]] std::string dotted(NodeId name) const {
    return std::string(names_.bindings().spelling().dotted(name));
  }

  void print_link(NodeId statement, const std::string& module, const std::string& name) {
    const std::uint32_t line = lines_.line_at(names_.tree()[statement].start);
    out_ += "import " + std::to_string(line) + " " + module + (name.empty() ? "" : " " + name) +
            " -> " + destination(module, name) + "\n";
  }

  [[nodiscard]] std::string destination(const std::string& module, const std::string& name) {
    const ModuleId found = project_.find_import(module_, module);
    if (!found.exists()) {
      const std::string_view top = std::string_view(module).substr(0, module.find('.'));
      return leads_inside(module, top) ? "missing module"
             : is_standard_module(top) ? "standard library"
                                       : "outside";
    }
    const std::string file(project_.text(project_[found].path));
    if (name.empty() || name == "*" || has_name(found, module, name)) {
      return file;
    }
    return (NameCollector(project_).is_open(found) ? "perhaps in " : "missing name in ") + file;
  }

  // Of a namespace package other parts may lie elsewhere.
  [[nodiscard]] bool leads_inside(std::string_view module, std::string_view top) const {
    if (module.starts_with('.')) {
      return true;
    }
    const ModuleId package = project_.find_import(module_, top);
    return package.exists() && !project_[package].is_namespace;
  }

  [[nodiscard]] bool has_name(ModuleId module, const std::string& written,
                              const std::string& name) const {
    constexpr std::array<std::string_view, 7> kOfEveryModule = {
        "__doc__", "__file__", "__loader__", "__name__", "__package__", "__path__", "__spec__"};
    const std::string sub = written + (written.back() == '.' ? "" : ".") + name;
    if (project_.find_import(module_, sub).exists() ||
        project_.find_member(module, name) != nullptr ||  // even if only type checkers see it
        std::ranges::find(kOfEveryModule, name) != kOfEveryModule.end()) {
      return true;
    }
    const auto names = visible_names(project_, module);
    return std::ranges::any_of(names, [&](const VisibleName& one) { return one.name == name; }) ||
           project_.find_member(module, "__getattr__") != nullptr;
  }

  void print_name(const VisibleName& name) {
    out_ += "name " + name.name + (name.is_certain ? "" : " maybe");
    if (name.platform != Platform::Any) {
      out_ += " on " + std::string(name_of(name.platform));
    }
    if (!name.from.empty()) {
      out_ += " from " + name.from + "\n";
      return;
    }
    if (const Member* member = project_.find_member(module_, name.name)) {
      print_member(*member);
    }
    out_ += "\n";
  }

  void print_member(const Member& member) {
    // A function in full where it is defined; where one is returned, by its name: they may return
    // each other.
    const auto all = project_.targets(member);
    const bool is_function = all.size() == 1 && all[0].kind == Target::Kind::Function;
    const std::string targets =
        is_function ? function_text(ProjectFunctionId(all[0].ref)) : targets_text(all);
    if (!targets.empty()) {
      out_ += " -> " + targets + (member.is_complete ? "" : "|?");
    }
    if (member.value.exists()) {
      const Value* value = read_constant(project_, project_[member.value], NodeId::none(), arena_);
      out_ += " = " + on_one_line(describe(*value, names_.tree()));
    }
  }

  [[nodiscard]] std::string targets_text(std::span<const Target> targets) const {
    std::string out;
    for (const Target& target : targets) {
      out += out.empty() ? "" : "|";
      out += target.is_instance ? "a:" : "";
      out += target_text(target);
    }
    return out;
  }

  [[nodiscard]] std::string target_text(const Target& target) const {
    switch (target.kind) {
      case Target::Kind::Path:
        return std::string(project_.text(TextId(target.ref)));
      case Target::Kind::Class:
        return "class " + project_.path({Entity::Kind::Class, target.ref});
      case Target::Kind::Function:
        return "function " + project_.path({Entity::Kind::Function, target.ref});
    }
    return "";
  }

  [[nodiscard]] std::string function_text(ProjectFunctionId id) const {
    const ProjectFunction& row = project_[id];
    std::string out = row.is_async ? "async def " : "def ";
    out += project_.text(row.name);
    out += '(';
    bool named = false;
    for (const ProjectParameter& parameter : project_.parameters(row.parameters)) {
      using Kind = ProjectParameter::Kind;
      out += out.back() == '(' ? "" : ", ";
      out += parameter.kind == Kind::Rest             ? "*"
             : parameter.kind == Kind::Names          ? "**"
             : parameter.kind == Kind::Name && !named ? "*, "
                                                      : "";
      named = named || parameter.kind == Kind::Rest || parameter.kind == Kind::Name;
      out += project_.text(parameter.name);
      out += parameter.has_default ? "=" : "";
    }
    out += ')';
    const std::string returns = targets_text(project_.targets(row.returns));
    return out + (returns.empty() ? "" : " returns " + returns);
  }

  void print_class(ClassId id) {
    const ProjectClass& row = project_[id];
    out_ += "class " + std::string(project_.text(row.name)) + "(" +
            targets_text(project_.targets(row.bases)) + (row.has_other_bases ? "|?" : "") + ")\n";
    for (const Member& member : project_.members(row.members)) {
      out_ += "  name " + std::string(project_.text(member.name)) +
              (member.is_on_self ? " on self" : "");
      print_member(member);
      out_ += "\n";
    }
  }

  FileNames& names_;
  const Project& project_;
  ModuleId module_;
  text::LineIndex lines_;
  base::Arena arena_;
  std::string out_;
};

bool is_listed(NodeKind kind) {
  return kind == NodeKind::Name || kind == NodeKind::Attribute || kind == NodeKind::Call ||
         kind == NodeKind::Subscript || kind == NodeKind::BinOp || kind == NodeKind::FString ||
         kind == NodeKind::StringGroup || kind == NodeKind::UnaryOp || kind == NodeKind::IfExp ||
         kind == NodeKind::BoolOp || kind == NodeKind::NamedExpr;
}

}  // namespace

std::vector<VisibleName> visible_names(const Project& project, ModuleId module) {
  return NameCollector(project).collect(module);
}

std::string print_names(FileNames& names, const Project& project, ModuleId module) {
  return NamesPrinter(names, project, module).print();
}

std::string print_values(FileNames& names) {
  const Tree& tree = names.tree();
  const text::LineIndex lines(tree.text());
  std::vector<NodeId> listed;
  for (std::uint32_t i = 0; i < tree.nodes().size(); ++i) {
    if (is_listed(tree.kind(NodeId(i)))) {
      listed.emplace_back(i);
    }
  }
  std::ranges::sort(
      listed, {}, [&](NodeId id) { return std::tuple(tree[id].start, ~tree[id].end, id.index()); });
  std::string out;
  for (const NodeId id : listed) {
    const Value& value = names.value(id);
    const Meanings& meanings = names.meanings(id);
    if (value.is(ValueKind::Unknown) && meanings.empty()) {
      continue;
    }
    const text::Position at = lines.position_at(tree[id].start);
    out += std::to_string(at.line) + ":" + std::to_string(at.column) + " `" +
           on_one_line(tree.text_of(id)) + "`";
    out += value.is(ValueKind::Unknown) ? "" : " = " + on_one_line(describe(value, tree));
    out += meanings.empty() ? "" : " is " + describe(meanings, tree);
    out += "\n";
  }
  return out;
}

}  // namespace av::names
