#pragma once
// web_frameworks.h — the modules of which an import says that a file serves clients.

#include <string_view>

namespace av::names {

// is_web_framework says whether a module, as an import writes it, is one or belongs to one: flask,
// flask.views, flask_login.
bool is_web_framework(std::string_view module);

}  // namespace av::names
