#include "analysis/taint/told_by_name.h"

#include <doctest/doctest.h>

#include <initializer_list>

namespace av::taint {
namespace {

using knowledge::SinkKind;
using When = Told::When;

bool clears(std::string_view name, When when, SinkKind kind) {
  const Told told = told_by_name(name);
  return told.when == when && (told.clears & set_of(kind)) != 0;
}

TEST_CASE("told_by_name: what cleans, and for what") {
  for (const char* name :
       {"sanitize_for_log", "_sanitize_for_log", "sanitizeForLog", "log_scrub"}) {
    CHECK_MESSAGE(clears(name, When::Made, SinkKind::Log), name);
    CHECK_FALSE_MESSAGE(clears(name, When::Made, SinkKind::Sql), name);
  }
  CHECK(clears("safe_filename", When::Made, SinkKind::Path));
  CHECK(clears("_quote_free_identifiers", When::Made, SinkKind::Sql));
  CHECK(clears("escape_html", When::Made, SinkKind::Html));
  CHECK_FALSE(clears("escape_html", When::Made, SinkKind::Command));
  CHECK(clears("_quote_path", When::Made, SinkKind::Html));
  CHECK_FALSE(clears("_quote_path", When::Made, SinkKind::Path));
  CHECK(clears("quoteShellArg", When::Made, SinkKind::Command));
  CHECK(clears("_escape_regex_range_chars", When::Made, SinkKind::Regex));
  CHECK(clears("hash_token", When::Made, SinkKind::Storage));
}

TEST_CASE("told_by_name: what checks an address") {
  for (const char* name : {"validate_return_to", "validate_trusted_redirect_uri",
                           "_get_validated_client_redirect_uri"}) {
    CHECK_MESSAGE(clears(name, When::Passed, SinkKind::Redirect), name);
    CHECK_FALSE_MESSAGE(clears(name, When::Passed, SinkKind::Url), name);
  }
  CHECK(clears("is_safe_url", When::True, SinkKind::Redirect));
  CHECK_FALSE(clears("is_safe_url", When::True, SinkKind::Url));
  CHECK(clears("is_trusted_subscribe_url", When::True, SinkKind::Url));
  CHECK(clears("is_blocked_host", When::False, SinkKind::Url));
  CHECK_FALSE(clears("is_valid_url", When::True, SinkKind::Url));
  CHECK(clears("safe_redirect_url", When::Made, SinkKind::Redirect));
  CHECK(clears("is_safe_redirect_url", When::True, SinkKind::Redirect));
  CHECK_FALSE(clears("unsafe_redirect_url", When::Made, SinkKind::Redirect));
  CHECK(clears("_is_same_origin_return_path", When::True, SinkKind::Redirect));
  CHECK(clears("_rejected_authorize_request", When::False, SinkKind::Redirect));
}

TEST_CASE("told_by_name: what looks something up") {
  CHECK(clears("get_guardrail_by_id", When::Found, SinkKind::Log));
  CHECK(clears("get_or_404", When::Passed, SinkKind::Log));
  CHECK(clears("has_policy", When::True, SinkKind::Log));
  CHECK(clears("is_registered", When::True, SinkKind::Log));
  CHECK_FALSE(clears("get_or_404", When::Passed, SinkKind::Path));
}

TEST_CASE("told_by_name: other names say nothing") {
  for (const char* name : {"", "_", "run", "normalize", "validate", "validate_form", "get", "load",
                           "parse_url", "hashing", "escapement", "target", "Error404",
                           "a_name_of_so_many_words_that_nobody_reads_all_of_them_to_the_end"}) {
    const Told told = told_by_name(name);
    const bool is_look_up = told.when == When::Found && told.clears == set_of(SinkKind::Log);
    CHECK_MESSAGE((told.when == When::Never || is_look_up), name);
  }
}

}  // namespace
}  // namespace av::taint
