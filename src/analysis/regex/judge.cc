#include "analysis/regex/judge.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <type_traits>
#include <utility>

namespace av::regex {

namespace {

// Steps of one attack, and of all attacks on one pattern; fewer where only what is steep counts.
struct Limits {
  std::uint64_t steps;
  std::uint64_t all_steps;
};
constexpr Limits kLimits = {3'000'000, 30'000'000};
constexpr Limits kSteepLimits = {300'000, 1'000'000};

Word attack(const Word& prefix, const Word& pump, std::size_t repeats, const Word& suffix) {
  Word text = prefix;
  for (std::size_t i = 0; i < repeats; ++i) {
    text.insert(text.end(), pump.begin(), pump.end());
  }
  text.insert(text.end(), suffix.begin(), suffix.end());
  return text;
}

// A search starts anywhere: as if any text could come before, in a loop of its own.
Automaton with_search_loop(Automaton automaton) {
  const auto loop = static_cast<std::uint32_t>(automaton.sets.size());
  automaton.sets.push_back(CharSet::all());
  automaton.edges.push_back(automaton.edges[0]);
  automaton.edges[loop].push_back({loop, false});
  automaton.accepting.push_back(automaton.accepting[0]);
  automaton.edges[0].push_back({loop, false});
  return automaton;
}

// begins_at_start says whether the pattern can only match at the start of the text, so that a
// search is no more than a match.
bool begins_at_start(const Expression& expression, std::uint32_t index) {
  const Node& node = expression.nodes[index];
  switch (node.kind) {
    case NodeKind::Anchor:
      return node.anchor == Anchor::TextStart;
    case NodeKind::Concat:
    case NodeKind::Group:
    case NodeKind::Atomic:
      return !node.children.empty() && begins_at_start(expression, node.children[0]);
    default:
      return false;
  }
}

// Prover runs attacks.
class Prover {
 public:
  Prover(const Expression& expression, Use use, Scope scope)
      : matcher_(expression),
        use_(use),
        scope_(scope),
        limits_(scope == Scope::SteepOnly ? kSteepLimits : kLimits) {}

  [[nodiscard]] bool is_tired() const { return all_steps_ > limits_.all_steps; }
  [[nodiscard]] std::uint64_t steps() const { return all_steps_; }
  // spend counts the steps of an attack that needs no run, as its outcome is known.
  void spend(std::uint64_t steps) { all_steps_ += steps; }

  // growth_of is Linear when the attack does not fail, or fails fast.
  Growth growth_of(const Candidate& candidate, const Word& suffix) {
    if (candidate.is_exponential && grows_exponentially(candidate, suffix)) {
      return Growth::Exponential;
    }
    if (scope_ == Scope::ExponentialOnly) {
      return Growth::Linear;
    }
    const std::uint64_t factor = growth_factor(candidate, suffix);
    return factor >= kCube     ? Growth::Steep
           : factor >= kSquare ? Growth::Polynomial
                               : Growth::Linear;
  }

 private:
  // What every doubling of the pumps has to multiply the steps by.
  static constexpr std::uint64_t kSquare = 3;  // 4, were the steps no more than the square
  static constexpr std::uint64_t kCube = 6;    // 8
  static constexpr std::uint64_t kUnmeasured = 1'000'000;

  Trial run(const Candidate& candidate, const Word& suffix, std::size_t repeats) {
    const Word text = attack(candidate.prefix, candidate.pump, repeats, suffix);
    const Trial trial = matcher_.run(text, use_, limits_.steps);
    all_steps_ += trial.steps;
    return trial;
  }

  // Steps at least double with every further pump or two.
  bool grows_exponentially(const Candidate& candidate, const Word& suffix) {
    std::uint64_t before = 0;
    for (const std::size_t repeats : {4U, 7U, 10U, 13U, 16U, 19U, 22U, 25U}) {
      const Trial trial = run(candidate, suffix, repeats);
      if (trial.matched) {
        return false;
      }
      if (trial.gave_up) {
        return true;
      }
      if (repeats >= 10 && trial.steps < before * 2) {
        return false;
      }
      before = trial.steps;
    }
    return true;
  }

  // growth_factor is how many times the steps at least are with every doubling of the pumps; 0
  // when the attack does not fail.  The third power shows on short texts already.
  std::uint64_t growth_factor(const Candidate& candidate, const Word& suffix) {
    const bool only_steep = scope_ == Scope::SteepOnly;
    const std::uint64_t wanted = only_steep ? kCube : kSquare;
    const std::size_t shortest = only_steep ? 32 : 50;
    const std::size_t longest = only_steep ? 128 : 400;
    std::uint64_t least = kUnmeasured;
    std::uint64_t before = 0;
    for (std::size_t repeats = shortest; repeats <= longest && least >= wanted; repeats *= 2) {
      const Trial trial = run(candidate, suffix, repeats);
      if (trial.matched) {
        return 0;
      }
      const std::uint64_t factor = before == 0 ? kUnmeasured : trial.steps / before;
      if (trial.gave_up) {
        const bool is_first = least == kUnmeasured;
        return is_far_beyond_square(trial.steps, candidate, repeats) || !is_first ? least : factor;
      }
      least = std::min(least, factor);
      before = trial.steps;
    }
    return least;
  }

  static bool is_far_beyond_square(std::uint64_t steps, const Candidate& candidate,
                                   std::size_t repeats) {
    constexpr std::uint64_t kMostPerPair = 16;  // steps for each two characters
    const std::uint64_t length = candidate.prefix.size() + candidate.pump.size() * repeats;
    return steps > kMostPerPair * length * length;
  }

  Matcher matcher_;
  Use use_;
  Scope scope_;
  Limits limits_;
  std::uint64_t all_steps_ = 0;
};

const std::array<Word, 9>& suffixes() {
  static const std::array<Word, 9> kSuffixes = {
      Word{'!'}, Word{'\n', '\n'},         Word{0}, Word{'a'}, Word{' '}, Word{'0'},
      Word{'"'}, Word{kLastCodePoint - 1}, Word{}};
  return kSuffixes;
}

// Twins is, by suffix, the first one that the pattern cannot tell from it: every set of the pattern
// has the characters of both or of neither, and so has what anchors look at.
using Twins = std::array<std::size_t, std::tuple_size_v<std::decay_t<decltype(suffixes())>>>;

bool is_same_to(const Expression& expression, std::uint32_t a, std::uint32_t b) {
  return a == b || ((a == '\n') == (b == '\n') &&
                    word_set(false).contains(a) == word_set(false).contains(b) &&
                    std::ranges::all_of(expression.nodes, [&](const Node& node) {
                      return node.kind != NodeKind::Set ||
                             node.set.contains(a) == node.set.contains(b);
                    }));
}

Twins twins_for(const Expression& expression) {
  Twins twins = {};
  // What a group read is compared character by character.
  const bool compares = std::ranges::any_of(
      expression.nodes, [](const Node& node) { return node.kind == NodeKind::Backreference; });
  for (std::size_t i = 0; i < twins.size(); ++i) {
    twins[i] = i;
    for (std::size_t k = 0; !compares && k < i && twins[i] == i; ++k) {
      const bool is_twin = std::ranges::equal(
          suffixes()[k], suffixes()[i],
          [&](std::uint32_t a, std::uint32_t b) { return is_same_to(expression, a, b); });
      twins[i] = is_twin ? k : i;
    }
  }
  return twins;
}

Verdict unknown(std::string reason) {
  Verdict verdict;
  verdict.growth = Growth::Unknown;
  verdict.reason = std::move(reason);
  return verdict;
}

// Attacker tries the candidates of a search.
class Attacker {
 public:
  Attacker(const Expression& expression, Use use, Scope scope)
      : prover_(expression, use, scope), twins_(twins_for(expression)) {}

  // find_worst is the worst that was found before the prover tired, if it did.
  Verdict find_worst(const std::vector<Candidate>& candidates) {
    for (const Candidate& candidate : candidates) {
      attack_with(candidate);
      if (best_.growth >= Growth::Steep) {
        break;  // what follows is no worse
      }
    }
    return is_over_ && best_.growth == Growth::Linear ? unknown("too many attacks to try")
                                                      : std::move(best_);
  }

 private:
  void attack_with(const Candidate& candidate) {
    std::array<std::uint64_t, std::tuple_size_v<Twins>> steps = {};
    for (std::size_t i = 0; i < steps.size(); ++i) {
      is_over_ |= prover_.is_tired();
      if (is_over_) {
        return;
      }
      if (twins_[i] != i) {  // its twin did no harm, or we would not be here
        steps[i] = steps[twins_[i]];
        prover_.spend(steps[i]);
        continue;
      }
      const std::uint64_t before = prover_.steps();
      const Growth growth = prover_.growth_of(candidate, suffixes()[i]);
      steps[i] = prover_.steps() - before;
      if (growth > best_.growth) {
        best_ = {growth, candidate.prefix, candidate.pump, suffixes()[i], ""};
      }
      if (growth != Growth::Linear) {
        return;
      }
    }
  }

  Prover prover_;
  Twins twins_;
  Verdict best_;
  bool is_over_ = false;
};

// may_loop: without a loop there is nothing to be read in more and more ways.
bool may_loop(const Expression& expression) {
  return std::ranges::any_of(expression.nodes, [](const Node& node) {
    return node.kind == NodeKind::Repeat && node.max > node.min + kMaxCopies;
  });
}

}  // namespace

Judge::Judge(std::string_view pattern, Flags flags) {
  Result<Expression> expression = parse_expression(pattern, flags);
  if (!expression) {
    reason_ = std::move(expression.error().message);
    return;
  }
  expression_ = *std::move(expression);
  Result<Automaton> automaton = make_automaton(expression_);
  if (!automaton) {
    reason_ = std::move(automaton.error().message);
    return;
  }
  automaton_ = *std::move(automaton);
}

Verdict Judge::judge(Use use, Scope scope) const {
  if (!reason_.empty()) {
    return unknown(reason_);
  }
  if (!may_loop(expression_)) {
    return {};
  }
  const bool is_anywhere = use == Use::Search && !begins_at_start(expression_, expression_.root());
  const Search search = is_anywhere ? find_ambiguities(with_search_loop(automaton_), scope)
                                    : find_ambiguities(automaton_, scope);
  Verdict worst;
  if (!search.candidates.empty()) {
    worst = Attacker(expression_, use, scope).find_worst(search.candidates);
  }
  if (worst.growth == Growth::Linear && !search.is_complete) {
    return unknown("pattern too large to look for every ambiguity");
  }
  return worst;
}

Verdict judge(std::string_view pattern, Flags flags, Use use, Scope scope) {
  return Judge(pattern, flags).judge(use, scope);
}

std::string attack_text(const Verdict& verdict, std::size_t repeats) {
  std::string out;
  for (const std::uint32_t c : attack(verdict.prefix, verdict.pump, repeats, verdict.suffix)) {
    base::append_utf8(out, static_cast<char32_t>(c));
  }
  return out;
}

}  // namespace av::regex
