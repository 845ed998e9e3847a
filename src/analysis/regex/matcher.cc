#include "analysis/regex/matcher.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace av::regex {

namespace {

// A program larger than this is not tried: bounded repeats are written out.
constexpr std::size_t kMaxProgram = 50'000;

enum class Code : std::uint8_t {
  Set,       // consumes one character of set x
  Split,     // goes to x, and to y if that fails
  Jump,      // goes to x
  Save,      // register x = position
  Progress,  // fails if the position is that of register x: a loop that consumed nothing
  Anchor,
  Backreference,  // to the group whose registers are x, x + 1
  IfGroup,        // goes to x if group register y is set, else on
  Sub,  // runs the code behind it up to `Accept` as one step: lookaround or atomic; then x
  Accept,
};

struct Inst {
  Code code;
  Anchor anchor = Anchor::TextStart;
  bool is_atomic = false;
  bool is_negative = false;
  bool is_behind = false;
  std::uint32_t x = 0;
  std::uint32_t y = 0;
};

// QuickSet answers for ASCII from a bit each.
class QuickSet {
 public:
  explicit QuickSet(const CharSet& set) : set_(&set) {
    for (std::uint32_t c = 0; c < kQuick; ++c) {
      bits_[c / 64] |= std::uint64_t{set.contains(c) ? 1U : 0U} << (c % 64);
    }
  }
  [[nodiscard]] bool contains(std::uint32_t c) const {
    return c < kQuick ? ((bits_[c / 64] >> (c % 64)) & 1U) != 0 : set_->contains(c);
  }

 private:
  static constexpr std::uint32_t kQuick = 128;
  std::array<std::uint64_t, kQuick / 64> bits_ = {};
  const CharSet* set_;
};

// Compiler writes a tree out as instructions.
class Compiler {
 public:
  explicit Compiler(const Expression& expression)
      : expression_(expression), set_of_node_(expression.nodes.size()) {
    registers_ = 2 * (expression.group_count + 1);
  }

  bool run() {
    compile(expression_.root());
    add({.code = Code::Accept});
    return program_.size() < kMaxProgram;
  }
  [[nodiscard]] std::vector<Inst>& program() { return program_; }
  [[nodiscard]] std::vector<QuickSet>& sets() { return sets_; }
  [[nodiscard]] std::uint32_t registers() const { return registers_; }

 private:
  // number_of is the number of a node's set: what a counted repeat writes out has one.
  std::uint32_t number_of(std::uint32_t node) {
    std::uint32_t& number = set_of_node_[node];
    if (number == 0) {
      sets_.emplace_back(expression_.nodes[node].set);
      number = static_cast<std::uint32_t>(sets_.size());
    }
    return number - 1;
  }

  [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(program_.size()); }
  std::uint32_t add(const Inst& inst) {
    if (program_.size() < kMaxProgram) {
      program_.push_back(inst);
    }
    return here() - 1;
  }

  void compile(std::uint32_t index) {
    const Node& node = expression_.nodes[index];
    switch (node.kind) {
      case NodeKind::Empty:
        return;
      case NodeKind::Set:
        add({.code = Code::Set, .x = number_of(index)});
        return;
      case NodeKind::Anchor:
        add({.code = Code::Anchor, .anchor = node.anchor});
        return;
      case NodeKind::Concat:
        for (const std::uint32_t child : node.children) {
          compile(child);
        }
        return;
      case NodeKind::Alternate:
        return compile_alternate(node);
      case NodeKind::Repeat:
        return compile_repeat(node);
      case NodeKind::Group:
        add({.code = Code::Save, .x = 2 * node.index});
        compile(node.children[0]);
        add({.code = Code::Save, .x = 2 * node.index + 1});
        return;
      case NodeKind::Atomic:
      case NodeKind::Look:
        return compile_sub(node);
      case NodeKind::Backreference:
        add({.code = Code::Backreference, .x = 2 * node.index});
        return;
      case NodeKind::Conditional:
        return compile_conditional(node);
    }
  }

  void compile_alternate(const Node& node) {
    std::vector<std::uint32_t> jumps;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      if (i + 1 == node.children.size()) {
        compile(node.children[i]);
        break;
      }
      const std::uint32_t split = add({.code = Code::Split});
      program_[split].x = here();
      compile(node.children[i]);
      jumps.push_back(add({.code = Code::Jump}));
      program_[split].y = here();
    }
    for (const std::uint32_t jump : jumps) {
      program_[jump].x = here();
    }
  }

