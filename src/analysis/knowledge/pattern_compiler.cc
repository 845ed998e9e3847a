#include "analysis/knowledge/pattern_compiler.h"

#include "analysis/syntax/parser.h"
#include "base/padded_text.h"
#include "lexis/numbers.h"
#include "lexis/strings.h"

#include <algorithm>
#include <optional>

namespace av::knowledge {

using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;
using Op = PatternOp;
namespace flag = syntax::flag;

namespace {

// Nodes whose flags hold an operator.
bool has_operator(NodeKind kind) {
  return kind == NodeKind::BinOp || kind == NodeKind::UnaryOp || kind == NodeKind::BoolOp ||
         kind == NodeKind::CompareOp || kind == NodeKind::AugAssign;
}

// Kinds that match child by child.
bool is_plain(NodeKind kind) {
  switch (kind) {
    case NodeKind::ExprStmt:
    case NodeKind::AugAssign:
    case NodeKind::Return:
    case NodeKind::Raise:
    case NodeKind::Delete:
    case NodeKind::Assert:
    case NodeKind::Pass:
    case NodeKind::Break:
    case NodeKind::Continue:
    case NodeKind::If:
    case NodeKind::While:
    case NodeKind::For:
    case NodeKind::BoolOp:
    case NodeKind::BinOp:
    case NodeKind::UnaryOp:
    case NodeKind::Compare:
    case NodeKind::CompareOp:
    case NodeKind::IfExp:
    case NodeKind::Await:
    case NodeKind::Subscript:
    case NodeKind::Yield:
      return true;
    default:
      return false;
  }
}

// Compiler walks the tree of one pattern.  The first fault stays; what follows it does no harm.
class Compiler {
 public:
  Compiler(const PatternText& text, const syntax::Tree& tree, PatternProgram& program)
      : text_(text), tree_(tree), program_(program) {}

  tl::expected<std::uint16_t, PatternFault> run() {
    const Children statements = tree_.children(tree_.root());
    if (!tree_.problems().empty()) {
      const syntax::Problem& problem = tree_.problems().front();
      return tl::unexpected(PatternFault{problem.start,
                                         std::string("this is no Python: ") + problem.message,
                                         "write one expression or one statement"});
    }
    if (statements.size() != 1) {
      return tl::unexpected(PatternFault{0, "a pattern is one expression or one statement",
                                         "give several as a list: find = [\"…\", \"…\"]"});
    }
    const NodeId only = statements[0];
    const PatternNode root =
        tree_.is(only, NodeKind::ExprStmt) ? expression(tree_.child(only, 0)) : statement(only);
    check_root(root, only);
    if (fault_) {
      return tl::unexpected(*fault_);
    }
    program_.nodes.push_back(root);
    return static_cast<std::uint16_t>(program_.nodes.size() - 1);
  }

 private:
  void check_root(const PatternNode& root, NodeId node) {
    if (root.op == Op::Variable || root.op == Op::Anything) {
      fail(node, "this would match everything", "say more of what is looked for");
    }
    if (root.op == Op::Path && root.text.ends_with('*')) {
      fail(node, "any name of a module is no pattern by itself", "name one, or call it");
    }
    if (program_.nodes.size() >= PatternProgram::kMostNodes) {
      fail(node, "the patterns are too long", "split the [[pattern]]");
    }
  }

  PatternNode fail(NodeId node, std::string message, std::string hint) {
    if (!fault_) {
      fault_ = PatternFault{tree_[node].start, std::move(message), std::move(hint)};
    }
    return {};
  }

  PatternNode unsupported(NodeId node) {
    return fail(node, "patterns have no " + std::string(name_of(tree_.kind(node))),
                "docs/rules.md lists what a pattern may be made of");
  }

  // with_children places the children side by side.
  PatternNode with_children(PatternNode node, const std::vector<PatternNode>& children) {
    node.first = static_cast<std::uint16_t>(program_.nodes.size());
    node.count = static_cast<std::uint16_t>(children.size());
    program_.nodes.insert(program_.nodes.end(), children.begin(), children.end());
    return node;
  }

