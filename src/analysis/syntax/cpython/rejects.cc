#include "analysis/syntax/cpython/rejects.h"

#include "analysis/syntax/cpython/future.h"
#include "analysis/syntax/cpython/trivia.h"
#include "lexis/encodings.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace av::syntax::cpython {
namespace {

constexpr std::uint32_t kMaxOldArguments = 255;  // of a call, until 3.6

constexpr int kMaxSpecs = 2;  // formats with fields in each other, since 3.12

// Checks holds what the rules share, for one file and version.
class Checks {
 public:
  Checks(const Tree& tree, Version as) : tree_(tree), as_(as) {}

  std::optional<Rejection> run() {
    if (as_ < 307) {
      find_async_regions();
    }
    if (as_ < 309) {
      found_ = find_debug_binding(tree_);
    }
    print_is_name_ = as_ >= 300 || imports_future(tree_, "print_function");
    for (std::uint32_t i = 0; i < tree_.nodes().size() && !found_; ++i) {
      check(NodeId(i));
    }
    return std::move(found_);
  }

 private:
  void check(NodeId id) {
    switch (tree_.kind(id)) {
      case NodeKind::FString:
        if (as_ < 312) {
          found_ = find_old_fstring_fault(tree_, id, as_);
        }
        break;
      case NodeKind::FormatSpec:
        check_spec_depth(id);
        break;
      case NodeKind::Name:
      case NodeKind::Identifier:
      case NodeKind::DottedName:
        check_old_keyword(id);
        break;
      case NodeKind::Call:
        check_call(id);
        break;
      case NodeKind::Arguments:
        check_repeated_keywords(tree_.children(id));
        break;
      case NodeKind::Await:
      case NodeKind::ComprehensionFor:
      case NodeKind::For:
      case NodeKind::With:
        check_async(id);
        break;
      default:
        break;
    }
  }

  void reject(std::uint32_t offset, std::string reason) {
    found_ = Rejection{offset, std::move(reason)};
  }

  void check_spec_depth(NodeId spec) {
    if (as_ >= 312 && spec_depth(spec) > kMaxSpecs) {
      reject(tree_[spec].start, "f-string: expressions nested too deeply");
    }
  }

  // spec_depth counts the formats with fields that stand in each other, no further than needed.
  [[nodiscard]] int spec_depth(NodeId spec) const {
    int depth = 0;
    std::vector<NodeId> level = {spec};
    while (!level.empty() && depth <= kMaxSpecs) {
      std::vector<NodeId> next;
      bool has_field = false;
      for (const NodeId id : level) {
        has_field = add_inner_specs(id, next) || has_field;
      }
      depth += has_field ? 1 : 0;
      level = std::move(next);
    }
    return depth;
  }

  // add_inner_specs adds the formats of the fields in a format, and says whether it has any field.
  bool add_inner_specs(NodeId spec, std::vector<NodeId>& specs) const {
    bool has_field = false;
    for (const NodeId part : tree_.children(spec)) {
      const bool is_field = tree_.is(part, NodeKind::Field);
      has_field = has_field || is_field;
      if (is_field && tree_.children(part).size() > 1) {
        specs.push_back(tree_.children(part).back());
      }
    }
    return has_field;
  }

  // check_old_keyword: print and exec are keywords in Python 2.
  void check_old_keyword(NodeId id) {
    std::string_view names = tree_.text_of(id);  // of an import there may be several
    while (as_ < 300 && !names.empty()) {
      const std::size_t end = std::min(names.find_first_of(". \t\f\r\n\\"), names.size());
      const std::string_view name = names.substr(0, end);
      if (name == "exec" || (name == "print" && !print_is_name_)) {
        return reject(tree_[id].start, "a keyword of Python 2 as a name");
      }
      names.remove_prefix(std::min(end + 1, names.size()));
    }
  }

