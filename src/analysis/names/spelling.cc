#include "analysis/names/spelling.h"

#include "lexis/identifiers.h"

#include <algorithm>

namespace av::names {
namespace {

// Is this a dotted name as nearly all are: no space, comment, or line joined by a backslash?
bool is_compact(std::string_view text) {
  return text.find_first_of(" \t\f\r\n\\#") == std::string_view::npos;
}

// A comment ends with its line; all else between the parts is single characters.
std::string compacted(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '#') {
      i = std::min(text.find_first_of("\r\n", i), text.size() - 1);
    } else if (is_compact(text.substr(i, 1))) {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

Spelling::Spelling(const syntax::Tree& tree)
    : tree_(&tree), is_ascii_(lexis::is_ascii(tree.text())) {}

std::string_view Spelling::find(syntax::NodeId id) {
  const std::string_view text = tree_->text_of(id);
  if (lexis::is_ascii(text)) {
    return text;
  }
  const auto known = kept_.find(id.index());
  return known != kept_.end() ? std::string_view(known->second) : keep(id, lexis::normalized(text));
}

std::string_view Spelling::dotted(syntax::NodeId id) {
  const std::string_view text = tree_->text_of(id);
  if (lexis::is_ascii(text) && is_compact(text)) {
    return text;
  }
  const auto known = kept_.find(id.index());
  return known != kept_.end() ? std::string_view(known->second)
                              : keep(id, lexis::normalized(compacted(text)));
}

std::string_view Spelling::keep(syntax::NodeId id, std::string text) {
  return kept_.emplace(id.index(), std::move(text)).first->second;
}

}  // namespace av::names
