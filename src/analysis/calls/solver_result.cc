// solver_result.cc — guesses for what stayed unknown, and the frozen graph.

#include "analysis/calls/solve.h"
#include "analysis/calls/solver.h"

#include <algorithm>
#include <map>

namespace av::calls {

namespace {

// Longer names are cut where functions are nested in them.
constexpr std::uint32_t kMaxName = 400;

// Rounds of guesses that follow from guesses.
constexpr unsigned kMaxRounds = 3;

// Names that strings, containers, files and the like have: a receiver that nothing is known of is
// most often one of them.
constexpr std::string_view kCommon[] = {
    "add",        "append", "clear", "close",  "copy",       "count", "decode", "encode",
    "endswith",   "extend", "find",  "flush",  "format",     "get",   "group",  "index",
    "insert",     "items",  "join",  "keys",   "lower",      "match", "name",   "open",
    "pop",        "put",    "read",  "remove", "replace",    "run",   "search", "send",
    "setdefault", "sort",   "split", "start",  "startswith", "strip", "sub",    "update",
    "upper",      "values", "wait",  "write"};

}  // namespace

const FunctionFact& Solver::fact(std::uint32_t callable) const {
  const std::uint32_t file = file_of_callable_[callable];
  return files_[file]->functions[callable - first_callable_[file]];
}

// guess lets calls of methods of unknown receivers go to the few methods of that name; false when
// there are none to add.
bool Solver::guess() {
  confidence_ = Confidence::Guessed;
  if (++guess_rounds_ > kMaxRounds) {
    return false;
  }
  std::unordered_set<std::uint64_t> sites;
  for (const Found& one : found_) {
    sites.insert((std::uint64_t{one.caller} << 32U) | one.instr);
  }
  const bool has_handed = guess_handed();
  bool any = guess_decorators() || has_handed;
  for (std::uint32_t file = 0; file < files_.size(); ++file) {
    std::unordered_map<std::uint32_t, WordId> read_as;  // by variable: the attribute it was read as
    for (const Row& row : files_[file]->rows) {
      if (row.kind == RowKind::GetAttr && row.site.exists()) {
        read_as.emplace(row.a.index(), row.word);
      }
    }
    for (const Row& row : files_[file]->rows) {
      const auto read = row.kind == RowKind::Call ? read_as.find(row.b.index()) : read_as.end();
      if (read == read_as.end()) {
        continue;
      }
      const CallShape shape = shape_at(file, row, Manner::Call);
      if (!sites.contains((std::uint64_t{shape.caller} << 32U) | row.site.index())) {
        any |= guess_callee(file, row, string(file, read->second));
      }
    }
  }
  return any;
}

// guess_handed: what is given a function and not known may call it.
bool Solver::guess_handed() {
  std::vector<Ref> handed = std::exchange(handed_, {});
  std::ranges::sort(handed);
  const auto doubles = std::ranges::unique(handed);
  handed.erase(doubles.begin(), doubles.end());
  for (const Ref ref : handed) {
    CallShape shape = shapes_[ref];
    shape.manner = Manner::Callback;
    shape.result = kNoNode;
    const Ref made = add_shape(shape, {});
    for (const Argument& each : copy_arguments(shapes_[ref])) {
      add_use(each.node, UseKind::Handed, made);
    }
  }
  return !handed.empty();
}

// guess_decorators: a decorator of which nothing is known hands on what it decorates.
bool Solver::guess_decorators() {
  bool any = false;
  for (std::uint32_t file = 0; file < files_.size(); ++file) {
    for (const Row& row : files_[file]->rows) {
      const bool is_unknown = row.kind == RowKind::Call &&
                              (row.flags & row_flag::kDecorator) != 0 && row.item_count > 0 &&
                              nodes_[node(file, row.b)].objects.empty();
      if (is_unknown) {
        any = true;
        add_edge_once(node(file, files_[file]->items[row.first_item].var), node(file, row.a));
      }
    }
  }
  return any;
}

void Solver::note_methods() {
  for (std::uint32_t i = 0; i < file_of_callable_.size(); ++i) {
    const FunctionFact& function = fact(i);
    const std::uint32_t file = file_of(i);
    const bool is_method =
        function.kind == FunctionFact::Kind::Function && function.around.exists() &&
        files_[file]->functions[function.around.index()].kind == FunctionFact::Kind::Class;
    if (is_method) {
      methods_[string(file, function.name).index()].push_back(i);
    }
  }
}

bool Solver::guess_callee(std::uint32_t file, const Row& row, StringId name) {
  const auto methods = methods_.find(name.index());
  const std::string_view text = strings_[name];
  if (methods == methods_.end() || methods->second.size() > kMaxGuesses || text.starts_with("__") ||
      std::ranges::find(kCommon, text) != std::end(kCommon)) {
    return false;
  }
  Ref shape = kNoNumber;
  for (const std::uint32_t callable : methods->second) {
    if (!takes(callable, file, row)) {
      continue;
    }
    shape = shape == kNoNumber ? shape_of_row(file, row) : shape;
    const FunctionFact& function = fact(callable);
    const std::uint32_t owner = first_callable_[file_of(callable)] + function.around.index();
    const ObjectId receiver =
        objects_.of(function.is_class_method ? Kind::Class : Kind::Instance, owner);
    call_function(shape, callable, function.is_static ? ObjectId::none() : receiver);
  }
  return shape != kNoNumber;
}

// takes says whether a method can be called with a row's arguments.
bool Solver::takes(std::uint32_t callable, std::uint32_t file, const Row& row) const {
  using Sort = ParameterFact::Kind;
  const FunctionFact& function = fact(callable);
  std::uint32_t places = 0;
  bool has_rest = false;
  for (std::uint32_t i = 0; i < function.parameter_count; ++i) {
    const ParameterFact& parameter =
        files_[file_of(callable)]->parameters[function.first_parameter + i];
    has_rest |= parameter.kind == Sort::Rest;
    places += parameter.kind < Sort::Rest ? 1U : 0U;
  }
  std::uint32_t given = function.is_static ? 0 : 1;
  for (std::uint32_t i = 0; i < row.item_count; ++i) {
    given += files_[file]->items[row.first_item + i].kind == Item::Kind::Value ? 1U : 0U;
  }
  return has_rest || given <= places;
}

Graph Solver::freeze() {
  Tables tables;
  add_callables(tables);
  add_sites(tables);
  limits_.unresolved_sites = 0;
  for (std::uint32_t file = 0; file < files_.size(); ++file) {
    for (const Row& row : files_[file]->rows) {
      limits_.unresolved_sites += row.kind == RowKind::Call ? 1U : 0U;
    }
  }
  for (const Site& site : tables.sites) {
    const calls::Edge& edge = tables.edges[site.first_edge];
    limits_.unresolved_sites -= edge.manner == Manner::Call ? 1U : 0U;
  }
  tables.limits = limits_;
  return Graph(std::move(tables));
}

void Solver::add_callables(Tables& tables) {
  tables.modules.resize(project_.tables().modules.size());
  for (std::uint32_t file = 0; file < files_.size(); ++file) {
    tables.modules[files_[file]->module.index()] = {
        first_callable_[file], first_callable_[file + 1] - first_callable_[file]};
  }
  for (std::uint32_t i = 0; i < file_of_callable_.size(); ++i) {
    const std::uint32_t file = file_of(i);
    const FunctionFact& function = fact(i);
    Callable callable;
    callable.module = files_[file]->module;
    callable.function = flow::FunctionId(i - first_callable_[file]);
    std::string name;
    if (function.around.exists()) {
      const Callable& around = tables.callables[first_callable_[file] + function.around.index()];
      name = tables.text.substr(around.first_name, std::min(around.name_size, kMaxName)) + "." +
             std::string(files_[file]->word(function.name));
    } else {
      name = project_.text(project_[callable.module].name);
    }
    callable.first_name = static_cast<std::uint32_t>(tables.text.size());
    callable.name_size = static_cast<std::uint32_t>(name.size());
    tables.text += name;
    tables.callables.push_back(callable);
  }
}

// keep_one_of_each leaves one row for each site and callee: a call as written before others, what
// was followed before what was guessed.
void Solver::keep_one_of_each() {
  const auto edge = [](const Found& one) {
    return std::tuple(one.caller, one.instr, one.is_external, one.callee);
  };
  std::ranges::sort(found_, {}, [&](const Found& one) {
    return std::tuple(edge(one), one.confidence == Confidence::Guessed, one.manner);
  });
  const auto doubles = std::ranges::unique(found_, {}, edge);
  found_.erase(doubles.begin(), doubles.end());
  std::ranges::sort(found_, {}, [](const Found& one) {
    return std::tuple(one.caller, one.instr, one.manner, one.is_external, one.callee);
  });
}

void Solver::add_sites(Tables& tables) {
  // Externals in the order of their paths, whatever order they were met in.
  std::map<std::string_view, std::uint32_t> externals;
  for (const Found& one : found_) {
    if (one.is_external) {
      externals.emplace(strings_[StringId(one.callee)], 0);
    }
  }
  for (auto& [path, number] : externals) {
    number = static_cast<std::uint32_t>(tables.external_ends.size());
    tables.external_text += path;
    tables.external_ends.push_back(static_cast<std::uint32_t>(tables.external_text.size()));
  }
  for (Found& one : found_) {
    one.callee = one.is_external ? externals.at(strings_[StringId(one.callee)]) : one.callee;
  }
  keep_one_of_each();
  for (const Found& one : found_) {
    Callable& caller = tables.callables[one.caller];
    const flow::ValueId instr(one.instr);
    const bool is_known = caller.site_count > 0 && tables.sites.back().instr == instr;
    if (!is_known) {
      caller.first_site +=
          caller.site_count == 0 ? static_cast<std::uint32_t>(tables.sites.size()) : 0;
      ++caller.site_count;
      tables.sites.push_back({instr, static_cast<std::uint32_t>(tables.edges.size()), 0, false});
    }
    ++tables.sites.back().edge_count;
    tables.edges.push_back({one.is_external, one.manner, one.confidence, one.callee});
  }
  mark_open_sites(tables);
}

// mark_open_sites marks calls whose callee is a variable that more flows to than is kept.
void Solver::mark_open_sites(Tables& tables) const {
  for (std::uint32_t file = 0; file < files_.size(); ++file) {
    for (const Row& row : files_[file]->rows) {
      if (row.kind != RowKind::Call || !nodes_[node(file, row.b)].is_full) {
        continue;
      }
      const Callable& caller = tables.callables[shape_at(file, row, Manner::Call).caller];
      const auto first = tables.sites.begin() + caller.first_site;
      const auto site =
          std::lower_bound(first, first + caller.site_count, row.site,
                           [](const Site& one, flow::ValueId instr) { return one.instr < instr; });
      if (site != first + caller.site_count && site->instr == row.site) {
        site->is_open = true;
      }
    }
  }
}

}  // namespace av::calls
