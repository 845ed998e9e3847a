#pragma once
// sample_project.h — a project of a few files in memory, indexed, to ask from one of them.

#include "analysis/names/file_names.h"
#include "analysis/names/import_scan.h"
#include "analysis/names/module_finder.h"
#include "analysis/names/print.h"
#include "analysis/names/project_builder.h"
#include "analysis/syntax/parser.h"
#include "base/padded_text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace av::names {

// FakeFolders lists the folders of a set of absolute paths.
class FakeFolders final : public Folders {
 public:
  explicit FakeFolders(const std::vector<std::string>& paths) {
    std::map<std::string, std::set<std::pair<std::string, bool>>> entries;
    for (const std::string& path : paths) {
      for (std::size_t slash = path.find_last_of('/'); slash != std::string::npos;) {
        const std::size_t end = std::min(path.find('/', slash + 1), path.size());
        entries[path.substr(0, slash)].emplace(path.substr(slash + 1, end - slash - 1),
                                               end != path.size());
        slash = slash == 0 ? std::string::npos : path.find_last_of('/', slash - 1);
      }
    }
    for (const auto& [folder, names] : entries) {
      std::vector<text::ListedEntry> listed;
      for (const auto& [name, is_folder] : names) {
        listed.push_back({name, is_folder ? text::ListedKind::Folder : text::ListedKind::File});
      }
      folders_.emplace(folder, text::FolderListing::of(std::move(listed)));
    }
  }

  const text::FolderListing* list(const std::string& folder) override {
    const auto found = folders_.find(folder);
    return found == folders_.end() ? nullptr : &found->second;
  }

 private:
  std::map<std::string, text::FolderListing> folders_;
};

// SampleProject has its files below /p.  Questions are asked in the file that ask_in() names.
class SampleProject {
 public:
  using Files = std::vector<std::pair<std::string, std::string>>;  // path below /p, code

  explicit SampleProject(const Files& files)
      : folders_(paths_of(files)), finder_(folders_, "/p"), project_(built(files)) {
    files_ = files;
  }

  [[nodiscard]] const Project& project() const { return project_; }
  [[nodiscard]] ModuleId module(std::string_view path) const { return project_.find_file(path); }

  // ask_in makes the names of one of the files.
  SampleProject& ask_in(const std::string& path) {
    const auto file = std::ranges::find(files_, path, [](const auto& one) { return one.first; });
    REQUIRE(file != files_.end());
    text_.assign(file->second);
    tree_.emplace(syntax::parse(text_.view(), {}, arena_));
    names_.emplace(*tree_, project_, module(path));
    return *this;
  }

  // meaning and value are of the last node in the file that reads `text`.
  std::string meaning(std::string_view text) {
    return describe(names_->meanings(node(text)), *tree_);
  }
  std::string value(std::string_view text) { return describe(names_->value(node(text)), *tree_); }
  FileNames& names() { return *names_; }

  // names_of is all names of a module, joined by spaces.
  [[nodiscard]] std::string names_of(std::string_view path) const {
    std::string out;
    for (const VisibleName& name : visible_names(project_, module(path))) {
      out += (out.empty() ? "" : " ") + name.name + (name.is_certain ? "" : "?");
    }
    return out;
  }

 private:
  static std::vector<std::string> paths_of(const Files& files) {
    std::vector<std::string> paths;
    for (const auto& [path, code] : files) {
      paths.push_back("/p/" + path);
    }
    return paths;
  }

  Project built(const Files& files) {
    std::vector<ModuleSource> sources;
    std::map<std::string, std::uint32_t> by_path;
    for (const auto& [path, code] : files) {
      by_path.emplace("/p/" + path, static_cast<std::uint32_t>(sources.size()));
      ModuleSource& source = sources.emplace_back();
      source.path = "/p/" + path;
      source.shown_path = path;
      source.name = finder_.name_of(source.path);
      source.is_package = path.ends_with("__init__.py") || path.ends_with("__init__.pyi");
      const base::PaddedText text(code);
      syntax::SyntaxArena arena;
      source.tables = FileNames(syntax::parse(text.view(), {}, arena)).exports();
    }
    for (std::size_t i = 0; i < files.size(); ++i) {
      for (const std::string& dotted : imports_in(files[i].second)) {
        link(dotted, i, sources, by_path);
      }
      std::ranges::sort(sources[i].imports);
    }
    return build_project(std::move(sources));
  }

  void link(const std::string& dotted, std::size_t from, std::vector<ModuleSource>& sources,
            std::map<std::string, std::uint32_t>& by_path) {
    const auto& [written, chain] = finder_.find(finder_.place_of(sources[from].path), dotted);
    const std::size_t dots = std::min(written.find_first_not_of('.'), written.size());
    std::size_t end = dots;
    for (std::size_t i = 0; i < chain.size(); ++i) {
      if (i > 0 || dots == 0) {
        end = std::min(written.find('.', end + (end == dots ? 0 : 1)), written.size());
      }
      const auto [slot, is_new] =
          by_path.try_emplace(chain[i].path, static_cast<std::uint32_t>(sources.size()));
      if (is_new) {
        ModuleSource& source = sources.emplace_back();
        source.path = source.shown_path = chain[i].path;
        source.name = finder_.name_of(source.path);
        source.is_package = source.is_namespace = true;
      }
      const std::pair made(std::string_view(written).substr(0, end), slot->second);
      if (std::ranges::find(sources[from].imports, made) == sources[from].imports.end()) {
        sources[from].imports.push_back(made);
      }
    }
  }

  [[nodiscard]] syntax::NodeId node(std::string_view text) const {
    syntax::NodeId found;
    for (std::uint32_t i = 0; i < tree_->nodes().size(); ++i) {
      const syntax::NodeId id(i);
      const syntax::NodeKind kind = tree_->kind(id);
      const bool is_expression = !is_statement(kind) && kind != syntax::NodeKind::Block &&
                                 kind != syntax::NodeKind::Module &&
                                 kind != syntax::NodeKind::ChildCount;
      if (is_expression && tree_->text_of(id) == text &&
          (!found.exists() || (*tree_)[id].start >= (*tree_)[found].start)) {
        found = id;
      }
    }
    INFO("no node reads ", std::string(text));
    REQUIRE(found.exists());
    return found;
  }

  FakeFolders folders_;
  ModuleFinder finder_;
  Project project_;
  Files files_;
  base::PaddedText text_;
  syntax::SyntaxArena arena_;
  std::optional<syntax::Tree> tree_;
  std::optional<FileNames> names_;
};

}  // namespace av::names
