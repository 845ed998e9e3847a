// antivenom._parse: the syntax tree and the tokens of a text, as handles: an id and its owner.

#include "analysis/syntax/cpython/dump.h"
#include "analysis/syntax/parser.h"
#include "analysis/syntax/show.h"
#include "base/sink.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/unique_ptr.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "python/native/document.h"

namespace nb = nanobind;
namespace cpython = av::syntax::cpython;

namespace {

using av::python::Document;
using av::python::PyTokens;
using av::python::PyTree;
using av::python::Released;
using av::python::SourceText;
using av::python::text_object;
using av::python::tuple_of;
using av::python::value_of;
using av::python::with_stack;
using av::syntax::Children;
using av::syntax::Dialect;
using av::syntax::NodeId;
using av::text::Span;

constexpr std::size_t kDefaultBytes = std::size_t{32} << 20;
constexpr std::size_t kMostBytes = std::size_t{512} << 20;  // so that 32 bits count what is decoded

nb::object version_object(av::syntax::Version version) {
  return nb::make_tuple(version / 100, version % 100);
}

// Node is a handle on one node; it keeps the tree.
struct Node {
  nb::object owner;
  const PyTree* tree;
  NodeId id;

  [[nodiscard]] Node other(NodeId there) const { return {owner, tree, there}; }
  [[nodiscard]] const av::syntax::Node& data() const { return tree->tree()[id]; }
  [[nodiscard]] Span span() const { return {data().start, data().end}; }
  [[nodiscard]] const Document& document() const { return *tree; }
  [[nodiscard]] std::uint32_t number() const { return id.index(); }
  [[nodiscard]] std::string_view kind() const { return name_of(data().kind); }
  static constexpr std::string_view kName = "Node";
  bool operator==(const Node& that) const { return tree == that.tree && id == that.id; }
};

Node node_of(nb::pointer_and_handle<PyTree> tree, NodeId id) {
  return {nb::borrow(tree.h), tree.p, id};
}

nb::tuple children_of(const Node& node) {
  const Children children = node.tree->children(node.id);
  return tuple_of(children.size(), [&](std::size_t i) {
    return nb::cast(node.other(children[static_cast<std::uint32_t>(i)]));
  });
}

std::optional<Node> parent_of(const Node& node) {
  const NodeId parent = node.tree->parent(node.id);
  return parent.exists() ? std::optional(node.other(parent)) : std::nullopt;
}

nb::tuple flags_of(const Node& node) {
  constexpr std::string_view kBetween = ", ";
  const std::string words = flag_words(node.data());
  nb::list flags;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(kBetween, at), words.size());
    flags.append(text_object(std::string_view(words).substr(at, end - at)));
    at = end + kBetween.size();
  }
  return nb::tuple(flags);
}

constexpr std::array kKinds = {
#define AV_NODE(kind, children, what) std::string_view(#kind),
#include "analysis/syntax/nodes.def"
#undef AV_NODE
};

// Wanted is the kinds of nodes that somebody asked for: all of them when none is named.
using Wanted = std::array<bool, kKinds.size()>;

Wanted wanted_of(const nb::args& names) {
  Wanted wanted = {};
  for (const nb::handle name : names) {
    const auto kind = std::ranges::find(kKinds, av::python::word(name));
    if (kind == kKinds.end()) {
      av::python::raise_invalid("there is no such kind of node: parse.KINDS has all of them");
    }
    wanted[static_cast<std::size_t>(kind - kKinds.begin())] = true;
  }
  if (names.empty()) {
    wanted.fill(true);
  }
  return wanted;
}

// Walk gives a node and all below it in the order of the text, parents first.
class Walk {
 public:
  Walk(Node from, const Wanted& wanted)
      : from_(std::move(from)), wanted_(wanted), waiting_{from_.id} {}

