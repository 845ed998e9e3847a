#pragma once
// program.h — all files of a project, lowered and with their names looked up, so that values can be
// followed through them without trees.
//
// In: Units, one a file, in the order of their paths.  link() joins them: what a call leads to
// becomes the number of a function.  Then read-only, for any number of threads.
// About 20 bytes an instruction and 40 a call.

#include "analysis/flow/ir.h"
#include "analysis/knowledge/model.h"
#include "analysis/knowledge/taint_model.h"
#include "analysis/names/project.h"
#include "analysis/taint/call_checks.h"
#include "analysis/taint/name_table.h"
#include "analysis/taint/number_map.h"
#include "analysis/taint/route_text.h"
#include "analysis/taint/selector.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace av::taint {

struct UnitTag;
struct FunctionTag;
struct ClassTag;
struct CellTag;
using UnitId = base::Id<UnitTag>;
// FunctionId counts the functions of all units: modules, class bodies, defs and lambdas.
using FunctionId = base::Id<FunctionTag>;
using ClassId = base::Id<ClassTag>;
// CellId is a variable of a module, all attributes of a class, or a variable of a function that
// functions in it use.
using CellId = base::Id<CellTag>;

// AttributeOfClass is one part of the objects of a class.
struct AttributeOfClass {
  ClassId type;
  Selector part;
  friend auto operator<=>(const AttributeOfClass&, const AttributeOfClass&) = default;
};

enum class Truth : std::uint8_t { Unknown, True, False };

// Argument is how one argument of a call, or an element of a display, is given.
struct Argument {
  enum class Kind : std::uint8_t { Plain, Keyword, Star, DoubleStar };
  Kind kind = Kind::Plain;
  Truth truth = Truth::Unknown;
  bool is_container = false;  // of a logger: a list, a dict
  bool is_none = false;       // it is written out: None
  NameId name;                // Keyword
};

// Parameter is a parameter of a function, `self` included.
struct Parameter {
  names::ProjectParameter::Kind kind = names::ProjectParameter::Kind::Either;
  Truth default_truth = Truth::Unknown;
  bool is_number = false;   // by its annotation
  bool is_segment = false;  // a route fills it with one part of the address
  bool is_switch = false;   // by its default: True or False
  bool has_default = false;
  bool is_none = false;   // by its default
  bool is_given = false;  // by a framework, which makes it: of an entry it is no input
  bool is_leave = false;  // given only to who administers the program
  std::optional<knowledge::SourceKind> own;  // its name says what it holds: a password
  NameId name;
};

// mark_captured notes what a route's text says of a function's parameters.
void mark_captured(std::span<Parameter> parameters, const Captures& captures);

// Place in the text of the statement that defines something: its module, none for the unit itself.
struct Definition {
  names::ModuleId module;
  std::uint32_t start = 0;
};

// Target is something of the program that a call may lead to.
struct Target {
  enum class Kind : std::uint8_t {
    Function,   // called as it is
    Method,     // the object before the dot is its first argument
    Construct,  // a class: a new object is the first argument of its __init__
    Super,      // the method `name` of a base of the class that `definition` is
    Protocol,   // the method `name` of that class, called without being named: object(x)
  };
  Kind kind = Kind::Function;
  Definition definition;
  NameId name;
  FunctionId function;  // once linked; none: the class has no __init__ that we see
  ClassId type;         // once linked: of Construct
};

// CallSite is what is known of a call before values are.
struct CallSite {
  std::uint32_t first_argument = 0;
  std::uint32_t first_target = 0;
  std::uint16_t target_count = 0;
  std::uint8_t shift = 0;  // of asyncio.to_thread(os.system, x): how far behind the callee its own
                           // call begins
  CallCheck check;
  bool has_path = false;        // it leads to a library
  bool asks = false;            // the program's own, by its name: whether a value may pass
  bool has_protocol = false;    // … which calls a method of the first argument: a Special
  std::uint32_t sinks_off = 0;  // a bit for each of the model's sinks that is none here
  const knowledge::TaintModel* model = nullptr;
  const knowledge::Function* signature = nullptr;
};

// KeptText is what a variable or a sum is known to hold where its text matters.
struct KeptText {
  std::uint32_t instr = 0;
  NameId text;
};

