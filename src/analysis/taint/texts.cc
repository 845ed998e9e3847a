// texts.cc — where in a text a value lands: f-strings, +, %, format(), join().

#include "analysis/taint/function_analysis.h"

#include <algorithm>
#include <unordered_map>

namespace av::taint {

using flow::Op;
using syntax::Operator;

namespace {

// How deep a text may be made of texts before its parts are holes.
constexpr int kMostNesting = 12;

}  // namespace

TreeId FunctionAnalysis::cleared(TreeId tree, knowledge::SinkSet kinds) {
  return kinds == 0 ? tree
                    : forest_.map(tree, [&](Label& label) { return make_clear(label, kinds); });
}

// escaped is a text in which signs of a language stand for themselves.  A password can still be
// read in it, unless none of the text is left that could be a command.
TreeId FunctionAnalysis::escaped(TreeId tree, knowledge::SinkSet kinds) {
  const bool is_left = (kinds & set_of(knowledge::SinkKind::Command)) == 0;
  return kinds == 0 ? tree : forest_.map(tree, [&](Label& label) {
    const bool is_shown = is_left && is_told_by_name(label);
    return make_clear(label, is_shown ? kinds & ~set_of(knowledge::SinkKind::Log) : kinds);
  });
}

// as_text is what a value's text holds.  That of a list or a dict shows its elements as repr()
// does, which escapes line ends.
TreeId FunctionAnalysis::as_text(TreeId tree) {
  TreeId all = forest_.without_parts(tree);
  const std::vector<Child> parts(forest_.children(tree).begin(), forest_.children(tree).end());
  for (const Child& part : parts) {
    const TreeId flat = forest_.flatten(part.tree);
    const bool is_element = part.selector.is_element() || part.selector == Selector::keys();
    all = forest_.join(all, is_element ? escaped(flat, kLines) : flat);
  }
  return all;
}

// as_logged is a call of a logger as its text shows what is passed: by the fields of the message.
CallView FunctionAnalysis::as_logged(CallView call) {
  const auto list = unit_->flow.list(call.instr);
  std::optional<std::vector<names::FormatPart>> parts;
  std::size_t first = 1;
  for (; first < std::min<std::size_t>(list.size(), 3) && !parts; ++first) {
    const auto text = constant_text(list[first]);
    parts = text ? names::parse_percent_template(*text) : std::nullopt;
  }
  for (Passed& argument : call.arguments) {
    argument.value.tree = argument.how.is_container
                              ? escaped(forest_.flatten(argument.value.tree), kLines)
                              : as_text(argument.value.tree);
  }
  for (const names::FormatPart& part : parts.value_or(std::vector<names::FormatPart>())) {
    const std::size_t at = first - 1 + part.index.value_or(call.arguments.size());
    if (part.is_field && at < call.arguments.size() && part.form != names::Piece::Form::Plain) {
      Value& shown = call.arguments[at].value;
      shown.tree = part.form == names::Piece::Form::Number ? kEmpty : escaped(shown.tree, kLines);
    }
  }
  return call;
}

std::optional<std::string_view> FunctionAnalysis::constant_text(ValueId id) const {
  if (!id.exists()) {
    return std::nullopt;
  }
  NameId text = unit_->text(id);
  const std::uint32_t detail = unit_->detail[id.index()];
  if (instr_at(id.index()).op == Op::Constant && detail != Unit::kNone) {
    const Selector key = Selector::from_code(detail);
    text = key.has_name() ? key.name() : NameId::none();
  }
  return text.exists() ? std::optional(world_.program.names().text(text)) : std::nullopt;
}

// scan reads what an expression shows of a text.
void FunctionAnalysis::scan(FrontScan& front, ValueId id, int depth) const {
  if (const auto text = constant_text(id)) {
    return front.add_text(*text);
  }
  const Instr& instr = instr_at(id.index());
  if (depth < kMostNesting && instr.op == Op::FormatField) {
    return scan(front, instr.value_a(), depth + 1);
  }
  if (depth < kMostNesting && instr.op == Op::Format) {
    for (const ValueId part : unit_->flow.list(instr)) {
      scan(front, part, depth + 1);
    }
    return;
  }
  const bool is_sum =
      instr.op == Op::Binary &&
      static_cast<Operator>(instr.flags & syntax::flag::kOperatorMask) == Operator::Add;
  if (depth < kMostNesting && is_sum) {
    scan(front, instr.value_a(), depth + 1);
    scan(front, instr.value_b(), depth + 1);
    return;
  }
  front.add_hole();
}

TreeId FunctionAnalysis::behind(TreeId tree, Around around) {
  if (tree == kEmpty || around == 0) {
    return tree;
  }
  return forest_.map(tree, [around](Label& label) {
    label.around |= label.kind == Label::Kind::Function ? 0 : around;
    return true;
  });
}

TreeId FunctionAnalysis::with_around(TreeId tree, CallCheck::Keeps keeps) {
  using Keeps = CallCheck::Keeps;
  const auto left = [keeps](Around around) -> Around {
    constexpr Around kBehind = around::kBehindText | around::kBehindFolder | around::kJoined;
    const bool is_resolved = keeps == Keeps::Resolved;
    const bool is_joined = is_resolved && (around & kBehind) != 0;
    constexpr Around kHost = around::kBehindText | around::kBehindHost;
    const Around kept = keeps == Keeps::Start  ? around::kBehindWord
                        : keeps == Keeps::Host ? kHost
                                               : Around{0};
    return (around & kept) | (is_resolved ? around::kResolved : 0) |
           (is_joined ? around::kJoined : 0);
  };
  bool changes = false;
  forest_.each(tree, [&](const Label& label) { changes |= label.around != left(label.around); });
  if (!changes || keeps == Keeps::Front) {
    return tree;
  }
  return forest_.map(tree, [&](Label& label) {
    const bool is_no_program = keeps == Keeps::Words && (label.around & around::kBehindSpace) != 0;
    label.around = left(label.around);
    return !is_no_program || make_clear(label, set_of(knowledge::SinkKind::Program));
  });
}

// is_callers says whether those who call this function decide a value; what its object holds is
// its own.
bool FunctionAnalysis::is_callers(TreeId tree) const {
  const UnitFunction& details = world_.program.details(id_);
  const bool has_object = details.owner != UnitFunction::kNone && !details.is_static;
  return std::ranges::any_of(forest_.labels(tree), [&](const Label& label) {
    if (label.kind != Label::Kind::Input) {
      return false;
    }
    const PathId path(label.what);
    const Input input = paths_.input(path);
    const bool is_own = has_object && input.code == 0 && paths_.length(path) != 0;
    return !input.is_captured() && !is_own;
  });
}

// joined_to is a name behind a folder.  Who gives the folder may name any file, so that counts only
// where the folder is not theirs.
TreeId FunctionAnalysis::joined_to(TreeId folder, TreeId name) {
  return is_callers(folder) ? name : behind(name, around::kJoined);
}

// os.path.join(folder, name)
TreeId FunctionAnalysis::joined_path(const CallView& call) {
  TreeId all = kEmpty;
  for (const Passed& argument : call.arguments) {
    const bool is_many = argument.how.kind == Argument::Kind::Star;
    const TreeId given = is_many ? forest_.read(argument.value.tree, Selector::any())
                                 : forest_.flatten(argument.value.tree);
    const TreeId part = with_around(given, CallCheck::Keeps::Start);
    const bool is_first = &argument == call.arguments.data();
    all = forest_.join(all, is_first ? part : joined_to(all, part));
  }
  return all;
}

// {value!r} escapes line ends and control characters, as repr() does.
TreeId FunctionAnalysis::field(const Instr& instr) {
  constexpr std::uint8_t kRepr = 2;  // and 3, !a
  const bool is_escaped = (instr.flags & syntax::flag::kConversionMask) >= kRepr;
  return escaped(as_text(tree(instr.value_a())), is_escaped ? kLines : 0);
}

TreeId FunctionAnalysis::formatted(std::span<const ValueId> parts) {
  TreeId all = kEmpty;
  FrontScan front;
  bool is_escaped = false;  // by a backslash, which each of a text's characters stands behind
  for (const ValueId part : parts) {
    const auto text = constant_text(part);
    const bool is_field = instr_at(part.index()).op == Op::FormatField;
    const ValueId shown = is_field ? definition(instr_at(part.index()).value_a()) : part;
    const bool is_next = shown.exists() && instr_at(shown.index()).op == Op::Next;
    const TreeId piece = cleared(as_text(tree(part)),
                                 is_escaped && is_next ? set_of(knowledge::SinkKind::Regex) : 0);
    is_escaped = text && text->ends_with('\\') && !text->ends_with("\\\\");
    all = forest_.join(all, behind(piece, front.around()));
    scan(front, part);
  }
  return all;
}

// What is added behind a text; lists are added too, and their elements stay what they are.
TreeId FunctionAnalysis::appended(const Instr& instr) {
  const TreeId right = forest_.elements(tree(instr.value_b()));
  if (right == kEmpty || !forest_.children(right).empty()) {
    return right;
  }
  FrontScan front;
  scan(front, instr.value_a());
  return behind(right, front.around());
}

TreeId FunctionAnalysis::percent(const Instr& instr) {
  const TreeId right = tree(instr.value_b());
  const auto text = constant_text(instr.value_a());
  const auto parts = text && right != kEmpty ? names::parse_percent_template(*text) : std::nullopt;
  if (!parts) {
    return forest_.join(tree(instr.value_a()), forest_.flatten(right));
  }
  const Instr& given = instr_at(instr.b);
  const auto list = unit_->flow.list(given);
  const bool has_stars = unit_->detail[instr.b] < Unit::kSetElements;
  std::unordered_map<std::string_view, ValueId> named;
  for (std::size_t i = 0; given.op == Op::BuildDict && i + 1 < list.size(); i += 2) {
    if (const auto key = constant_text(list[i])) {
      named.insert_or_assign(*key, list[i + 1]);
    }
  }
  return filled(*parts, [&](const names::FormatPart& field) {
    if (given.op == Op::Build && !has_stars && field.index) {
      return *field.index < list.size() ? list[*field.index] : ValueId::none();
    }
    const auto it = named.find(field.name);
    return it == named.end() ? instr.value_b() : it->second;
  });
}

// "…".format(…); nothing when the template is not known.
std::optional<TreeId> FunctionAnalysis::brace_format(const CallView& call) {
  const Instr& callee = instr_at(unit_->flow.list(call.instr)[0].index());
  if (callee.op != Op::GetAttr || !call.site.model || call.site.model->path != "*.format") {
    return std::nullopt;
  }
  const auto text = constant_text(callee.value_a());
  const auto parts = text ? names::parse_brace_template(*text) : std::nullopt;
  const bool has_stars = std::ranges::any_of(call.arguments, [](const Passed& one) {
    return one.how.kind == Argument::Kind::Star || one.how.kind == Argument::Kind::DoubleStar;
  });
  if (!parts || has_stars) {
    return std::nullopt;
  }
  const auto list = unit_->flow.list(call.instr);
  std::vector<ValueId> placed;
  std::unordered_map<std::string_view, ValueId> named;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const Argument& how = call.arguments[i].how;
    if (how.kind == Argument::Kind::Keyword) {
      named.emplace(world_.program.names().text(how.name), list[i + 1]);
    } else {
      placed.push_back(list[i + 1]);
    }
  }
  return filled(*parts, [&](const names::FormatPart& field) {
    if (field.index) {
      return *field.index < placed.size() ? placed[*field.index] : ValueId::none();
    }
    const auto it = named.find(field.name);
    return it == named.end() ? ValueId::none() : it->second;
  });
}