  void check_call(NodeId id) {
    const Children parts = tree_.children(id);
    if (as_ < 307 && parts.size() - 1 > kMaxOldArguments) {
      return reject(tree_[id].start, "more than 255 arguments");
    }
    check_repeated_keywords(parts);
    const Node& last = tree_[parts.back()];
    const bool is_unpacking =
        last.kind == NodeKind::Starred || last.kind == NodeKind::DoubleStarred;
    if (as_ < 300 && is_unpacking && follows(last.end, ',')) {
      reject(last.end, "comma after *args or **kwargs");
    }
  }

  [[nodiscard]] bool follows(std::uint32_t at, char c) const {
    const std::uint32_t next = skip_trivia(tree_.text(), at);
    return next < tree_.text().size() && tree_.text()[next] == c;
  }

  void check_repeated_keywords(Children parts) {
    if (as_ >= 309) {
      return;
    }
    std::vector<std::string_view> names;
    for (const NodeId part : parts) {
      if (tree_.is(part, NodeKind::Keyword)) {
        names.push_back(tree_.text_of(tree_.child(part, 0)));
      }
    }
    std::ranges::sort(names);
    if (std::ranges::adjacent_find(names) != names.end()) {
      reject(tree_[parts[0]].start, "keyword argument repeated");
    }
  }

  // Until 3.6 await and async were keywords only inside `async def`.
  void find_async_regions() {
    for (std::uint32_t i = 0; i < tree_.nodes().size(); ++i) {
      const Node& node = tree_[NodeId(i)];
      if (node.kind == NodeKind::FunctionDef && node.has(flag::kAsync)) {
        const Node& first = tree_[tree_.child(NodeId(i), 0)];
        const bool is_decorated = first.kind == NodeKind::Decorators;
        async_regions_.push_back({is_decorated ? first.end : node.start, node.end});
      }
    }
    std::ranges::sort(async_regions_, {}, &text::Span::start);
    // Regions nest; each stretched to the end of those before it makes the search a simple one.
    std::uint32_t end = 0;
    for (text::Span& region : async_regions_) {
      end = std::max(end, region.end);
      region.end = end;
    }
  }

  void check_async(NodeId id) {
    const Node& node = tree_[id];
    const bool is_async = node.kind == NodeKind::Await || node.has(flag::kAsync);
    if (as_ >= 307 || !is_async) {
      return;
    }
    const auto after = std::ranges::upper_bound(async_regions_, node.start, {}, &text::Span::start);
    if (after == async_regions_.begin() || std::prev(after)->end <= node.start) {
      reject(node.start, "async outside an asynchronous function");
    }
  }

  const Tree& tree_;
  Version as_;
  std::vector<text::Span> async_regions_;
  bool print_is_name_ = true;
  std::optional<Rejection> found_;
};

// notice_rejection: an encoding that this Python has not, or bytes that are no text in it.
std::optional<Rejection> notice_rejection(const text::Source& source, Version as) {
  const lexis::Codec* codec = lexis::find_codec(source.encoding);
  if (as >= 300 && codec != nullptr && !codec->python3) {
    return Rejection{0, "unknown encoding: " + source.encoding};
  }
  for (const text::Notice& notice : source.notices) {
    if (notice.kind != text::NoticeKind::HidingEncoding) {
      return Rejection{notice.span.start, notice.message};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Rejection> find_rejection(const Tree& tree, const text::Source& source, Version as) {
  if (std::optional<Rejection> rejection = notice_rejection(source, as)) {
    return rejection;
  }
  if (!tree.problems().empty()) {
    const Problem& problem = tree.problems().front();
    return Rejection{problem.start, problem.message};
  }
  for (const FeatureUse& use : tree.features()) {
    if (!is_in(use.feature, as)) {
      return Rejection{use.start, "not in this version: " + std::string(info_of(use.feature).what)};
    }
  }
  return Checks(tree, as).run();
}

}  // namespace av::syntax::cpython
