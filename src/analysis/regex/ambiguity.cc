#include "analysis/regex/ambiguity.h"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <unordered_map>

namespace av::regex {

namespace {

// Edges looked at in all products together; what is steep shows early, and only counts then.
constexpr std::uint64_t kMaxWork = 4'000'000;
constexpr std::uint64_t kMaxSteepWork = 200'000;
constexpr std::size_t kMaxCandidates = 12;

// Finder searches products of the automaton with itself.
class Finder {
 public:
  explicit Finder(const Automaton& automaton) : automaton_(automaton) {
    find_components();
    find_prefixes();
  }

  Search run(Scope scope) {
    max_work_ = scope == Scope::SteepOnly ? kMaxSteepWork : kMaxWork;
    for (std::uint32_t state = 1; scope != Scope::SteepOnly && state < size(); ++state) {
      if (is_cyclic(state) && !enough()) {
        find_exponential(state);
      }
    }
    if (scope == Scope::ExponentialOnly) {
      return std::move(search_);
    }
    find_loops();
    find_all_polynomial(scope);
    return std::move(search_);
  }

 private:
  template <std::size_t kCopies>
  using Tuple = std::array<std::uint32_t, kCopies>;

  [[nodiscard]] std::uint32_t size() const {
    return static_cast<std::uint32_t>(automaton_.sets.size());
  }
  [[nodiscard]] bool is_cyclic(std::uint32_t state) const { return cyclic_[state]; }
  [[nodiscard]] bool enough() const {
    return search_.candidates.size() >= kMaxCandidates || !search_.is_complete;
  }
  bool work(std::uint64_t amount) {
    work_ += amount;
    search_.is_complete &= work_ <= max_work_;
    return search_.is_complete;
  }

  // Strongly connected components: states that reach each other.  Small automata: by reachability.
  void find_components() {
    component_.resize(size());
    cyclic_.resize(size());
    std::vector<std::vector<bool>> reaches(size());
    for (std::uint32_t state = 0; state < size(); ++state) {
      reaches[state] = reachable_from(state);
      cyclic_[state] = reaches[state][state];
    }
    for (std::uint32_t state = 0; state < size(); ++state) {
      component_[state] = state;
      for (std::uint32_t other = 0; other < state; ++other) {
        if (reaches[state][other] && reaches[other][state]) {
          component_[state] = component_[other];
          break;
        }
      }
    }
    reaches_ = std::move(reaches);
  }

  // reachable_from is the states reached over one edge or more.
  [[nodiscard]] std::vector<bool> reachable_from(std::uint32_t state) const {
    std::vector<bool> seen(size());
    std::vector<std::uint32_t> queue = {state};
    while (!queue.empty()) {
      const std::uint32_t at = queue.back();
      queue.pop_back();
      for (const Edge& edge : automaton_.edges[at]) {
        if (!seen[edge.to]) {
          seen[edge.to] = true;
          queue.push_back(edge.to);
        }
      }
    }
    return seen;
  }

  // The letters of each loop, by the number of its component.
  void find_loops() {
    loops_.resize(size());
    for (std::uint32_t state = 1; state < size(); ++state) {
      if (is_cyclic(state)) {
        loops_[component_[state]].add(automaton_.sets[state]);
      }
    }
  }

  // is_before: two loops, the second reached from the first.
  [[nodiscard]] bool is_before(std::uint32_t p, std::uint32_t q) const {
    return component_[p] != component_[q] && reaches_[p][q];
  }

  void find_all_polynomial(Scope scope) {
    for (std::uint32_t p = 1; p < size(); ++p) {
      for (std::uint32_t q = 1; q < size() && !enough(); ++q) {
        if (is_cyclic(p) && is_cyclic(q) && is_before(p, q) &&
            loops_[component_[p]].intersects(loops_[component_[q]]) &&
            (scope == Scope::All || has_third_loop(p, q))) {
          find_polynomial(p, q, scope);
        }
      }
    }
  }

