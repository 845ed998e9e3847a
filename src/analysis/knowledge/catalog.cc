#include "analysis/knowledge/catalog.h"

namespace av::knowledge {
namespace {

// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): what one thread goes by
thread_local Catalog* thread_catalog = nullptr;

}  // namespace

Catalog::Catalog() {
  rules.reserve(builtin_rules().size());
  for (const Rule& rule : builtin_rules()) {
    rules.push_back(&rule);
  }
}

Catalog& catalog() {
  static Catalog shared;
  return thread_catalog == nullptr ? shared : *thread_catalog;
}

UseCatalog::UseCatalog(Catalog& catalog) : former_(thread_catalog) {
  thread_catalog = &catalog;
}

UseCatalog::~UseCatalog() {
  thread_catalog = former_;
}

}  // namespace av::knowledge
