#pragma once
// uri.h — paths as URIs (RFC 3986): what is not unreserved is percent-encoded, byte by byte.

#include <string>
#include <string_view>

namespace av::report {

// relative_uri is a relative path as a relative reference; of "./a" and "a//b" the path that they
// mean, and never one that reads as a scheme.
std::string relative_uri(std::string_view path);

// file_uri is a path as file://; a relative one lies in `folder`.
std::string file_uri(std::string_view path, std::string_view folder);

}  // namespace av::report