TreeId FunctionAnalysis::filled(std::span<const names::FormatPart> parts, const Fill& fill) {
  TreeId all = kEmpty;
  FrontScan front;
  for (const names::FormatPart& part : parts) {
    if (!part.is_field) {
      front.add_text(part.literal);
      continue;
    }
    const ValueId value = fill(part);
    if (part.form != names::Piece::Form::Number) {
      const bool is_repr = part.form == names::Piece::Form::Repr;
      const TreeId piece = escaped(as_text(tree(value)), is_repr ? kLines : 0);
      all = forest_.join(all, behind(piece, front.around()));
    }
    if (value.exists() && part.is_plain) {
      scan(front, value);
    } else {
      front.add_hole();
    }
  }
  return all;
}

bool FunctionAnalysis::is_written_join(const CallView& call) const {
  if (!call.site.model || call.site.model->path != "*.join" || call.arguments.size() != 1) {
    return false;
  }
  const ValueId given = unit_->flow.list(call.instr)[1];
  const Instr& list = instr_at(given.index());
  return list.op == Op::Build && list.list_count != 0 &&
         unit_->detail[given.index()] == Unit::kNone;
}

// "…".join([…]): of a list that is written out each part's place is known.
TreeId FunctionAnalysis::joined(const CallView& call) {
  const Instr& callee = instr_at(unit_->flow.list(call.instr)[0].index());
  const ValueId given = unit_->flow.list(call.instr)[1];
  const TreeId separator = forest_.flatten(tree(callee.value_a()));
  FrontScan front;
  TreeId all = separator;
  for (const ValueId part : unit_->flow.list(instr_at(given.index()))) {
    all = forest_.join(all, behind(forest_.flatten(tree(part)), front.around()));
    scan(front, part);
    scan(front, callee.value_a());
  }
  return all;
}

}  // namespace av::taint
