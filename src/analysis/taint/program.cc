#include "analysis/taint/program.h"

#include "analysis/knowledge/workers.h"
#include "analysis/taint/islands.h"
#include "analysis/taint/protocols.h"

#include <algorithm>
#include <utility>

namespace av::taint {
namespace {

// How many classes a search for a method looks at; of more methods than that in a method's place
// none is followed.
constexpr std::size_t kMostAncestors = 40;
constexpr std::size_t kMostOverrides = 4;
// A method's name that more classes have says too little.
constexpr std::size_t kMostOfOneName = 2;

bool has_selector(flow::Op op) {
  switch (op) {
    case flow::Op::GetAttr:
    case flow::Op::SetAttr:
    case flow::Op::DeleteAttr:
    case flow::Op::GetItem:
    case flow::Op::SetItem:
    case flow::Op::DeleteItem:
    case flow::Op::Constant:
    case flow::Op::MatchPart:
      return true;
    default:
      return false;
  }
}

// Renaming gives the names of a unit the numbers that the program has for them.
class Renaming {
 public:
  explicit Renaming(std::span<const NameId> numbers) : numbers_(numbers) {}

  void operator()(NameId& name) const {
    if (name.exists()) {
      name = numbers_[name.index()];
    }
  }

  void apply(Unit& unit) const {
    rename_details(unit);
    for (Argument& argument : unit.arguments) {
      (*this)(argument.name);
    }
    for (Target& target : unit.targets) {
      (*this)(target.name);
    }
    for (Special& special : unit.specials) {
      (*this)(special.name);
      (*this)(special.function.name);
      (*this)(special.type.name);
    }
    for (KeptText& kept : unit.texts) {
      (*this)(kept.text);
    }
    for (Parameter& parameter : unit.parameters) {
      (*this)(parameter.name);
    }
    for (UnitFunction& function : unit.functions) {
      (*this)(function.name);
    }
    for (NameId& cell : unit.cells) {
      (*this)(cell);
    }
    for (UnitClass& one : unit.classes) {
      rename_class(one);
    }
    for (Injection& one : unit.injections) {
      (*this)(one.provider.name);
    }
    for (ExceptionRow& one : unit.exceptions) {
      (*this)(one.path);
    }
    for (Route& one : unit.routes) {
      (*this)(one.function.name);
      for (std::vector<NameId>* names : {&one.captures.numbers, &one.captures.segments}) {
        std::ranges::for_each(*names, [this](NameId& name) { (*this)(name); });
      }
    }
  }

 private:
  void rename_details(Unit& unit) const {
    for (std::size_t i = 0; i < unit.detail.size(); ++i) {
      if (!has_selector(unit.flow.instrs[i].op) || unit.detail[i] == Unit::kNone) {
        continue;
      }
      const Selector selector = Selector::from_code(unit.detail[i]);
      if (selector.has_name()) {
        NameId name = selector.name();
        (*this)(name);
        unit.detail[i] = selector.with_name(name).code();
      }
    }
  }

  void rename_class(UnitClass& one) const {
    for (auto& [name, function] : one.methods) {
      (*this)(name);
    }
    for (Target& base : one.bases) {
      (*this)(base.name);
    }
    for (NameId& field : one.fields) {
      (*this)(field);
    }
    for (NameId& base : one.outside) {
      (*this)(base);
    }
  }

