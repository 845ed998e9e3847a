#pragma once
// model_book.h — models that were read while the program runs: a user's own.
//
// In: .toml files (model_file.h) below a folder.  Out: the same rows that the frozen tables hold.
// Linear; memory is a small multiple of the text.

#include "analysis/knowledge/model.h"
#include "analysis/knowledge/model_file.h"
#include "analysis/knowledge/taint_model.h"
#include <antivenom/result.h>

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace av::knowledge {

// ModelBook owns models and answers for them.
class ModelBook {
 public:
  explicit ModelBook(std::vector<Model> models);
  ModelBook(ModelBook&&) noexcept;
  ModelBook& operator=(ModelBook&&) noexcept;
  ~ModelBook();

  // load reads every .toml file below `folder`.
  static Result<ModelBook> load(const std::string& folder);

  [[nodiscard]] const Function* find_function(std::string_view path) const;
  [[nodiscard]] std::string_view find_alias(std::string_view path) const;
  // find_taint is what the models say of the path that is `head` and `tail` together.
  [[nodiscard]] const TaintModel* find_taint(std::string_view head, std::string_view tail) const;
  [[nodiscard]] std::span<const Convention> conventions() const;

 private:
  struct Store;
  std::unique_ptr<Store> store_;
};

// install_models loads what lies below a folder and adds it to the catalog (catalog.h), unless that
// was done before.  What it says of a path replaces what ours say, and what was installed before.
Result<void> install_models(const std::string& folder);

// installed_models is the catalog's books, the last one installed first.
const std::deque<ModelBook>& installed_models();

}  // namespace av::knowledge