  Node next() {
    while (!waiting_.empty()) {
      const NodeId id = waiting_.back();
      waiting_.pop_back();
      const Children children = from_.tree->children(id);
      for (std::uint32_t i = children.size(); i > 0; --i) {
        waiting_.push_back(children[i - 1]);
      }
      if (wanted_[static_cast<std::size_t>(from_.tree->tree().kind(id))]) {
        return from_.other(id);
      }
    }
    throw nb::stop_iteration();
  }

 private:
  Node from_;
  Wanted wanted_;
  std::vector<NodeId> waiting_;
};

nb::tuple features_of(const PyTree& tree) {
  const auto uses = tree.tree().features();
  return tuple_of(uses.size(), [&](std::size_t i) {
    const av::syntax::FeatureInfo& info = info_of(uses[i].feature);
    return tree.types().feature(tree.position(uses[i].start), text_object(info.what),
                                version_object(info.since),
                                info.until == 0 ? nb::none() : version_object(info.until));
  });
}

nb::object since_of(const PyTree& tree) {
  av::syntax::Version since = 0;
  for (const av::syntax::FeatureUse& use : tree.tree().features()) {
    since = std::max(since, info_of(use.feature).since);
  }
  return since == 0 ? nb::none() : version_object(since);
}

nb::object until_of(const PyTree& tree) {
  av::syntax::Version until = 0;
  for (const av::syntax::FeatureUse& use : tree.tree().features()) {
    const av::syntax::Version its = info_of(use.feature).until;
    until = its != 0 && (until == 0 || its < until) ? its : until;
  }
  return until == 0 ? nb::none() : version_object(until);
}

// dump_as is what ast.dump prints in the version called `name`.
std::string dump_as(const PyTree& tree, const std::string& name) {
  const std::optional<av::syntax::Version> version = cpython::find_version(name);
  if (!version) {
    av::python::raise(av::python::error_class("InvalidError")("there is no version `" + name + "`",
                                                              cpython::version_names()));
  }
  av::Result<std::string> dumped;
  const av::text::Source& source = tree.source();
  with_stack(tree.text().size(), [&] {
    av::syntax::SyntaxArena arena;
    dumped =
        cpython::dump(av::syntax::parse(source.text.view(), cpython::options_for(*version), arena),
                      source, *version);
  });
  return value_of(std::move(dumped));
}

nb::object dump(const PyTree& tree, const std::optional<std::string>& as) {
  if (as) {
    return text_object(dump_as(tree, *as));
  }
  av::base::StringSink sink;
  {
    const Released released(tree.text().size());
    show_tree(tree.tree(), sink);
  }
  return text_object(sink.text());
}

bool is_python2(int python) {
  if (python != 2 && python != 3) {
    av::python::raise_invalid("python is 2 or 3");
  }
  return python == 2;
}

std::size_t checked_limit(std::size_t max_bytes) {
  if (max_bytes > kMostBytes) {
    av::python::raise_invalid("max_bytes is 536870912 (512 MiB) at most");
  }
  return max_bytes;
}

std::unique_ptr<PyTree> parse_tree(nb::handle source, nb::handle filename,
                                   std::optional<int> python, std::size_t max_bytes) {
  using Reading = av::syntax::ParseOptions::Reading;
  const SourceText given(source);
  given.check_size(checked_limit(max_bytes));
  av::syntax::ParseOptions options;
  if (python) {
    options.reading = is_python2(*python) ? Reading::Python2 : Reading::Python3;
  }
  std::string name = av::python::path_of(filename);
  auto tree = std::make_unique<PyTree>();
  with_stack(given.view().size(), [&] {
    tree->read(given, std::move(name));
    tree->parse(options);
  });
  return tree;
}

