#pragma once
// page_tables.h — the [[tables]] of one name in a rule page's front matter.

#include "analysis/knowledge/page_error.h"

#include <toml++/toml.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace av::knowledge {

// each_table calls `read` with every table [[key]], in their order, until one is an error.  `page`
// says where the front matter begins.
template <class Read>
Result<void> each_table(const toml::table& front, std::string_view key, const PageError& page,
                        const Read& read) {
  const toml::node* node = front.get(key);
  if (node == nullptr) {
    return {};
  }
  const PageError here = {page.path, page.line + node->source().begin.line - 1};
  const auto wrong = [&] {
    return here("`" + std::string(key) + "` must be tables",
                "write [[" + std::string(key) + "]] and its keys below");
  };
  const toml::array* tables = node->as_array();
  if (tables == nullptr) {
    return wrong();
  }
  for (const toml::node& element : *tables) {
    const toml::table* table = element.as_table();
    if (table == nullptr) {
      return wrong();
    }
    AV_TRY(read(*table));
  }
  return {};
}

}  // namespace av::knowledge
