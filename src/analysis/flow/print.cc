#include "analysis/flow/print.h"

namespace av::flow {

namespace {

using syntax::NodeId;
using syntax::NodeKind;

// Printer renders one File.
class Printer {
 public:
  Printer(const File& file, const names::Bindings& bindings)
      : file_(file), tree_(bindings.outline().tree()) {}

  std::string run() {
    for (const Function& function : file_.functions) {
      print_function(function);
    }
    return std::move(out_);
  }

 private:
  void print_function(const Function& function) {
    first_block_ = function.first_block;
    first_instr_ = file_.blocks[function.first_block].first;
    out_ += std::string(name_of(tree_.kind(function.node))) + title(function.node) + ":\n";
    for (std::uint32_t i = 0; i < function.block_count; ++i) {
      print_block(file_.blocks[function.first_block + i], i);
    }
  }

  [[nodiscard]] std::string title(NodeId node) const {
    for (const NodeId child : tree_.children(node)) {
      if (tree_.is(child, NodeKind::Identifier)) {
        return " " + std::string(tree_.text_of(child));
      }
    }
    return "";
  }

  void print_block(const Block& block, std::uint32_t index) {
    out_ += " b" + std::to_string(index);
    if (block.handler.exists()) {
      out_ += " (exceptions: " + name(block.handler) + ")";
    }
    out_ += ":\n";
    for (std::uint32_t i = 0; i < block.count; ++i) {
      print_instr(ValueId(block.first + i));
    }
    if (block.successor_count != 0) {
      out_ += "   ->";
      for (const BlockId successor : file_.successors_of(block)) {
        out_ += " " + name(successor);
      }
      out_ += "\n";
    }
  }

  void print_instr(ValueId id) {
    const Instr& instr = file_[id];
    out_ += "  " + name(id) + " = " + std::string(name_of(instr.op));
    print_fields(instr);
    if (instr.list_count != 0) {
      out_ += " [";
      for (const ValueId operand : file_.list(instr)) {
        out_ += (out_.back() == '[' ? "" : ", ") + name(operand);
      }
      out_ += "]";
    }
    if (instr.flags != 0) {
      out_ += " /" + std::to_string(instr.flags);
    }
    print_text(instr);
    out_ += "\n";
  }

  void print_fields(const Instr& instr) {
    const bool has_place = instr.op == Op::Load || instr.op == Op::Store || instr.op == Op::Delete;
    if (has_place) {
      out_ += " " + name(instr.place());
    } else if (instr.op == Op::Parameter) {
      out_ += " " + std::to_string(instr.a);
    } else if (instr.op == Op::MakeFunction || instr.op == Op::MakeClass) {
      out_ += " f" + std::to_string(instr.a);
    } else if (instr.a != Instr::kNone) {
      out_ += " " + name(instr.value_a());
    }
    if (instr.list_count != 0 || instr.b == Instr::kNone || ends_list(instr.op)) {
      return;
    }
    const bool has_index = instr.op == Op::Unpack || instr.op == Op::MatchPart;
    out_ += has_index ? " #" + std::to_string(instr.b) : " " + name(instr.value_b());
  }

  // ends_list says whether b is the start of a list, even an empty one.
  static bool ends_list(Op op) {
    switch (op) {
      case Op::SetItem:
      case Op::Slice:
      case Op::Call:
      case Op::Build:
      case Op::BuildDict:
      case Op::Collect:
      case Op::Format:
      case Op::MakeFunction:
      case Op::MakeClass:
      case Op::Print:
      case Op::Exec:
      case Op::Opaque:
        return true;
      default:
        return false;
    }
  }

  void print_text(const Instr& instr) {
    if (instr.op == Op::Constant || instr.op == Op::Import || instr.op == Op::ImportName) {
      out_ += " `" + std::string(tree_.text_of(instr.node)) + "`";
    } else if (instr.op == Op::GetAttr || instr.op == Op::SetAttr || instr.op == Op::DeleteAttr) {
      out_ += " ." + std::string(tree_.text_of(tree_.children(instr.node).back()));
    }
  }

  [[nodiscard]] std::string name(ValueId id) const {
    return id.exists() ? "%" + std::to_string(id.index() - first_instr_) : "-";
  }
  [[nodiscard]] std::string name(BlockId id) const {
    return "b" + std::to_string(id.index() - first_block_);
  }
  [[nodiscard]] std::string name(PlaceId id) const {
    static constexpr std::string_view kKinds[] = {"",        "captured ", "free ",
                                                  "global ", "unbound ",  "temporary "};
    const Place& place = file_[id];
    const std::string kind(kKinds[static_cast<std::size_t>(place.kind)]);
    if (!place.name.exists()) {
      return kind + std::to_string(id.index());
    }
    return kind + std::string(tree_.text_of(place.name));
  }

  const File& file_;
  const syntax::Tree& tree_;
  std::string out_;
  std::uint32_t first_block_ = 0;
  std::uint32_t first_instr_ = 0;
};

}  // namespace

std::string print(const File& file, const names::Bindings& bindings) {
  return Printer(file, bindings).run();
}

}  // namespace av::flow
