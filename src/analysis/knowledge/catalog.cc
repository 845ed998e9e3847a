#include "analysis/knowledge/catalog.h"

namespace av::knowledge {
namespace {

// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): what one thread goes by
thread_local Catalog* own = nullptr;

}  // namespace

Catalog::Catalog() {
  rules.reserve(builtin_rules().size());
  for (const Rule& rule : builtin_rules()) {
    rules.push_back(&rule);
  }
}

Catalog& catalog() {
  static Catalog shared;
  return own == nullptr ? shared : *own;
}

UseCatalog::UseCatalog(Catalog& catalog) : former_(own) {
  own = &catalog;
}

UseCatalog::~UseCatalog() {
  own = former_;
}

}  // namespace av::knowledge