  void compile_repeat(const Node& node) {
    for (std::uint32_t i = 0; i < node.min && program_.size() < kMaxProgram; ++i) {
      compile(node.children[0]);
    }
    if (node.max == kUnbounded) {
      return compile_loop(node);
    }
    std::vector<std::uint32_t> splits;
    for (std::uint32_t i = node.min; i < node.max && program_.size() < kMaxProgram; ++i) {
      splits.push_back(add({.code = Code::Split}));
      (node.is_lazy ? program_[splits.back()].y : program_[splits.back()].x) = here();
      compile(node.children[0]);
    }
    for (const std::uint32_t split : splits) {
      (node.is_lazy ? program_[split].x : program_[split].y) = here();
    }
  }

  void compile_loop(const Node& node) {
    const std::uint32_t position = registers_++;
    const std::uint32_t split = add({.code = Code::Split});
    const std::uint32_t body = add({.code = Code::Save, .x = position});
    compile(node.children[0]);
    add({.code = Code::Progress, .x = position});
    add({.code = Code::Jump, .x = split});
    program_[split].x = node.is_lazy ? here() : body;
    program_[split].y = node.is_lazy ? body : here();
  }

  void compile_sub(const Node& node) {
    const std::uint32_t sub = add({.code = Code::Sub,
                                   .is_atomic = node.kind == NodeKind::Atomic,
                                   .is_negative = node.is_negative,
                                   .is_behind = node.is_behind});
    compile(node.children[0]);
    add({.code = Code::Accept});
    program_[sub].x = here();
  }

  void compile_conditional(const Node& node) {
    const std::uint32_t test = add({.code = Code::IfGroup, .y = 2 * node.index + 1});
    if (node.children.size() > 1) {
      compile(node.children[1]);
    }
    const std::uint32_t jump = add({.code = Code::Jump});
    program_[test].x = here();
    compile(node.children[0]);
    program_[jump].x = here();
  }

  const Expression& expression_;
  std::vector<Inst> program_;
  std::vector<QuickSet> sets_;
  std::vector<std::uint32_t> set_of_node_;  // 1 + the number of its set
  std::uint32_t registers_ = 0;
};

constexpr std::size_t kUnset = static_cast<std::size_t>(-1);

// Machine runs a program.
class Machine {
 public:
  Machine(std::vector<Inst> program, std::vector<QuickSet> sets, std::uint32_t registers)
      : program_(std::move(program)), sets_(std::move(sets)), registers_(registers, kUnset) {}

  // begin takes another text, and so many steps to run.
  void begin(std::span<const std::uint32_t> text, std::uint64_t max_steps) {
    text_ = text;
    steps_ = 0;
    max_steps_ = max_steps;
    restart();
  }
  // restart forgets what was tried on the text; not the steps.
  void restart() {
    choices_.clear();
    std::ranges::fill(registers_, kUnset);
  }

  // run goes from instruction `pc` at `position`; true when it reaches Accept (and, if `to_end`,
  // the end of the text).  `position` is then where.
  bool run(std::uint32_t pc, std::size_t& position, std::size_t must_end_at) {
    const std::size_t base = choices_.size();
    for (;;) {
      if (++steps_ > max_steps_) {
        choices_.resize(base);
        return false;
      }
      if (program_[pc].code == Code::Accept) {
        if (must_end_at == kUnset || position == must_end_at) {
          choices_.resize(base);
          return true;
        }
      } else if (step(pc, position)) {
        continue;
      }
      if (!backtrack(base, pc, position)) {
        return false;
      }
    }
  }

  [[nodiscard]] std::uint64_t steps() const { return steps_; }

 private:
  // Choice is where to go on after a failure, or a register to set back (pc == kRestore).
  struct Choice {
    std::uint32_t pc;
    std::uint32_t reg;
    std::size_t position;
  };
  static constexpr std::uint32_t kRestore = 0xFFFFFFFF;

  bool backtrack(std::size_t base, std::uint32_t& pc, std::size_t& position) {
    while (choices_.size() > base) {
      const Choice choice = choices_.back();
      choices_.pop_back();
      if (choice.pc == kRestore) {
        registers_[choice.reg] = choice.position;
        continue;
      }
      pc = choice.pc;
      position = choice.position;
      return true;
    }
    return false;
  }

  void set_register(std::uint32_t reg, std::size_t value) {
    choices_.push_back({kRestore, reg, registers_[reg]});
    registers_[reg] = value;
  }