std::unique_ptr<PyTokens> parse_tokens(nb::handle source, nb::handle filename, int python,
                                       std::size_t max_bytes) {
  const SourceText given(source);
  given.check_size(checked_limit(max_bytes));
  const Dialect dialect = is_python2(python) ? Dialect::Python2 : Dialect::Python3;
  std::string name = av::python::path_of(filename);
  auto tokens = std::make_unique<PyTokens>();
  {
    const Released released(given.view().size());
    tokens->read(given, std::move(name));
    tokens->lex(dialect);
  }
  return tokens;
}

// Token is a handle on one token; it keeps all of them.
struct Token {
  nb::object owner;
  const PyTokens* tokens;
  std::uint32_t index;

  [[nodiscard]] Span span() const {
    return {tokens->tokens().start[index], tokens->tokens().end[index]};
  }
  [[nodiscard]] const Document& document() const { return *tokens; }
  [[nodiscard]] std::uint32_t number() const { return index; }
  [[nodiscard]] std::string_view kind() const { return spelling_of(tokens->tokens().kind[index]); }
  static constexpr std::string_view kName = "Token";
  bool operator==(const Token& that) const { return tokens == that.tokens && index == that.index; }
};

// Row gives one token after the other.
struct Row {
  Token at;

  Token next() {
    if (at.index == at.tokens->tokens().size()) {
      throw nb::stop_iteration();
    }
    Token token = at;
    ++at.index;
    return token;
  }
};

Token token_at(nb::pointer_and_handle<PyTokens> tokens, Py_ssize_t index) {
  const auto size = static_cast<Py_ssize_t>(tokens.p->tokens().size());
  index += index < 0 ? size : 0;
  if (index < 0 || index >= size) {
    throw nb::index_error();
  }
  return {nb::borrow(tokens.h), tokens.p, static_cast<std::uint32_t>(index)};
}

#define AV_PY_POSITION "antivenom._places.Position"
#define AV_PY_PATH "str | bytes | os.PathLike[str]"

// bind_handle binds what nodes and tokens have in common.
template <class Handle>
void bind_handle(nb::class_<Handle>& type) {
  type.def_prop_ro(
          "start", [](const Handle& self) { return self.document().position(self.span().start); },
          nb::sig("def start(self, /) -> " AV_PY_POSITION), "Where it begins.")
      .def_prop_ro(
          "end", [](const Handle& self) { return self.document().position(self.span().end); },
          nb::sig("def end(self, /) -> " AV_PY_POSITION), "Behind its last character.")
      .def_prop_ro(
          "text",
          [](const Handle& self) { return text_object(self.document().text_in(self.span())); },
          nb::sig("def text(self, /) -> str"), "The source as written.")
      .def(
          "__eq__",
          [](const Handle& self, nb::handle other) {
            return nb::isinstance<Handle>(other) && self == nb::cast<const Handle&>(other);
          },
          nb::sig("def __eq__(self, other: object, /) -> bool"))
      .def("__hash__",
           [](const Handle& self) {
             return std::hash<const void*>()(&self.document()) + self.number();
           })
      .def("__repr__", [](const Handle& self) {
        return "<" + std::string(Handle::kName) + " " + std::string(self.kind()) + " " +
               self.document().place_text(self.span()) + ">";
      });
}

// bind_document binds what trees and tokens say of their text.
template <class Owner>
void bind_document(nb::class_<Owner>& type) {
  type.def_prop_ro(
          "text", [](const Owner& self) { return text_object(self.text()); },
          nb::sig("def text(self, /) -> str"),
          "The source, decoded; a byte-order mark is not part of it.")
      .def_prop_ro(
          "filename", [](const Owner& self) { return av::python::path_object(self.source().path); },
          nb::sig("def filename(self, /) -> str"))
      .def_prop_ro(
          "encoding", [](const Owner& self) { return self.source().encoding; },
          "What bytes were decoded from; \"utf-8\" for a str.")
      .def_prop_ro(
          "errors", [](const Owner& self) { return self.errors(self.problems()); },
          nb::sig("def errors(self, /) -> tuple[antivenom._places.Problem, ...]"),
          "Where the text is no Python, or no text, by place.")
      .def_prop_ro(
          "comments", [](const Owner& self) { return self.comments(self.remarks()); },
          nb::sig("def comments(self, /) -> tuple[antivenom._places.Comment, ...]"));
}

