#include "analysis/match/call.h"

#include <algorithm>

namespace av::match {

namespace {

// *args and **kwargs with more than this are not written out; nobody passes so many on purpose.
constexpr std::size_t kMostSpread = 50;

}  // namespace

using names::Item;
using names::Value;
using names::ValueKind;
using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;

Call::Call(names::FileNames& names, NodeId node)
    : names_(&names), node_(node), callee_(names.tree().child(node, 0)), meanings_(nullptr) {
  const syntax::Tree& tree = names.tree();
  const NodeId named = tree.is(callee_, NodeKind::Name) ? bound_to(callee_) : callee_;
  meanings_ = &names.meanings(callee_);
  may_be_partial_ = named.exists() && tree.is(named, NodeKind::Call) && named != callee_;
  if (named.exists() && tree.is(named, NodeKind::Attribute) && tree.children(named).size() == 2) {
    receiver_ = tree.child(named, 0);
    method_ = names.spelling(tree.child(named, 1));
  }
}

// bound_to is the one expression that a variable stands for; none when it may be another.
NodeId Call::bound_to(NodeId name) const {
  const names::Reaching reached = names_->reaching(name);
  const names::Binding* binding = reached.only();
  const bool is_value = binding != nullptr && binding->kind == names::BindingKind::Value;
  return is_value ? binding->value : NodeId::none();
}

const Call::Arguments& Call::arguments() const {
  if (!arguments_) {
    Arguments read;
    // What a partial of another module gives is not known here.
    if (!add_partial(read) && std::ranges::any_of(meanings_->all(), &names::Meaning::is_partial)) {
      read.hides_positional = read.hides_keywords = true;
    }
    add_arguments(node_, 1, read);
    arguments_ = std::move(read);
  }
  return *arguments_;
}

// run = functools.partial(f, a, b=c); run(d) calls f(a, d, b=c).
// False when the callee is none that this file makes.
bool Call::add_partial(Arguments& out) const {
  const syntax::Tree& tree = names_->tree();
  if (!tree.is(callee_, NodeKind::Name)) {
    return false;
  }
  const NodeId made = bound_to(callee_);
  if (!made.exists() || !tree.is(made, NodeKind::Call)) {
    return false;
  }
  const names::Meanings& maker = names_->meanings(tree.child(made, 0));
  if (maker.all().size() != 1 || maker.all()[0].path != "functools.partial") {
    return false;
  }
  add_arguments(made, 2, out);
  return true;
}

bool Call::may_have_named() const {
  const syntax::Tree& tree = names_->tree();
  if (may_be_partial_) {
    return true;
  }
  for (const NodeId part : tree.children(node_)) {
    if (tree.is(part, NodeKind::Keyword) || tree.is(part, NodeKind::DoubleStarred)) {
      return true;
    }
  }
  return false;
}

bool Call::may_have(std::string_view name) const {
  const syntax::Tree& tree = names_->tree();
  const Children parts = tree.children(node_);
  for (std::uint32_t i = 1; i < parts.size(); ++i) {
    const NodeKind kind = tree.kind(parts[i]);
    if (kind == NodeKind::DoubleStarred ||
        (kind == NodeKind::Keyword && names_->spelling(tree.child(parts[i], 0)) == name)) {
      return true;
    }
  }
  if (may_be_partial_ || parts.size() == 1) {
    return may_be_partial_;
  }
  const knowledge::Signature* known = signature();
  return known != nullptr && known->position_of(name) != knowledge::Signature::kNowhere;
}

bool Call::find_names(Names& out) const {
  const syntax::Tree& tree = names_->tree();
  const Children parts = tree.children(node_);
  for (std::uint32_t i = 1; i < parts.size(); ++i) {
    const NodeKind kind = tree.kind(parts[i]);
    if (kind == NodeKind::DoubleStarred) {
      return false;
    }
    if (kind == NodeKind::Keyword) {
      out.push_back(names_->spelling(tree.child(parts[i], 0)));
    }
  }
  return !may_be_partial_;
}

const knowledge::Signature* Call::signature() const {
  if (!asked_signature_) {
    asked_signature_ = true;
    for (const names::Meaning& meaning : meanings_->all()) {
      if (!meaning.path.empty() && !signature_) {
        signature_ = knowledge::signature_of(meaning.path);
      }
    }
  }
  return signature_ ? &*signature_ : nullptr;
}

void Call::add_arguments(NodeId call, std::uint32_t first, Arguments& out) const {
  const syntax::Tree& tree = names_->tree();
  const Children parts = tree.children(call);
  for (std::uint32_t i = first; i < parts.size(); ++i) {
    const NodeId part = parts[i];
    switch (tree.kind(part)) {
      case NodeKind::Keyword:
        out.keywords.push_back({names_->spelling(tree.child(part, 0)), tree.child(part, 1)});
        break;
      case NodeKind::Starred:
        add_starred(tree.child(part, 0), out);
        break;
      case NodeKind::DoubleStarred:
        add_double_starred(tree.child(part, 0), out);
        break;
      default:
        if (!out.hides_positional) {
          out.positional.push_back(part);
        }
    }
  }
}

void Call::add_starred(NodeId star, Arguments& out) const {
  const Value& value = names_->value(star);
  const bool listed = value.is(ValueKind::List) || value.is(ValueKind::Tuple);
  if (!listed || value.is_open || out.hides_positional || value.items.size() > kMostSpread) {
    out.hides_positional = true;
    return;
  }
  for (const Item& item : value.items) {
    out.positional.push_back(item.node);
  }
}

void Call::add_double_starred(NodeId star, Arguments& out) const {
  const Value& value = names_->value(star);
  if (!value.is(ValueKind::Dict) || value.entries.size() > kMostSpread) {
    out.hides_keywords = true;
    return;
  }
  out.hides_keywords = out.hides_keywords || value.is_open;
  for (const names::Entry& entry : value.entries) {
    if (entry.key != nullptr && entry.key->text()) {
      out.keywords.push_back({*entry.key->text(), entry.value_node});
    } else {
      out.hides_keywords = true;
    }
  }
}

bool Call::is(std::string_view path) const {
  const auto all = meanings_->all();
  return std::any_of(all.begin(), all.end(),
                     [path](const names::Meaning& meaning) { return meaning.path == path; });
}

std::string_view Call::text() const {
  constexpr std::size_t kLongest = 50;
  const std::string_view whole = names_->tree().text_of(callee_);
  const bool is_short = whole.size() <= kLongest && whole.find('\n') == std::string_view::npos;
  return is_short || method_.empty() ? whole.substr(0, std::min(whole.find('\n'), kLongest))
                                     : method_;
}

Argument Call::argument(const Parameter& parameter) const {
  const Arguments& all = arguments();
  for (const Named& keyword : all.keywords) {
    if (keyword.name == parameter.name) {
      return {Argument::State::Given, keyword.node};
    }
  }
  if (parameter.position < all.positional.size()) {
    return {Argument::State::Given, all.positional[parameter.position]};
  }
  const bool by_position = parameter.position != Parameter::kKeywordOnly && all.hides_positional;
  return {by_position || all.hides_keywords ? Argument::State::Hidden : Argument::State::Absent,
          NodeId::none()};
}

const Value& Call::value(const Argument& argument) const {
  return argument.is_given() ? names_->value(argument.node) : names::kUnknownValue;
}

}  // namespace av::match
