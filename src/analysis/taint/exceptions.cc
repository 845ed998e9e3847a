#include "analysis/taint/exceptions.h"

#include <algorithm>
#include <span>
#include <vector>

namespace av::taint {
namespace {

constexpr std::string_view kBuiltin = "builtins.";

struct Derived {
  std::string_view name;
  std::string_view base;
};

// The exceptions of builtins, without those directly below Exception; ascending by name.
constexpr Derived kDerived[] = {
    {"BlockingIOError", "OSError"},
    {"BrokenPipeError", "ConnectionError"},
    {"BytesWarning", "Warning"},
    {"ChildProcessError", "OSError"},
    {"ConnectionAbortedError", "ConnectionError"},
    {"ConnectionError", "OSError"},
    {"ConnectionRefusedError", "ConnectionError"},
    {"ConnectionResetError", "ConnectionError"},
    {"DeprecationWarning", "Warning"},
    {"EncodingWarning", "Warning"},
    {"FileExistsError", "OSError"},
    {"FileNotFoundError", "OSError"},
    {"FloatingPointError", "ArithmeticError"},
    {"FutureWarning", "Warning"},
    {"ImportWarning", "Warning"},
    {"IndentationError", "SyntaxError"},
    {"IndexError", "LookupError"},
    {"InterruptedError", "OSError"},
    {"IsADirectoryError", "OSError"},
    {"KeyError", "LookupError"},
    {"ModuleNotFoundError", "ImportError"},
    {"NotADirectoryError", "OSError"},
    {"NotImplementedError", "RuntimeError"},
    {"OverflowError", "ArithmeticError"},
    {"PendingDeprecationWarning", "Warning"},
    {"PermissionError", "OSError"},
    {"ProcessLookupError", "OSError"},
    {"PythonFinalizationError", "RuntimeError"},
    {"RecursionError", "RuntimeError"},
    {"ResourceWarning", "Warning"},
    {"RuntimeWarning", "Warning"},
    {"SyntaxWarning", "Warning"},
    {"TabError", "IndentationError"},
    {"TimeoutError", "OSError"},
    {"UnboundLocalError", "NameError"},
    {"UnicodeDecodeError", "UnicodeError"},
    {"UnicodeEncodeError", "UnicodeError"},
    {"UnicodeError", "ValueError"},
    {"UnicodeTranslateError", "UnicodeError"},
    {"UnicodeWarning", "Warning"},
    {"UserWarning", "Warning"},
    {"ZeroDivisionError", "ArithmeticError"},
};
static_assert(std::ranges::is_sorted(kDerived, {}, &Derived::name));

// Other names of builtin ones.
constexpr Derived kAliases[] = {
    {"asyncio.TimeoutError", "builtins.TimeoutError"},
    {"asyncio.exceptions.TimeoutError", "builtins.TimeoutError"},
    {"builtins.EnvironmentError", "builtins.OSError"},
    {"builtins.IOError", "builtins.OSError"},
    {"builtins.WindowsError", "builtins.OSError"},
    {"concurrent.futures.TimeoutError", "builtins.TimeoutError"},
    {"os.error", "builtins.OSError"},
    {"select.error", "builtins.OSError"},
    {"socket.error", "builtins.OSError"},
    {"socket.timeout", "builtins.TimeoutError"},
};
static_assert(std::ranges::is_sorted(kAliases, {}, &Derived::name));

std::string_view find(std::span<const Derived> table, std::string_view name) {
  const auto at = std::ranges::lower_bound(table, name, {}, &Derived::name);
  return at != table.end() && at->name == name ? at->base : std::string_view();
}

std::string_view without_alias(std::string_view path) {
  const std::string_view other = find(kAliases, path);
  return other.empty() ? path : other;
}

bool is_widest(std::string_view path) {
  return path == "builtins.Exception" || path == "builtins.BaseException";
}

// The same class by another path of its library: fastapi.HTTPException, fastapi.exceptions.….
bool is_same_class(std::string_view one, std::string_view other) {
  return one.substr(0, one.find('.')) == other.substr(0, other.find('.')) &&
         one.substr(one.rfind('.') + 1) == other.substr(other.rfind('.') + 1);
}

// An exception of a library, or of Python: what is above those of libraries is not known.
Catches catches_library(std::string_view wanted, std::string_view raised, bool is_bound) {
  const bool is_python = raised.starts_with(kBuiltin);
  if (is_same_class(wanted, raised) || is_builtin_below(raised, wanted)) {
    return Catches::Always;
  }
  if (is_python && wanted.starts_with(kBuiltin)) {
    return is_bound && is_builtin_below(wanted, raised) ? Catches::Perhaps : Catches::Never;
  }
  return is_bound || !is_python ? Catches::Perhaps : Catches::Never;
}

// An exception of the program: its bases say.
Catches catches_own(const Program& program, const ExceptionRow& wanted, const RaisedClass& raised) {
  const std::vector<ClassId> above = program.ancestors(raised.type);
  if (wanted.is_class) {
    if (std::ranges::find(above, wanted.type.type) != above.end()) {
      return Catches::Always;
    }
    const std::vector<ClassId> order = program.ancestors(wanted.type.type);
    if (raised.is_bound && std::ranges::find(order, raised.type) != order.end()) {
      return Catches::Perhaps;
    }
  }
  Catches known = Catches::Never;
  for (const ClassId one : above) {
    const UnitClass& row = program[one];
    for (std::size_t i = 0; !wanted.is_class && i < row.outside.size(); ++i) {
      const std::string_view base = without_alias(program.names().text(row.outside[i]));
      const std::string_view path = without_alias(program.names().text(wanted.path));
      known = std::max(known, catches_library(path, base, false));
    }
    known = row.has_unknown_base ? std::max(known, Catches::Perhaps) : known;
  }
  return known;
}

}  // namespace

RaisedClass raised_class(const ExceptionRow& row) {
  return row.is_class ? RaisedClass{row.type.type, {}, row.is_bound}
                      : RaisedClass{{}, row.path, row.is_bound};
}

Catches catches(const Program& program, const ExceptionRow& wanted, const RaisedClass& raised) {
  const bool is_known = wanted.is_class ? wanted.type.type.exists() : wanted.path.exists();
  if (!is_known) {
    return Catches::Perhaps;
  }
  const std::string_view path =
      wanted.is_class ? std::string_view() : without_alias(program.names().text(wanted.path));
  if (is_widest(path)) {
    return Catches::Always;
  }
  if (raised.type.exists()) {
    return catches_own(program, wanted, raised);
  }
  if (!raised.path.exists()) {
    return Catches::Perhaps;
  }
  return wanted.is_class ? Catches::Never
                         : catches_library(path, without_alias(program.names().text(raised.path)),
                                           raised.is_bound);
}

bool is_builtin_below(std::string_view path, std::string_view base) {
  if (!path.starts_with(kBuiltin) || !base.starts_with(kBuiltin)) {
    return false;
  }
  if (path == base || base == "builtins.BaseException") {
    return true;
  }
  const bool is_plain = path != "builtins.SystemExit" && path != "builtins.KeyboardInterrupt" &&
                        path != "builtins.GeneratorExit" && path != "builtins.BaseException";
  if (base == "builtins.Exception") {
    return is_plain;
  }
  base.remove_prefix(kBuiltin.size());
  for (std::string_view at = path.substr(kBuiltin.size()); !at.empty(); at = find(kDerived, at)) {
    if (at == base) {
      return true;
    }
  }
  return false;
}

}  // namespace av::taint