// Special is what a Load or GetAttr stands for beyond the value of a variable or attribute.
struct Special {
  std::uint32_t instr = 0;
  const knowledge::TaintModel* model = nullptr;  // something of a library
  names::ModuleId module;  // a variable of that module, called `name`; without one, the module
  NameId name;
  Target function;  // a function of the program; of a property: called
  Target type;      // Construct: the object is that class, or an instance of it
  bool has_function = false;
  bool is_property = false;
  bool has_type = false;
  bool adds = false;            // what the model brings comes beside what the value is otherwise
  bool is_swapped = false;      // of a property: of the object at the right of an operator
  std::uint32_t sinks_off = 0;  // of what is set: a bit for each of the model's sinks that is none
};

// ExceptionRow is a class of exceptions that a `raise` or a handler names; neither a class of the
// program nor a path when it is not known.
struct ExceptionRow {
  Target type;  // Construct
  NameId path;  // of a library's
  bool is_class = false;
  bool is_bound = false;  // or a class below it
};

// ExceptionSite is one `raise` or handler.
struct ExceptionSite {
  std::uint32_t first = 0;            // exceptions
  std::uint32_t count = 0;            // of a handler, none: it gets all
  std::uint32_t caught = 0xFFFFFFFF;  // of a `raise`: the Caught whose exception it raises again
};

// UnitFunction is a function of a unit, beside flow's.
struct UnitFunction {
  NameId name;
  std::uint32_t start = kNone;  // of a def, where its statement starts
  std::uint32_t first_parameter = 0;
  std::uint32_t parameter_count = 0;
  std::uint32_t owner = kNone;  // the unit's class that it is a method of
  std::uint32_t body = kNone;   // the unit's class that it is the body of
  bool is_static = false;
  bool is_class_method = false;
  bool is_property = false;
  bool is_manager = false;                       // contextlib.contextmanager
  bool is_guarded = false;                       // only who administers the program may ask for it
  const knowledge::TaintEntry* entry = nullptr;  // its parameters are input
  std::vector<std::uint32_t> captures;  // symbols of functions around that it uses, or one in it

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
};

// UnitClass is a class of a unit.
struct UnitClass {
  std::uint32_t start = 0;
  bool is_enum = false;                                   // Class(x) is one of its members
  bool is_tuple = false;                                  // its fields are its elements, too
  std::vector<std::pair<NameId, std::uint32_t>> methods;  // functions of the unit
  std::vector<Target> bases;                              // Construct
  std::vector<NameId> outside;                            // bases of libraries, by their paths
  bool has_unknown_base = false;
  std::vector<const knowledge::TaintEntry*> entries;  // of bases of libraries
  std::vector<NameId> fields;                         // annotated in the body, in order
};

// Route is a function that is passed to a library, which calls it with input.
struct Route {
  Target function;
  const knowledge::TaintEntry* entry = nullptr;
  Captures captures;
};

// Injection is a parameter that a framework fills in with what it calls for it.
struct Injection {
  std::uint32_t parameter = 0;  // of the unit's parameters
  Target provider;
  knowledge::SourceKind kind = knowledge::SourceKind::Request;  // of what that takes
};

// Unit is one file.  Instructions keep the numbers of tree nodes, for whoever parses it again.
struct Unit {
  std::string path;
  names::ModuleId module;
  std::uint64_t text_hash = 0;  // of the text that its nodes are of: files change
  flow::File flow;
  [[nodiscard]] std::span<const ExceptionRow> exceptions_of(const ExceptionSite& site) const {
    return std::span(exceptions).subspan(site.first, site.count);
  }
  // By instruction: what detail_of in unit_builder.cc says of its kind; else kNone.
  std::vector<std::uint32_t> detail;
  std::vector<CallSite> calls;
  std::vector<Argument> arguments;
  std::vector<Target> targets;
  std::vector<Special> specials;  // ascending by instruction
  std::vector<KeptText> texts;    // ascending by instruction; the text of a constant is its detail
  std::vector<Parameter> parameters;
  std::vector<UnitFunction> functions;
  std::vector<UnitClass> classes;
  std::vector<Route> routes;
  std::vector<ExceptionRow> exceptions;
  std::vector<ExceptionSite> exception_sites;
  std::vector<Injection> injections;  // ascending by parameter
  std::vector<NameId> cells;          // by place: the variable of the module or class body, or none
  NameTable* names = nullptr;         // what its names have numbers in, until the program is linked

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  static constexpr std::uint32_t kSetElements = 0xFFFFFFFE;  // Build: of a set
  static constexpr std::uint32_t kProtocol = 2;  // an operator or FormatField: has a Special
  static constexpr std::uint32_t kWithNone = 3;  // Compare: `is`, `is not` with None
  [[nodiscard]] const Special* special(flow::ValueId instr) const;
  // text is what a variable or a sum holds; none where that is not known or does not matter.
  [[nodiscard]] NameId text(flow::ValueId instr) const;
  // injection is what fills in one of `parameters`; nullptr when nothing that we see does.
  [[nodiscard]] const Injection* injection(std::uint32_t parameter) const;
};

