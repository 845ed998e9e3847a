// antivenom._scan: the scanner in this process.  Signals, streams and the current folder are left
// as they are, and no process is started.

#include "analysis/engine/scan.h"

#include "analysis/engine/baseline.h"
#include "analysis/engine/project_folder.h"
#include "analysis/engine/request.h"
#include "analysis/engine/verdict.h"
#include "analysis/knowledge/catalog.h"
#include "analysis/report/json.h"
#include "analysis/report/sarif.h"
#include "analysis/text/given_text.h"
#include "base/memory.h"
#include "base/sink.h"
#include "base/stop.h"
#include "base/workers.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/unique_ptr.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "python/native/findings.h"
#include "python/native/watched.h"

namespace nb = nanobind;
namespace engine = av::engine;

namespace {

using av::Result;
using av::python::SourceText;
using av::python::text_object;
using av::python::Values;

// What the command would end with.
constexpr int kClean = 0;
constexpr int kFindings = 1;
constexpr int kIncomplete = 4;
constexpr int kNoInput = 5;

// Work is what to scan: files and folders, or one text.
struct Work {
  engine::Request request;
  std::vector<std::string> paths;
  const SourceText* text = nullptr;
  std::string name;  // of the text; empty: it has none

  // places is where to look for a configuration.
  [[nodiscard]] std::vector<std::string> places() const {
    return text == nullptr ? paths : std::vector<std::string>{name.empty() ? "." : name};
  }
};

// Outcome is a finished scan, and what its reports need.
struct Outcome {
  std::unique_ptr<av::knowledge::Catalog> catalog;  // has the rules of the findings
  engine::ScanResult result;
  std::string today;
  std::string prefix;  // of paths, in their repository
  int exit_code = kClean;
};

// list_of is an option that is several words or paths.
std::vector<std::string> list_of(nb::handle options, const char* name,
                                 std::string (*read)(nb::handle)) {
  const nb::object list = options.attr(name);
  if (PyUnicode_Check(list.ptr()) || PyBytes_Check(list.ptr())) {  // each character would be one
    throw nb::type_error((std::string(name) + " is a list: [one] for one").c_str());
  }
  std::vector<std::string> items;
  for (const nb::handle item : list) {
    items.push_back(read(item));
  }
  return items;
}

std::vector<std::string> words_of(nb::handle options, const char* name) {
  return list_of(options, name,
                 [](nb::handle word) { return std::string(av::python::word(word)); });
}

std::vector<std::string> paths_of(nb::handle options, const char* name) {
  return list_of(options, name, &av::python::path_of);
}

// word_of is an option as it would be typed: empty for None.
std::string word_of(nb::handle options, const char* name) {
  const nb::object value = options.attr(name);
  return value.is_none() ? std::string() : std::string(av::python::word(nb::str(value)));
}

std::string path_option(nb::handle options, const char* name) {
  const nb::object value = options.attr(name);
  return value.is_none() ? std::string() : av::python::path_of(value);
}

bool flag_of(nb::handle options, const char* name) {
  const int is_true = PyObject_IsTrue(nb::object(options.attr(name)).ptr());
  if (is_true < 0) {
    throw nb::python_error();
  }
  return is_true == 1;
}

engine::Request request_of(nb::handle options) {
  engine::Request request;
  request.select = words_of(options, "select");
  request.ignore = words_of(options, "ignore");
  request.exclude = words_of(options, "exclude");
  request.threats = words_of(options, "threats");
  request.rules = paths_of(options, "rules");
  request.models = paths_of(options, "models");
  request.min_severity = word_of(options, "min_severity");
  request.min_confidence = word_of(options, "min_confidence");
  request.fail_on = word_of(options, "fail_on");
  request.jobs = word_of(options, "jobs");
  request.max_file_size = word_of(options, "max_file_size");
  request.today = word_of(options, "today");
  request.config = path_option(options, "config");
  request.baseline = path_option(options, "baseline");
  request.isolated = flag_of(options, "isolated");
  request.strict = flag_of(options, "strict");
  request.honor_nosec = flag_of(options, "honor_nosec");
  request.markdown = flag_of(options, "markdown");
  request.no_flow = !flag_of(options, "flow");
  return request;
}

Result<engine::ScanResult> scan_text(const Work& work, const engine::Plan& plan,
                                     const av::base::StopFlag& stop) {
  const std::string_view bytes = work.text->view();
  const std::uint64_t limit = plan.settings().max_file_bytes.value_or(engine::kDefaultMaxFileBytes);
  if (bytes.size() > limit) {
    return av::fail(av::ErrorCode::LimitExceeded,
                    "the source is larger than " + std::to_string(limit) + " bytes",
                    "max_file_size sets the limit");
  }
  const std::string shown = work.name.empty() ? "<text>" : work.name;
  const av::text::Source source =
      AV_TRY(work.text->is_text() ? av::text::take_text_by_name(shown, bytes)
                                  : av::text::decode_by_name(shown, bytes));
  engine::ScanResult result = engine::scan_text(source, plan);
  result.interrupted = stop.requested();
  return result;
}

int exit_code_of(const engine::ScanResult& result, const engine::Plan& plan) {
  if (result.totals.files == 0) {
    return kNoInput;
  }
  if (engine::fails(result, plan)) {
    return kFindings;
  }
  const bool strict = plan.settings().strict.value_or(false);
  return strict && engine::is_incomplete(result) ? kIncomplete : kClean;
}

// run scans by a catalog of its own: what others bring into this process has no say.
Result<void> run(const Work& work, const av::base::StopFlag& stop, engine::Progress& progress,
                 Outcome& outcome) {
  outcome.catalog = std::make_unique<av::knowledge::Catalog>();
  const av::knowledge::UseCatalog use(*outcome.catalog);
  engine::Settings settings = AV_TRY(engine::settings_of(work.request, work.places()));
  const std::chrono::sys_days today = AV_TRY(engine::parse_date(work.request.today));
  std::optional<engine::Baseline> baseline;
  if (!settings.baseline.empty()) {
    baseline = AV_TRY(engine::Baseline::read(settings.baseline));
  }
  const engine::Plan plan = AV_TRY(engine::Plan::make(
      std::move(settings), today, {.fingerprints = true, .line_hashes = true, .digests = true}));
  outcome.result = AV_TRY(work.text == nullptr ? engine::scan(work.paths, plan, stop, progress)
                                               : scan_text(work, plan, stop));
  if (baseline) {
    baseline->move_known(outcome.result);
    outcome.result.known_source = plan.settings().baseline;
  }
  outcome.today = engine::date_text(today);
  outcome.prefix = engine::folder_in_repository();
  outcome.exit_code = exit_code_of(outcome.result, plan);
  return {};
}

std::unique_ptr<Outcome> watched_run(const Work& work, nb::handle callback) {
  auto outcome = std::make_unique<Outcome>();
  engine::Progress progress;
  av::base::StopFlag stop;
  const av::python::Watch watch = {progress.done, progress.files, [&] { stop.request(1); }};
  av::python::value_of(av::python::watched(watch, callback, [&] {
    const av::base::StopFlag never;
    Result<void> done;
    // A thread whose stack is as large as those of the command.
    av::base::run_workers(1, {}, never, [&](unsigned /*worker*/, std::size_t /*item*/) {
      done = av::base::or_out_of_memory([&] { return run(work, stop, progress, *outcome); });
    });
    return done;
  }));
  return outcome;
}

std::unique_ptr<Outcome> scan_paths(const nb::tuple& paths, nb::handle options,
                                    nb::handle callback) {
  Work work;
  work.request = request_of(options);
  for (const nb::handle path : paths) {
    work.paths.push_back(av::python::path_of(path));
  }
  if (work.paths.empty()) {
    av::python::raise_invalid("which files? `.` is the current folder");
  }
  return watched_run(work, callback);
}

std::unique_ptr<Outcome> scan_source(nb::handle source, nb::handle filename, nb::handle options) {
  const SourceText text(source);
  Work work;
  work.request = request_of(options);
  work.text = &text;
  work.name = filename.is_none() ? std::string() : av::python::path_of(filename);
  return watched_run(work, nb::none());
}

// written is what `write` puts into a sink, without the GIL.
template <class Write>
nb::object written(const Write& write) {
  av::base::StringSink sink;
  {
    const nb::gil_scoped_release release;
    write(sink);
  }
  return text_object(sink.text());
}

nb::object json_of(const Outcome& outcome, bool silenced) {
  return written([&](av::base::Sink& sink) {
    av::report::write_json(outcome.result, {outcome.today, silenced}, sink);
  });
}

nb::object sarif_of(const Outcome& outcome, const std::string& category, nb::handle revision) {
  av::report::SarifOptions options;
  options.today = outcome.today;
  options.category = category;
  options.prefix = outcome.prefix;
  options.exit_code = outcome.exit_code;
  if (!revision.is_none()) {
    options.revision = engine::Revision{word_of(revision, "repository"),
                                        word_of(revision, "commit"), word_of(revision, "branch")};
  }
  return written(
      [&](av::base::Sink& sink) { av::report::write_sarif(outcome.result, options, sink); });
}

nb::object source_object(const std::string& path) {
  return path.empty() ? nb::none() : av::python::path_object(path);
}

#define AV_PY_FINDINGS "tuple[antivenom._findings.Finding, ...]"

// bind_list binds a method that gives one list of findings.
void bind_list(nb::class_<Outcome>& type, const char* name, const char* signature,
               std::vector<engine::ReportedFinding> engine::FileResult::*list) {
  type.def(
      name, [list](const Outcome& self) { return Values().findings(self.result, list); },
      nb::sig(signature));
}

// bind_part binds a method that gives what `make` makes of the result.
template <class Make>
void bind_part(nb::class_<Outcome>& type, const char* name, const char* signature, Make make) {
  type.def(
      name, [make](const Outcome& self) { return make(Values(), self.result); },
      nb::sig(signature));
}

void bind_outcome(nb::module_& module) {
  using engine::FileResult;
  using engine::ScanResult;
  nb::class_<Outcome> type(module, "Outcome", "A finished scan.");
  bind_list(type, "findings", "def findings(self) -> " AV_PY_FINDINGS, &FileResult::findings);
  bind_list(type, "known", "def known(self) -> " AV_PY_FINDINGS, &FileResult::known);
  bind_list(type, "silenced", "def silenced(self) -> " AV_PY_FINDINGS, &FileResult::silenced);
  bind_part(type, "not_analysed",
            "def not_analysed(self) -> tuple[antivenom._findings.NotAnalysed, ...]",
            [](const Values& values, const ScanResult& all) { return values.not_analysed(all); });
  bind_part(
      type, "partly_analysed",
      "def partly_analysed(self) -> tuple[antivenom._findings.PartlyAnalysed, ...]",
      [](const Values& values, const ScanResult& all) { return values.partly_analysed(all); });
  bind_part(type, "left_out", "def left_out(self) -> tuple[antivenom._findings.LeftOut, ...]",
            [](const Values& values, const ScanResult& all) { return values.left_out(all); });
  bind_part(type, "limits", "def limits(self) -> tuple[antivenom._findings.Limit, ...]",
            [](const Values& values, const ScanResult& all) { return values.limits(all); });
  bind_part(type, "flow", "def flow(self) -> antivenom._findings.Flow | None",
            [](const Values& values, const ScanResult& all) { return values.flow(all.flow); });
  bind_part(type, "totals", "def totals(self) -> antivenom._findings.Totals",
            [](const Values& values, const ScanResult& all) { return values.totals(all.totals); });
  type.def(
          "settings",
          [](const Outcome& self) { return source_object(self.result.settings_source); },
          nb::sig("def settings(self) -> str | None"))
      .def(
          "known_from", [](const Outcome& self) { return source_object(self.result.known_source); },
          nb::sig("def known_from(self) -> str | None"))
      .def("today", [](const Outcome& self) { return self.today; })
      .def("exit_code", [](const Outcome& self) { return self.exit_code; })
      .def("is_complete", [](const Outcome& self) { return !engine::is_incomplete(self.result); })
      .def("json", &json_of, nb::arg("silenced"), nb::sig("def json(self, silenced: bool) -> str"))
      .def("sarif", &sarif_of, nb::arg("category"), nb::arg("revision").none(),
           nb::sig(
               "def sarif(self, category: str, revision: antivenom.scan.Revision | None) -> str"));
}

}  // namespace

NB_MODULE(_scan, module) {
  module.doc() = "Native part of antivenom.scan.";
  bind_outcome(module);
  module.def("paths", &scan_paths, nb::arg("paths"), nb::arg("options"), nb::arg("progress").none(),
             nb::sig("def paths(paths: tuple[str | bytes | os.PathLike[str], ...], options: "
                     "antivenom.scan.Options, progress: collections.abc.Callable[[int, int], "
                     "object] | None) -> Outcome"));
  module.def("text", &scan_source, nb::arg("source"), nb::arg("filename").none(),
             nb::arg("options"),
             nb::sig("def text(source: " AV_PY_SOURCE
                     ", filename: str | bytes | os.PathLike[str] | None, options: "
                     "antivenom.scan.Options) -> Outcome"));
}
