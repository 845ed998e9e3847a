#pragma once
// dump.h — our tree as CPython's own `ast.dump(ast.parse(source), include_attributes=True)`.
//
// In: the tree of a file, parsed for the version asked for.  Out: the text that interpreter prints,
// to the byte, or an Error saying what it rejects.  For 2.7 and 3.6 to 3.13, each as its last
// patch release but where tests/differential names a quirk.
// Linear in the tree and without recursion, however deep the tree is.
// Source: `ast` of those interpreters, asked (tests/differential); ASDL of the reference manual.

#include "analysis/syntax/feature.h"
#include "analysis/syntax/parser.h"
#include "analysis/syntax/tree.h"
#include "analysis/text/source.h"
#include <antivenom/result.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace av::syntax::cpython {

// known_versions are the versions dump() takes, oldest first.
std::span<const Version> known_versions();

// find_version is the one of these with a name like "cpython3.8", or "3.8".
std::optional<Version> find_version(std::string_view name);

// version_names are these names, as a message lists them: "cpython2.7, cpython3.6, ...".
std::string version_names();

// options_for is how a text is parsed for dump().
ParseOptions options_for(Version as);

// dump prints `tree`, the tree of `source`, as Python `as` (one of known_versions()) does.
// Error InvalidArgument: that Python rejects the file; the message says where and why.
Result<std::string> dump(const Tree& tree, const text::Source& source, Version as);

}  // namespace av::syntax::cpython
