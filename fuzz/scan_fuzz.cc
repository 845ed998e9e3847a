// Any bytes as a file: scanned twice with the same result, and no report of it holds what could act
// on a terminal.

#include "analysis/engine/scan.h"
#include "analysis/report/json.h"
#include "analysis/report/summary.h"
#include "analysis/report/text.h"
#include "base/printable.h"
#include "base/utf8.h"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "fuzz/python_mutator.h"

namespace {

const av::engine::Plan& plan() {
  static const av::Result<av::engine::Plan> kPlan =
      av::engine::Plan::make({}, std::chrono::sys_days(std::chrono::year(2024) / 2 / 29));
  return *kPlan;
}

std::string reports(const av::engine::ScanResult& result) {
  av::base::StringSink sink;
  av::report::TextOptions options;
  options.silenced = true;
  options.style.columns = 60;
  write_text(result, options, sink);
  write_concise(result, options, sink);
  av::report::write_json(result, {"2024-02-29", true}, sink);
  return sink.text() + av::report::coverage_text(result) + av::report::findings_text(result);
}

bool is_safe_to_print(std::string_view text) {
  while (!text.empty()) {
    const av::base::Utf8Step step = av::base::decode_utf8(text);
    if (!step.valid || (step.code_point != '\n' && av::base::is_hidden(step.code_point))) {
      return false;
    }
    text.remove_prefix(step.length);
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const av::text::Source source =
      av::text::decode("input.py", {reinterpret_cast<const char*>(data), size});
  const std::string first = reports(av::engine::scan_text(source, plan()));
  if (first != reports(av::engine::scan_text(source, plan())) || !is_safe_to_print(first)) {
    std::abort();
  }
  return 0;
}
