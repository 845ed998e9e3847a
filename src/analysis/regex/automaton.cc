#include "analysis/regex/automaton.h"

#include <algorithm>

namespace av::regex {

namespace {

using States = std::vector<std::uint32_t>;

// Fragment is a part of the pattern: the states it may begin and end with, and in how many ways
// it may read nothing (0, 1, or 2 for more).
struct Fragment {
  States first;
  States last;
  int empty_ways = 0;
};

class Builder {
 public:
  explicit Builder(const Expression& expression) : expression_(expression) {
    automaton_.sets.emplace_back();
    automaton_.edges.emplace_back();
    automaton_.accepting.push_back(false);
  }

  Result<Automaton> run() {
    const Fragment whole = build(expression_.root());
    if (automaton_.sets.size() > kMaxStates) {
      return fail(ErrorCode::LimitExceeded, "pattern with too many parts to judge");
    }
    link({0}, whole.first);
    for (const std::uint32_t state : whole.last) {
      automaton_.accepting[state] = true;
    }
    automaton_.accepting[0] = whole.empty_ways != 0;
    return std::move(automaton_);
  }

 private:
  Fragment build(std::uint32_t index) {
    const Node& node = expression_.nodes[index];
    if (automaton_.sets.size() > kMaxStates) {
      return {};
    }
    switch (node.kind) {
      case NodeKind::Set:
        return add_state(node.set);
      case NodeKind::Concat:
        return build_concat(node);
      case NodeKind::Alternate:
        return build_alternate(node);
      case NodeKind::Repeat:
        return build_repeat(node);
      case NodeKind::Group:
      case NodeKind::Atomic:
        return build(node.children[0]);
      case NodeKind::Conditional:
        return build_alternate(node);
      case NodeKind::Look:
        return {build(node.children[0]).first, {}, 1};
      default:
        return {{}, {}, 1};
    }
  }

  Fragment add_state(const CharSet& set) {
    automaton_.sets.push_back(set);
    automaton_.edges.emplace_back();
    automaton_.accepting.push_back(false);
    const auto state = static_cast<std::uint32_t>(automaton_.sets.size() - 1);
    return {{state}, {state}, 0};
  }

  Fragment build_concat(const Node& node) {
    Fragment all{{}, {}, 1};
    for (const std::uint32_t child : node.children) {
      all = join(all, build(child));
    }
    return all;
  }

  // A state that ends `a` may be followed by one that begins `b`; a part that reads nothing lets
  // its neighbour through, in as many ways as it can read nothing.
  Fragment join(const Fragment& a, const Fragment& b) {
    link(a.last, b.first);
    Fragment both{a.first, b.last, std::min(2, a.empty_ways * b.empty_ways)};
    for (int way = 0; way < a.empty_ways; ++way) {
      both.first.insert(both.first.end(), b.first.begin(), b.first.end());
    }
    for (int way = 0; way < b.empty_ways; ++way) {
      both.last.insert(both.last.end(), a.last.begin(), a.last.end());
    }
    return both;
  }

  Fragment build_alternate(const Node& node) {
    Fragment all{{}, {}, 0};
    for (const std::uint32_t child : node.children) {
      const Fragment branch = build(child);
      all.first.insert(all.first.end(), branch.first.begin(), branch.first.end());
      all.last.insert(all.last.end(), branch.last.begin(), branch.last.end());
      all.empty_ways = std::min(2, all.empty_ways + branch.empty_ways);
    }
    return all;
  }

  Fragment build_repeat(const Node& node) {
    Fragment all{{}, {}, 1};
    const std::uint32_t copies = std::min(node.min, kMaxCopies);
    for (std::uint32_t i = 0; i < copies; ++i) {
      all = join(all, build(node.children[0]));
    }
    if (node.max == kUnbounded || node.max - std::min(node.min, node.max) > kMaxCopies) {
      return join(all, build_loop(node));
    }
    Fragment rest{{}, {}, 1};
    for (std::uint32_t i = std::min(node.min, node.max); i < node.max; ++i) {
      Fragment optional = join(build(node.children[0]), rest);
      optional.empty_ways = std::min(2, optional.empty_ways + 1);
      rest = optional;
    }
    return join(all, rest);
  }

  // A loop reads nothing in one way only: `re` leaves a round that consumed nothing.
  Fragment build_loop(const Node& node) {
    Fragment body = build(node.children[0]);
    link(body.last, body.first);
    body.empty_ways = 1;
    return body;
  }

  void link(const States& from, const States& to) {
    for (const std::uint32_t a : from) {
      for (const std::uint32_t b : to) {
        add_edge(a, b);
      }
    }
  }

  void add_edge(std::uint32_t from, std::uint32_t to) {
    for (Edge& edge : automaton_.edges[from]) {
      if (edge.to == to) {
        edge.is_ambiguous = true;
        return;
      }
    }
    automaton_.edges[from].push_back({to, false});
  }

  const Expression& expression_;
  Automaton automaton_;
};

}  // namespace

Result<Automaton> make_automaton(const Expression& expression) {
  return Builder(expression).run();
}

}  // namespace av::regex
