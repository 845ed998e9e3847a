// told.cc — what the name of a function of the program says of what it gets.

#include "analysis/taint/function_analysis.h"

#include <algorithm>
#include <iterator>

namespace av::taint {

using flow::Op;

namespace {

// How many values an argument may be written of: f(where={"id": x})
constexpr std::size_t kMostValues = 16;

// PartsRead says of which variables of a function parts are read: those are no plain texts.
class PartsRead {
 public:
  PartsRead(const Program& program, const Unit& unit, const flow::Function& function)
      : program_(program), unit_(unit), function_(function) {}

  [[nodiscard]] bool has(flow::PlaceId place) const {
    for (std::uint32_t b = 0; b < function_.block_count; ++b) {
      for (const flow::Instr& instr :
           unit_.flow.instrs_of(unit_.flow.blocks[function_.first_block + b])) {
        if (reads_part(instr, place)) {
          return true;
        }
      }
    }
    return false;
  }

 private:
  [[nodiscard]] bool reads_part(const flow::Instr& instr, flow::PlaceId place) const {
    const bool is_read = instr.op == Op::GetAttr || instr.op == Op::GetItem;
    if (!is_read || unit_.flow[instr.value_a()].op != Op::Load ||
        unit_.flow[instr.value_a()].place() != place) {
      return false;
    }
    return instr.op == Op::GetItem || !is_of_texts(instr);
  }

  // text.strip, and any method that is none of a dict's
  [[nodiscard]] bool is_of_texts(const flow::Instr& instr) const {
    constexpr std::string_view kTextMethods[] = {
        "casefold", "encode", "endswith", "format",     "isdigit", "join",  "lower", "lstrip",
        "replace",  "rstrip", "split",    "startswith", "strip",   "title", "upper"};
    const auto index = static_cast<std::size_t>(&instr - unit_.flow.instrs.data());
    const Selector part = Selector::from_code(unit_.detail[index]);
    return part.has_name() && std::ranges::find(kTextMethods, program_.names().text(part.name())) !=
                                  std::end(kTextMethods);
  }

  const Program& program_;
  const Unit& unit_;
  const flow::Function& function_;
};

// BodyRead says whether a function does anything that a check or a cleaning is made of.
class BodyRead {
 public:
  BodyRead(const Program& program, FunctionId id)
      : unit_(program[program[id].unit]), names_(program.names()), id_(program[id].local) {}

  [[nodiscard]] bool acts() const {
    const flow::Function& function = unit_.flow.functions[id_.index()];
    for (std::uint32_t b = 0; b < function.block_count; ++b) {
      const auto instrs = unit_.flow.instrs_of(unit_.flow.blocks[function.first_block + b]);
      if (std::ranges::any_of(instrs, [this](const flow::Instr& one) { return acts(one); })) {
        return true;
      }
    }
    return false;
  }

 private:
  [[nodiscard]] bool acts(const flow::Instr& instr) const {
    switch (instr.op) {
      case Op::Compare:
      case Op::GetItem:
      case Op::Iterate:
      case Op::MatchTest:
      case Op::Raise:
        return true;
      case Op::Call:
        return !is_plain(instr);
      default:
        return false;
    }
  }

  // text.strip() and print(text) check nothing.
  [[nodiscard]] bool is_plain(const flow::Instr& call) const {
    constexpr std::string_view kPlain[] = {"capitalize", "casefold", "debug",  "decode", "encode",
                                           "error",      "format",   "info",   "lower",  "lstrip",
                                           "print",      "repr",     "rstrip", "str",    "strip",
                                           "title",      "upper",    "warning"};
    const auto index = static_cast<std::size_t>(&call - unit_.flow.instrs.data());
    const CallSite& site = unit_.calls[unit_.detail[index]];
    const std::string_view path = site.model == nullptr ? method_name(unit_.flow.list(call)[0])
                                                        : std::string_view(site.model->path);
    return std::ranges::find(kPlain, path.substr(path.rfind('.') + 1)) != std::end(kPlain);
  }

