#include "analysis/taint/written_import.h"

namespace av::taint {
namespace {

using names::Entity;
using names::ModuleId;
using syntax::NodeId;
using syntax::NodeKind;

ModuleId module_called(names::FileNames& names, std::string_view dotted) {
  const names::Meanings found = names.project()->module(dotted);
  return !found.empty() && found.all()[0].entity.is(Entity::Kind::Module)
             ? found.all()[0].entity.module()
             : ModuleId::none();
}

}  // namespace

std::optional<WrittenImport> written_import(names::FileNames& names, NodeId alias) {
  if (names.project() == nullptr) {
    return std::nullopt;
  }
  const syntax::Tree& tree = names.tree();
  const NodeId statement = names.outline().parent(alias);
  const std::string_view what = names.spelling(tree.child(alias, 0));
  const bool is_from = tree.is(statement, NodeKind::ImportFrom);
  const bool binds_first = !is_from && tree.children(alias).size() == 1;
  if (binds_first && what.find('.') != std::string_view::npos) {
    return std::nullopt;
  }
  const ModuleId module = module_called(names, is_from ? names.module_of(statement) : what);
  if (!module.exists()) {
    return std::nullopt;
  }
  if (!is_from) {
    return WrittenImport{module, {}};
  }
  const names::Project& project = names.project()->project();
  const ModuleId child = project.find_child(module, what);
  const bool is_module = child.exists() && project.find_member(module, what) == nullptr;
  return is_module ? WrittenImport{child, {}} : WrittenImport{module, what};
}

}  // namespace av::taint
