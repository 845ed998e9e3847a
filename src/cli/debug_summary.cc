#include "analysis/taint/analysis.h"
#include "analysis/taint/function_name.h"
#include "cli/command.h"
#include "cli/debug_program.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace av::cli {
namespace {

using taint::FunctionId;
using taint::Label;
using taint::Selector;

std::string kinds_in(knowledge::SinkSet kinds) {
  if (kinds == knowledge::kAllSinks) {
    return "anything";
  }
  std::string out;
  for (unsigned kind = 0; kind < knowledge::kSinkKinds; ++kind) {
    if ((kinds >> kind & 1U) != 0) {
      out +=
          (out.empty() ? "" : ", ") + std::string(name_of(static_cast<knowledge::SinkKind>(kind)));
    }
  }
  return out;
}

std::string_view words_for(taint::Condition::Wanted wanted) {
  switch (wanted) {
    case taint::Condition::Wanted::False:
      return " is false\n";
    case taint::Condition::Wanted::Given:
      return " is not None\n";
    default:
      return " is true\n";
  }
}

// SummaryWriter tells what is known of one function.
class SummaryWriter {
 public:
  SummaryWriter(const engine::ReadProgram& read, FunctionId function)
      : program_(read.program),
        function_(function),
        known_(taint::analyse_function(read.program, function)),
        lines_(read) {}

  std::string tell() {
    const taint::Summary& summary = known_.summary;
    add("returns", summary.returned);
    for (const auto& [type, tree] : summary.raised) {
      add("raises" + exception_name(type), tree);
    }
    for (const auto& [input, tree] : summary.outputs) {
      add("changes " + input_name(input), tree);
    }
    for (const auto& [cell, tree] : summary.cells) {
      const taint::ClassId type = program_.class_of(cell);
      add(type.exists() ? "keeps in objects" : "keeps in a variable", tree);
    }
    std::set<std::string> written;  // what differs in nothing that is shown
    for (const taint::SinkEntry& entry : summary.sinks) {
      std::string line = path_name(entry.path) + " reaches " + sink(entry.sink, entry.via_unknown);
      if (entry.condition) {
        line += "  if " + parameter_name(entry.condition->parameter);
        line += words_for(entry.condition->wanted);
      }
      out_ += written.insert(line).second ? line : "";
    }
    for (const taint::FlowEntry& entry : summary.flows) {
      out_ += source(entry.origin) + " reaches " + sink(entry.sink, entry.via_unknown);
    }
    for (const taint::Validation& one : summary.validations) {
      out_ += std::string("where it returns ") + (one.returns ? "true" : "false") + ", " +
              input_name(one.input) + " does no harm as " + kinds_in(one.clears) + "\n";
    }
    if (!summary.returns) {
      out_ += "never returns\n";
    }
    return out_.empty() ? "passes on nothing\n" : out_;
  }

 private:
  // Cursor is how far a flat tree was told.
  struct Cursor {
    const taint::FlatTree& tree;
    std::size_t node = 0;
    std::size_t label = 0;
  };

  void add(const std::string& what, const taint::FlatTree& tree) {
    Cursor at{tree};
    if (!tree.nodes.empty()) {
      add_node(what, at);
    }
  }

  // As deep as trees are: a few parts of parts.
  void add_node(const std::string& what, Cursor& at) {
    const taint::FlatTree::Node row = at.tree.nodes[at.node++];
    for (std::uint16_t i = 0; i < row.labels; ++i) {
      const std::string value = told(at.tree.labels[at.label++]);
      if (what != "changes " + value) {
        out_.append(what).append(" <- ").append(value).append("\n");
      }
    }
    for (std::uint16_t i = 0; i < row.children; ++i) {
      add_node(what + step(at.tree.nodes[at.node].selector), at);
    }
  }

  std::string told(const Label& label) {
    if (label.kind == Label::Kind::Function) {
      return "the function " + taint::dotted_name(program_, FunctionId(label.what));
    }
    std::string out = label.kind == Label::Kind::Input ? path_name(taint::PathId(label.what))
                                                       : source(label.what);
    out += label.is_flat ? ", any part of it" : "";
    out += label.cleared != 0 ? ", harmless as " + kinds_in(label.cleared) : "";
    return out + (label.via_unknown ? ", through a call that is not known" : "");
  }

