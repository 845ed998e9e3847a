#include "analysis/knowledge/model_book.h"

#include "analysis/knowledge/catalog.h"
#include "analysis/knowledge/folder_files.h"

#include <deque>
#include <filesystem>
#include <system_error>
#include <unordered_map>
#include <utility>

namespace av::knowledge {

namespace fs = std::filesystem;

namespace {

using Sort = TaintRow::Sort;

Port port_of(const PortText& text) {
  return {text.root, text.position, text.parameter, text.steps};
}

// TaintRows is the rows of one path, and what points at them.
struct TaintRows {
  std::vector<TaintSource> sources;
  std::vector<TaintSink> sinks;
  std::vector<TaintFlow> flows;
  std::vector<TaintGuard> guards;
  std::vector<TaintEntry> entries;
  TaintModel model = {};

  void add(const TaintRow& row) {
    const Port to = port_of(row.to);
    switch (row.sort) {
      case Sort::Source:
        sources.push_back({static_cast<SourceKind>(row.kind), to, row.clears});
        break;
      case Sort::Sink:
        sinks.push_back({static_cast<SinkKind>(row.kind), to, row.when, row.unless, row.values});
        break;
      case Sort::Flow:
        flows.push_back({port_of(row.from), to, row.clears});
        break;
      case Sort::Guard:
        guards.push_back({to, row.clears});
        break;
      case Sort::Entry:
        entries.push_back({row.way, static_cast<SourceKind>(row.kind), to, row.methods, row.when,
                           row.values, row.returns.has_value(),
                           row.returns.value_or(SinkKind::Command)});
        break;
    }
  }

  void close(std::string_view path) { model = {path, sources, sinks, flows, guards, entries}; }
};

}  // namespace

struct ModelBook::Store {
  std::vector<Model> models;
  std::deque<std::vector<Parameter>> parameters;
  std::deque<Function> functions;
  std::deque<TaintRows> taint;
  std::unordered_map<std::string_view, const Function*> function_of;
  std::unordered_map<std::string_view, std::string_view> alias_of;
  std::unordered_map<std::string_view, TaintRows*> taint_of;
  std::vector<Convention> conventions;

  void add(const ModelFunction& one) {
    std::vector<Parameter>& own = parameters.emplace_back();
    for (const ModelParameter& parameter : one.parameters) {
      own.push_back(
          {parameter.name, parameter.manner, parameter.has_default, parameter.default_text});
    }
    const Function& made =
        functions.emplace_back(Function{one.path, one.returns, one.has_parameters, own});
    function_of.emplace(made.path, &made);
  }

  void add(const TaintRow& row) {
    const auto [slot, is_new] = taint_of.try_emplace(row.path, nullptr);
    if (is_new) {
      slot->second = &taint.emplace_back();
    }
    slot->second->add(row);
  }
};

ModelBook::ModelBook(std::vector<Model> models) : store_(std::make_unique<Store>()) {
  store_->models = std::move(models);
  for (const Model& model : store_->models) {
    for (const ModelFunction& one : model.functions) {
      store_->add(one);
    }
    for (const ModelAlias& one : model.aliases) {
      store_->alias_of.emplace(one.path, one.known_as);
    }
    for (const TaintRow& row : model.taint) {
      store_->add(row);
    }
    for (const ModelConvention& one : model.conventions) {
      store_->conventions.push_back({one.parameter, one.beside, one.type});
    }
  }
  for (const auto& [path, rows] : store_->taint_of) {
    rows->close(path);
  }
}

ModelBook::ModelBook(ModelBook&&) noexcept = default;
ModelBook& ModelBook::operator=(ModelBook&&) noexcept = default;
ModelBook::~ModelBook() = default;

Result<ModelBook> ModelBook::load(const std::string& folder) {
  const std::vector<fs::path> paths =
      AV_TRY(files_below(folder, ".toml", "give the folder of your models"));
  std::vector<Model> models;
  for (const fs::path& path : paths) {
    const std::string text = AV_TRY(read_whole(path));
    Model model = AV_TRY(read_model(path.string(), text));
    models.push_back(std::move(model));
  }
  if (models.empty()) {
    return fail(ErrorCode::NotFound, folder + ": no models",
                "a model is a file <library>.toml; docs/models.md shows one");
  }
  AV_TRY(find_clash(models));
  return ModelBook(std::move(models));
}

const Function* ModelBook::find_function(std::string_view path) const {
  const auto found = store_->function_of.find(path);
  return found == store_->function_of.end() ? nullptr : found->second;
}

std::string_view ModelBook::find_alias(std::string_view path) const {
  const auto found = store_->alias_of.find(path);
  return found == store_->alias_of.end() ? std::string_view() : found->second;
}

const TaintModel* ModelBook::find_taint(std::string_view head, std::string_view tail) const {
  const auto found = tail.empty() ? store_->taint_of.find(head)
                                  : store_->taint_of.find(std::string(head).append(tail));
  return found == store_->taint_of.end() ? nullptr : &found->second->model;
}

std::span<const Convention> ModelBook::conventions() const {
  return store_->conventions;
}

Result<void> install_models(const std::string& folder) {
  std::error_code ignored;
  const std::string place = fs::weakly_canonical(folder, ignored).string();
  if (catalog().model_folders.contains(place)) {
    return {};
  }
  ModelBook book = AV_TRY(ModelBook::load(folder));
  catalog().models.push_front(std::move(book));
  catalog().model_folders.insert(place);
  return {};
}

const std::deque<ModelBook>& installed_models() {
  return catalog().models;
}

}  // namespace av::knowledge