  [[nodiscard]] std::string_view method_name(flow::ValueId callee) const {
    const std::uint32_t detail = unit_.detail[callee.index()];
    if (unit_.flow[callee].op != Op::GetAttr || detail == Unit::kNone) {
      return {};
    }
    const Selector part = Selector::from_code(detail);
    return part.has_name() ? names_.text(part.name()) : std::string_view();
  }

  const Unit& unit_;
  const NameTable& names_;
  flow::FunctionId id_;
};

}  // namespace

std::string_view FunctionAnalysis::callee_name(const CallView& call) {
  const NameTable& names = world_.program.names();
  if (call.site.target_count != 0) {
    const Target& target = unit_->targets[call.site.first_target];
    const NameId name = target.function.exists() && target.kind != Target::Kind::Construct
                            ? world_.program.details(target.function).name
                            : NameId::none();
    return name.exists() ? names.text(name) : std::string_view();
  }
  const ValueId callee = definition(unit_->flow.list(call.instr)[0]);
  if (!callee.exists()) {
    return {};
  }
  const Instr& made = instr_at(callee.index());
  if (made.op == Op::GetAttr) {
    return attribute_name(callee);
  }
  const NameId cell = made.op == Op::Load ? unit_->cells[made.place().index()] : NameId::none();
  return cell.exists() ? names.text(cell) : std::string_view();
}

// Of what a model tells, the name says nothing more; nor of a function that does nothing.
Told FunctionAnalysis::told_of(const CallView& call) {
  const Told told = call.site.model != nullptr ? Told() : told_by_name(callee_name(call));
  return told.when == Told::When::Never || may_act(call) ? told : Told();
}

// may_act: what is called cannot be seen, or does more than to pass on what it gets.
bool FunctionAnalysis::may_act(const CallView& call) const {
  const auto targets =
      std::span(unit_->targets).subspan(call.site.first_target, call.site.target_count);
  return targets.empty() || std::ranges::any_of(targets, [this](const Target& target) {
           return !target.function.exists() || !world_.program.overrides(target.function).empty() ||
                  BodyRead(world_.program, target.function).acts();
         });
}

FunctionAnalysis::Value FunctionAnalysis::as_told(const CallView& call, const Value& made,
                                                  State& state) {
  const Told told = told_of(call);
  if (told.when == Told::When::Passed) {
    for (const ValueId given : unit_->flow.list(call.instr).subspan(1)) {
      clear_within(state, given, false, told.clears);
    }
  }
  // A look-up that cannot be seen gives what is kept, not what it was asked for.
  const bool is_answer = told.when == Told::When::Found && call.site.target_count == 0;
  const bool is_harmless =
      is_answer || told.when == Told::When::Made || told.when == Told::When::Passed;
  return {cleared(made.tree, is_harmless ? told.clears : 0), made.origin};
}

void FunctionAnalysis::refine_told(const Asked& asked, const CallView& call, State& state) {
  const Told told = told_of(call);
  const bool tells = asked.holds ? told.when == Told::When::True || told.when == Told::When::Found
                                 : told.when == Told::When::False;
  if (tells) {
    for (const ValueId given : unit_->flow.list(call.instr).subspan(1)) {
      clear_within(state, given, asked.is_old, told.clears);
    }
  }
}

// clear_within clears a text, and those that a dict or a list that is written there holds.
void FunctionAnalysis::clear_within(State& state, ValueId value, bool is_old,
                                    knowledge::SinkSet kinds) {
  std::vector<ValueId> open = {value};
  for (std::size_t i = 0; i < open.size() && i < kMostValues; ++i) {
    if (!open[i].exists()) {
      continue;
    }
    const Instr& made = instr_at(open[i].index());
    const bool is_whole =
        made.op == Op::Load && PartsRead(world_.program, *unit_, *function_).has(made.place());
    if (!is_whole) {
      clear_value(state, open[i], is_old, kinds);
    }
    if (made.op == Op::Build || made.op == Op::BuildDict) {
      const auto parts = unit_->flow.list(made);
      open.insert(open.end(), parts.begin(), parts.end());
    }
  }
}

}  // namespace av::taint
