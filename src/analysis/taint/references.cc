#include "analysis/taint/references.h"

#include "analysis/knowledge/workers.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace av::taint {
namespace {

using flow::Op;
using knowledge::set_of;
using knowledge::SourceSet;
using Pairs = Lists<FunctionId>::Pairs;

// How many functions are gathered from at once.
constexpr std::size_t kFunctionsOfPart = 4096;

SourceSet sources_of(const knowledge::TaintModel* model) {
  SourceSet kinds = 0;
  if (model != nullptr) {
    for (const knowledge::TaintSource& source : model->sources) {
      kinds |= set_of(source.kind);
    }
  }
  return kinds;
}

knowledge::SinkSet sinks_of(const knowledge::TaintModel* model) {
  knowledge::SinkSet kinds = 0;
  if (model != nullptr) {
    for (const knowledge::TaintSink& sink : model->sinks) {
      kinds |= set_of(sink.kind);
    }
  }
  return kinds;
}

// Collector gathers the pairs of all lists.
class Collector {
 public:
  explicit Collector(const Program& program)
      : program_(program), post_init_(program.find_name("__post_init__")) {}

  void add(FunctionId function) {
    id_ = function;
    unit_id_ = program_[function].unit;
    unit_ = &program_[unit_id_];
    code_ = &unit_->flow[program_[function].local];
    owner_ = program_.owner(function);
    sources.push_back(0);
    sinks.push_back(0);
    add_signature();
    add_places();
    for (std::uint32_t b = 0; b < code_->block_count; ++b) {
      const flow::Block& block = unit_->flow.blocks[code_->first_block + b];
      for (std::uint32_t i = block.first; i < block.first + block.count; ++i) {
        add_instr(i, unit_->flow.instrs[i]);
      }
      add_specials(block);
    }
  }

  // Import is a variable of a module that gets what another module's variable holds.
  struct Import {
    CellId to;
    CellId from;
    FunctionId module;
  };

  Pairs needs, named, readers, writers;
  std::vector<Import> imports;
  Lists<AttributeReader>::Pairs attributes;
  std::vector<SourceSet> sources;
  std::vector<knowledge::SinkSet> sinks;

 private:
  // What comes in with the parameters, and with the variables around.
  void add_signature() {
    const UnitFunction& details = program_.details(id_);
    if (details.entry != nullptr) {
      sources.back() |= set_of(details.entry->kind);
      if (details.entry->has_sink) {
        sinks.back() |= set_of(details.entry->sink) | set_of(knowledge::SinkKind::Reply);
      }
    }
    std::uint32_t number = details.first_parameter;
    for (const Parameter& parameter : program_.parameters(id_)) {
      sources.back() |= parameter.own ? set_of(*parameter.own) : 0;
      const Injection* injection = parameter.is_given ? unit_->injection(number) : nullptr;
      if (injection != nullptr) {
        add_injection(*injection);
      }
      ++number;
    }
    for (const std::uint32_t symbol : details.captures) {
      add_reader(program_.captured(unit_id_, symbol));
    }
  }

  void add_injection(const Injection& injection) {
    add_need(injection.provider.function);
    const bool has_fields =
        injection.provider.type.exists() && !injection.provider.function.exists();
    sources.back() |= has_fields ? set_of(injection.kind) : 0;
  }

  void add_places() {
    for (std::uint32_t i = code_->first_place; i < code_->first_place + code_->place_count; ++i) {
      if (unit_->flow.places[i].kind == flow::Place::Kind::Global && unit_->cells[i].exists()) {
        add_reader(program_.cell(unit_id_, unit_->cells[i]));
      }
    }
  }

  void add_instr(std::uint32_t index, const flow::Instr& instr) {
    switch (instr.op) {
      case Op::MakeFunction:
      case Op::MakeClass: {
        const flow::FunctionId made(instr.a);
        if (is_nested(made)) {
          add_need(program_.id_of(unit_id_, made));
        }
        return;
      }
      case Op::Call:
        return add_call(unit_->calls[unit_->detail[index]], instr);
      case Op::Caught:
        sources.back() |= set_of(knowledge::SourceKind::Exception);
        return;
      case Op::Exec:
        sinks.back() |= set_of(knowledge::SinkKind::Code);
        return;
      case Op::GetAttr:
        return add_attribute(owner_, Selector::from_code(unit_->detail[index]));
      case Op::Store:
        return add_store(instr);
      default:
        return;
    }
  }

