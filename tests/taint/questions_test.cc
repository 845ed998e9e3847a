#include "analysis/taint/questions.h"

#include <doctest/doctest.h>

#include <string_view>

using av::taint::gives_administrators;
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
  CHECK(is_for_administrators("requires(scope='x', roles=[\"admin\"])"));
  CHECK(is_for_administrators("app.get('/x', dependencies=[Depends(is_admin)])"));
  CHECK_FALSE(is_for_administrators("app.get('/admin/users')"));
  CHECK_FALSE(is_for_administrators("app.get('/admin"));
  CHECK_FALSE(is_for_administrators("login_required"));
  CHECK_FALSE(is_for_administrators("admin.route('/ping')"));
  CHECK_FALSE(is_for_administrators("admin.before_request"));
  CHECK(is_for_administrators("admin.get('/ping', dependencies=[Depends(is_staff)])"));
  CHECK(is_for_administrators("roles.require('x')"));
}

TEST_CASE("a parameter that is filled says who gets in") {
  CHECK(gives_administrators("user=Depends(get_admin_user)"));
  CHECK(gives_administrators("_: None = Depends(require_role('editor'))"));
  CHECK(gives_administrators("user: CurrentSuperuser"));
  CHECK_FALSE(gives_administrators("user=Depends(get_current_user)"));
  CHECK_FALSE(gives_administrators("users=Depends(get_admin_service)"));
  CHECK_FALSE(gives_administrators("role=Depends(get_role)"));
}