  static PatternNode make(Op op) {
    PatternNode node;
    node.op = op;
    return node;
  }

  PatternNode with_text(Op op, std::string_view text) {
    PatternNode node = make(op);
    node.text = program_.keep(text);
    return node;
  }

  // variable is the node of a metavariable; $_ and ... have no name.
  PatternNode variable(Op op, std::string_view name, NodeId node) {
    PatternNode made = make(op);
    if (name.empty()) {
      return made;
    }
    made.variable = program_.find_variable(name);
    if (!made.has_variable()) {
      if (program_.variables.size() == PatternProgram::kMostVariables) {
        return fail(node, "too many metavariables", "twelve is the most; write $_ for some");
      }
      made.variable = static_cast<std::uint8_t>(program_.variables.size());
      program_.variables.push_back(program_.keep(name));
    }
    return made;
  }

  // mark_of is the metavariable that the name `node` stands for; nullptr for plain names.
  [[nodiscard]] const PatternMark* mark_of(NodeId node) const {
    return text_.find(tree_[node].start);
  }

  // bound is a name that is no expression: of a function, a parameter, an attribute.
  PatternNode bound(NodeId name) {
    const PatternMark* mark = mark_of(name);
    if (mark == nullptr) {
      return with_text(Op::Bound, tree_.text_of(name));
    }
    return mark->name.empty() ? make(Op::Anything) : variable(Op::Bound, mark->name, name);
  }

  PatternNode expression(NodeId id) {
    switch (tree_.kind(id)) {
      case NodeKind::Name:
        return name(id);
      case NodeKind::Attribute:
        return attribute(id);
      case NodeKind::Call:
        return call(id);
      case NodeKind::String:
      case NodeKind::StringGroup:
        return text(id);
      case NodeKind::Int:
      case NodeKind::Float:
      case NodeKind::True:
      case NodeKind::False:
      case NodeKind::None:
        return constant(id);
      case NodeKind::List:
      case NodeKind::Tuple:
      case NodeKind::Set:
        return list(id);
      case NodeKind::Dict:
        return dict(id);
      case NodeKind::Ellipsis:
        return make(Op::Anything);
      default:
        return operation(id);
    }
  }

  // -1 is a number, all else that is plain matches child by child.
  PatternNode operation(NodeId id) {
    const NodeKind kind = tree_.kind(id);
    if (kind == NodeKind::UnaryOp && tree_[id].op() == syntax::Operator::USub &&
        tree_.is(tree_.child(id, 0), NodeKind::Int)) {
      PatternNode number = constant(tree_.child(id, 0));
      number.number = -number.number;
      return number;
    }
    return is_plain(kind) && !is_statement_kind(kind) ? plain(id) : unsupported(id);
  }

  static bool is_statement_kind(NodeKind kind) {
    return kind >= NodeKind::ExprStmt && kind <= NodeKind::Case;
  }

  // slice_bounds tells x[1:] from x[:1].
  static std::uint8_t slice_bounds(const syntax::Node& slice) {
    constexpr std::uint8_t kBounds =
        syntax::flag::kLower | syntax::flag::kUpper | syntax::flag::kStep;
    return slice.flags & kBounds;
  }

  PatternNode plain(NodeId id) {
    const NodeKind kind = tree_.kind(id);
    PatternNode node = make(Op::Node);
    node.detail = static_cast<std::uint8_t>(kind);
    node.operation = has_operator(kind) ? static_cast<std::uint8_t>(tree_[id].op()) : 0;
    node.operation = kind == NodeKind::Slice ? slice_bounds(tree_[id]) : node.operation;
    std::vector<PatternNode> children;
    for (const NodeId child : tree_.children(id)) {
      const bool is_gap = kind == NodeKind::BoolOp && tree_.is(child, NodeKind::Ellipsis);
      children.push_back(is_gap ? make(Op::Rest) : part(child));
    }
    return with_children(node, children);
  }

