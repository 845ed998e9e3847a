#pragma once
// model_file.h — reads one model: a TOML file that says what a library's functions take and return,
// and how values pass them.
//
// In: the text of catalog/models/<library>.toml, or of a user's file of the same form.
// Failure: Error with `path:line:` and how to mend it.  Strict: what is unknown or repeated is an
// Error.  catalog/README.md describes the form for authors.

#include "analysis/knowledge/model.h"
#include "analysis/knowledge/taint_reader.h"
#include <antivenom/result.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace av::knowledge {

// ModelParameter is a Parameter that owns its text.
struct ModelParameter {
  std::string name;
  Manner manner = Manner::Either;
  bool has_default = false;
  std::string default_text;
};

// ModelFunction is one [[function]].
struct ModelFunction {
  std::string path;
  std::string returns;
  bool has_parameters = false;
  std::vector<ModelParameter> parameters;
  std::uint32_t line = 0;  // of its header
};

// ModelAlias is one line of [aliases].
struct ModelAlias {
  std::string path;
  std::string known_as;
  std::uint32_t line = 0;
};

// ModelConvention is one [[convention]].
struct ModelConvention {
  std::string parameter;
  std::string beside;
  std::string type;
};

// Model is one file, read.
struct Model {
  std::string file;
  std::vector<ModelFunction> functions;
  std::vector<ModelAlias> aliases;
  std::vector<ModelConvention> conventions;
  std::vector<TaintRow> taint;
};

// read_model reads the model `text` that was found at `file`.
Result<Model> read_model(std::string file, std::string_view text);

// read_parameters reads a list as Python's `def` writes it, without annotations:
// "args, /, bufsize=-1, *, shell=False, **others".  The Error has no place.
Result<std::vector<ModelParameter>> read_parameters(std::string_view text);

// find_clash is the Error of models that say two things of one path.
Result<void> find_clash(const std::vector<Model>& models);

}  // namespace av::knowledge
