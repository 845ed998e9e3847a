// transfer_exceptions.cc — which handler gets what a `raise` tells.
//
// An exception goes from handler to handler outwards, past those of other classes.  What a library
// raises by itself a handler brings as a source; exceptions of the program's own classes hold what
// the program put there.

#include "analysis/taint/function_analysis.h"

#include <algorithm>
#include <iterator>

namespace av::taint {

using flow::Op;

namespace {

// Of more classes of exceptions than that what they tell counts as an exception's of a library.
constexpr std::size_t kMostClasses = 6;
// How many labels of what was raised a handler tells: what it brings itself needs room, too.
constexpr std::size_t kMostCaughtLabels = 8;

// is_covered says whether a handler gets what is raised in a block, or a block behind it.
bool is_covered(const Unit& unit, const flow::Block& block, flow::BlockId handler) {
  for (flow::BlockId at = block.handler; at.exists(); at = unit.flow[at].handler) {
    const auto handlers = unit.flow.successors_of(unit.flow[at]);
    if (std::ranges::find(handlers, handler) != handlers.end()) {
      return true;
    }
  }
  return false;
}

// may_tell_more says whether an instruction may fail for another reason than its values.
bool may_tell_more(const Unit& unit, Op op, std::uint32_t index) {
  constexpr std::string_view kConversions[] = {
      "base64.b16decode", "base64.b32decode",   "base64.b64decode", "base64.standard_b64decode",
      "builtins.float",   "builtins.int",       "builtins.len",     "base64.urlsafe_b64decode",
      "json.loads",       "binascii.unhexlify", "uuid.UUID",        "binascii.a2b_base64"};
  switch (op) {
    case Op::Await:
    case Op::Enter:
    case Op::Exec:
    case Op::ImportName:
    case Op::Iterate:
    case Op::Yield:
    case Op::YieldFrom:
      return true;
    case Op::Call: {
      const CallSite& site = unit.calls[unit.detail[index]];
      return site.target_count != 0 || site.model == nullptr ||
             std::ranges::find(kConversions, site.model->path) == std::end(kConversions);
    }
    default: {
      const Special* what = unit.special(flow::ValueId(index));
      return what != nullptr && what->is_property;
    }
  }
}

// tries_values_only says whether all that a handler's `try` calls are conversions of values, which
// say what is wrong with one that a client gave.
bool tries_values_only(const Unit& unit, const flow::Function& function, std::uint32_t caught) {
  const auto blocks =
      std::span(unit.flow.blocks).subspan(function.first_block, function.block_count);
  const auto of_handler = std::ranges::find(blocks, caught, &flow::Block::first);
  if (of_handler == blocks.end()) {
    return false;
  }
  const flow::BlockId handler(function.first_block +
                              static_cast<std::uint32_t>(of_handler - blocks.begin()));
  bool has_call = false;
  for (const flow::Block& block : blocks) {
    const bool is_tried = block.count != 0 && is_covered(unit, block, handler);
    for (std::uint32_t i = 0; is_tried && i < block.count; ++i) {
      const Op op = unit.flow.instrs[block.first + i].op;
      has_call |= op == Op::Call;
      if (may_tell_more(unit, op, block.first + i)) {
        return false;
      }
    }
  }
  return has_call;
}

}  // namespace

FunctionAnalysis::Value FunctionAnalysis::caught(std::uint32_t index) {
  TreeId all = kEmpty;
  if (const auto found = caught_.find(index); found != caught_.end()) {
    for (const auto& [type, told] : found->second) {
      all = forest_.join(all, told);
    }
  }
  std::size_t labels = 0;
  all = forest_.map(all, [&](const Label&) { return labels++ < kMostCaughtLabels; });
  limits_.labels += labels > kMostCaughtLabels ? 1 : 0;
  const bool is_meant = is_for_clients(index);
  TreeId own = is_meant ? kEmpty : source_leaf(index, knowledge::SourceKind::Exception);
  if (own != kEmpty && world_.response_name.exists()) {  // that is what another server said
    const Selector response = Selector::attribute(world_.response_name);
    own = forest_.write(own, std::span(&response, 1), kEmpty, Update::Replace);
  }
  own = own != kEmpty && tries_values_only(*unit_, *function_, index) ? kEmpty : own;
  return {forest_.join(all, own), {}};
}

// is_for_clients says whether a handler is for classes that only the program raises, that say what
// is wrong with a value, which a client gave, or that frameworks have for answers.
bool FunctionAnalysis::is_for_clients(std::uint32_t caught) const {
  constexpr std::string_view kOfValues[] = {"binascii.Error",
                                            "builtins.AssertionError",
                                            "builtins.KeyError",
                                            "builtins.UnicodeDecodeError",
                                            "builtins.UnicodeError",
                                            "builtins.ValueError",
                                            "decimal.InvalidOperation",
                                            "json.JSONDecodeError",
                                            "json.decoder.JSONDecodeError",
                                            "pydantic.ValidationError",
                                            "pydantic_core.ValidationError"};
  constexpr std::string_view kAnswers[] = {"aiohttp.web.HTTPException",
                                           "django.core.exceptions.ValidationError",
                                           "django.http.Http404",
                                           "fastapi.HTTPException",
                                           "fastapi.exceptions.RequestValidationError",
                                           "rest_framework.exceptions.APIException",
                                           "starlette.exceptions.HTTPException",
                                           "tornado.web.HTTPError",
                                           "werkzeug.exceptions.HTTPException"};
  const ExceptionSite& site = unit_->exception_sites[unit_->detail[caught]];
  const auto rows = unit_->exceptions_of(site);
  return !rows.empty() && std::ranges::all_of(rows, [&](const ExceptionRow& row) {
    const std::string_view path =
        row.path.exists() ? world_.program.names().text(row.path) : std::string_view();
    return (row.is_class && row.type.type.exists()) ||
           std::ranges::find(kOfValues, path) != std::end(kOfValues) ||
           std::ranges::find(kAnswers, path) != std::end(kAnswers);
  });
}

void FunctionAnalysis::raise_here(std::uint32_t index, const Instr& instr) {
  const std::uint32_t detail = unit_->detail[index];
  if (detail == Unit::kNone) {
    return;  // an exception that only goes on: it was passed on where it was raised
  }
  const ExceptionSite& site = unit_->exception_sites[detail];
  if (site.caught != Unit::kNone) {
    raise_again(site.caught, index);
  } else if (instr.value_a().exists()) {
    const auto rows = unit_->exceptions_of(site);
    raise(rows.empty() ? RaisedClass() : raised_class(rows[0]),
          stepped(tree(instr.value_a()), index));
  }
}

void FunctionAnalysis::raise_again(std::uint32_t caught, std::uint32_t index) {
  const auto found = caught_.find(caught);
  if (found == caught_.end()) {
    return;
  }
  for (const auto& [type, told] : Raised(found->second)) {
    raise(type, stepped(told, index));
  }
}

// as_error is what an exception tells that went through a call: from far away it is shown or kept,
// and nobody runs or opens it.
TreeId FunctionAnalysis::as_error(TreeId told) {
  constexpr std::uint8_t kNear = 8;  // steps
  constexpr knowledge::SinkSet kShown = knowledge::set_of(knowledge::SinkKind::Html) |
                                        knowledge::set_of(knowledge::SinkKind::Log) |
                                        knowledge::set_of(knowledge::SinkKind::Reply) |
                                        knowledge::set_of(knowledge::SinkKind::Storage);
  return forest_.map(
      told, [](Label& label) { return label.distance <= kNear || make_clear(label, ~kShown); });
}

// raise notes what an exception tells: handlers here may get it, or those of callers.
void FunctionAnalysis::raise(const RaisedClass& type, TreeId told) {
  for (flow::BlockId at = unit_->flow[block_].handler; told != kEmpty && at.exists();
       at = unit_->flow[at].handler) {
    for (const flow::BlockId handler : unit_->flow.successors_of(unit_->flow[at])) {
      told = give(handler, type, told);
    }
  }
  if (told != kEmpty) {
    add_raised(raised_, type, told);
  }
}

// give lets a handler have an exception that it catches; the result is what goes on.
TreeId FunctionAnalysis::give(flow::BlockId handler, const RaisedClass& type, TreeId told) {
  const auto instrs = unit_->flow.instrs_of(unit_->flow[handler]);
  if (told == kEmpty || instrs.empty() || instrs.front().op != Op::Caught) {
    return told;
  }
  const std::uint32_t caught = unit_->flow[handler].first;
  const Catches how = catches_at(caught, type);
  if (how == Catches::Never) {
    return told;
  }
  const TreeId got = how == Catches::Always ? told : unsure(told);
  if (add_raised(caught_[caught], type, got)) {
    enqueue(handler.index() - function_->first_block);
  }
  return how == Catches::Always ? kEmpty : told;
}

Catches FunctionAnalysis::catches_at(std::uint32_t caught, const RaisedClass& type) const {
  const auto rows = unit_->exceptions_of(unit_->exception_sites[unit_->detail[caught]]);
  Catches how = rows.empty() ? Catches::Always : Catches::Never;
  for (const ExceptionRow& row : rows) {
    how = std::max(how, catches(world_.program, row, type));
  }
  return how;
}

// add_raised says whether that was not known before.
bool FunctionAnalysis::add_raised(Raised& all, RaisedClass type, TreeId told) {
  auto at = std::ranges::lower_bound(all, type, {}, &Raised::value_type::first);
  if ((at == all.end() || at->first != type) && all.size() >= kMostClasses) {
    limits_.width += 1;
    type = {{}, world_.any_error, true};
    at = std::ranges::lower_bound(all, type, {}, &Raised::value_type::first);
  }
  if (at == all.end() || at->first != type) {
    all.insert(at, {type, told});
    return true;
  }
  const TreeId before = at->second;
  at->second = forest_.join(before, told);
  return at->second != before;
}

}  // namespace av::taint