  // part is a child of a plain node, of any class.
  PatternNode part(NodeId id) {
    switch (tree_.kind(id)) {
      case NodeKind::Block:
        return block(id);
      case NodeKind::CompareOp:
      case NodeKind::Slice:
        return plain(id);
      case NodeKind::Elif:
      case NodeKind::Else:
        return unsupported(id);
      default:
        return expression(id);
    }
  }

  PatternNode name(NodeId id) {
    const PatternMark* mark = mark_of(id);
    if (mark == nullptr) {
      return with_text(Op::Path, "builtins." + std::string(tree_.text_of(id)));
    }
    return variable(mark->name.empty() ? Op::Anything : Op::Variable, mark->name, id);
  }

  // dotted is a.b.c as written without metavariables; empty for anything else.
  [[nodiscard]] std::string dotted(NodeId id) const {
    if (tree_.is(id, NodeKind::Name)) {
      return mark_of(id) == nullptr ? std::string(tree_.text_of(id)) : std::string();
    }
    if (!tree_.is(id, NodeKind::Attribute) || mark_of(tree_.child(id, 1)) != nullptr) {
      return {};
    }
    const std::string object = dotted(tree_.child(id, 0));
    return object.empty() ? object : object + '.' + std::string(tree_.text_of(tree_.child(id, 1)));
  }

  PatternNode attribute(NodeId id) {
    const std::string path = dotted(id);
    if (!path.empty()) {
      return with_text(Op::Path, path);
    }
    PatternNode node = bound(tree_.child(id, 1));
    const std::string object = dotted(tree_.child(id, 0));
    if (!object.empty()) {
      return node.has_variable()
                 ? fail(id, "what a module holds cannot be named", "write $_ for any name of it")
                 : with_text(Op::Path, object + ".*");
    }
    node.op = Op::Member;
    return with_children(node, {expression(tree_.child(id, 0))});
  }

  PatternNode call(NodeId id) {
    std::vector<PatternNode> parts;
    for (const NodeId part : tree_.children(id)) {
      parts.push_back(parts.empty() ? expression(part) : argument(part));
    }
    return with_children(make(Op::Call), parts);
  }

  PatternNode argument(NodeId id) {
    if (tree_.is(id, NodeKind::Keyword)) {
      PatternNode keyword = bound(tree_.child(id, 0));
      keyword.op = Op::Keyword;
      return with_children(keyword, {expression(tree_.child(id, 1))});
    }
    const bool starred = tree_.is(id, NodeKind::Starred) || tree_.is(id, NodeKind::DoubleStarred);
    return starred ? rest(id) : expression(id);
  }

  // rest is a starred name that stands for ... or $...X.
  PatternNode rest(NodeId starred) {
    const PatternMark* mark = mark_of(tree_.child(starred, 0));
    if (mark == nullptr || !mark->is_rest) {
      return fail(starred, "a pattern does not spread", "write ... or $...ARGS");
    }
    return variable(Op::Rest, mark->name, starred);
  }

  PatternNode text(NodeId id) {
    PatternNode node = make(Op::Text);
    std::string whole;
    const bool one = tree_.is(id, NodeKind::String);
    const Children parts = one ? Children(id.index(), 1) : tree_.children(id);
    for (const NodeId part : parts) {
      if (!tree_.is(part, NodeKind::String)) {
        return fail(part, "a pattern has no f-strings",
                    "name the text $X and ask `where.X = { built = true }`");
      }
      const lexis::StringParts split = lexis::split_string(tree_.text_of(part));
      lexis::DecodedString decoded;
      lexis::decode_string(split.body, lexis::reading_of(split.prefix), decoded);
      whole += decoded.value;
      node.detail = split.prefix.bytes ? 1 : 0;
    }
    node.text = program_.keep(whole);
    return node;
  }

  PatternNode constant(NodeId id) {
    const NodeKind kind = tree_.kind(id);
    if (kind == NodeKind::None) {
      return make(Op::None);
    }
    const bool is_number = kind == NodeKind::Int || kind == NodeKind::Float;
    PatternNode node = make(is_number ? Op::Number : Op::Bool);
    if (!is_number) {
      node.number = kind == NodeKind::True ? 1 : 0;
      return node;
    }
    const std::string_view token = tree_.text_of(id);
    const auto decimal = lexis::integer_text(token);
    node.number = lexis::float_value(kind == NodeKind::Int && decimal ? *decimal : token);
    return node;
  }