  [[nodiscard]] std::string exception_name(const taint::RaisedClass& type) const {
    return type.path.exists() ? " " + std::string(program_.names().text(type.path)) : "";
  }

  [[nodiscard]] std::string parameter_name(std::uint32_t place) const {
    const auto parameters = program_.parameters(function_);
    return place < parameters.size() && parameters[place].name.exists()
               ? std::string(program_.names().text(parameters[place].name))
               : "parameter " + std::to_string(place);
  }

  [[nodiscard]] std::string input_name(taint::Input input) const {
    return input.is_captured() ? "a variable around it" : parameter_name(input.code);
  }

  [[nodiscard]] std::string path_name(taint::PathId path) const {
    taint::Paths::Steps steps;
    known_.paths.selectors(path, steps);
    std::string out = input_name(known_.paths.input(path));
    for (const Selector one : steps) {
      out += step(one);
    }
    return out;
  }

  [[nodiscard]] std::string step(Selector selector) const {
    if (!selector.has_name()) {
      return "[]";
    }
    const std::string name(program_.names().text(selector.name()));
    return selector.is_attribute() ? "." + name : "[" + name + "]";
  }

  std::string source(std::uint32_t origin) {
    const taint::Origin& from = known_.origins[origin];
    return std::string(words_of(from.kind)) + " (" + lines_.place_of({from.function, from.instr}) +
           ")";
  }

  std::string sink(const taint::SinkPlace& place, bool via_unknown) {
    return std::string(words_of(place.kind)) + (via_unknown ? ", perhaps" : "") + "\n  " +
           lines_.place_of({place.function, place.instr}) + "\n";
  }

  const taint::Program& program_;
  FunctionId function_;
  taint::KnownFunction known_;
  ProgramLines lines_;
  std::string out_;
};

class DebugSummary : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"debug summary", "Print what a function does with values, as its callers see it",
            "antivenom debug summary app.py:Store.find\n"
            "antivenom debug summary src/app.py:load src  # with what lies in src"};
  }

  void declare(ArgumentParser& parser) override {
    parser
        .add_option("FILE:FUNCTION", function_, "A function of a file, with the classes around it")
        ->required();
    parser.add_option("PATHS", paths_, "More files and folders of the program");
  }

  Exit run(Console& console) override {
    const std::size_t colon = function_.rfind(':');
    if (colon == std::string::npos) {
      console.complain(Error{ErrorCode::InvalidArgument, "`" + function_ + "` names no function",
                             "write it as app.py:function, or app.py:Class.method"});
      return Exit::Usage;
    }
    const std::string path = function_.substr(0, colon);
    const std::string name = function_.substr(colon + 1);
    paths_.push_back(path);
    const std::optional<engine::ReadProgram> read = read_debug_program(paths_, console);
    if (!read) {
      return Exit::Usage;
    }
    const std::optional<FunctionId> found = find(read->program, path, name);
    if (!found) {
      console.complain(Error{ErrorCode::NotFound, path + " has no function `" + name + "`",
                             "`antivenom debug flow " + path + "` prints those it has"});
      return Exit::Usage;
    }
    console.out.write(SummaryWriter(*read, *found).tell());
    return read->failures.empty() ? Exit::Clean : Exit::NoInput;
  }

 private:
  static std::optional<FunctionId> find(const taint::Program& program, const std::string& path,
                                        const std::string& name) {
    for (std::uint32_t i = 0; i < program.functions().size(); ++i) {
      const FunctionId id(i);
      if (program[program[id].unit].path == path && taint::dotted_name(program, id) == name) {
        return id;
      }
    }
    return std::nullopt;
  }

  std::string function_;
  std::vector<std::string> paths_;
};

}  // namespace

std::unique_ptr<Command> make_debug_summary() {
  return std::make_unique<DebugSummary>();
}

}  // namespace av::cli
