#pragma once
// project.h — what the modules of a project define, as frozen tables: the index that files of a
// project look each other's names up in.
//
// A module is one file (or a folder without __init__.py), a member one name of a module or class.
// Rows of all modules lie in one table a kind, texts once in one block; between rows there are
// 32-bit ids.  Made by ProjectBuilder in the order of paths, so that the same project gives the
// same tables for any number of threads; then read-only, for any number of threads.
// About 20 bytes a member, 60 a function: some 10 MB for a million lines.
// Questions that follow imports are project_resolver.h's; here is only what is written where.

#include "analysis/names/platform.h"
#include "analysis/names/value.h"
#include "base/id.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace av::names {

struct TextTag;
struct ModuleTag;
struct ClassTag;
struct ProjectFunctionTag;
struct ConstantTag;
using TextId = base::Id<TextTag>;
using ModuleId = base::Id<ModuleTag>;
using ClassId = base::Id<ClassTag>;
using ProjectFunctionId = base::Id<ProjectFunctionTag>;
using ConstantId = base::Id<ConstantTag>;

// Entity is something that a module of the project is or defines.
struct Entity {
  enum class Kind : std::uint8_t { None, Module, Class, Function };
  Kind kind = Kind::None;
  std::uint32_t index = 0;

  [[nodiscard]] bool exists() const { return kind != Kind::None; }
  [[nodiscard]] bool is(Kind wanted) const { return kind == wanted; }
  [[nodiscard]] ModuleId module() const { return ModuleId(index); }
  [[nodiscard]] ClassId class_id() const { return ClassId(index); }
  [[nodiscard]] ProjectFunctionId function() const { return ProjectFunctionId(index); }
  friend bool operator==(const Entity&, const Entity&) = default;
};

// Rows is a stretch of a table.
struct Rows {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

// Target is one thing that a name may refer to, as its own file shows it.
struct Target {
  enum class Kind : std::uint8_t {
    Path,      // ref: the TextId of a dotted path as Meaning has it, seen from the target's module
    Class,     // ref: a ClassId
    Function,  // ref: a ProjectFunctionId
  };
  Kind kind = Kind::Path;
  bool is_instance : 1 = false;  // an instance of it
  bool is_partial : 1 = false;   // with some arguments given already
  // Of a star import: run on every way through the module, and where.
  bool is_certain = true;
  Platform platform = Platform::Any;
  std::uint32_t ref = 0;
};
static_assert(sizeof(Target) == 8);

// Constant is a value that a module shows of a name: no holes, nothing of the file's tree.  The
// elements of a container lie side by side; those of a dict are key, value by turns.
struct Constant {
  ValueKind kind = ValueKind::Unknown;
  bool is_bytes = false;
  bool is_open = false;
  std::uint32_t ref = 0;  // Text: TextId; containers: the first element
  union {
    std::int64_t integer = 0;  // Bool, Int; containers: how many elements
    double real;
  };
};
static_assert(sizeof(Constant) == 16);

// Member is one name of a module or a class.
struct Member {
  TextId name;
  std::uint32_t first_target = 0;
  std::uint16_t target_count = 0;
  bool is_complete : 1 = false;           // it refers to nothing but the targets
  bool is_certain : 1 = false;            // bound on every way through the module
  bool is_imported : 1 = false;           // bound by imports only: its value is elsewhere
  bool is_on_self : 1 = false;            // of a class: a method sets it on the instance
  bool is_hidden : 1 = false;             // bound for type checkers or in the main program only
  Platform platform : 2 = Platform::Any;  // bound only there
  ConstantId value;                       // none: not known
};
static_assert(sizeof(Member) == 16);

// Module is one file, or a folder that is a package only by being imported.
struct Module {
  TextId name;  // dotted: "app.util"
  TextId path;  // as shown to the user; of a namespace package the folder
  ModuleId package;
  Rows members;   // ascending by name
  Rows stars;     // targets: the modules of `from m import *`
  Rows exports;   // __all__, when it is constant
  Rows loads;     // names: what is imported when the module runs, as written
  Rows imports;   // ascending by what is written
  Rows children;  // ascending by name
  bool has_all = false;
  bool has_other_all = false;  // __all__ is there, but what is in it is not known
  bool is_package = false;
  bool is_stub = false;  // a .pyi file
  bool is_namespace = false;
  bool is_standard = false;    // of the standard library itself: known by its paths
  bool is_of_library = false;  // in a package none of whose files imports a web framework
  bool is_indexed = false;     // its members are here; else only its imports are
};

// ModuleLink is a name and the module it leads to: an import as written, or a submodule.
struct ModuleLink {
  TextId name;
  ModuleId module;
};

struct ProjectClass {
  TextId name;  // within the module: "Outer.Inner"
  ModuleId module;
  Rows bases;                    // targets
  Rows members;                  // ascending by name
  std::uint32_t start = 0;       // byte offset of the statement
  bool has_other_bases = false;  // one whose meaning the file does not show
};

// ProjectParameter is one parameter, `self` included.
struct ProjectParameter {
  TextId name;
  enum class Kind : std::uint8_t { Position, Either, Rest, Name, Names };
  Kind kind = Kind::Either;
  bool has_default = false;
};

struct ProjectFunction {
  TextId name;  // within the module: "Class.method"
  ModuleId module;
  ClassId owner;  // none for a plain function
  Rows parameters;
  Rows returns;      // targets
  ConstantId value;  // what every call returns
  std::uint32_t start = 0;
  bool is_async : 1 = false;
  bool is_static : 1 = false;
  bool is_class_method : 1 = false;
  bool is_property : 1 = false;
  bool returns_all : 1 = false;   // it returns nothing but `returns`
  bool is_decorated : 1 = false;  // by something that is none of the above
};

// ProjectTables is the rows.  Of one module while files are read, of all when frozen.
struct ProjectTables {
  std::string text;
  std::vector<std::uint32_t> text_ends;
  std::vector<Module> modules;
  std::vector<Member> members;
  std::vector<Target> targets;
  std::vector<ProjectClass> classes;
  std::vector<ProjectFunction> functions;
  std::vector<ProjectParameter> parameters;
  std::vector<Constant> constants;
  std::vector<TextId> names;  // of Module::exports and Module::loads
  std::vector<ModuleLink> links;