  // A def of a module or class is found by its name; what else is made is met as a value.
  [[nodiscard]] bool is_nested(flow::FunctionId made) const {
    const bool is_body =
        !code_->around.exists() || program_.details(id_).body != UnitFunction::kNone;
    const UnitFunction& details = unit_->functions[made.index()];
    return !is_body || details.start == UnitFunction::kNone;
  }

  void add_call(const CallSite& call, const flow::Instr& instr) {
    sources.back() |= sources_of(call.model);
    sinks.back() |= sinks_of(call.model);
    for (std::uint32_t i = 0; i < call.target_count; ++i) {
      const Target& target = unit_->targets[call.first_target + i];
      if (target.function.exists()) {
        add_need(target.function);
        for (const FunctionId other : program_.overrides(target.function)) {
          add_need(other);
        }
      } else if (target.type.exists()) {
        add_need(program_.find_method(target.type, post_init_));
      }
    }
    const auto list = unit_->flow.list(instr);
    if (call.model == nullptr && !call.has_path && call.target_count == 0 && !list.empty()) {
      add_by_name(list[0]);
    }
  }

  void add_by_name(flow::ValueId callee) {
    const std::uint32_t detail = unit_->detail[callee.index()];
    if (unit_->flow[callee].op == Op::GetAttr && detail != Unit::kNone) {
      for (const FunctionId method :
           program_.methods_called(Selector::from_code(detail).name(), unit_id_)) {
        add_need(method);
      }
    }
  }

  // add_store notes variables of modules that may come to hold a function under another name.
  void add_store(const flow::Instr& instr) {
    const NameId name = unit_->cells[instr.place().index()];
    const flow::Place::Kind kind = unit_->flow[instr.place()].kind;
    const bool is_of_module = !code_->around.exists() || kind == flow::Place::Kind::Global;
    if (!name.exists() || !is_of_module) {
      return;
    }
    const CellId cell = program_.cell(unit_id_, name);
    if (may_hold_function(instr.value_b())) {
      writers.emplace_back(cell.index(), id_);
    } else if (unit_->flow[instr.value_b()].op == Op::ImportName) {
      add_import(cell, unit_->special(instr.value_b()));
    }
  }

  void add_import(CellId cell, const Special* what) {
    const UnitId unit =
        what != nullptr && what->module.exists() ? program_.unit_of(what->module) : UnitId::none();
    const CellId from =
        unit.exists() && what->name.exists() ? program_.cell(unit, what->name) : CellId::none();
    if (from.exists()) {
      imports.push_back({cell, from, id_});
    }
  }

  [[nodiscard]] bool may_hold_function(flow::ValueId id) const {
    const flow::Instr& instr = unit_->flow[id];
    switch (instr.op) {
      case Op::MakeFunction:
        return is_nested(flow::FunctionId(instr.a));
      case Op::Call: {
        const CallSite& call = unit_->calls[unit_->detail[id.index()]];
        const auto list = unit_->flow.list(instr);
        const bool is_decorated = (instr.flags & flow::flag::kDecorator) != 0 && list.size() > 1;
        return is_decorated
                   ? may_hold_function(list[1])
                   : call.target_count != 0 || call.check.kind == CallCheck::Kind::Partial ||
                         call.check.kind == CallCheck::Kind::Record;
      }
      case Op::Build:
      case Op::BuildDict:
        return std::ranges::any_of(unit_->flow.list(instr), [&](flow::ValueId part) {
          return part.exists() && unit_->flow[part].op != Op::Constant;
        });
      case Op::Constant:
      case Op::MakeClass:
      case Op::ImportName:
      case Op::Binary:
      case Op::Format:
        return false;
      default:
        return true;
    }
  }

  void add_specials(const flow::Block& block) {
    auto at = std::ranges::lower_bound(unit_->specials, block.first, {}, &Special::instr);
    for (; at != unit_->specials.end() && at->instr < block.first + block.count; ++at) {
      sources.back() |= sources_of(at->model);
      sinks.back() |= sinks_of(at->model);
      if (at->has_function && at->function.function.exists()) {
        (at->is_property ? needs : named).emplace_back(id_.index(), at->function.function);
      }
      if (at->has_type && at->type.type.exists()) {
        add_attribute(at->type.type, Selector::attribute(at->name));
      }
      if (at->module.exists() && at->name.exists()) {
        const UnitId unit = program_.unit_of(at->module);
        add_reader(unit.exists() ? program_.cell(unit, at->name) : CellId::none());
      }
    }
  }