void bind_nodes(nb::module_& module) {
  nb::class_<Node> type(module, "Node",
                        "A handle on one node of a tree, which it keeps.\n\n"
                        "Equal to every other handle on that node.");
  type.def_prop_ro(
          "kind", [](const Node& self) { return self.kind(); }, nb::sig("def kind(self, /) -> str"),
          "One of KINDS: \"Call\".")
      .def_prop_ro("flags", &flags_of, nb::sig("def flags(self, /) -> tuple[str, ...]"),
                   "What the kind leaves open: an operator, \"async\", \"parenthesized\".")
      .def_prop_ro("children", &children_of, nb::sig("def children(self, /) -> tuple[Node, ...]"),
                   "In the order of the text; docs/parse.md lists those of each kind.")
      .def_prop_ro("parent", &parent_of, nb::sig("def parent(self, /) -> Node | None"),
                   "None for the root.")
      .def_prop_ro(
          "tree", [](const Node& self) { return self.owner; }, nb::sig("def tree(self, /) -> Tree"))
      .def(
          "walk",
          [](const Node& self, const nb::args& kinds) { return Walk(self, wanted_of(kinds)); },
          nb::sig("def walk(self, *kinds: str) -> Walk"),
          "The node and all below it in the order of the text, parents first; of these kinds, "
          "when some are named. Raises InvalidError for a kind there is not.");
  bind_handle(type);
  nb::class_<Walk>(module, "Walk", "Nodes, one after the other.")
      .def(
          "__iter__", [](nb::handle self) { return nb::borrow(self); },
          nb::sig("def __iter__(self) -> Walk"))
      .def("__next__", &Walk::next, nb::lock_self(), nb::sig("def __next__(self) -> Node"));
}

void bind_trees(nb::module_& module) {
  nb::class_<PyTree> type(module, "Tree",
                          "The tree of a text. Never changes; any number of threads.");
  bind_document(type);
  type.def_prop_ro(
          "root",
          [](nb::pointer_and_handle<PyTree> self) { return node_of(self, self.p->tree().root()); },
          nb::sig("def root(self, /) -> Node"), "The Module, which spans the whole text.")
      .def(
          "walk",
          [](nb::pointer_and_handle<PyTree> self, const nb::args& kinds) {
            return Walk(node_of(self, self.p->tree().root()), wanted_of(kinds));
          },
          nb::sig("def walk(self, *kinds: str) -> Walk"), "As root.walk().")
      .def_prop_ro(
          "python",
          [](const PyTree& self) { return self.tree().dialect() == Dialect::Python2 ? 2 : 3; },
          nb::sig("def python(self, /) -> typing.Literal[2, 3]"),
          "As which Python the text was read, where 2 and 3 read differently.")
      .def_prop_ro("features", &features_of,
                   nb::sig("def features(self, /) -> tuple[antivenom._places.Feature, ...]"),
                   "What not every version of Python reads, by place.")
      .def_prop_ro("since", &since_of, nb::sig("def since(self, /) -> tuple[int, int] | None"),
                   "The first version that has all these features, (3, 8); None: all have.")
      .def_prop_ro("until", &until_of, nb::sig("def until(self, /) -> tuple[int, int] | None"),
                   "The first version that no longer has all of them; None: the newest has.\n\n"
                   "One that is not after since: no version reads the whole text.")
      .def("dump", &dump, nb::arg("as_") = nb::none(),
           nb::sig("def dump(self, as_: str | None = None) -> str"),
           "The tree as `antivenom debug tree` prints it: one node a line.\n\n"
           "as_: one of VERSIONS (\"cpython3.13\"); then the text is what "
           "ast.dump(ast.parse(source), include_attributes=True) prints there. Raises InvalidError "
           "when that version does not read the source, which says where and why.");
}

