#pragma once
// file_names.h — what the names of one Python file mean.
//
// In: a tree.  Out: scopes and bindings by Python's rules, and on demand what an expression refers
// to ("subprocess.run", "an instance of dbapi.Cursor") and what its value is.
// Never fails: what cannot be told is unknown.  Construction is linear in the tree but for sorting
// bindings; questions are answered on demand and remembered, so one FileNames belongs to one
// thread.

#include "analysis/names/bindings.h"
#include "analysis/names/meaning.h"
#include "analysis/names/outline.h"
#include "analysis/names/project.h"
#include "analysis/names/project_resolver.h"
#include "analysis/names/reaching.h"
#include "analysis/names/value.h"
#include "analysis/syntax/tree.h"

#include <memory>
#include <string_view>

namespace av::names {

// FileNames is the meaning of one file's names.  `tree` must outlive it.
class FileNames {
 public:
  explicit FileNames(const syntax::Tree& tree);
  // The same for the file that is the module `home` of a project, which must outlive this.
  FileNames(const syntax::Tree& tree, const Project& project, ModuleId home);
  FileNames(FileNames&&) noexcept;
  FileNames& operator=(FileNames&&) noexcept;
  ~FileNames();

  [[nodiscard]] const syntax::Tree& tree() const { return bindings_->outline().tree(); }
  [[nodiscard]] const Outline& outline() const { return bindings_->outline(); }
  [[nodiscard]] const Bindings& bindings() const { return *bindings_; }

  // meanings is what an expression may refer to.  The reference holds as long as this.
  const Meanings& meanings(syntax::NodeId expr);
  // meanings_of_annotation is what a variable with this annotation holds.
  const Meanings& meanings_of_annotation(syntax::NodeId annotation);
  // meanings_of_parameter is what a Parameter holds: by its annotation, or else by a convention of
  // the libraries that the file imports.
  Meanings meanings_of_parameter(syntax::NodeId parameter);
  // value is what the file shows of an expression's value.  The reference holds as long as this.
  const Value& value(syntax::NodeId expr);
  // reaching is the bindings that the Name `use` may see.
  [[nodiscard]] Reaching reaching(syntax::NodeId use) const;
  // spelling is the name that a Name, an Identifier or a DottedName stands for.
  std::string_view spelling(syntax::NodeId name) {
    Spelling& spelling = bindings_->spelling();
    return tree().is(name, syntax::NodeKind::DottedName) ? spelling.dotted(name)
                                                         : spelling.of(name);
  }
  // module_of is the path of the module that an ImportFrom names.
  std::string_view module_of(syntax::NodeId import_from);
  // project is what its imports are followed into; nullptr without one.
  [[nodiscard]] ProjectResolver* project();
  // exports is the tables of the module that the file is, for a ProjectBuilder.
  ProjectTables exports();

 private:
  struct State;
  std::unique_ptr<State> state_;
  const Bindings* bindings_;  // in the state
};

}  // namespace av::names