// ModuleVariable is a variable of a unit; without a name all of them.
struct ModuleVariable {
  UnitId unit;
  NameId name;
};

// FunctionRow says where a function is.
struct FunctionRow {
  UnitId unit;
  flow::FunctionId local;
};

// Program is all units.
class Program {
 public:
  // reserve makes room for so many units.
  void reserve(std::size_t units) { units_.reserve(units); }
  // add takes a unit; call it in the order of paths, then link once, while the units' tables of
  // names are there.
  void add(Unit unit) { units_.push_back(std::move(unit)); }
  void link(unsigned threads = 1);

  [[nodiscard]] std::span<const Unit> units() const { return units_; }
  [[nodiscard]] const Unit& operator[](UnitId id) const { return units_[id.index()]; }
  [[nodiscard]] std::span<const FunctionRow> functions() const { return functions_; }
  [[nodiscard]] const FunctionRow& operator[](FunctionId id) const {
    return functions_[id.index()];
  }
  [[nodiscard]] const UnitFunction& details(FunctionId id) const {
    const FunctionRow& row = (*this)[id];
    return (*this)[row.unit].functions[row.local.index()];
  }
  [[nodiscard]] std::span<const Parameter> parameters(FunctionId id) const {
    const UnitFunction& function = details(id);
    return std::span((*this)[(*this)[id].unit].parameters)
        .subspan(function.first_parameter, function.parameter_count);
  }
  // id_of is the number of a unit's function.
  [[nodiscard]] FunctionId id_of(UnitId unit, flow::FunctionId local) const {
    return FunctionId(first_function_[unit.index()] + local.index());
  }
  [[nodiscard]] bool is_enum(ClassId type) const { return row(type).is_enum; }
  // is_tuple says whether the fields of its objects have places, too.
  [[nodiscard]] bool is_tuple(ClassId type) const;
  // fields are the annotated names of a class and its bases, in the order of its parameters.
  [[nodiscard]] std::vector<NameId> fields(ClassId type) const;
  // find_method is a class's method, its bases' included; none when there is none to be seen.
  [[nodiscard]] FunctionId find_method(ClassId type, NameId name) const;
  // overrides are the methods of classes below that are called in a method's place.
  [[nodiscard]] std::span<const FunctionId> overrides(FunctionId method) const;
  // may_run_on says whether a method may run on an object of a class below its own: not where that
  // has another one in its place, unless somebody calls it past that, as super().method() does.
  [[nodiscard]] bool may_run_on(FunctionId method, ClassId type) const;
  // methods_called are the methods of that name, of whatever class of the island of `from`; none
  // when there are many.
  [[nodiscard]] std::span<const FunctionId> methods_called(NameId name, UnitId from) const;
  // island is the number of those functions that values can get to from this one, and back: see
  // islands.h.
  [[nodiscard]] std::uint32_t island(FunctionId function) const {
    return island_of_unit_[(*this)[function].unit.index()];
  }
  [[nodiscard]] std::uint32_t island_count() const { return island_count_; }
  [[nodiscard]] const UnitClass& operator[](ClassId id) const { return row(id); }
  // ancestors are a class and those above it, as far as kMostAncestors.
  [[nodiscard]] std::vector<ClassId> ancestors(ClassId type) const;
  // owner is the class that a function is a method of, or none.
  [[nodiscard]] ClassId owner(FunctionId function) const;
  // relatives are a class, those above and those below it, as far as kMostAncestors.
  [[nodiscard]] std::vector<ClassId> relatives(ClassId type) const;
  // cell is the variable `name` of a unit.
  [[nodiscard]] CellId cell(UnitId unit, NameId name) const;
  // attributes is the cell of a class: what its methods and its body store in its attributes.
  [[nodiscard]] CellId attributes(ClassId type) const {
    return CellId(static_cast<std::uint32_t>(cells_.size()) + type.index());
  }
  // captured is the cell of a function's variable; none when no function in it uses it.
  [[nodiscard]] CellId captured(UnitId unit, std::uint32_t symbol) const;
  // class_of is the class whose cell it is, or none.
  [[nodiscard]] ClassId class_of(CellId cell) const {
    const std::size_t place = cell.index() - cells_.size();
    return !is_of_module(cell) && place < classes_.size()
               ? ClassId(static_cast<std::uint32_t>(place))
               : ClassId::none();
  }
  [[nodiscard]] ClassId class_of_body(FunctionId function) const;
  [[nodiscard]] bool is_of_module(CellId cell) const { return cell.index() < cells_.size(); }
  [[nodiscard]] std::size_t class_count() const { return classes_.size(); }
  [[nodiscard]] std::uint32_t cell_count() const {
    return static_cast<std::uint32_t>(cells_.size() + classes_.size() + captured_.size());
  }
  // find_name is the number of a text; none when nothing in the program is called so.
  [[nodiscard]] NameId find_name(std::string_view text) const { return names_.find(text); }
  // unit_of is the unit that a module is; none when it is not part of the program.
  [[nodiscard]] UnitId unit_of(names::ModuleId module) const;
  // imported is what an import binds a module's variable to, in the program; nullptr when none
  // does.
  [[nodiscard]] const ModuleVariable* imported(CellId cell) const;
  // unit_of is where a variable is.
  [[nodiscard]] UnitId unit_of(CellId cell) const;
  [[nodiscard]] const NameTable& names() const { return names_; }

