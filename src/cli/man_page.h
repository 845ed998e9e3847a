#pragma once
// man_page.h — the manual page of antivenom, made from the commands as their help is.
//
// Source: man(7), the macros of an.tmac.

#include <string>

namespace av::cli {

// man_page is antivenom(1), for `man -l` and man1/antivenom.1.
std::string man_page();

}  // namespace av::cli
