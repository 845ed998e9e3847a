#include "analysis/taint/questions.h"

#include <doctest/doctest.h>

#include <string_view>

using av::taint::is_for_administrators;
using av::taint::is_question;

TEST_CASE("a function's name says whether it asks for leave") {
  for (const std::string_view name :
       {"validate_path", "self._validate", "is_safe_url", "isAllowed", "checks.check_file_access",
        "sanitize", "Filemanager.check_access_permission"}) {
    CAPTURE(name);
    CHECK(is_question(name));
  }
  for (const std::string_view name : {"open", "load", "subprocess.check_output", "unvalued",
                                      "Model.model_validate", "check", "shallow", ""}) {
    CAPTURE(name);
    CHECK_FALSE(is_question(name));
  }
}

TEST_CASE("a decorator says who gets in") {
  CHECK(is_for_administrators("permission_required(\"shop.edit\")"));
  CHECK(is_for_administrators("Permissions.SETTINGS.require(403)"));
  CHECK(is_for_administrators("admin_only"));
  CHECK_FALSE(is_for_administrators("app.route(\"/badminton\")"));
  CHECK_FALSE(is_for_administrators("login_required"));
}