  PatternNode list(NodeId id) {
    std::vector<PatternNode> items;
    for (const NodeId item : tree_.children(id)) {
      if (tree_.is(item, NodeKind::Ellipsis)) {
        items.push_back(make(Op::Rest));
      } else {
        items.push_back(argument(item));
      }
    }
    return with_children(make(Op::List), items);
  }

  PatternNode dict(NodeId id) {
    std::vector<PatternNode> entries;
    for (const NodeId entry : tree_.children(id)) {
      if (tree_.is(entry, NodeKind::DoubleStarred)) {
        entries.push_back(rest(entry));
        continue;
      }
      const PatternNode key = expression(tree_.child(entry, 0));
      const PatternNode value = expression(tree_.child(entry, 1));
      entries.push_back(with_children(make(Op::Entry), {key, value}));
    }
    return with_children(make(Op::Dict), entries);
  }

  PatternNode statement(NodeId id) {
    switch (tree_.kind(id)) {
      case NodeKind::Assign:
        return assign(id);
      case NodeKind::Import:
      case NodeKind::ImportFrom:
        return import(id);
      case NodeKind::FunctionDef:
        return function(id);
      case NodeKind::ClassDef:
        return class_def(id);
      case NodeKind::Try:
        return handler(id);
      case NodeKind::With:
        return with(id);
      default:
        return is_plain(tree_.kind(id)) ? plain(id) : unsupported(id);
    }
  }

  PatternNode target(NodeId id) {
    const bool is_name = tree_.is(id, NodeKind::Name) && mark_of(id) == nullptr;
    return is_name ? bound(id) : expression(id);
  }

  PatternNode assign(NodeId id) {
    const Children parts = tree_.children(id);
    if (parts.size() != 2) {
      return fail(id, "a pattern assigns to one target", "split it into several patterns");
    }
    const PatternNode to = target(parts[0]);
    const PatternNode value = expression(parts[1]);
    return with_children(make(Op::Assign), {to, value});
  }

  PatternNode import(NodeId id) {
    std::string path;
    for (const NodeId part : tree_.children(id)) {
      if (!tree_.is(part, NodeKind::Alias)) {
        path += std::string(tree_.text_of(part)) + '.';
        continue;
      }
      if (!path.empty() && path.back() != '.') {
        return fail(part, "a pattern imports one thing", "split it into several patterns");
      }
      path += tree_.text_of(part);
    }
    const bool is_odd = path.find_first_of(" *") != std::string::npos || path.starts_with('.');
    if (is_odd) {
      return fail(id, "a pattern imports a module or one name of it", "write import a.b");
    }
    return with_text(tree_.is(id, NodeKind::Import) ? Op::Import : Op::ImportOf, path);
  }

  PatternNode block(NodeId id) {
    std::vector<PatternNode> statements;
    for (const NodeId one : tree_.children(id)) {
      const bool is_gap =
          tree_.is(one, NodeKind::ExprStmt) && tree_.is(tree_.child(one, 0), NodeKind::Ellipsis);
      statements.push_back(is_gap ? make(Op::Rest) : statement(one));
    }
    return with_children(make(Op::Block), statements);
  }

  PatternNode function(NodeId id) {
    std::vector<PatternNode> parts(2);
    for (const NodeId part : tree_.children(id)) {
      switch (tree_.kind(part)) {
        case NodeKind::Identifier:
          parts[0] = bound(part);
          break;
        case NodeKind::Block:
          parts[1] = block(part);
          break;
        case NodeKind::Decorators:
          for (const NodeId decorator : tree_.children(part)) {
            parts.push_back(expression(decorator));
          }
          break;
        case NodeKind::Parameters:
          for (const NodeId parameter : tree_.children(part)) {
            parts.push_back(this->parameter(parameter));
          }
          break;
        default:
          return unsupported(part);
      }
    }
    return with_children(make(Op::Function), parts);
  }

