#include "analysis/taint/agenda.h"

#include <algorithm>
#include <map>

namespace av::taint {
namespace {

template <class Entry>
void add_once(std::vector<Entry>& list, const Entry& entry) {
  const auto at = std::ranges::lower_bound(list, entry);
  if (at == list.end() || *at != entry) {
    list.insert(at, entry);
  }
}

// each_reader calls `visit` with those of `readers`, which are ascending, that may read one of the
// parts that were written.
template <class Visit>
void each_reader(std::span<const AttributeReader> readers, std::span<const Selector> written,
                 const Visit& visit) {
  if (std::ranges::any_of(written, &Selector::is_any)) {
    std::ranges::for_each(readers, visit);
    return;
  }
  const auto visit_part = [&](Selector part) {
    std::ranges::for_each(std::ranges::equal_range(readers, part, {}, &AttributeReader::attribute),
                          visit);
  };
  std::ranges::for_each(written, visit_part);
  visit_part(Selector::any());
}

// Cursor goes over a tree: a node, its labels, then its parts, in the order of their selectors.
struct Cursor {
  const FlatTree& tree;
  std::size_t node = 0;
  std::size_t label = 0;

  [[nodiscard]] const FlatTree::Node& here() const { return tree.nodes[node]; }
  [[nodiscard]] std::span<const Label> labels() const {
    return std::span(tree.labels).subspan(label, here().labels);
  }
  // enter goes on to the first part, and is how many there are.
  std::size_t enter() {
    const FlatTree::Node& left = here();
    label += left.labels;
    ++node;
    return left.children;
  }
  void skip() {
    for (std::size_t parts = enter(); parts > 0; --parts) {
      skip();
    }
  }
};

// As deep as trees are: kMostSteps.
bool covers(Cursor& now, Cursor& before) {
  const auto has = [all = now.labels()](const Label& label) {
    return std::ranges::any_of(all, [&](const Label& one) { return one.key() == label.key(); });
  };
  if (!std::ranges::all_of(before.labels(), has)) {
    return false;
  }
  std::size_t parts = now.enter();
  for (std::size_t left = before.enter(); left > 0; --left) {
    while (parts > 0 && now.here().selector < before.here().selector) {
      now.skip();
      --parts;
    }
    if (parts == 0 || now.here().selector != before.here().selector || !covers(now, before)) {
      return false;
    }
    --parts;
  }
  for (; parts > 0; --parts) {
    now.skip();
  }
  return true;
}

// has_grown says whether all that a function stored it still stores.
bool has_grown(const FlatTree* was, const FlatTree* is) {
  if (was == nullptr || was->nodes.empty()) {
    return true;
  }
  if (is == nullptr || is->nodes.empty()) {
    return false;
  }
  Cursor now{*is};
  Cursor before{*was};
  return covers(now, before);
}

}  // namespace

std::vector<ChangedCell> changed_cells(const Summary& before, const Summary& now, bool is_growing) {
  std::map<CellId, std::pair<const FlatTree*, const FlatTree*>> cells;
  for (const auto& [cell, tree] : before.cells) {
    cells[cell].first = &tree;
  }
  for (const auto& [cell, tree] : now.cells) {
    cells[cell].second = &tree;
  }
  std::vector<ChangedCell> changed;
  for (const auto& [cell, trees] : cells) {
    const auto [was, is] = trees;
    if (was == nullptr || is == nullptr || !was->is_same(*is)) {
      changed.push_back({cell, is_growing || has_grown(was, is)});
    }
  }
  return changed;
}

Agenda::Agenda(World& world, const References& references, const FunctionOrder& order)
    : world_(world),
      references_(references),
      order_(order),
      rank_(order.functions.size()),
      is_wanted_(rank_.size()),
      is_bringing_(rank_.size()),
      callers_(rank_.size()),
      readers_(world.program.cell_count()),
      is_announced_(world.program.cell_count()) {
  for (std::uint32_t i = 0; i < rank_.size(); ++i) {
    rank_[order.functions[i].index()] = i;
  }
  now_.begin(rank_.size());
  later_.begin(rank_.size());
}

void Agenda::want(FunctionId function) {
  if (is_wanted_[function.index()]) {
    return;
  }
  std::vector<FunctionId> wanted = {function};
  is_wanted_[function.index()] = true;
  bool are_all_ahead = true;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    are_all_ahead &= rank_[wanted[i].index()] >= end_;
    for (const FunctionId callee : references_.needs[wanted[i].index()]) {
      if (!is_wanted_[callee.index()]) {
        is_wanted_[callee.index()] = true;
        wanted.push_back(callee);
      }
    }
  }
  // Where one of them was passed already, those that need it wait for it.
  for (const FunctionId one : wanted) {
    (are_all_ahead ? now_ : later_).insert(rank_[one.index()]);
  }
}

void Agenda::want_all(std::span<const FunctionId> functions) {
  for (const FunctionId one : functions) {
    want(one);
  }
}

