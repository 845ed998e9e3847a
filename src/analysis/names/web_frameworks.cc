#include "analysis/names/web_frameworks.h"

#include <algorithm>
#include <iterator>

namespace av::names {

bool is_web_framework(std::string_view module) {
  constexpr std::string_view kFrameworks[] = {
      "aiohttp.web", "bottle",    "cherrypy",  "dash",    "django",  "falcon", "fastapi",
      "flask",       "gradio",    "litestar",  "nicegui", "pyramid", "quart",  "rest_framework",
      "sanic",       "starlette", "streamlit", "tornado", "webapp2"};
  return std::ranges::any_of(kFrameworks, [module](std::string_view one) {
    return module.starts_with(one) &&
           (module.size() == one.size() || module[one.size()] == '.' || module[one.size()] == '_');
  });
}

}  // namespace av::names
