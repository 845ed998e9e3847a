#pragma once
// questions.h — what names and decorators say of leave: who may send a value, and which may pass.
//
// In: how a callee or a decorator is written.  Allocates nothing; never fails.

#include <string_view>

namespace av::taint {

// is_question says whether a function is there to ask whether a value may pass: validate_path,
// is_allowed, check_access_permission.
bool is_question(std::string_view callee);

// is_for_administrators says whether a decorator lets only those through who administer a program:
// @permission_required("…"), @admin_only, @Permissions.SETTINGS.require(403).
// Addresses in it (@app.get("/admin")) say nothing.
bool is_for_administrators(std::string_view decorator);

// gives_administrators says the same of a parameter that a framework fills by a function:
// user=Depends(get_admin_user), admin: CurrentAdmin.
bool gives_administrators(std::string_view parameter);

}  // namespace av::taint
