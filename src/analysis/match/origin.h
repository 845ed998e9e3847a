#pragma once
// origin.h — where a value visibly comes from, within one file and mostly one function.
//
// Looks backwards from an expression through names, text building, containers and the calls of
// origins.def, up to a fixed number of steps; the worst that it meets is the answer.  A parameter
// of a private function is what its calls give (callers.h); what a container holds is also what is
// put into it later (stores.h).  No taint analysis: what passes through other functions is Unknown.

#include "analysis/match/callers.h"
#include "analysis/match/stores.h"
#include "analysis/names/file_names.h"
#include "analysis/syntax/tree.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace av::match {

// Origin is how far a value is to be trusted, from the best to the worst.
enum class Origin : std::uint8_t {
  Constant,   // written in the file
  Harmless,   // a number, quoted for the shell, made by the program itself
  File,       // the content of a file whose path is no worse
  Unknown,    // from where the file does not show
  Parameter,  // a parameter of a function: whoever calls it decides
  Local,      // the command line, standard input, the environment
  Remote,     // a request, a response, a socket
};

// Provenance is an origin and the expression that brings it (none for Constant).
struct Provenance {
  Origin origin = Origin::Constant;
  syntax::NodeId place;
  bool by_file = false;    // the content of a file is among what is looked at
  bool is_kept = false;    // a parameter that made the object which keeps it: its settings
  bool is_typed = false;   // so is what is typed in answer to a question
  bool is_answer = false;  // Remote: of a service that the program asked, and nobody else
};

// is_worse says whether the first is to be trusted less: a stranger is worse than a service that
// was asked, what a caller passes worse than what made the object.
bool is_worse(const Provenance& one, const Provenance& other);

// is_quoting: a function that is called quote_name, shell_quote and the like makes its argument
// harmless.
bool is_quoting(std::string_view function);

// Origins answers for one file, and remembers.  One question looks at up to kMaxSteps expressions,
// and all together at a number that is linear in the file; beyond that the answer is Unknown.
class Origins {
 public:
  static constexpr std::size_t kMaxSteps = 200;
  static constexpr std::size_t kFewestSteps = 10;  // for each question, whatever came before

  explicit Origins(names::FileNames& names)
      : names_(&names),
        callers_(names),
        stores_(names),
        steps_left_(kMaxSteps * 10 + names.tree().nodes().size()) {}

  // of is where the value of `expr` comes from.
  Provenance of(syntax::NodeId expr);
  // callers is who calls the file's functions.
  [[nodiscard]] Callers& callers() { return callers_; }

 private:
  names::FileNames* names_;
  Callers callers_;
  Stores stores_;
  std::size_t steps_left_;
  std::unordered_map<std::uint32_t, Provenance> known_;  // by node
};

}  // namespace av::match