std::span<const FunctionId> Agenda::next() {
  // What is found of all of them is kept until it is taken in.
  constexpr std::size_t kMostAtOnce = 1024;
  next_.clear();
  if (now_.empty()) {
    std::swap(now_, later_);
    end_ = 0;
  }
  while (!now_.empty() && next_.size() < kMostAtOnce &&
         (next_.empty() || order_.levels[now_.lowest()] == order_.levels[end_ - 1])) {
    const std::uint32_t rank = now_.take();
    next_.push_back(order_.functions[rank]);
    end_ = rank + 1;
  }
  return next_;
}

void Agenda::note_uses(FunctionId function, const Uses& uses) {
  for (const FunctionId callee : uses.functions) {
    add_once(callers_[callee.index()], function);
    want(callee);
  }
  for (const CellId cell : uses.cells) {
    add_once(readers_[cell.index()], function);
    want_all(references_.writers[cell.index()]);
  }
  for (const AttributeOfClass& attribute : uses.attributes) {
    add_once(attribute_readers_[attribute.type.index()], AttributeReader{attribute.part, function});
  }
}

void Agenda::note_news(FunctionId function, std::span<const ChangedCell> changed) {
  for (const auto& [cell, has_grown] : changed) {
    const WrittenCell one = {cell, world_.store(function, cell, has_grown)};
    if (one.parts.empty()) {
      continue;  // others store the same
    }
    requeue_readers(one);
    if (is_bringing_[function.index()]) {
      note_written(one);
    }
  }
  requeue(callers_[function.index()]);
  note_bringing(function);
}

// brings says whether callers get what comes from a source, or a function that brings it.
bool Agenda::brings(const Summary& summary) const {
  const auto has_input = [&](const FlatTree& tree) {
    return std::ranges::any_of(tree.labels, [&](const Label& label) {
      return label.kind == Label::Kind::Source ||
             (label.kind == Label::Kind::Function && is_bringing_[label.what]);
    });
  };
  const auto second_has = [&](const auto& pair) { return has_input(pair.second); };
  return has_input(summary.returned) || std::ranges::any_of(summary.raised, second_has) ||
         std::ranges::any_of(summary.outputs, second_has) ||
         std::ranges::any_of(summary.cells, second_has);
}

// note_bringing has those looked at that may get what a function brings.
void Agenda::note_bringing(FunctionId function) {
  std::vector<FunctionId> open = {function};
  while (!open.empty()) {
    const FunctionId next = open.back();
    open.pop_back();
    if (is_bringing_[next.index()] || !brings(world_.summaries[next])) {
      continue;
    }
    is_bringing_[next.index()] = true;
    for (const FunctionId user : references_.users[next.index()]) {
      want(user);
      open.push_back(user);  // it may hand the function on
    }
    for (const auto& [cell, tree] : world_.summaries[next].cells) {
      note_written({cell, changed_parts({}, tree)});
    }
  }
}

// note_written has those looked at that may read what was stored in a variable.
void Agenda::note_written(const WrittenCell& written) {
  const std::vector<Selector> parts = new_parts(written);
  if (parts.empty()) {
    return;
  }
  if (const ClassId type = world_.program.class_of(written.cell); type.exists()) {
    for (const ClassId other : world_.families.relatives(type)) {
      want_readers(other, parts);
    }
    return;
  }
  for (const FunctionId reader : references_.readers[written.cell.index()]) {
    want(reader);
    if (!world_.program.is_of_module(written.cell)) {
      want_all(references_.users[reader.index()]);  // who calls it passes the variable on
    }
  }
}

// new_parts is what of a variable was not stored in so far: who is wanted once stays wanted.
std::vector<Selector> Agenda::new_parts(const WrittenCell& written) {
  if (is_announced_[written.cell.index()]) {
    return {};
  }
  const bool is_whole = !world_.program.class_of(written.cell).exists() ||
                        std::ranges::any_of(written.parts, &Selector::is_any);
  if (is_whole) {
    is_announced_[written.cell.index()] = true;
    return {Selector::any()};
  }
  std::vector<Selector> parts;
  for (const Selector part : written.parts) {
    if (announced_.insert((std::uint64_t{written.cell.index()} << 32) | part.code()).second) {
      parts.push_back(part);
    }
  }
  return parts;
}

void Agenda::want_readers(ClassId type, std::span<const Selector> parts) {
  each_reader(references_.attributes[type.index()], parts,
              [&](const AttributeReader& reader) { want(reader.function); });
}

void Agenda::requeue_readers(const WrittenCell& written) {
  requeue(readers_[written.cell.index()]);
  const ClassId type = world_.program.class_of(written.cell);
  if (!type.exists()) {
    return;
  }
  for (const ClassId other : world_.families.relatives(type)) {
    each_reader(attribute_readers_[other.index()], written.parts,
                [&](const AttributeReader& reader) { requeue(std::span(&reader.function, 1)); });
  }
}

void Agenda::requeue(std::span<const FunctionId> functions) {
  for (const FunctionId function : functions) {
    const std::uint32_t rank = rank_[function.index()];
    (rank >= end_ ? now_ : later_).insert(rank);
  }
}

}  // namespace av::taint