  std::span<const NameId> numbers_;
};

}  // namespace

void mark_captured(std::span<Parameter> parameters, const Captures& captures) {
  const auto has = [](std::span<const NameId> names, NameId name) {
    return std::ranges::find(names, name) != names.end();
  };
  for (Parameter& one : parameters) {
    one.is_number |= has(captures.numbers, one.name);
    one.is_segment |= has(captures.segments, one.name);
  }
}

const Special* Unit::special(flow::ValueId instr) const {
  const auto at = std::ranges::lower_bound(specials, instr.index(), {}, &Special::instr);
  return at != specials.end() && at->instr == instr.index() ? &*at : nullptr;
}

NameId Unit::text(flow::ValueId instr) const {
  const auto at = std::ranges::lower_bound(texts, instr.index(), {}, &KeptText::instr);
  return at != texts.end() && at->instr == instr.index() ? at->text : NameId::none();
}

const Injection* Unit::injection(std::uint32_t parameter) const {
  const auto at = std::ranges::lower_bound(injections, parameter, {}, &Injection::parameter);
  return at != injections.end() && at->parameter == parameter ? &*at : nullptr;
}

void Program::link(unsigned threads) {
  join_names(threads);
  number_definitions();
  find_islands();
  find_imports();
  link_classes();
  const base::StopFlag never;
  knowledge::run_with_catalog(units_.size(), {.threads = threads}, never,
                              [this](unsigned, std::size_t unit) {
                                link_targets(UnitId(static_cast<std::uint32_t>(unit)));
                              });
  link_entries();
  note_called_past();
}

// join_names numbers the texts of all tables; then each unit takes the numbers.
void Program::join_names(unsigned threads) {
  std::vector<const NameTable*> tables;
  std::vector<std::size_t> table_of;  // by unit
  table_of.reserve(units_.size());
  for (Unit& unit : units_) {
    const NameTable* const table = std::exchange(unit.names, nullptr);
    const auto at = std::ranges::find(tables, table);
    table_of.push_back(static_cast<std::size_t>(at - tables.begin()));
    if (at == tables.end()) {
      tables.push_back(table);
    }
  }
  std::vector<std::vector<NameId>> numbers;
  names_ = NameTable::join(tables, threads, numbers);
  const base::StopFlag never;
  knowledge::run_with_catalog(
      units_.size(), {.threads = threads}, never,
      [&](unsigned, std::size_t i) { Renaming(numbers[table_of[i]]).apply(units_[i]); });
  init_name_ = names_.intern("__init__");
  for (const std::string_view name :
       {"__self__", "__partial__", "__defaults__", "__post_init__", "builtins.Exception"}) {
    names_.intern(name);
  }
}

void Program::link_targets(UnitId id) {
  Unit& unit = units_[id.index()];
  for (Target& target : unit.targets) {
    link_target(id, target);
  }
  for (Special& special : unit.specials) {
    if (special.has_function) {
      link_target(id, special.function);
    }
    if (special.has_type) {
      link_target(id, special.type);
    }
  }
  for (Injection& injection : unit.injections) {
    link_target(id, injection.provider);
  }
  for (ExceptionRow& row : unit.exceptions) {
    if (row.is_class) {
      link_target(id, row.type);
    }
  }
}

// Routes and base classes say that functions get input, wherever they are.
void Program::link_entries() {
  for (std::uint32_t i = 0; i < units_.size(); ++i) {
    for (Route& route : units_[i].routes) {
      link_target(UnitId(i), route.function);
      mark_entry(route.function.function, route.entry, route.captures);
    }
  }
  for (std::uint32_t i = 0; i < classes_.size(); ++i) {
    for (const ClassId base : ancestors(ClassId(i))) {
      for (const knowledge::TaintEntry* entry : row(base).entries) {
        for (const auto& [name, local] : row(ClassId(i)).methods) {
          if (knowledge::is_entry_method(*entry, names_.text(name))) {
            mark_entry(id_of(classes_[i].unit, flow::FunctionId(local)), entry);
          }
        }
      }
    }
  }
}

void Program::mark_entry(FunctionId function, const knowledge::TaintEntry* entry,
                         const Captures& captures) {
  if (!function.exists()) {
    return;
  }
  const FunctionRow& where = (*this)[function];
  Unit& unit = units_[where.unit.index()];
  UnitFunction& marked = unit.functions[where.local.index()];
  marked.entry = marked.entry == nullptr ? entry : marked.entry;
  mark_captured(std::span(unit.parameters).subspan(marked.first_parameter, marked.parameter_count),
                captures);
}

// super().method(), Base.method(self)
void Program::note_called_past() {
  is_called_past_.assign(functions_.size(), false);
  const auto note = [this](const Target& target) {
    const bool names_class =
        target.kind == Target::Kind::Super || target.kind == Target::Kind::Function;
    if (names_class && target.function.exists()) {
      is_called_past_[target.function.index()] = true;
    }
  };
  for (const Unit& unit : units_) {
    std::ranges::for_each(unit.targets, note);
    for (const Special& special : unit.specials) {
      note(special.function);
    }
  }
}

void Program::find_islands() {
  Islands islands = islands_of(units_, unit_of_module_);
  island_of_unit_ = std::move(islands.of_unit);
  island_count_ = islands.count;
}

void Program::find_imports() {
  for (std::uint32_t i = 0; i < units_.size(); ++i) {
    for (const Special& special : units_[i].specials) {
      const flow::Op op = units_[i].flow.instrs[special.instr].op;
      if (op == flow::Op::Import || op == flow::Op::ImportName) {
        note_import(UnitId(i), special);
      }
    }
  }
}

// The name is bound right behind the import.
void Program::note_import(UnitId id, const Special& what) {
  const Unit& unit = units_[id.index()];
  const std::uint32_t next = what.instr + 1;
  const UnitId home = unit_of(what.module);
  if (!home.exists() || next >= unit.flow.instrs.size() ||
      unit.flow.instrs[next].op != flow::Op::Store) {
    return;
  }
  const NameId name = unit.cells[unit.flow.instrs[next].place().index()];
  if (const CellId bound = name.exists() ? cell(id, name) : CellId::none(); bound.exists()) {
    imported_cells_.add(bound.index(), static_cast<std::uint32_t>(imported_.size()));
    imported_.push_back({home, what.name});
  }
}

const ModuleVariable* Program::imported(CellId cell) const {
  const std::uint32_t found = imported_cells_.find(cell.index());
  return found == NumberMap::kNone ? nullptr : &imported_[found];
}

// link_classes finds the bases of classes, and which methods take the place of others.
void Program::link_classes() {
  below_.resize(classes_.size());
  for (std::uint32_t i = 0; i < classes_.size(); ++i) {
    const ClassRow& one = classes_[i];
    for (Target& base : units_[one.unit.index()].classes[one.local].bases) {
      link_target(one.unit, base);
      if (base.type.exists()) {
        below_[base.type.index()].push_back(ClassId(i));
      } else {
        units_[one.unit.index()].classes[one.local].has_unknown_base = true;
      }
    }
  }
  for (std::uint32_t i = 0; i < classes_.size(); ++i) {
    const std::vector<ClassId> order = ancestors(ClassId(i));
    for (const auto& [name, local] : row(ClassId(i)).methods) {
      const FunctionId method = id_of(classes_[i].unit, flow::FunctionId(local));
      std::vector<FunctionId>& so_called = methods_[key_of_name(classes_[i].unit, name)];
      if (so_called.size() <= kMostOfOneName) {
        so_called.push_back(method);
      }
      for (std::size_t above = 1; above < order.size(); ++above) {
        link_override(name, method, order[above]);
      }
    }
  }
}

// link_override notes that a method takes the place of one so called of a class above.
void Program::link_override(NameId name, FunctionId method, ClassId above) {
  for (const auto& [other, local] : row(above).methods) {
    if (other != name) {
      continue;
    }
    const FunctionId replaced = id_of(classes_[above.index()].unit, flow::FunctionId(local));
    std::vector<FunctionId>& list = overrides_[replaced.index()];
    if (list.size() <= kMostOverrides) {
      list.push_back(method);
    }
  }
}

std::span<const FunctionId> Program::methods_called(NameId name, UnitId from) const {
  const auto found = methods_.find(key_of_name(from, name));
  return found == methods_.end() || found->second.size() > kMostOfOneName
             ? std::span<const FunctionId>()
             : found->second;
}

std::span<const FunctionId> Program::overrides(FunctionId method) const {
  const auto found = overrides_.find(method.index());
  return found == overrides_.end() || found->second.size() > kMostOverrides
             ? std::span<const FunctionId>()
             : found->second;
}

bool Program::may_run_on(FunctionId method, ClassId type) const {
  return is_called_past_[method.index()] || find_method(type, details(method).name) == method;
}

ClassId Program::class_at(FunctionId function, std::uint32_t local) const {
  return local == UnitFunction::kNone
             ? ClassId::none()
             : ClassId(first_class_[(*this)[function].unit.index()] + local);
}

ClassId Program::owner(FunctionId function) const {
  return class_at(function, details(function).owner);
}

ClassId Program::class_of_body(FunctionId function) const {
  return class_at(function, details(function).body);
}

std::vector<ClassId> Program::relatives(ClassId type) const {
  std::vector<ClassId> all = ancestors(type);
  const std::size_t above = all.size();
  const auto add_below = [&](ClassId one) {
    for (const ClassId next : below_[one.index()]) {
      if (all.size() < kMostAncestors && std::ranges::find(all, next) == all.end()) {
        all.push_back(next);
      }
    }
  };
  add_below(type);
  for (std::size_t i = above; i < all.size(); ++i) {
    add_below(all[i]);
  }
  return all;
}

void Program::number_definitions() {
  for (std::uint32_t i = 0; i < units_.size(); ++i) {
    const Unit& unit = units_[i];
    if (unit.module.exists()) {
      unit_of_module_.add(unit.module.index(), i);
    }
    first_function_.push_back(static_cast<std::uint32_t>(functions_.size()));
    for (std::uint32_t f = 0; f < unit.functions.size(); ++f) {
      const auto id = FunctionId(static_cast<std::uint32_t>(functions_.size()));
      functions_.push_back({UnitId(i), flow::FunctionId(f)});
      if (unit.functions[f].start != UnitFunction::kNone) {
        function_at_.add(key_of(UnitId(i), {{}, unit.functions[f].start}), id.index());
      }
    }
    first_class_.push_back(static_cast<std::uint32_t>(classes_.size()));
    for (std::uint32_t c = 0; c < unit.classes.size(); ++c) {
      const auto id = ClassId(static_cast<std::uint32_t>(classes_.size()));
      classes_.push_back({UnitId(i), c});
      class_at_.add(key_of(UnitId(i), {{}, unit.classes[c].start}), id.index());
    }
    for (const flow::Place& place : unit.flow.places) {
      if (place.kind == flow::Place::Kind::Captured) {
        const auto next = static_cast<std::uint32_t>(captured_.size());
        captured_.add((std::uint64_t{i} << 32) | place.symbol.index(), next);
        units_of_captured_.resize(captured_.size(), UnitId(i));
      }
    }
    for (const NameId name : unit.cells) {
      if (name.exists()) {
        const auto next = static_cast<std::uint32_t>(cells_.size());
        cells_.add((std::uint64_t{i} << 32) | name.index(), next);
        units_of_cells_.resize(cells_.size(), UnitId(i));
      }
    }
  }
}

UnitId Program::unit_of(CellId cell) const {
  if (is_of_module(cell)) {
    return units_of_cells_[cell.index()];
  }
  const ClassId type = class_of(cell);
  return type.exists() ? classes_[type.index()].unit
                       : units_of_captured_[cell.index() - cells_.size() - classes_.size()];
}

std::uint64_t Program::key_of(UnitId unit, const Definition& definition) const {
  const UnitId home = definition.module.exists() ? unit_of(definition.module) : unit;
  return (std::uint64_t{home.index()} << 32) | definition.start;
}

void Program::link_target(UnitId unit, Target& target) {
  const std::uint64_t key = key_of(unit, target.definition);
  const bool is_of_class = target.kind == Target::Kind::Construct ||
                           target.kind == Target::Kind::Super ||
                           target.kind == Target::Kind::Protocol;
  if (is_of_class) {
    if (const auto type = ClassId(class_at_.find(key)); type.exists()) {
      link_to_class(target, type);
    }
  } else if (const auto function = FunctionId(function_at_.find(key)); function.exists()) {
    target.function = function;
  }
}

void Program::link_to_class(Target& target, ClassId type) {
  target.type = type;
  if (target.kind == Target::Kind::Super) {
    link_super(target);
  } else {
    const bool is_construct = target.kind == Target::Kind::Construct;
    target.function = find_method(type, is_construct ? init_name_ : target.name);
  }
  if (target.kind == Target::Kind::Protocol && !target.function.exists()) {
    link_stand_in(target);
  }
}

// A class without such a method may have the one that Python calls instead.
void Program::link_stand_in(Target& target) {
  std::string_view name = stand_in_for(names_.text(target.name));
  while (!name.empty() && !target.function.exists()) {
    const NameId known = names_.find(name);
    target.function = known.exists() ? find_method(target.type, known) : FunctionId::none();
    name = stand_in_for(name);
  }
}

// super().name is looked for behind the class itself.
void Program::link_super(Target& target) {
  const std::vector<ClassId> order = ancestors(target.type);
  for (std::size_t i = 1; i < order.size() && !target.function.exists(); ++i) {
    target.function = find_method(order[i], target.name);
  }
}

// Depth first, left to right: Python's order but for diamonds.
std::vector<ClassId> Program::ancestors(ClassId type) const {
  std::vector<ClassId> order;
  std::vector<ClassId> open = {type};
  while (!open.empty() && order.size() < kMostAncestors) {
    const ClassId next = open.back();
    open.pop_back();
    if (std::ranges::find(order, next) != order.end()) {
      continue;
    }
    order.push_back(next);
    const std::vector<Target>& bases = row(next).bases;
    for (std::size_t i = bases.size(); i > 0; --i) {
      if (bases[i - 1].type.exists()) {
        open.push_back(bases[i - 1].type);
      }
    }
  }
  return order;
}

FunctionId Program::find_method(ClassId type, NameId name) const {
  for (const ClassId one : ancestors(type)) {
    for (const auto& [known, local] : row(one).methods) {
      if (known == name) {
        return id_of(classes_[one.index()].unit, flow::FunctionId(local));
      }
    }
  }
  return FunctionId::none();
}

std::vector<NameId> Program::fields(ClassId type) const {
  std::vector<NameId> all;
  const std::vector<ClassId> order = ancestors(type);
  for (std::size_t i = order.size(); i > 0; --i) {
    for (const NameId field : row(order[i - 1]).fields) {
      if (std::ranges::find(all, field) == all.end()) {
        all.push_back(field);
      }
    }
  }
  return all;
}

bool Program::is_tuple(ClassId type) const {
  return std::ranges::any_of(ancestors(type), [this](ClassId one) { return row(one).is_tuple; });
}

CellId Program::cell(UnitId unit, NameId name) const {
  return CellId(cells_.find((std::uint64_t{unit.index()} << 32) | name.index()));
}

CellId Program::captured(UnitId unit, std::uint32_t symbol) const {
  const std::uint32_t found = captured_.find((std::uint64_t{unit.index()} << 32) | symbol);
  return found == NumberMap::kNone
             ? CellId::none()
             : CellId(static_cast<std::uint32_t>(cells_.size() + classes_.size()) + found);
}

UnitId Program::unit_of(names::ModuleId module) const {
  return UnitId(unit_of_module_.find(module.index()));
}

}  // namespace av::taint
