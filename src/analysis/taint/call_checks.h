#pragma once
// call_checks.h — what a call of a library says of the values that are passed, beyond the models.
//
// In: a call as it is written, what its callee is called.  Out: a CallCheck, read by guards.cc
// where the call is a condition, by transfer_calls.cc where it is made.
// Constant patterns are judged by safe_pattern.h.

#include "analysis/names/file_names.h"

#include <cstdint>
#include <string_view>

namespace av::taint {

// CallCheck is what may be concluded from a call.
struct CallCheck {
  enum class Kind : std::uint8_t {
    None,
    NumberType,     // isinstance(x, int): true of numbers
    SafeMatch,      // re.fullmatch("[a-z]+", x): true of what can do no harm, like its groups
    DottedMatch,    // the same of "[a-z.]+": it may be a host
    SafeResult,     // re.sub("[^a-z]", "", x): what comes out can do no harm
    OneLine,        // re.sub("[\r\n]", "", x): what comes out has no line ends
    All,            // all(…): true of each
    Any,            // any(…): true of one
    Bool,           // bool(x): x
    Letters,        // set(x): the letters of x
    Subset,         // letters.issubset(allowed)
    SameText,       // x.lower(), str(x): as good as x
    StartsWith,     // x.startswith("…")
    Absolute,       // os.path.isabs(x), path.is_absolute()
    Below,          // path.is_relative_to(folder): true of what is below it
    BelowOrRaises,  // path.relative_to(folder)
    JoinedPath,     // os.path.join(folder, x)
    CommonPath,     // os.path.commonpath([folder, path])
    Signature,      // hmac.new(key, x): only who has the key can make it for x
    SameSecret,     // hmac.compare_digest(a, b)
    Conversion,     // int(x): raises, or x was a number
    AddressParts,   // urlparse(x)
    JoinedAddress,  // urljoin(base, x)
    Leaves,         // sys.exit(): never returns
    Exception,      // ValueError(x): holds what it gets
    Undoes,         // unquote(x): what an escape made harmless is not any more
    Deferred,       // pool.submit(f, x): calls what is passed; subject: where in deferred.h
    Partial,        // functools.partial(f, x)
    Record,         // namedtuple("P", "x y"): a class
    GetAttribute,   // getattr(object, "name")
    SetAttribute,   // setattr(object, "name", value)
  };
  // Keeps is what a call leaves of the text around a value.
  enum class Keeps : std::uint8_t {
    Moved,     // what is moved in or out of a container stays as it is, other texts may be cut
    Front,     // what stands in front of it stays there
    Nothing,   // a text is cut
    Start,     // a part of a path still starts as it did
    Host,      // an address still leads to its host
    Resolved,  // a path comes out without `..`
    Words,     // a command is cut into words, of which the first may be decided
  };
  Kind kind = Kind::None;
  Keeps keeps = Keeps::Moved;
  std::uint8_t subject = 0;  // SafeMatch: which argument is looked at; Deferred
};

// CalledName is how a callee is known: by its path in a library, or as a method by its name.
struct CalledName {
  std::string_view path;
  std::string_view method;
};

// is_own_address says whether a source is the address that a client asked for: it starts with the
// program's own host, whatever stands behind it.
bool is_own_address(std::string_view path);

// check_of says what the Call `call` checks.
CallCheck check_of(names::FileNames& names, syntax::NodeId call, const CalledName& called);

}  // namespace av::taint