void bind_tokens(nb::module_& module) {
  nb::class_<Token> token(module, "Token", "A handle on one token, which keeps all of them.");
  token.def_prop_ro(
      "kind", [](const Token& self) { return self.kind(); }, nb::sig("def kind(self, /) -> str"),
      "A keyword, operator or bracket itself; \"name\", \"integer\", \"string\", \"end of "
      "line\", \"indentation\" and the like.");
  bind_handle(token);
  nb::class_<Row>(module, "TokenIterator", "Tokens, one after the other.")
      .def(
          "__iter__", [](nb::handle self) { return nb::borrow(self); },
          nb::sig("def __iter__(self) -> TokenIterator"))
      .def("__next__", &Row::next, nb::lock_self(), nb::sig("def __next__(self) -> Token"));
  nb::class_<PyTokens> type(
      module, "Tokens",
      "The tokens of a text, the last of kind \"end of file\". Never changes; "
      "any number of threads.");
  bind_document(type);
  type.def("__len__", [](const PyTokens& self) { return self.tokens().size(); })
      .def("__getitem__", &token_at, nb::arg("index"),
           nb::sig("def __getitem__(self, index: int, /) -> Token"))
      .def(
          "__iter__",
          [](nb::pointer_and_handle<PyTokens> self) {
            return Row{{nb::borrow(self.h), self.p, 0}};
          },
          nb::sig("def __iter__(self) -> TokenIterator"));
}

}  // namespace

NB_MODULE(_parse, module) {
  module.doc() = "Native part of antivenom.parse.";
  bind_trees(module);
  bind_nodes(module);
  bind_tokens(module);
  module.def(
      "tree", &parse_tree, nb::arg("source"), nb::arg("filename") = "<text>", nb::kw_only(),
      nb::arg("python") = nb::none(), nb::arg("max_bytes") = kDefaultBytes,
      nb::sig("def tree(source: " AV_PY_SOURCE ", filename: " AV_PY_PATH
              " = '<text>', *, python: typing.Literal[2, 3] | None = None, max_bytes: int = "
              "33554432) -> Tree"),
      "Parse a text, whatever it is: what is no Python is in Tree.errors, and the rest is "
      "still read.\n\n"
      "source: a str, or bytes, decoded as Python decodes a file (byte-order mark, cookie, "
      "else UTF-8). filename: what to call it; nothing is opened. python: read what 2 and 3 "
      "read differently as this one does; None: the text decides. max_bytes: of UTF-8 or as "
      "given, 512 MiB at most.\n"
      "Raises TooMuchError for more bytes, InvalidError for other arguments. Releases the GIL "
      "from 4 KiB on.");
  module.def("tokens", &parse_tokens, nb::arg("source"), nb::arg("filename") = "<text>",
             nb::kw_only(), nb::arg("python") = 3, nb::arg("max_bytes") = kDefaultBytes,
             nb::sig("def tokens(source: " AV_PY_SOURCE ", filename: " AV_PY_PATH
                     " = '<text>', *, python: typing.Literal[2, 3] = 3, max_bytes: int = 33554432) "
                     "-> Tokens"),
             "Take a text apart; arguments and errors as for tree.");
  module.def(
      "kinds",
      [] { return tuple_of(kKinds.size(), [](std::size_t i) { return text_object(kKinds[i]); }); },
      nb::sig("def kinds() -> tuple[str, ...]"));
  module.def(
      "versions",
      [] {
        const auto known = cpython::known_versions();
        return tuple_of(known.size(), [&](std::size_t i) {
          return text_object("cpython" + av::syntax::version_text(known[i]));
        });
      },
      nb::sig("def versions() -> tuple[str, ...]"));
}
