#include "analysis/names/file_names.h"

#include "analysis/names/evaluator.h"
#include "analysis/names/export_collector.h"
#include "analysis/names/meaner.h"

#include <optional>
#include <utility>

namespace av::names {

struct FileNames::State {
  using MaybeResolver = std::optional<ProjectResolver>;

  // `index` is nullptr for a file of no project.
  State(const syntax::Tree& tree, const Project* index, ModuleId home)
      : outline(tree),
        bindings(outline),
        project(index == nullptr ? MaybeResolver() : MaybeResolver(std::in_place, *index, home)),
        evaluator(bindings, project ? &*project : nullptr),
        meaner(bindings, evaluator, project ? &*project : nullptr) {
    evaluator.set_meaner(meaner);
  }

  Outline outline;
  Bindings bindings;
  MaybeResolver project;
  Evaluator evaluator;
  Meaner meaner;
};

FileNames::FileNames(const syntax::Tree& tree)
    : state_(std::make_unique<State>(tree, nullptr, ModuleId::none())),
      bindings_(&state_->bindings) {}
FileNames::FileNames(const syntax::Tree& tree, const Project& project, ModuleId home)
    : state_(std::make_unique<State>(tree, &project, home)), bindings_(&state_->bindings) {}
FileNames::FileNames(FileNames&&) noexcept = default;
FileNames& FileNames::operator=(FileNames&&) noexcept = default;
FileNames::~FileNames() = default;

const Meanings& FileNames::meanings(syntax::NodeId expr) {
  return state_->meaner.of(expr);
}

const Meanings& FileNames::meanings_of_annotation(syntax::NodeId annotation) {
  return state_->meaner.of_annotation(annotation);
}

Meanings FileNames::meanings_of_parameter(syntax::NodeId parameter) {
  const syntax::NodeId name = tree().child(parameter, 0);
  const SymbolId symbol = bindings_->find(outline().scope(name), spelling(name));
  for (const Binding& binding :
       symbol.exists() ? bindings_->of(symbol) : std::span<const Binding>()) {
    if (binding.node == parameter) {
      return state_->meaner.of_parameter(binding);
    }
  }
  return {};
}

const Value& FileNames::value(syntax::NodeId expr) {
  return state_->evaluator.of(expr);
}

Reaching FileNames::reaching(syntax::NodeId use) const {
  return state_->meaner.reaching(use);
}

std::string_view FileNames::module_of(syntax::NodeId import_from) {
  return state_->meaner.module_of(import_from);
}

ProjectResolver* FileNames::project() {
  return state_->project ? &*state_->project : nullptr;
}

ProjectTables FileNames::exports() {
  return collect_exports({state_->bindings, state_->meaner, state_->evaluator});
}

}  // namespace av::names
