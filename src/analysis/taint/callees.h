#pragma once
// callees.h — what a call leads to, as the names of its file show it.
//
// In: the names of a file and its flow.  Out: targets within the program, and what a library's
// models say.  A receiver whose type the file doesn't show leads nowhere.
// Linear in the calls, each look-up as file_names.h says.

#include "analysis/flow/ir.h"
#include "analysis/names/file_names.h"
#include "analysis/taint/call_checks.h"
#include "analysis/taint/program.h"

#include <string_view>
#include <vector>

namespace av::taint {

// Callee is what one expression, if called, leads to.
struct Callee {
  std::vector<Target> targets;
  bool has_path = false;  // it is something of a library
  CalledName called;
  const knowledge::TaintModel* model = nullptr;
  const knowledge::Function* signature = nullptr;
};

// is_cleaner says whether a model knows that a function leaves values harmless.
bool is_cleaner(const knowledge::TaintModel& model);

// Callees answers for one file.
class Callees {
 public:
  // `names` must outlive this; names of targets go to `table`.
  Callees(names::FileNames& names, NameTable& table) : names_(names), table_(table) {}

  // of is what a call of `expr` leads to.
  Callee of(syntax::NodeId expr);
  // of_passed is where the function of a library stands that a call makes with the arguments behind
  // it, and does harm: asyncio.to_thread(os.system, x); 0 when there is none.
  std::uint8_t of_passed(const Callee& callee, const syntax::Children& parts, Callee& passed);
  // find_function is the one function of the program that `expr` is; nothing when it is none.
  std::optional<Target> find_function(syntax::NodeId expr);
  // find_protocol is the method `name` of the class that `object` is an instance of.
  std::optional<Target> find_protocol(syntax::NodeId object, std::string_view name);
  // find_class is the class that `expr` names, as a target that constructs it.
  std::optional<Target> find_class(syntax::NodeId expr);
  // is_on_class says whether `expr` is a class of the program, not an instance.
  bool is_on_class(syntax::NodeId expr);
  // path_of is the library path of `expr`, or empty.
  std::string_view path_of(syntax::NodeId expr);

 private:
  void add_target(const names::Meaning& meaning, syntax::NodeId expr, Callee& callee);
  static bool is_known_cleaner(const names::Meaning& meaning);
  void add_library(const names::Meaning& meaning, Callee& callee);
  void add_super(syntax::NodeId expr, Callee& callee);
  [[nodiscard]] std::optional<Target> class_target(const names::Meaning& meaning) const;
  Target function_target(const names::Meaning& meaning, syntax::NodeId expr);
  [[nodiscard]] bool is_method(syntax::NodeId function, bool& is_static, bool& is_class) const;

  names::FileNames& names_;
  NameTable& table_;
};

}  // namespace av::taint