  void add_need(FunctionId function) {
    if (function.exists()) {
      needs.emplace_back(id_.index(), function);
    }
  }

  void add_attribute(ClassId type, Selector part) {
    if (type.exists()) {
      attributes.push_back({type.index(), {part, id_}});
    }
  }

  void add_reader(CellId cell) {
    if (cell.exists()) {
      readers.emplace_back(cell.index(), id_);
    }
  }

  const Program& program_;
  NameId post_init_;
  FunctionId id_;
  ClassId owner_;
  UnitId unit_id_;
  const Unit* unit_ = nullptr;
  const flow::Function* code_ = nullptr;
};

// How many modules may hand on a variable, one to the other.
constexpr int kMostHands = 4;

// add_imports: what a variable may hold, one that imports it may.
void add_imports(std::span<Collector> all, std::size_t cells) {
  std::vector<bool> has_writer(cells);
  for (const Collector& one : all) {
    for (const auto& [cell, function] : one.writers) {
      has_writer[cell] = true;
    }
  }
  for (int hand = 0; hand < kMostHands; ++hand) {
    for (Collector& one : all) {
      std::erase_if(one.imports, [&](const Collector::Import& import) {
        const bool is_found = has_writer[import.from.index()];
        if (is_found) {
          one.writers.emplace_back(import.to.index(), import.module);
          has_writer[import.to.index()] = true;
        }
        return is_found;
      });
    }
  }
}

// lists_of makes lists of one kind of pairs of all collectors.
template <class Entry>
Lists<Entry> lists_of(std::span<const Collector> all,
                      typename Lists<Entry>::Pairs Collector::*pairs, std::size_t count) {
  std::vector<const typename Lists<Entry>::Pairs*> parts;
  parts.reserve(all.size());
  for (const Collector& one : all) {
    parts.push_back(&(one.*pairs));
  }
  return Lists<Entry>(parts, count);
}

// users_of turns around who needs, or names, whom.
Pairs users_of(std::span<const Collector> all) {
  std::size_t count = 0;
  for (const Collector& one : all) {
    count += one.needs.size() + one.named.size();
  }
  Pairs used;
  used.reserve(count);
  for (Pairs Collector::*const pairs : {&Collector::needs, &Collector::named}) {
    for (const Collector& one : all) {
      for (const auto& [user, function] : one.*pairs) {
        used.emplace_back(function.index(), FunctionId(user));
      }
    }
  }
  return used;
}

}  // namespace

References::References(const Program& program, unsigned threads) {
  const std::size_t count = program.functions().size();
  std::vector<Collector> all((count + kFunctionsOfPart - 1) / kFunctionsOfPart, Collector(program));
  const base::StopFlag never;
  knowledge::run_with_catalog(
      all.size(), {.threads = threads}, never, [&](unsigned, std::size_t part) {
        const std::size_t first = part * kFunctionsOfPart;
        for (std::size_t i = first; i < std::min(count, first + kFunctionsOfPart); ++i) {
          all[part].add(FunctionId(static_cast<std::uint32_t>(i)));
        }
      });
  add_imports(all, program.cell_count());
  const std::function<void()> tasks[] = {
      [&] { needs = lists_of<FunctionId>(all, &Collector::needs, count); },
      [&] {
        const Pairs used = users_of(all);
        const Pairs* const parts[] = {&used};
        users = Lists<FunctionId>(parts, count);
      },
      [&] { readers = lists_of<FunctionId>(all, &Collector::readers, program.cell_count()); },
      [&] { writers = lists_of<FunctionId>(all, &Collector::writers, program.cell_count()); },
      [&] {
        attributes = lists_of<AttributeReader>(all, &Collector::attributes, program.class_count());
        attributes.sort();
      },
  };
  knowledge::run_with_catalog(std::size(tasks), {.threads = threads}, never,
                              [&](unsigned, std::size_t task) { tasks[task](); });
  for (const Collector& one : all) {
    sources.insert(sources.end(), one.sources.begin(), one.sources.end());
    sinks.insert(sinks.end(), one.sinks.begin(), one.sinks.end());
  }
}

}  // namespace av::taint
