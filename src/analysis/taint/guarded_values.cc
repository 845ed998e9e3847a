// guarded_values.cc — which variable a condition speaks of, and what becomes of it.
//
// A condition may be about what was made from a value: urlparse(x).netloc, x.lower(), a variable
// that holds re.match(…, x).  A variable that is stored once in a function holds what was stored;
// what was concluded then is still true when the value that it was made from was not set again.

#include "analysis/taint/function_analysis.h"

#include <algorithm>

namespace av::taint {

using flow::Op;
using Check = CallCheck::Kind;

namespace {

constexpr int kMostUnwraps = 8;
constexpr knowledge::SinkSet kPathSinks =
    knowledge::set_of(knowledge::SinkKind::Path) | knowledge::set_of(knowledge::SinkKind::Archive);
// How far behind a comprehension's start its element is looked for.
constexpr std::uint32_t kMostDistance = 200;

// is_users: only the machine's own user sets a folder or a list, and others decide the path in it
// or what is looked up there, or he does by other means.
bool is_users(const Origins& origins, const Forest& forest, TreeId folder, TreeId path) {
  using Kind = std::optional<knowledge::SourceKind>;
  const auto kind_of = [&](const Label& label) {
    return label.kind == Label::Kind::Source ? Kind(origins[label.what].kind) : Kind();
  };
  const auto is_local = [](const Kind& kind) {
    return kind && knowledge::threat_of(*kind) == knowledge::Threat::Local;
  };
  bool is_from_far = false;
  forest.each(path,
              [&](const Label& one) { is_from_far |= kind_of(one) && !is_local(kind_of(one)); });
  bool is_his = true;
  forest.each(folder, [&](const Label& decides) {
    const Kind kind = kind_of(decides);
    is_his &= is_local(kind);
    forest.each(path, [&](const Label& one) { is_his &= is_from_far || kind_of(one) != kind; });
  });
  return is_his;
}

}  // namespace

const std::vector<std::uint32_t>& FunctionAnalysis::stores_of(std::uint32_t place) {
  if (stores_.empty()) {
    stores_.resize(function_->place_count + 1);
    for (std::uint32_t i = 0; i < values_.size(); ++i) {
      const Instr& instr = instr_at(first_instr_ + i);
      if (instr.op == Op::Store && local(instr.place()) < function_->place_count) {
        stores_[local(instr.place())].push_back(first_instr_ + i);
      }
    }
  }
  return stores_[std::min<std::size_t>(place, function_->place_count)];
}

// definition is what a value was made by, seen through variables that are stored once.
flow::ValueId FunctionAnalysis::definition(ValueId id) {
  for (int i = 0; i < kMostUnwraps && id.exists(); ++i) {
    const Instr& instr = instr_at(id.index());
    if (instr.op == Op::Await) {
      id = instr.value_a();
      continue;
    }
    if (instr.op != Op::Load) {
      break;
    }
    const flow::Place::Kind kind = unit_->flow[instr.place()].kind;
    const std::vector<std::uint32_t>& stores = stores_of(local(instr.place()));
    if (stores.size() != 1 || kind == flow::Place::Kind::Free ||
        kind == flow::Place::Kind::Global) {
      break;
    }
    id = instr_at(stores[0]).value_b();
  }
  return id;
}

// is_settled says whether a variable still holds `value`, which was read from it before: it is
// never set again, or not in what is left of the block that is looked at.
bool FunctionAnalysis::is_settled(const Access& access, ValueId value) {
  if (!access.exists()) {
    return false;
  }
  const std::vector<std::uint32_t>& stores = stores_of(accesses_.input(access.path).code);
  const flow::Block& block = unit_->flow[block_];
  const auto is_since = [&](std::uint32_t store) {
    return store > value.index() && store < block.first + block.count;
  };
  return stores.size() <= 1 ||
         (value.index() >= block.first && value.index() < block.first + block.count &&
          std::ranges::none_of(stores, is_since));
}

CallCheck FunctionAnalysis::check_at(ValueId id) const {
  const bool is_call = id.exists() && instr_at(id.index()).op == Op::Call;
  return is_call ? unit_->calls[unit_->detail[id.index()]].check : CallCheck();
}

flow::ValueId FunctionAnalysis::argument_at(ValueId call, std::size_t place) const {
  const auto list = unit_->flow.list(instr_at(call.index()));
  return place + 1 < list.size() ? list[place + 1] : ValueId::none();
}

flow::ValueId FunctionAnalysis::receiver_at(ValueId call) const {
  const auto list = unit_->flow.list(instr_at(call.index()));
  const bool has_dot = !list.empty() && instr_at(list[0].index()).op == Op::GetAttr;
  return has_dot ? instr_at(list[0].index()).value_a() : ValueId::none();
}

std::string_view FunctionAnalysis::attribute_name(ValueId id) const {
  if (!id.exists() || instr_at(id.index()).op != Op::GetAttr ||
      unit_->detail[id.index()] == Unit::kNone) {
    return {};
  }
  const Selector part = Selector::from_code(unit_->detail[id.index()]);
  return part.has_name() ? world_.program.names().text(part.name()) : std::string_view();
}

// same_text is the text that a value says as much of: x of x.lower(), str(x).
flow::ValueId FunctionAnalysis::same_text(ValueId id) {
  for (int i = 0; i < kMostUnwraps && id.exists(); ++i) {
    const ValueId made = definition(id);
    if (check_at(made).kind != Check::SameText) {
      break;
    }
    const ValueId receiver = receiver_at(made);
    const ValueId argument = argument_at(made, 0);
    const bool is_method = receiver.exists() && tree(receiver) != kEmpty;
    id = is_method ? receiver : argument;
  }
  return id;
}

// clear_signed: what `mac` was made for with a key, by hmac.new(key, x).hexdigest(), and has come
// with the same: only who has the key can have sent it.
void FunctionAnalysis::clear_signed(State& state, ValueId mac) {
  for (int i = 0; i < kMostUnwraps; ++i) {
    const ValueId made = definition(same_text(mac));
    if (!made.exists() || instr_at(made.index()).op != Op::Call) {
      return;
    }
    if (check_at(made).kind == Check::Signature) {
      return clear_value(state, argument_at(made, 1), true, knowledge::kAllSinks);
    }
    const std::string_view method = attribute_name(unit_->flow.list(instr_at(made.index()))[0]);
    mac = method.ends_with("digest") ? receiver_at(made) : argument_at(made, 0);
  }
}

// without_signs is x of x.replace(".", "").replace("-", ""): what is asked of the rest, be it
// letters or digits, holds for x but for these signs.  None for others.
flow::ValueId FunctionAnalysis::without_signs(ValueId text) {
  ValueId from = ValueId::none();
  for (int i = 0; i < kMostUnwraps; ++i) {
    const ValueId made = definition(text);
    const bool is_call = made.exists() && instr_at(made.index()).op == Op::Call;
    const auto list =
        is_call ? unit_->flow.list(instr_at(made.index())) : std::span<const ValueId>();
    const auto sign = list.size() == 3 && attribute_name(list[0]) == "replace"
                          ? constant_text(definition(list[1]))
                          : std::nullopt;
    if (!sign || (sign != "." && sign != "-" && sign != "_") || constant_text(list[2]) != "") {
      break;
    }
    text = from = receiver_at(made);
  }
  return from;
}

// address_of_host is x when a value is urlparse(x).netloc or .hostname; none for others.
flow::ValueId FunctionAnalysis::address_of_host(ValueId id) {
  const ValueId part = definition(same_text(id));
  const std::string_view name = attribute_name(part);
  if (name != "netloc" && name != "hostname") {
    return ValueId::none();
  }
  const ValueId parsed = definition(instr_at(part.index()).value_a());
  if (check_at(parsed).kind != Check::AddressParts) {
    return ValueId::none();
  }
  const ValueId address = argument_at(parsed, 0);
  const ValueId joined = definition(address);
  return check_at(joined).kind == Check::JoinedAddress ? argument_at(joined, 1) : address;
}

// change says whether anything was.
template <class Change>
bool FunctionAnalysis::change(State& state, const Access& access, const Change& change) {
  if (!access.exists() || !access.is_exact) {
    return false;
  }
  Paths::Steps path;
  accesses_.selectors(access.path, path);
  const std::uint32_t place = accesses_.input(access.path).code;
  const TreeId before = forest_.read(state.load(place, *this), path);
  const TreeId after = forest_.map(before, change);
  if (after != before) {
    state.write(access, after, Update::Replace, context_);
  }
  return after != before;
}

void FunctionAnalysis::clear(State& state, const Access& access, knowledge::SinkSet kinds) {
  if (change(state, access, [kinds](Label& label) { return make_clear(label, kinds); }) &&
      sight_ != nullptr) {
    note_clearing(access, kinds);
  }
}

void FunctionAnalysis::clear_value(State& state, ValueId value, bool is_old,
                                   knowledge::SinkSet kinds) {
  for (const ValueId one : {value, same_text(value)}) {
    const Access access = this->value(one).origin;
    if (access.exists() && (!is_old || is_settled(access, one))) {
      clear(state, access, kinds);
    }
    is_old |= definition(one) != one;
  }
}

void FunctionAnalysis::put_behind(State& state, ValueId value, bool is_old, Around around) {
  for (const ValueId one : {value, same_text(value)}) {
    const Access access = this->value(one).origin;
    if (around != 0 && access.exists() && (!is_old || is_settled(access, one))) {
      change(state, access, [around](Label& label) {
        label.around |= label.kind == Label::Kind::Function ? 0 : around;
        return true;
      });
    }
    is_old |= definition(one) != one;
  }
}

// is_cleared: what may be in it does no harm anywhere.
bool FunctionAnalysis::is_cleared(TreeId tree) const {
  bool is_all = true;
  forest_.each(tree, [&](const Label& label) {
    is_all &= label.kind != Label::Kind::Function && label.cleared == knowledge::kAllSinks;
  });
  return is_all;
}

bool FunctionAnalysis::is_resolved(TreeId tree) const {
  bool is_all = tree != kEmpty;
  forest_.each(tree, [&](const Label& label) {
    is_all &= label.kind == Label::Kind::Function || label.cleared == knowledge::kAllSinks ||
              (label.around & around::kResolved) != 0;
  });
  return is_all;
}

// is_own_state says whether a value is what the object of a method holds, as far as nobody is known
// to have put input there.
bool FunctionAnalysis::is_own_state(TreeId tree) const {
  const UnitFunction& details = world_.program.details(id_);
  bool is_all = tree != kEmpty && details.owner != UnitFunction::kNone && !details.is_static;
  forest_.each(tree, [&](const Label& label) {
    const PathId path(label.what);
    is_all &= label.kind == Label::Kind::Function ||
              (label.kind == Label::Kind::Input && paths_.input(path).code == 0 &&
               paths_.length(path) != 0);
  });
  return is_all;
}

// cut_at_slashes is x of x.split("/") and PurePath(x).parts, an element of which names no other
// folder, like the last part that basename() gives; none for others.
flow::ValueId FunctionAnalysis::cut_at_slashes(ValueId whole) {
  const ValueId made = definition(whole);
  if (attribute_name(made) == "parts") {
    return instr_at(made.index()).value_a();
  }
  if (!made.exists() || instr_at(made.index()).op != Op::Call) {
    return ValueId::none();
  }
  const auto list = unit_->flow.list(instr_at(made.index()));
  const std::string_view method = list.empty() ? std::string_view() : attribute_name(list[0]);
  const auto text = method == "split" || method == "rsplit"
                        ? constant_text(definition(argument_at(made, 0)))
                        : std::nullopt;
  return text == "/" || text == "\\" ? receiver_at(made) : ValueId::none();
}

// is_callers_folder: no input decides the folder that a path has to be below; or the caller does,
// who gives the path's parts as well.
bool FunctionAnalysis::is_callers_folder(ValueId folder, ValueId path) {
  if (!folder.exists() || tree(folder) == kEmpty) {
    return true;
  }
  const auto given = forest_.labels(tree(folder));
  const auto has = [given](const Label& label) {
    return std::ranges::any_of(given, [&](const Label& one) { return one.what == label.what; });
  };
  const bool is_given = path.exists() && forest_.children(tree(folder)).empty() &&
                        std::ranges::all_of(given, [](const Label& label) {
                          return label.kind == Label::Kind::Input;
                        });
  return is_given && std::ranges::any_of(forest_.labels(tree(path)), [&](const Label& label) {
           return label.kind != Label::Kind::Input || !has(label);
         });
}

bool FunctionAnalysis::is_trusted_folder(ValueId folder, ValueId path) {
  return is_callers_folder(folder, path) || is_users(origins_, forest_, tree(folder), tree(path));
}

// is_users_list: if name in os.environ["NAMES"].split(",")
bool FunctionAnalysis::is_users_list(ValueId list, ValueId one) {
  return is_users(origins_, forest_, tree(list), tree(one));
}

// A path is below a folder: that counts when no `..` can lead out again.
void FunctionAnalysis::clear_path(State& state, ValueId path, bool is_old) {
  if (!path.exists() || !is_resolved(tree(path))) {
    return;
  }
  clear_value(state, path, is_old, kPathSinks);
  const ValueId made = definition(same_text(path));
  if (check_at(made).keeps == CallCheck::Keeps::Resolved) {
    const ValueId argument = argument_at(made, 0);
    clear_parts(state, argument.exists() ? argument : receiver_at(made));
  }
}

// What a path was made of: x of realpath(normpath(join(folder, x))), of (folder / x).resolve().
void FunctionAnalysis::clear_parts(State& state, ValueId path, int depth) {
  if (!path.exists() || depth == kMostUnwraps) {
    return;
  }
  clear_value(state, path, true, kPathSinks);
  const ValueId made = definition(same_text(path));
  if (check_at(made).kind == Check::JoinedPath) {
    for (const ValueId part : unit_->flow.list(instr_at(made.index())).subspan(1)) {
      clear_parts(state, part, depth + 1);
    }
  } else if (check_at(made).keeps == CallCheck::Keeps::Resolved) {
    clear_parts(state, argument_at(made, 0), depth + 1);
  } else if (made.exists() && instr_at(made.index()).op == Op::Binary) {
    clear_parts(state, instr_at(made.index()).value_a(), depth + 1);
    clear_parts(state, instr_at(made.index()).value_b(), depth + 1);
  }
}

// all(test(x) for x in container), any(y == x for x in ALLOWED)
void FunctionAnalysis::clear_each(State& state, ValueId container, bool is_all) {
  if (!container.exists() || instr_at(container.index()).op != Op::Build) {
    return;
  }
  ValueId tested;
  std::uint32_t variable = Unit::kNone;
  ValueId source;
  const auto end = static_cast<std::uint32_t>(first_instr_ + values_.size());
  for (std::uint32_t i = container.index(); i < std::min(end, container.index() + kMostDistance);
       ++i) {
    const Instr& instr = instr_at(i);
    if (instr.op == Op::Store && instr.value_b().exists() && instr_at(instr.b).op == Op::Next) {
      variable = local(instr.place());
      source = instr_at(instr_at(instr.b).a).value_a();  // of the Iterate
    } else if (instr.op == Op::Collect && unit_->flow.list(instr)[0] == container) {
      tested = unit_->flow.list(instr).back();
      break;
    }
  }
  if (!tested.exists()) {
    return;
  }
  if (!is_all) {
    refine(state, tested, true);
    return;
  }
  if (variable == Unit::kNone) {
    return;
  }
  State after = state;
  refine(after, tested, true);
  if (!is_cleared(state.load(variable, *this)) && is_cleared(after.load(variable, *this))) {
    clear_value(state, source, false, knowledge::kAllSinks);
  }
}

}  // namespace av::taint