  PatternNode parameter(NodeId id) {
    const syntax::Node& node = tree_[id];
    if (!tree_.is(id, NodeKind::Parameter) || node.has(flag::kAnnotated | flag::kDoubleStar)) {
      return fail(id, "a pattern's parameters are names and defaults", "write def $F(..., $P=$V)");
    }
    const NodeId name = tree_.child(id, 0);
    const PatternMark* mark = mark_of(name);
    if (node.has(flag::kStar)) {
      return mark != nullptr && mark->is_rest ? variable(Op::Rest, mark->name, id)
                                              : unsupported(id);
    }
    PatternNode parameter = bound(name);
    parameter.op = Op::Parameter;
    std::vector<PatternNode> value;
    if (node.has(flag::kDefault)) {
      value.push_back(expression(tree_.child(id, 1)));
    }
    return with_children(parameter, value);
  }

  PatternNode class_def(NodeId id) {
    std::vector<PatternNode> parts(2);
    bool has_bases = false;
    for (const NodeId part : tree_.children(id)) {
      switch (tree_.kind(part)) {
        case NodeKind::Identifier:
          parts[0] = bound(part);
          break;
        case NodeKind::Block:
          parts[1] = block(part);
          break;
        case NodeKind::Arguments:
          has_bases = true;
          for (const NodeId base : tree_.children(part)) {
            parts.push_back(argument(base));
          }
          break;
        default:
          return unsupported(part);
      }
    }
    if (!has_bases) {
      parts.push_back(make(Op::Rest));
    }
    return with_children(make(Op::Class), parts);
  }

  // try: ...  except …: …  is a pattern of the handler.
  PatternNode handler(NodeId id) {
    const Children parts = tree_.children(id);
    const bool is_one = parts.size() == 2 && tree_.is(parts[1], NodeKind::Handler);
    if (!is_one) {
      return fail(id, "a pattern of try has one except", "write try: ... and one except");
    }
    const Children inside = tree_.children(parts[1]);
    if (tree_[parts[1]].has(flag::kAs)) {
      return fail(parts[1], "a pattern of except binds no name", "leave `as` out");
    }
    const PatternNode type = inside.size() == 2 ? expression(inside[0]) : make(Op::Nothing);
    const PatternNode body = block(inside.back());
    return with_children(make(Op::Handler), {type, body});
  }

  PatternNode with(NodeId id) {
    const NodeId items = tree_.child(id, 0);
    if (tree_.children(items).size() != 1) {
      return fail(id, "a pattern of with has one item", "split it into several patterns");
    }
    const Children item = tree_.children(tree_.child(items, 0));
    const PatternNode context = expression(item[0]);
    const PatternNode to = item.size() == 2 ? target(item[1]) : make(Op::Anything);
    const PatternNode body = block(tree_.child(id, 1));
    return with_children(make(Op::With), {context, to, body});
  }

  const PatternText& text_;
  const syntax::Tree& tree_;
  PatternProgram& program_;
  std::optional<PatternFault> fault_;
};

}  // namespace

std::uint8_t PatternProgram::find_variable(std::string_view name) const {
  const auto at = std::find(variables.begin(), variables.end(), name);
  return at == variables.end() ? PatternNode::kNoVariable
                               : static_cast<std::uint8_t>(at - variables.begin());
}

tl::expected<std::uint16_t, PatternFault> add_pattern(std::string_view pattern,
                                                      PatternProgram& program) {
  const auto text = rewrite_pattern(pattern);
  if (!text) {
    return tl::unexpected(text.error());
  }
  const base::PaddedText python(text->python);
  syntax::SyntaxArena arena;
  const syntax::ParseOptions options{.reading = syntax::ParseOptions::Reading::Python3};
  const syntax::Tree tree = syntax::parse(python.view(), options, arena);
  return Compiler(*text, tree, program).run();
}

}  // namespace av::knowledge