 private:
  struct ClassRow {
    UnitId unit;
    std::uint32_t local;
  };

  [[nodiscard]] const UnitClass& row(ClassId id) const {
    return units_[classes_[id.index()].unit.index()].classes[classes_[id.index()].local];
  }
  [[nodiscard]] ClassId class_at(FunctionId function, std::uint32_t local) const;
  void join_names(unsigned threads);
  void number_definitions();
  void find_islands();
  void find_imports();
  void note_import(UnitId unit, const Special& what);
  void link_targets(UnitId unit);
  void link_classes();
  void link_override(NameId name, FunctionId method, ClassId above);
  void link_target(UnitId unit, Target& target);
  void link_to_class(Target& target, ClassId type);
  void link_super(Target& target);
  void link_stand_in(Target& target);
  void link_entries();
  void note_called_past();
  void mark_entry(FunctionId function, const knowledge::TaintEntry* entry,
                  const Captures& captures = {});
  [[nodiscard]] std::uint64_t key_of(UnitId unit, const Definition& definition) const;
  [[nodiscard]] std::uint64_t key_of_name(UnitId unit, NameId name) const {
    return (std::uint64_t{island_of_unit_[unit.index()]} << 32) | name.index();
  }

  std::vector<Unit> units_;
  std::vector<FunctionRow> functions_;
  std::vector<std::uint32_t> first_function_;  // by unit
  std::vector<ClassRow> classes_;
  std::vector<std::uint32_t> first_class_;   // by unit
  std::vector<std::vector<ClassId>> below_;  // by class: those that name it as a base
  std::unordered_map<std::uint32_t, std::vector<FunctionId>> overrides_;  // by function
  std::unordered_map<std::uint64_t, std::vector<FunctionId>> methods_;    // by island and name
  std::vector<std::uint32_t> island_of_unit_;
  std::uint32_t island_count_ = 0;
  std::vector<bool> is_called_past_;  // by function: what takes its place may call it
  NumberMap function_at_;             // by unit and place
  NumberMap class_at_;                // the same
  NumberMap unit_of_module_;
  NumberMap cells_;  // by unit and name
  std::vector<UnitId> units_of_cells_;
  NumberMap imported_cells_;  // by cell: a place in imported_
  std::vector<ModuleVariable> imported_;
  NumberMap captured_;  // by unit and symbol
  std::vector<UnitId> units_of_captured_;
  NameTable names_;
  NameId init_name_;
};

}  // namespace av::taint