  bool step(std::uint32_t& pc, std::size_t& position) {
    const Inst& inst = program_[pc];
    switch (inst.code) {
      case Code::Set:
        if (position >= text_.size() || !sets_[inst.x].contains(text_[position])) {
          return false;
        }
        ++position;
        break;
      case Code::Split:
        choices_.push_back({inst.y, 0, position});
        pc = inst.x;
        return true;
      case Code::Jump:
        pc = inst.x;
        return true;
      case Code::Save:
        set_register(inst.x, position);
        break;
      case Code::Progress:
        if (registers_[inst.x] == position) {
          return false;
        }
        break;
      case Code::Anchor:
        if (!holds(inst.anchor, position)) {
          return false;
        }
        break;
      case Code::Backreference:
        if (!match_group(inst.x, position)) {
          return false;
        }
        break;
      case Code::IfGroup:
        pc = registers_[inst.y] != kUnset ? inst.x : pc + 1;
        return true;
      case Code::Sub:
        if (!run_sub(inst, pc, position)) {
          return false;
        }
        pc = inst.x;
        return true;
      case Code::Accept:
        return true;
    }
    ++pc;
    return true;
  }

  bool run_sub(const Inst& inst, std::uint32_t pc, std::size_t& position) {
    if (inst.is_behind) {
      return run_behind(inst, pc, position);
    }
    std::size_t end = position;
    const bool found = run(pc + 1, end, kUnset);
    if (inst.is_atomic && found) {
      position = end;
    }
    return found != inst.is_negative;
  }

  // A lookbehind has one length; trying each start finds it.
  bool run_behind(const Inst& inst, std::uint32_t pc, std::size_t position) {
    constexpr std::size_t kMaxBehind = 200;
    for (std::size_t back = 0; back <= position && back <= kMaxBehind; ++back) {
      std::size_t end = position - back;
      if (run(pc + 1, end, position)) {
        return !inst.is_negative;
      }
    }
    return inst.is_negative;
  }

  bool match_group(std::uint32_t reg, std::size_t& position) const {
    const std::size_t start = registers_[reg];
    const std::size_t end = registers_[reg + 1];
    if (start == kUnset || end == kUnset || end < start ||
        position + (end - start) > text_.size()) {
      return false;
    }
    for (std::size_t i = start; i < end; ++i) {
      if (text_[i] != text_[position + (i - start)]) {
        return false;
      }
    }
    position += end - start;
    return true;
  }

  [[nodiscard]] bool is_word(std::size_t position) const {
    return position < text_.size() && word_set(false).contains(text_[position]);
  }

  [[nodiscard]] bool holds(Anchor anchor, std::size_t position) const {
    const std::size_t size = text_.size();
    switch (anchor) {
      case Anchor::TextStart:
        return position == 0;
      case Anchor::TextEnd:
        return position == size;
      case Anchor::LineStart:
        return position == 0 || text_[position - 1] == '\n';
      case Anchor::LineEnd:
        return position == size || text_[position] == '\n';
      case Anchor::LastLineEnd:
        return position == size || (position + 1 == size && text_[position] == '\n');
      case Anchor::WordBoundary:
      case Anchor::NotWordBoundary: {
        const bool boundary = (position != 0 && is_word(position - 1)) != is_word(position);
        return boundary == (anchor == Anchor::WordBoundary);
      }
    }
    return false;
  }

  std::vector<Inst> program_;
  std::vector<QuickSet> sets_;
  std::span<const std::uint32_t> text_;
  std::vector<std::size_t> registers_;
  std::vector<Choice> choices_;
  std::uint64_t steps_ = 0;
  std::uint64_t max_steps_ = 0;
};

}  // namespace

// Program is what an expression was compiled to; without a machine when that is too large.
struct Matcher::Program {
  std::optional<Machine> machine;
};

Matcher::Matcher(const Expression& expression) : program_(std::make_unique<Program>()) {
  Compiler compiler(expression);
  if (compiler.run()) {
    program_->machine.emplace(std::move(compiler.program()), std::move(compiler.sets()),
                              compiler.registers());
  }
}

Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
Matcher::~Matcher() = default;

Trial Matcher::run(std::span<const std::uint32_t> text, Use use, std::uint64_t max_steps) {
  if (!program_->machine) {
    return {.matched = false, .gave_up = true, .steps = 0};
  }
  Machine& machine = *program_->machine;
  machine.begin(text, max_steps);
  const std::size_t last_start = use == Use::Search ? text.size() : 0;
  for (std::size_t start = 0; start <= last_start; ++start) {
    machine.restart();
    std::size_t position = start;
    const bool matched = machine.run(0, position, use == Use::FullMatch ? text.size() : kUnset);
    if (matched || machine.steps() >= max_steps) {
      return {
          .matched = matched, .gave_up = machine.steps() >= max_steps, .steps = machine.steps()};
    }
  }
  return {.matched = false, .gave_up = false, .steps = machine.steps()};
}

}  // namespace av::regex