  [[nodiscard]] std::string_view text_of(TextId id) const {
    const std::uint32_t start = id.index() == 0 ? 0 : text_ends[id.index() - 1];
    return std::string_view(text).substr(start, text_ends[id.index()] - start);
  }
  // add_text keeps a text, whether or not it is there already.
  TextId add_text(std::string_view added);
};

// Project is the frozen index.  An empty one knows no module.
class Project {
 public:
  Project() = default;
  explicit Project(ProjectTables tables) : tables_(std::move(tables)) {}

  [[nodiscard]] const ProjectTables& tables() const { return tables_; }
  [[nodiscard]] std::string_view text(TextId id) const { return tables_.text_of(id); }
  [[nodiscard]] const Module& operator[](ModuleId id) const { return tables_.modules[id.index()]; }
  [[nodiscard]] const ProjectClass& operator[](ClassId id) const {
    return tables_.classes[id.index()];
  }
  [[nodiscard]] const ProjectFunction& operator[](ProjectFunctionId id) const {
    return tables_.functions[id.index()];
  }
  [[nodiscard]] const Constant& operator[](ConstantId id) const {
    return tables_.constants[id.index()];
  }

  // find_file is the module of the file shown as `path`; none when the project has no such file.
  [[nodiscard]] ModuleId find_file(std::string_view path) const;
  // find_import is what an import in `from` that reads `dotted` leads to: "a.b", "..a", or the
  // first parts of one; none when it leaves the project.
  [[nodiscard]] ModuleId find_import(ModuleId from, std::string_view dotted) const;
  // find_child is a package's submodule.
  [[nodiscard]] ModuleId find_child(ModuleId package, std::string_view name) const;
  [[nodiscard]] const Member* find_member(ModuleId module, std::string_view name) const;
  [[nodiscard]] const Member* find_member(ClassId owner, std::string_view name) const;
  // exports says whether `from module import *` takes a name, were it there.
  [[nodiscard]] bool exports(ModuleId module, std::string_view name) const;

  [[nodiscard]] std::span<const Member> members(Rows rows) const {
    return of(tables_.members, rows);
  }
  [[nodiscard]] std::span<const Target> targets(Rows rows) const {
    return of(tables_.targets, rows);
  }
  [[nodiscard]] std::span<const Target> targets(const Member& member) const {
    return targets({member.first_target, member.target_count});
  }
  [[nodiscard]] std::span<const ProjectParameter> parameters(Rows rows) const {
    return of(tables_.parameters, rows);
  }
  [[nodiscard]] std::span<const ModuleLink> links(Rows rows) const {
    return of(tables_.links, rows);
  }
  [[nodiscard]] std::span<const TextId> names(Rows rows) const { return of(tables_.names, rows); }
  [[nodiscard]] std::span<const Constant> elements(const Constant& container) const {
    return std::span(tables_.constants)
        .subspan(container.ref, static_cast<std::size_t>(container.integer));
  }
  // path is the dotted path of something: "app.util.Class.method".
  [[nodiscard]] std::string path(const Entity& entity) const;

 private:
  template <class Row>
  static std::span<const Row> of(const std::vector<Row>& table, Rows rows) {
    return std::span(table).subspan(rows.first, rows.count);
  }
  [[nodiscard]] const Member* find(Rows members, std::string_view name) const;
  [[nodiscard]] ModuleId find_link(Rows links, std::string_view name) const;

  ProjectTables tables_;
};

}  // namespace av::names