  // is_in_row: one loop more, before, between or behind the two.
  [[nodiscard]] bool is_in_row(std::uint32_t p, std::uint32_t q, std::uint32_t r) const {
    return component_[r] == r && is_cyclic(r) &&
           (is_before(q, r) || is_before(r, p) || (is_before(p, r) && is_before(r, q)));
  }

  // has_third_loop says whether a letter of both loops is one of another, too.
  bool has_third_loop(std::uint32_t p, std::uint32_t q) {
    const CharSet both = loops_[component_[p]].intersection(loops_[component_[q]]);
    return any_in_row(p, q, [&](std::uint32_t r) { return loops_[r].intersects(both); });
  }

  // can_stay_in_third: another loop reads all of the word's letters.
  bool can_stay_in_third(std::uint32_t p, std::uint32_t q, const Word& word) {
    return any_in_row(p, q, [&](std::uint32_t r) {
      return std::ranges::all_of(word, [&](std::uint32_t c) { return loops_[r].contains(c); });
    });
  }

  template <class Fits>
  bool any_in_row(std::uint32_t p, std::uint32_t q, Fits fits) {
    for (std::uint32_t r = 1; r < size() && work(1); ++r) {
      if (is_in_row(p, q, r) && fits(r)) {
        return true;
      }
    }
    return false;
  }

  // A shortest word that leads from the start to each state.
  void find_prefixes() {
    prefix_.resize(size());
    std::vector<bool> seen(size());
    std::deque<std::uint32_t> queue = {0};
    seen[0] = true;
    while (!queue.empty()) {
      const std::uint32_t at = queue.front();
      queue.pop_front();
      for (const Edge& edge : automaton_.edges[at]) {
        const auto letter = automaton_.sets[edge.to].example();
        if (!seen[edge.to] && letter) {
          seen[edge.to] = true;
          prefix_[edge.to] = prefix_[at];
          prefix_[edge.to].push_back(*letter);
          queue.push_back(edge.to);
        }
      }
    }
  }

  // Two different paths from `state` to itself on one word: an ambiguous edge on a cycle, or a way
  // in the product of two copies that leaves the diagonal and comes back.
  void find_exponential(std::uint32_t state) {
    for (const Edge& edge : automaton_.edges[state]) {
      if (edge.is_ambiguous && component_[edge.to] == component_[state]) {
        const auto around = path<1>({edge.to}, {state}, {component_[state]});
        if (around) {
          Word pump = {automaton_.sets[edge.to].example().value_or('a')};
          pump.insert(pump.end(), around->begin(), around->end());
          add(true, state, std::move(pump));
          return;
        }
      }
    }
    const auto out = path_off_diagonal(state);
    if (out) {
      add(true, state, *out);
    }
  }

  std::optional<Word> path_off_diagonal(std::uint32_t state) {
    // Leave the diagonal at `state` by two different edges, then come back to (state, state).
    for (const Edge& a : automaton_.edges[state]) {
      for (const Edge& b : automaton_.edges[state]) {
        if (a.to >= b.to || component_[a.to] != component_[state] ||
            component_[b.to] != component_[state] || !work(1)) {
          continue;
        }
        const auto letter = automaton_.sets[a.to].intersection(automaton_.sets[b.to]).example();
        if (!letter) {
          continue;
        }
        const std::uint32_t own = component_[state];
        const auto back = path<2>({a.to, b.to}, {state, state}, {own, own});
        if (back) {
          Word word = {*letter};
          word.insert(word.end(), back->begin(), back->end());
          return word;
        }
      }
    }
    return std::nullopt;
  }

  // One word on which p stays with p, q with q, and p goes to q.
  void find_polynomial(std::uint32_t p, std::uint32_t q, Scope scope) {
    const auto word = path<3>({p, p, q}, {p, q, q}, {component_[p], kAnyComponent, component_[q]});
    if (word && !word->empty() && (scope == Scope::All || can_stay_in_third(p, q, *word))) {
      add(false, p, *word);
    }
  }

