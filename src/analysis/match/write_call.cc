#include "analysis/match/write_call.h"

#include "analysis/match/callees.h"
#include "analysis/match/path_table.h"

namespace av::match {

using syntax::NodeId;
using syntax::NodeKind;

namespace {

// Openers are calls with a mode.
struct Opener {
  Parameter path;
  Parameter mode;
};

constexpr auto kOpeners = path_table<Opener>({
    {"builtins.open", {{0, "file"}, {1, "mode"}}},
    {"builtins.file", {{0, "name"}, {1, "mode"}}},
    {"io.open", {{0, "file"}, {1, "mode"}}},
    {"codecs.open", {{0, "filename"}, {1, "mode"}}},
    {"gzip.open", {{0, "filename"}, {1, "mode"}}},
    {"bz2.open", {{0, "filename"}, {1, "mode"}}},
    {"lzma.open", {{0, "filename"}, {1, "mode"}}},
    {"zipfile.ZipFile", {{0, "file"}, {1, "mode"}}},
    {"tarfile.open", {{0, "name"}, {1, "mode"}}},
    {"aiofiles.open", {{0, "file"}, {1, "mode"}}},
});

// Writers write whatever their mode.
constexpr auto kWriters = path_table<Parameter>({
    {"shutil.copy", {1, "dst"}},
    {"shutil.copy2", {1, "dst"}},
    {"shutil.copyfile", {1, "dst"}},
    {"logging.FileHandler", {0, "filename"}},
    {"logging.handlers.RotatingFileHandler", {0, "filename"}},
    {"logging.handlers.TimedRotatingFileHandler", {0, "filename"}},
    {"logging.basicConfig", {Parameter::kKeywordOnly, "filename"}},
    {"sqlite3.connect", {0, "database"}},
    {"urllib.request.urlretrieve", {1, "filename"}},
});

static_assert(covers(kWriteCallees, kOpeners) && covers(kWriteCallees, kWriters));

bool writes(const Call& call, const Parameter& mode) {
  const auto text = call.value(mode).text();
  return text && text->find('x') == std::string_view::npos &&
         text->find_first_of("wa+") != std::string_view::npos;
}

// os.open(path, os.O_WRONLY | os.O_CREAT): the flags are read by their names.
bool creates(CheckContext& check, const Argument& flags) {
  if (!flags.is_given()) {
    return false;
  }
  const std::string_view text = check.tree().text_of(flags.node);
  return text.find("O_CREAT") != std::string_view::npos &&
         text.find("O_EXCL") == std::string_view::npos;
}

// Path("x").write_text(…), Path("x").open("w"): the path is what the object was made of.
NodeId path_of_object(CheckContext& check, const Call& call) {
  const bool is_write = call.is("pathlib.Path.write_text") || call.is("pathlib.Path.write_bytes") ||
                        call.is("pathlib.Path.touch");
  const bool is_open = call.is("pathlib.Path.open") && writes(call, {0, "mode"});
  if (!is_write && !is_open) {
    return NodeId::none();
  }
  const NodeId bound = check.stands_for(call.receiver());
  const NodeId object = bound.exists() ? bound : call.receiver();
  return check.tree().is(object, NodeKind::Call) && check.tree().children(object).size() == 2
             ? check.tree().child(object, 1)
             : object;
}

}  // namespace

NodeId find_written_path(CheckContext& check, const Call& call) {
  const Opener* opener = call.find(kOpeners);
  if (opener != nullptr) {
    return writes(call, opener->mode) ? call.argument(opener->path).node : NodeId::none();
  }
  const Parameter* writer = call.find(kWriters);
  if (writer != nullptr) {
    return call.argument(*writer).node;
  }
  if (call.is("os.open")) {
    return creates(check, call.argument({1, "flags"})) ? call.argument({0, "path"}).node
                                                       : NodeId::none();
  }
  return call.receiver().exists() ? path_of_object(check, call) : NodeId::none();
}

}  // namespace av::match
