// solver.cc — files, nodes and the work list.

#include "analysis/calls/solver.h"

#include "analysis/calls/solve.h"

#include <algorithm>
#include <numeric>

namespace av::calls {

namespace {

// Objects that arrive at nodes and are used there: for the whole project, and for each of its rows.
constexpr std::uint64_t kLeastSteps = 50'000'000;
constexpr std::uint64_t kStepsPerRow = 16;
// Known texts and numbers that one variable holds at most.
constexpr std::uint8_t kMaxConstants = 32;
// Things from outside the project that one variable holds at most: what is read from them, and
// called, multiplies.
constexpr std::uint8_t kMaxExternals = 16;

bool is_constant(const Object& object) {
  return (object.kind == ObjectKind::Text || object.kind == ObjectKind::Integer) &&
         (object.a != kNoNumber || object.b != kNoNumber);
}

}  // namespace

Graph solve(const names::Project& project, std::span<const FileFacts> files) {
  return Solver(project, files).run();
}

Solver::Solver(const names::Project& project, std::span<const FileFacts> files)
    : project_(project) {
  number_files(files);
}

Graph Solver::run() {
  note_methods();
  link_files();
  settle();
  seed_heirs();
  settle();
  while (guess()) {
    settle();
  }
  return freeze();
}

void Solver::number_files(std::span<const FileFacts> files) {
  max_steps_ = kLeastSteps;
  for (const FileFacts& file : files) {
    files_.push_back(&file);
  }
  const auto order = [this](const FileFacts* file) {
    const names::Module& module = project_[file->module];
    return std::pair(project_.text(module.name), project_.text(module.path));
  };
  std::ranges::sort(files_, {}, order);
  file_of_module_.assign(project_.tables().modules.size(), kNoNumber);
  for (std::uint32_t i = 0; i < files_.size(); ++i) {
    const FileFacts& file = *files_[i];
    file_of_module_[file.module.index()] = i;
    max_steps_ += kStepsPerRow * file.rows.size();
    first_node_.push_back(static_cast<std::uint32_t>(nodes_.size()));
    nodes_.resize(nodes_.size() + file.var_count);
    first_callable_.push_back(static_cast<std::uint32_t>(file_of_callable_.size()));
    file_of_callable_.resize(file_of_callable_.size() + file.functions.size(), i);
    std::vector<StringId>& words = words_.emplace_back();
    for (std::uint32_t word = 0; word < file.word_count(); ++word) {
      words.push_back(strings_.of(file.word(WordId(word))));
    }
    limits_.cut_lists += file.cut_lists;
    limits_.coarse_functions += file.coarse_functions;
  }
  first_callable_.push_back(static_cast<std::uint32_t>(file_of_callable_.size()));
}

void Solver::link_files() {
  star_modules_.resize(files_.size());
  for (std::uint32_t i = 0; i < files_.size(); ++i) {
    const FileFacts& file = *files_[i];
    for (std::uint32_t f = 0; f < file.functions.size(); ++f) {
      const FunctionFact& function = file.functions[f];
      for (std::uint32_t m = 0; m < function.member_count; ++m) {
        const MemberFact& member = file.members[function.first_member + m];
        const std::uint64_t key =
            (std::uint64_t{first_callable_[i] + f} << 32U) | string(i, member.name).index();
        members_.emplace(key, node(i, member.cell));
        class_names_.insert(string(i, member.name).index());
      }
    }
    for (const WordId star : file.stars) {
      star_modules_[i].push_back(new_node());
      add_object(star_modules_[i].back(), module_or_external(i, file.word(star)));
    }
  }
  for (std::uint32_t i = 0; i < files_.size(); ++i) {
    link_rows(i);
    seed_methods(i);
  }
}

// Methods are called with instances of their class, even when no call in the project is found.
void Solver::seed_methods(std::uint32_t file) {
  for (std::uint32_t f = 0; f < files_[file]->functions.size(); ++f) {
    const FunctionFact& function = files_[file]->functions[f];
    const bool is_in_class =
        function.around.exists() && function.kind != FunctionFact::Kind::Class &&
        files_[file]->functions[function.around.index()].kind == FunctionFact::Kind::Class;
    if (is_in_class) {
      seed(first_callable_[file] + f, first_callable_[file] + function.around.index());
    }
  }
}

void Solver::link_rows(std::uint32_t file) {
  for (std::uint32_t row = 0; row < files_[file]->rows.size(); ++row) {
    link_row(file, row);
  }
}

// link_row turns a row into edges, objects and uses.
void Solver::link_row(std::uint32_t file, std::uint32_t index) {
  const Row& row = files_[file]->rows[index];
  const auto at = [&](VarId var) { return node(file, var); };
  switch (row.kind) {
    case RowKind::Copy:
      return add_edge(at(row.b), at(row.a));
    case RowKind::Text:
      return add_object(at(row.a), text_of(file, row));
    case RowKind::Integer:
      return add_object(at(row.a), objects_.of(Kind::Integer, string(file, row.word).index()));
    case RowKind::Function:
      return add_object(at(row.a), objects_.of(Kind::Function, first_callable_[file] + row.c));
    case RowKind::Class:
      return class_row(file, row);
    case RowKind::Builtin:
      return builtin_row(file, row);
    case RowKind::Import:
    case RowKind::ImportName:
      return import_row(file, row);
    case RowKind::Build:
      return build_row(file, row);
    case RowKind::GetItemBy:
    case RowKind::SetItemBy: {
      Access access;
      const bool is_read = row.kind == RowKind::GetItemBy;
      access.object = is_read ? at(row.b) : at(row.a);
      access.key = node(file, row.c);
      (is_read ? access.result : access.value) = is_read ? at(row.a) : at(row.b);
      add_access(access);
      add_use(access.key, UseKind::Hashed, index, file);
      return add_use(access.object, UseKind::Row, index, file);
    }
    case RowKind::InstanceOf:
      return add_use(at(row.b), UseKind::Instances, at(row.a));
    case RowKind::Call:
      return add_use(at(row.b), UseKind::Call, shape_of_row(file, row));
    case RowKind::Operator:
      if (row.item_count > 0) {
        add_use(at(files_[file]->items[row.first_item].var), UseKind::Reflected, index, file);
      }
      return add_use(at(row.b), UseKind::Row, index, file);
    case RowKind::SetAttr:
    case RowKind::SetItem:
    case RowKind::Collect:
      return add_use(at(row.a), UseKind::Row, index, file);
    default:
      return add_use(at(row.b), UseKind::Row, index, file);
  }
}

ObjectId Solver::text_of(std::uint32_t file, const Row& row) {
  if (!row.word.exists()) {
    return objects_.of(Kind::Text, kNoNumber);
  }
  const StringId text = string(file, row.word);
  return (row.flags & row_flag::kPrefix) != 0 ? text_beginning(text, '\0')
                                              : objects_.of(Kind::Text, text.index());
}

// settle passes objects on until nothing new arrives.
void Solver::settle() {
  do {
    while (!queue_.empty() || !ready_.empty() || !waiting_.empty() || !to_merge_.empty()) {
      merge_noted();
      if (!queue_.empty()) {
        const Node next = queue_.front();
        queue_.pop_front();
        pass_on(next);
        continue;
      }
      for (const auto& [made, object] : std::exchange(ready_.empty() ? waiting_ : ready_, {})) {
        use(made, object);
      }
    }
  } while (wake_blind_accesses() || link_fixtures());
}

// pass_on gives what is new at a node to its edges and uses.  These may add to the node itself.
void Solver::pass_on(Node from) {
  nodes_[from].is_queued = false;
  const std::uint32_t first = nodes_[from].done;
  const auto end = static_cast<std::uint32_t>(nodes_[from].objects.size());
  nodes_[from].done = end;
  for (Ref edge = nodes_[from].first_edge; edge != kNoNumber; edge = edges_[edge].next) {
    for (std::uint32_t i = first; i < end; ++i) {
      add_object(edges_[edge].to, nodes_[from].objects[i]);
    }
  }
  for (Ref at = nodes_[from].first_use; at != kNoNumber; at = uses_[at].next) {
    for (std::uint32_t i = first; i < end; ++i) {
      const ObjectId object = nodes_[from].objects[i];
      const Use made = uses_[at];
      ++steps_;
      if (waits(made, object)) {
        waiting_.emplace_back(made, object);
      } else {
        use(made, object);
      }
    }
  }
}

// wake_blind_accesses takes keys of which nothing is known for any key.
bool Solver::wake_blind_accesses() {
  bool woken = false;
  for (std::size_t i = 0; i < accesses_.size(); ++i) {
    if (accesses_[i].is_blind || nodes_[accesses_[i].object].objects.empty() ||
        !nodes_[accesses_[i].key].objects.empty()) {
      continue;
    }
    accesses_[i].is_blind = true;
    wake_access(static_cast<Ref>(i));
    woken = true;
  }
  return woken;
}

Solver::Node Solver::new_node() {
  nodes_.emplace_back();
  return static_cast<Node>(nodes_.size() - 1);
}

Solver::Node Solver::node(std::uint32_t file, VarId var) const {
  return var.exists() ? first_node_[file] + var.index() : kNoNode;
}

Solver::Node Solver::node(std::uint32_t file, std::uint32_t var) const {
  return node(file, var == kNoNumber ? VarId::none() : VarId(var));
}

void Solver::add_object(Node to, ObjectId object) {
  if (to == kNoNode) {
    return;
  }
  if (++steps_ > max_steps_) {
    ++limits_.steps_left_out;
    return;
  }
  NodeState& state = nodes_[to];
  if (std::ranges::find(state.objects, object) != state.objects.end()) {
    return;
  }
  const Object what = objects_[object];
  if (is_constant(what) && ++state.constants > kMaxConstants) {  // they leave room for the rest
    state.constants = kMaxConstants;
    return add_object(to, objects_.of(what.kind, kNoNumber));
  }
  const bool is_external = what.kind == Kind::External;
  if (state.objects.size() >= kMaxSet || (is_external && state.externals >= kMaxExternals)) {
    limits_.full_sets += state.is_full ? 0U : 1U;
    state.is_full = true;
    return;
  }
  state.externals = static_cast<std::uint8_t>(state.externals + (is_external ? 1 : 0));
  state.objects.push_back(object);
  if (!state.is_queued) {
    state.is_queued = true;
    queue_.push_back(to);
  }
}

void Solver::add_edge(Node from, Node to) {
  if (from == kNoNode || to == kNoNode || from == to) {
    return;
  }
  edges_.push_back({to, nodes_[from].first_edge});
  nodes_[from].first_edge = static_cast<Ref>(edges_.size() - 1);
  // What is still to be passed on goes along the new edge then.
  for (std::uint32_t i = 0; i < nodes_[from].done; ++i) {
    add_object(to, nodes_[from].objects[i]);
  }
}

void Solver::add_edge_once(Node from, Node to) {
  if (from != kNoNode && to != kNoNode && once_.insert((std::uint64_t{from} << 32U) | to).second) {
    add_edge(from, to);
  }
}

void Solver::add_use(Node on, UseKind kind, std::uint32_t a, std::uint32_t b) {
  if (on == kNoNode) {
    return;
  }
  const Use made{kind, a, b, nodes_[on].first_use};
  uses_.push_back(made);
  nodes_[on].first_use = static_cast<Ref>(uses_.size() - 1);
  for (std::uint32_t i = 0; i < nodes_[on].done; ++i) {
    // Later, because the caller may be in the midst of something.
    const ObjectId object = nodes_[on].objects[i];
    (waits(made, object) ? waiting_ : ready_).emplace_back(made, object);
  }
}

// What looks up names in classes waits for their bases.
bool Solver::waits(const Use& use, ObjectId object) const {
  const Kind kind = objects_[object].kind;
  return use.kind != UseKind::Base && use.kind != UseKind::Metaclass &&
         (kind == Kind::Class || kind == Kind::Instance || kind == Kind::Super);
}

}  // namespace av::calls