  void add(bool is_exponential, std::uint32_t state, Word pump) {
    search_.candidates.push_back({is_exponential, prefix_[state], std::move(pump)});
  }

  static constexpr std::uint32_t kAnyComponent = 0xFFFFFFFF;

  // path is a shortest word on which copies of the automaton go from one tuple of states to
  // another, each inside its component if one is given.
  template <std::size_t kCopies>
  std::optional<Word> path(Tuple<kCopies> from, Tuple<kCopies> to, Tuple<kCopies> components) {
    if (from == to && kCopies != 3) {
      return Word{};
    }
    struct Came {
      std::uint64_t before;
      std::uint32_t letter;
    };
    std::unordered_map<std::uint64_t, Came> seen;
    std::deque<Tuple<kCopies>> queue = {from};
    const std::uint64_t first = key(from);
    seen[first] = {first, 0};
    while (!queue.empty()) {
      const Tuple<kCopies> at = queue.front();
      queue.pop_front();
      bool found = false;
      const bool finished = !for_each_step<kCopies>(
          at, components, [&](const Tuple<kCopies>& next, std::uint32_t letter) {
            const auto [entry, is_new] = seen.try_emplace(key(next), Came{key(at), letter});
            if (is_new) {
              queue.push_back(next);
            }
            found = next == to && (is_new || entry->first != first);
            return !found;
          });
      if (found) {
        Word word;
        for (std::uint64_t k = key(to); k != first; k = seen[k].before) {
          word.push_back(seen[k].letter);
        }
        std::reverse(word.begin(), word.end());
        return word;
      }
      if (finished) {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  // for_each_step calls `visit(next, letter)` until it returns false; false when the work is over.
  template <std::size_t kCopies, class Visit>
  bool for_each_step(const Tuple<kCopies>& at, const Tuple<kCopies>& components, Visit visit) {
    Step<kCopies> step = {at, components, {}};
    return extend<kCopies, 0>(step, CharSet::all(), visit);
  }

  template <std::size_t kCopies>
  struct Step {
    const Tuple<kCopies>& at;
    const Tuple<kCopies>& components;
    Tuple<kCopies> next;
  };

  template <std::size_t kCopies, std::size_t kCopy, class Visit>
  bool extend(Step<kCopies>& step, const CharSet& letters, Visit& visit) {
    if constexpr (kCopy == kCopies) {
      const auto letter = letters.example();
      return !letter || visit(step.next, *letter);
    } else {
      for (const Edge& edge : automaton_.edges[step.at[kCopy]]) {
        const std::uint32_t component = step.components[kCopy];
        if (component != kAnyComponent && component_[edge.to] != component) {
          continue;
        }
        if (!work(1)) {
          return false;
        }
        if (!letters.intersects(automaton_.sets[edge.to])) {
          continue;
        }
        step.next[kCopy] = edge.to;
        const CharSet& own = automaton_.sets[edge.to];  // the first may read any letter
        const bool goes_on =
            kCopy == 0 ? extend<kCopies, kCopy + 1>(step, own, visit)
                       : extend<kCopies, kCopy + 1>(step, letters.intersection(own), visit);
        if (!goes_on) {
          return false;
        }
      }
      return true;
    }
  }

  template <std::size_t kCopies>
  static std::uint64_t key(const Tuple<kCopies>& tuple) {
    std::uint64_t packed = 0;
    for (const std::uint32_t state : tuple) {
      packed = packed << 20 | state;
    }
    return packed;
  }

  const Automaton& automaton_;
  std::vector<std::uint32_t> component_;
  std::vector<bool> cyclic_;
  std::vector<std::vector<bool>> reaches_;
  std::vector<CharSet> loops_;
  std::vector<Word> prefix_;
  Search search_;
  std::uint64_t work_ = 0;
  std::uint64_t max_work_ = kMaxWork;
};

}  // namespace

Search find_ambiguities(const Automaton& automaton, Scope scope) {
  return Finder(automaton).run(scope);
}

}  // namespace av::regex
