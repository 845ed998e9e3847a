// transfer.cc — what each instruction does with values.

#include "analysis/taint/function_analysis.h"
#include "analysis/taint/kept_texts.h"

#include <algorithm>

namespace av::taint {

using flow::Op;
using syntax::Operator;

namespace {

constexpr knowledge::SinkSet kMarkup = knowledge::set_of(knowledge::SinkKind::Html);
constexpr knowledge::SinkSet kOptions = knowledge::set_of(knowledge::SinkKind::Argument);
constexpr Around kOwnAddress = around::kBehindText | around::kBehindHost;

// masked is a few places of a text: of a key they tell which one it is, of a password much.
TreeId masked(Forest& forest, const Origins& origins, TreeId tree) {
  return forest.map(tree, [&](Label& label) {
    const bool is_key = label.kind == Label::Kind::Source &&
                        origins[label.what].kind == knowledge::SourceKind::Secret;
    return make_clear(label, is_key ? knowledge::set_of(knowledge::SinkKind::Log) : 0);
  });
}

// Spots is the first and the last place in a list where an element may be.
struct Spots {
  std::uint32_t first;
  std::uint32_t last;
};

// with_element puts a value into a list; where it is not known in which place, it is in all of
// them.
TreeId with_element(Forest& forest, TreeId list, Spots spots, TreeId element) {
  if (spots.first == 0 && spots.last != 0) {
    const Selector any = Selector::any();
    return forest.write(list, std::span(&any, 1), element, Update::Add);
  }
  const Update update = spots.first == spots.last ? Update::Replace : Update::Add;
  for (std::uint32_t i = std::min(spots.first, spots.last); i <= spots.last; ++i) {
    const Selector part = Selector::index(i);
    list = forest.write(list, std::span(&part, 1), element, update);
  }
  return list;
}

}  // namespace

// stepped is a tree whose labels have come one step further.
TreeId FunctionAnalysis::stepped(TreeId tree, std::uint32_t instr) {
  return forest_.map(tree, [&](Label& label) {
    if (label.kind != Label::Kind::Function && label.distance < kLongestWay) {
      label.step = trace_.add({instr, label.step, FunctionId::none(), Step::kNone});
      ++label.distance;
    }
    return !label.is_lost();
  });
}

TreeId FunctionAnalysis::source_leaf(std::uint32_t instr, knowledge::SourceKind kind) {
  if ((world_.sources[id_.index()] & knowledge::set_of(kind)) == 0) {
    return kEmpty;
  }
  Label label;
  label.what = origins_.add(Origin{id_, instr, kind});
  label.step = trace_.add({instr, Step::kNone, FunctionId::none(), Step::kNone});
  return forest_.leaf(label);
}

TreeId FunctionAnalysis::model_leaf(std::uint32_t instr, const knowledge::TaintModel& model,
                                    const knowledge::TaintSource& source) {
  const Around around = is_own_address(model.path) ? kOwnAddress : Around{0};
  return cleared(behind(source_leaf(instr, source.kind), around), source.clears);
}

Access FunctionAnalysis::step_of(const Access& access, Selector selector) {
  if (!access.exists()) {
    return {};
  }
  const bool fits = accesses_.length(access.path) < kMostSteps;
  return {accesses_.step(access.path, selector), access.is_exact && fits && selector.is_exact()};
}

TreeId FunctionAnalysis::flattened(std::span<const ValueId> values) {
  TreeId all = kEmpty;
  for (const ValueId one : values) {
    all = forest_.join(all, forest_.flatten(tree(one)));
  }
  return all;
}

FunctionAnalysis::Value FunctionAnalysis::evaluate(std::uint32_t index, const Instr& instr,
                                                   State& state) {
  switch (instr.op) {
    case Op::Parameter:
      return parameter(index, instr, state);
    case Op::Load:
      return load(index, instr, state);
    case Op::Store:
      store(index, instr, state);
      return {};
    case Op::Delete:
      state.store(local(instr.place()), kEmpty, {}, accesses_);
      return {};
    case Op::GetAttr:
      return attribute(index, instr, state);
    case Op::SetAttr:
      reach_by_setting(index, tree(instr.value_b()), tree(instr.value_b()));
      if (unit_->detail[index] == Unit::kNone) {
        return {};
      }
      set_part(index, instr.value_a(), Selector::from_code(unit_->detail[index]),
               tree(instr.value_b()), state);
      return {};
    case Op::DeleteAttr:
    case Op::DeleteItem:
      if (unit_->detail[index] == Unit::kNone) {
        return {};
      }
      set_part(index, instr.value_a(), Selector::from_code(unit_->detail[index]), kEmpty, state);
      return {};
    case Op::GetItem:
      if (const Special* what = unit_->special(ValueId(index))) {
        return special(index, *what, item(instr), state);
      }
      return item(instr);
    case Op::SetItem: {
      const auto list = unit_->flow.list(instr);
      reach_by_setting(index, tree(list[1]), tree(list[2]));
      if (const Special* what = unit_->special(ValueId(index));
          what != nullptr && what->has_function) {
        special(index, *what, {}, state);
      }
      set_part(index, list[0], Selector::from_code(unit_->detail[index]), tree(list[2]), state);
      return {};
    }
    case Op::Call:
      return call(index, instr, state);
    case Op::Collect:
      collect(index, instr, state);
      return {};
    case Op::Return:
      show(index, tree(instr.value_a()));
      returned_ =
          function_->is_generator ? returned_ : forest_.join(returned_, tree(instr.value_a()));
      note_return(index, instr, state);
      hand_out(tree(instr.value_a()), index, state);
      return {};
    case Op::MakeFunction:
      return make_function(instr, state);
    default:
      return evaluate_rest(index, instr, state);
  }
}

FunctionAnalysis::Value FunctionAnalysis::evaluate_rest(std::uint32_t index, const Instr& instr,
                                                        State& state) {
  switch (instr.op) {
    case Op::Build:
      return build(index, instr);
    case Op::BuildDict:
      return build_dict(instr);
    case Op::Binary:
    case Op::InPlace:
      return unit_->detail[index] == Unit::kProtocol ? operation(index, binary(instr), state)
                                                     : binary(instr);
    case Op::Compare:
      if (unit_->detail[index] == Unit::kProtocol) {
        operation(index, {}, state);
      }
      return {};
    case Op::Format:
      return {formatted(unit_->flow.list(instr)), {}};
    case Op::Print:
      return {flattened(unit_->flow.list(instr)), {}};
    case Op::FormatField:
      if (unit_->detail[index] == kShowsRepr) {
        return {escaped(field(instr), kLines), {}};
      }
      return unit_->detail[index] == 1 ? Value() : operation(index, {field(instr), {}}, state);
    case Op::Await:
      return {tree(instr.value_a()), value(instr.value_a()).origin};
    case Op::Iterate:
    case Op::Enter: {
      const Special* what = unit_->special(ValueId(index));
      const Value& plain = value(instr.value_a());
      return what != nullptr ? special(index, *what, plain, state) : plain;
    }
    case Op::Next: {
      const std::uint32_t iterator = instr.value_a().index();
      const Selector part = unit_->detail[iterator] == 1 ? Selector::keys() : Selector::any();
      return {forest_.read(tree(instr.value_a()), part),
              step_of(value(instr.value_a()).origin, part)};
    }
    case Op::Unpack:
      return unpack(index, instr);
    case Op::MatchPart: {
      if (unit_->detail[index] == Unit::kNone) {
        return {};
      }
      const Selector part = Selector::from_code(unit_->detail[index]);
      return {forest_.read(tree(instr.value_a()), part),
              step_of(value(instr.value_a()).origin, part)};
    }
    case Op::Yield:
      yielded(index, tree(instr.value_a()), false);
      return {};
    case Op::YieldFrom:
      yielded(index, tree(instr.value_a()), true);
      return {};
    case Op::ImportName:
      if (const Special* what = unit_->special(ValueId(index))) {
        return special(index, *what, {}, state);
      }
      return {};
    case Op::Exec:
      reach_sink({{id_, index, knowledge::SinkKind::Code}, {}, index, nullptr, {}},
                 tree(unit_->flow.list(instr)[0]));
      return {};
    case Op::Raise:
      raise_here(index, instr);
      return {};
    case Op::Caught:
      return caught(index);
    case Op::Opaque:
      return {flattened(unit_->flow.list(instr)), {}};
    default:
      return {};  // comparisons, negations, constants: numbers and truth
  }
}

// entry_input is what a framework passes: input, or a dict that has input under some keys.
TreeId FunctionAnalysis::entry_input(std::uint32_t index, const knowledge::TaintEntry& entry) {
  const TreeId leaf = source_leaf(index, entry.kind);
  std::string_view keys = entry.at.steps;
  if (!keys.starts_with('[')) {
    return leaf;
  }
  TreeId dict = kEmpty;
  for (keys.remove_prefix(1); !keys.empty();) {
    const std::size_t end = keys.find_first_of(",]");
    const NameId name = world_.program.find_name(keys.substr(0, end));
    const Selector key = name.exists() ? Selector::key(name) : Selector::any();
    const bool is_own = keys.starts_with("PATH_INFO") || keys.substr(0, end).ends_with("_URI");
    const TreeId input = behind(leaf, is_own ? kOwnAddress : Around{0});
    dict = name.exists() ? forest_.write(dict, std::span(&key, 1), input, Update::Replace) : dict;
    keys.remove_prefix(end + 1);
  }
  return dict;
}

FunctionAnalysis::Value FunctionAnalysis::parameter(std::uint32_t index, const Instr& instr,
                                                    State& state) {
  const std::uint32_t object = object_of(instr.a);
  TreeId tree = stepped(initial(object), index);
  const UnitFunction& details = world_.program.details(id_);
  const auto parameters = world_.program.parameters(id_);
  const bool is_receiver =
      instr.a == 0 && details.owner != UnitFunction::kNone && !details.is_static;
  if (!is_receiver && instr.a < parameters.size()) {
    const Parameter& row = parameters[instr.a];
    if (details.entry != nullptr && !row.is_given) {
      const TreeId input = entry_input(index, *details.entry);
      tree = forest_.join(tree, cleared(input, row.is_number ? knowledge::kAllSinks : 0));
    }
    const Injection* made =
        row.is_given ? unit_->injection(details.first_parameter + instr.a) : nullptr;
    if (made != nullptr) {
      tree = forest_.join(tree, injected(index, *made, state));
    }
    if (row.own) {
      tree = forest_.join(tree, source_leaf(index, *row.own));
    }
  }
  object_start_[instr.a] = tree;
  state.store(object, tree, {}, accesses_);
  return {tree, {accesses_.of({object}), true}};
}

FunctionAnalysis::Value FunctionAnalysis::load(std::uint32_t index, const Instr& instr,
                                               State& state) {
  const std::uint32_t place = local(instr.place());
  const Value plain = {state.load(place, *this), {accesses_.of({place}), true}};
  const Special* what = unit_->special(ValueId(index));
  return what != nullptr ? special(index, *what, plain, state) : plain;
}

void FunctionAnalysis::store(std::uint32_t index, const Instr& instr, State& state) {
  const bool is_temporary = unit_->flow[instr.place()].kind == flow::Place::Kind::Temporary;
  const Value& stored = value(instr.value_b());
  const TreeId tree = is_temporary ? stored.tree : stepped(stored.tree, index);
  Access alias = stored.origin;
  if (alias.exists() && accesses_.length(alias.path) == 0) {
    const Access further = state.alias(accesses_.input(alias.path).code);
    alias = further.exists() ? further : alias;
  }
  state.store(local(instr.place()), tree, alias, accesses_);
}

// operation is an operator, or a text made of an object, whose class may have a method for it.
FunctionAnalysis::Value FunctionAnalysis::operation(std::uint32_t index, const Value& plain,
                                                    State& state) {
  const Special* what =
      unit_->detail[index] == Unit::kProtocol ? unit_->special(ValueId(index)) : nullptr;
  return what != nullptr ? special(index, *what, plain, state) : plain;
}

// special is what a name or attribute stands for: input, a function, a variable of another module.
FunctionAnalysis::Value FunctionAnalysis::special(std::uint32_t index, const Special& what,
                                                  const Value& plain, State& state) {
  if (what.model != nullptr) {
    TreeId brought = kEmpty;
    for (const knowledge::TaintSource& source : what.model->sources) {
      brought = forest_.join(brought, model_leaf(index, *what.model, source));
    }
    const bool is_value = !what.model->sources.empty() || !what.model->flows.empty();
    if (what.adds) {
      return {forest_.join(plain.tree, brought), plain.origin};
    }
    return is_value ? Value{brought, {}} : plain;
  }
  if (what.has_function && what.function.function.exists()) {
    const Instr& instr = instr_at(index);
    const Value receiver =
        instr.op != Op::Load && instr.op != Op::ImportName ? value(instr.value_a()) : Value();
    if (what.is_property) {
      return {call_protocol(index, what, state), {}};
    }
    return {forest_.join(plain.tree, function_value(what.function, receiver.tree)), plain.origin};
  }
  if (what.has_type && what.type.type.exists()) {
    const TreeId stored = attribute_tree(what.type.type, Selector::attribute(what.name), index);
    return {forest_.join(plain.tree, stored), plain.origin};
  }
  if (what.module.exists() && what.name.exists()) {
    const UnitId unit = world_.program.unit_of(what.module);
    const CellId cell = unit.exists() ? world_.program.cell(unit, what.name) : CellId::none();
    return {cell.exists() ? forest_.join(plain.tree, cell_tree(cell, index)) : plain.tree,
            plain.origin};
  }
  return plain;
}

// A function that is a value, with the object that it is a method of.
TreeId FunctionAnalysis::function_value(const Target& target, TreeId receiver) {
  Label label;
  label.kind = Label::Kind::Function;
  label.what = target.function.index();
  label.cleared = target.kind == Target::Kind::Method ? Label::kBound : 0;
  const TreeId leaf = forest_.leaf(label);
  const Selector self = Selector::attribute(world_.self_name);
  return target.kind == Target::Kind::Method
             ? forest_.write(leaf, std::span(&self, 1), receiver, Update::Replace)
             : leaf;
}

FunctionAnalysis::Value FunctionAnalysis::attribute(std::uint32_t index, const Instr& instr,
                                                    State& state) {
  const Selector part = Selector::from_code(unit_->detail[index]);
  const Value& object = value(instr.value_a());
  Value plain = {forest_.read(object.tree, part), step_of(object.origin, part)};
  if (is_own_attribute(plain.tree, part)) {
    plain.tree = forest_.join(plain.tree, attribute_tree(world_.program.owner(id_), part, index));
  }
  const Special* what = unit_->special(ValueId(index));
  return what != nullptr ? special(index, *what, plain, state) : plain;
}

// is_own_object says whether a value is the object, or class, that the method is called on.
bool FunctionAnalysis::is_own_object(TreeId tree) const {
  return has_own_object() && find_parameter(tree) == 0U;
}

bool FunctionAnalysis::has_own_object() const {
  const UnitFunction& details = world_.program.details(id_);
  return details.owner != UnitFunction::kNone && !details.is_static;
}

// is_own_attribute says whether a value is what that object had in `part` when the method began.
bool FunctionAnalysis::is_own_attribute(TreeId tree, Selector part) const {
  return has_own_object() && std::ranges::any_of(forest_.labels(tree), [&](const Label& label) {
           return label.kind == Label::Kind::Input && paths_.is_part(PathId(label.what), {0}, part);
         });
}

// show lets what a view returns come to whoever asked for it.  What a call made of input that
// nothing is known of need not hold it, and a dict becomes JSON.
void FunctionAnalysis::show(std::uint32_t index, TreeId returned) {
  const knowledge::TaintEntry* entry = world_.program.details(id_).entry;
  if (entry == nullptr || !entry->has_sink) {
    return;
  }
  const TreeId text = forest_.map(forest_.read(returned, Selector::index(0)), [](Label& label) {
    return label.kind == Label::Kind::Source && !label.via_unknown;
  });
  for (const knowledge::SinkKind kind : {entry->sink, knowledge::SinkKind::Reply}) {
    reach_sink({{id_, index, kind}, {}, index, nullptr, {}}, forest_.without_parts(text));
  }
}

FunctionAnalysis::Value FunctionAnalysis::item(const Instr& instr) {
  const Value& object = value(instr.value_a());
  if (instr_at(instr.b).op == Op::Slice) {
    const bool is_text = forest_.children(object.tree).empty();
    const TreeId sliced = is_text ? with_around(object.tree, CallCheck::Keeps::Nothing)
                                  : forest_.elements(object.tree);
    return {unit_->detail[instr.b] == 1 ? masked(forest_, origins_, sliced) : sliced, {}};
  }
  const std::uint32_t self = static_cast<std::uint32_t>(&instr - unit_->flow.instrs.data());
  const Selector part = Selector::from_code(unit_->detail[self]);
  TreeId read = forest_.read(object.tree, part);
  if (cut_at_slashes(instr.value_a()).exists()) {
    read = forest_.map(read, [](Label& label) {
      return make_clear(label, knowledge::set_of(knowledge::SinkKind::Path));
    });
  }
  return {read, step_of(object.origin, part)};
}

// NOLINTNEXTLINE(readability-function-size): where, of what, which part, what, and the state
void FunctionAnalysis::set_part(std::uint32_t index, ValueId object, Selector part, TreeId tree,
                                State& state) {
  const Value& target = value(object);
  const TreeId put = stepped(tree, index);
  const Access access = step_of(target.origin, part);
  if (access.exists()) {
    state.write(access, put, Update::Replace, context_);
  }
  Value changed = target;
  changed.tree = forest_.write(changed.tree, std::span(&part, 1), put, Update::Replace);
  set_value(object.index(), changed);
}

// reach_by_setting is for what does harm where it is set: session["name"] = value.
void FunctionAnalysis::reach_by_setting(std::uint32_t index, TreeId key, TreeId set) {
  const Special* what = unit_->special(ValueId(index));
  if (what == nullptr || what->model == nullptr) {
    return;
  }
  for (std::size_t i = 0; i < what->model->sinks.size(); ++i) {
    const knowledge::TaintSink& sink = what->model->sinks[i];
    const bool is_off = i < 32 && (what->sinks_off >> i & 1U) != 0;
    const bool is_key = sink.at.root == knowledge::Port::Root::Position && sink.at.position == 0;
    if (!is_off) {
      reach_sink({{id_, index, sink.kind}, {}, index, nullptr, {}, &sink}, is_key ? key : set);
    }
  }
}

FunctionAnalysis::Value FunctionAnalysis::build(std::uint32_t index, const Instr& instr) {
  const auto list = unit_->flow.list(instr);
  const std::uint32_t stars = unit_->detail[index];
  if (list.empty()) {
    return {value(ValueId(index)).tree, {}};  // a comprehension's: what was collected so far
  }
  TreeId made = kEmpty;
  bool is_exact = stars != Unit::kSetElements;
  const auto option = list.size() > 2 ? constant_text(list[1]) : std::nullopt;
  const bool is_shell = option && (*option == "-c" || *option == "/c");  // a program and its text
  bool is_no_option = false;                                             // behind "--"
  std::uint32_t certain = 0;  // elements that certainly stand before; in a set none does
  for (std::uint32_t i = 0; i < list.size(); ++i) {
    const bool is_star =
        stars < Unit::kSetElements && unit_->arguments[stars + i].kind == Argument::Kind::Star;
    is_exact &= !is_star;
    TreeId element = is_star ? forest_.read(tree(list[i]), Selector::any()) : tree(list[i]);
    element = cleared(element, is_shell && i == 0 ? set_of(knowledge::SinkKind::Command) : 0);
    element = cleared(element, is_no_option ? kOptions : 0);
    is_no_option |= constant_text(list[i]) == "--";
    if (element != kEmpty) {
      // What is too far behind to have a place of its own is still no program.
      constexpr std::uint32_t kLast = kExactElements - 1;
      const bool is_placed = is_exact && i <= kLast;
      const Spots spots = is_placed ? Spots{i, i} : Spots{std::min(certain, kLast - 1), kLast};
      made = with_element(forest_, made, spots, element);
    }
    certain += is_star || stars == Unit::kSetElements ? 0U : 1U;
  }
  return {made, {}};
}

FunctionAnalysis::Value FunctionAnalysis::build_dict(const Instr& instr) {
  const auto list = unit_->flow.list(instr);
  const auto self = static_cast<std::uint32_t>(&instr - unit_->flow.instrs.data());
  if (list.empty()) {
    return {value(ValueId(self)).tree, {}};
  }
  TreeId made = kEmpty;
  for (std::size_t i = 0; i + 1 < list.size(); i += 2) {
    if (!list[i].exists()) {
      made = forest_.join(made, tree(list[i + 1]));
      continue;
    }
    const bool is_constant = instr_at(list[i].index()).op == Op::Constant;
    const Selector key =
        is_constant ? Selector::from_code(unit_->detail[list[i].index()]) : Selector::any();
    const Selector keys = Selector::keys();
    made = forest_.write(made, std::span(&key, 1), tree(list[i + 1]), Update::Replace);
    if (tree(list[i]) != kEmpty) {
      made = forest_.write(made, std::span(&keys, 1), tree(list[i]), Update::Add);
    }
  }
  reach_by_answer(self, made);
  return {made, {}};
}

// reach_by_answer is for a dict that is an answer: {"statusCode": 200, "body": page}.
void FunctionAnalysis::reach_by_answer(std::uint32_t index, TreeId dict) {
  const Special* what = unit_->special(ValueId(index));
  for (std::size_t i = 0; what != nullptr && i < what->model->sinks.size(); ++i) {
    const knowledge::TaintSink& sink = what->model->sinks[i];
    TreeId part = dict;
    for (std::string_view rest = sink.at.steps; !rest.empty();) {
      const std::size_t end = rest.find(']');
      const std::string_view step = rest.substr(1, end - 1);
      const auto parts = forest_.children(part);
      if (step.empty() || (step[0] >= '0' && step[0] <= '9')) {  // of a list of pairs
        part = forest_.read(part, step.empty() ? Selector::any() : Selector::index(step[0] - '0'));
        rest.remove_prefix(end + 1);
        continue;
      }
      const NameId key = world_.program.find_name(step);
      const bool is_there = key.exists() && std::ranges::find(parts, Selector::key(key),
                                                              &Child::selector) != parts.end();
      part = is_there ? forest_.read(part, Selector::key(key)) : kEmpty;
      rest.remove_prefix(end + 1);
    }
    if ((what->sinks_off >> i & 1U) == 0) {
      reach_sink({{id_, index, sink.kind}, {}, index, nullptr, {}, &sink},
                 forest_.without_parts(part));
    }
  }
}

void FunctionAnalysis::collect(std::uint32_t index, const Instr& instr, State& state) {
  const auto list = unit_->flow.list(instr);
  if (list.size() == 3) {
    set_part(index, list[0], Selector::keys(), tree(list[1]), state);
  }
  set_part(index, list[0], Selector::any(), tree(list.back()), state);
}

// Texts, lists and dicts are joined by some operators; what the others make are numbers.
// is_markup: what is put to a Markup is escaped.
bool FunctionAnalysis::is_markup(ValueId value) {
  const std::uint32_t made = definition(value).index();
  return made >= first_instr_ && made - first_instr_ < values_.size() &&
         instr_at(made).op == Op::Call && unit_->detail[made] != Unit::kNone &&
         unit_->calls[unit_->detail[made]].model != nullptr &&
         unit_->calls[unit_->detail[made]].model->path == "markupsafe.Markup";
}

FunctionAnalysis::Value FunctionAnalysis::binary(const Instr& instr) {
  const TreeId left = tree(instr.value_a());
  const TreeId right = tree(instr.value_b());
  const auto escapes = [&] { return is_markup(instr.value_a()); };
  switch (static_cast<Operator>(instr.flags & syntax::flag::kOperatorMask)) {
    case Operator::Add:
      return {escapes() ? forest_.join(left, escaped(forest_.flatten(right), kMarkup))
                        : forest_.join(forest_.elements(left), appended(instr)),
              {}};
    case Operator::Mod:
      return {
          escapes() ? forest_.join(left, escaped(forest_.flatten(right), kMarkup)) : percent(instr),
          {}};
    case Operator::Div:  // of paths
      return {forest_.join(left, joined_to(left, right)), {}};
    case Operator::BitOr:
      return {forest_.join(left, right), {}};
    case Operator::Mult:
      return {forest_.join(forest_.elements(left), forest_.elements(right)), {}};
    case Operator::Sub:
    case Operator::BitAnd:
      return {left, {}};
    default:
      return {};
  }
}

FunctionAnalysis::Value FunctionAnalysis::unpack(std::uint32_t index, const Instr& instr) {
  const Value& whole = value(instr.value_a());
  if ((instr.flags & flow::flag::kStar) != 0) {
    return {forest_.elements(whole.tree), {}};
  }
  // Behind a star the place is counted from the end.
  bool is_behind_star = false;
  for (std::uint32_t i = index; i > first_instr_ && i + 200 > index; --i) {
    const Instr& before = instr_at(i - 1);
    is_behind_star |=
        before.op == Op::Unpack && before.a == instr.a && (before.flags & flow::flag::kStar) != 0;
  }
  const Selector part = is_behind_star ? Selector::any() : Selector::index(instr.b);
  return {unpacked(whole.tree, part), step_of(whole.origin, part)};
}

// unpacked is one of the parts that a value is taken apart into.  Of what an unknown call gives it
// is not known which part what was passed is in.
TreeId FunctionAnalysis::unpacked(TreeId whole, Selector part) {
  const auto children = forest_.children(whole);
  const bool is_told_apart =
      std::ranges::any_of(children, [](const Child& child) { return child.selector.is_element(); });
  const TreeId one = forest_.read(whole, part);
  return is_told_apart ? one : forest_.map(one, [](Label& label) {
    label.guess(label.via_unknown ? 1 : 0);
    return true;
  });
}

// A function made here remembers the variables around it that it uses.
FunctionAnalysis::Value FunctionAnalysis::make_function(const Instr& instr, State& state) {
  Target target;
  target.function = world_.program.id_of(unit_id_, flow::FunctionId(instr.a));
  TreeId made = function_value(target, kEmpty);
  const auto defaults = unit_->flow.list(instr);
  for (std::uint32_t i = 0; i < defaults.size(); ++i) {
    const Selector parts[] = {Selector::attribute(world_.default_name), Selector::index(i)};
    if (tree(defaults[i]) != kEmpty) {
      made = forest_.write(made, parts, tree(defaults[i]), Update::Replace);
    }
  }
  for (const std::uint32_t symbol : world_.program.details(target.function).captures) {
    const std::uint32_t place = place_of_symbol(symbol);
    if (place == Unit::kNone) {
      continue;
    }
    const Selector part = Selector::captured(symbol);
    made = forest_.write(made, std::span(&part, 1), state.load(place, *this), Update::Replace);
  }
  return {made, {}};
}

void FunctionAnalysis::yielded(std::uint32_t index, TreeId tree, bool is_all) {
  const Selector any = Selector::any();
  const TreeId element = is_all ? forest_.read(tree, any) : tree;
  if (element != kEmpty) {
    returned_ = forest_.write(returned_, std::span(&any, 1), stepped(element, index), Update::Add);
  }
}

}  // namespace av::taint
