// Loading pickles and their kin.  Page: catalog/rules/deserialization/unsafe-pickle.md
#include "analysis/match/callees.h"
#include "analysis/match/decided.h"
#include "analysis/match/grade.h"
#include "analysis/match/nearby.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using syntax::NodeId;
using syntax::NodeKind;

// Condition is what must be said for a loader to run code.
enum class Condition : std::uint8_t {
  Always,
  AllowPickle,  // numpy: allow_pickle=True
  NotWeights,   // torch: unless weights_only=True, the default since 2.6
};

// Content is what the first argument is.
enum class Content : std::uint8_t { Data, Path };

struct Loader {
  Parameter data;
  Content content = Content::Data;
  Condition condition = Condition::Always;
};

constexpr auto kLoaders = path_table<Loader>({
    {"pickle.load", {{0, "file"}}},
    {"pickle.loads", {{0, "data"}}},
    {"pickle.Unpickler", {{0, "file"}}},
    {"dill.load", {{0, "file"}}},
    {"dill.loads", {{0, "str"}}},
    {"dill.Unpickler", {{0, "file"}}},
    {"dill.load_module", {{0, "filename"}, Content::Path}},
    {"dill.load_session", {{0, "filename"}, Content::Path}},
    {"cloudpickle.load", {{0, "file"}}},
    {"cloudpickle.loads", {{0, "data"}}},
    {"ray.cloudpickle.loads", {{0, "data"}}},
    {"marshal.load", {{0, "file"}}},
    {"marshal.loads", {{0, "bytes"}}},
    {"joblib.load", {{0, "filename"}, Content::Path}},
    {"jsonpickle.decode", {{0, "string"}}},
    {"compress_pickle.load", {{0, "path"}, Content::Path}},
    {"compress_pickle.loads", {{0, "data"}}},
    {"fastai.learner.load_learner", {{0, "fname"}, Content::Path}},
    {"fastai.vision.all.load_learner", {{0, "fname"}, Content::Path}},
    {"fastai.text.all.load_learner", {{0, "fname"}, Content::Path}},
    {"fastai.tabular.all.load_learner", {{0, "fname"}, Content::Path}},
    {"shelve.open", {{0, "filename"}, Content::Path}},
    {"shelve.DbfilenameShelf", {{0, "filename"}, Content::Path}},
    {"pandas.read_pickle", {{0, "filepath_or_buffer"}, Content::Path}},
    {"numpy.load", {{0, "file"}, Content::Path, Condition::AllowPickle}},
    {"torch.load", {{0, "f"}, Content::Path, Condition::NotWeights}},
});

// Caution is whether the call may run code at all, and how sure that is.
enum class Caution : std::uint8_t { Safe, Unsure, Unsafe };

Caution caution_of(const CheckContext& check, const Call& call, Condition condition) {
  if (condition == Condition::AllowPickle) {
    return call.value({2, "allow_pickle"}).truth() == true ? Caution::Unsafe : Caution::Safe;
  }
  if (condition == Condition::NotWeights) {
    const Argument weights = call.argument({Parameter::kKeywordOnly, "weights_only"});
    if (!weights.is_given()) {
      const bool is_new = weights.is_absent() && !check.may_be_below("torch", "2.6");
      return is_new ? Caution::Safe : Caution::Unsure;
    }
    return call.value(weights).truth() == false ? Caution::Unsafe : Caution::Safe;
  }
  return Caution::Unsafe;
}

// is_from_parent: standard input or a descriptor that another process opened.  Nobody types a
// pickle: at the other end is the program that started this one.
bool is_from_parent(CheckContext& check, NodeId data) {
  constexpr std::size_t kMostNodes = 30;
  std::vector<NodeId> open = {data};
  for (std::size_t i = 0; i < open.size() && i < kMostNodes; ++i) {
    const NodeId at = open[i];
    for (const names::Meaning& meaning : check.meanings(at).all()) {
      if (meaning.path.starts_with("sys.stdin") || meaning.path.starts_with("os.fdopen")) {
        return true;
      }
    }
    if (check.tree().is(at, NodeKind::Name)) {
      const names::Reaching reached = check.names().reaching(at);
      const names::Binding* binding = reached.only();
      if (binding != nullptr && binding->value.exists()) {
        open.push_back(binding->value);
      }
    }
    for (const NodeId child : check.tree().children(at)) {
      open.push_back(child);
    }
  }
  return false;
}

// is_own: whoever runs the program says which file to load, or hands the data over.
bool is_own(CheckContext& check, const Call& call, const Loader& loader, const Provenance& from) {
  return loader.content == Content::Path || from.by_file ||
         is_from_parent(check, call.argument(loader.data).node) ||
         is_run_by_hand(check, call.node());
}

std::string message_of(CheckContext& check, const Call& call, const Provenance& from) {
  const std::string name = "`" + std::string(call.text()) + "`";
  if (from.origin <= Origin::Harmless) {
    return name + " runs whatever code the file holds";
  }
  return name + " runs whatever code is in data from " + check.describe(from);
}

const char* mend_of(Condition condition) {
  switch (condition) {
    case Condition::NotWeights:
      return "pass `weights_only=True`, or keep weights as safetensors";
    case Condition::AllowPickle:
      return "leave `allow_pickle` out, and keep arrays of plain numbers";
    default:
      return "keep data as JSON or another format without code, or check a signature before "
             "loading";
  }
}

void look_at(CheckContext& check, const Call& call) {
  const Loader* loader = call.find(kLoaders);
  if (loader == nullptr) {
    return;
  }
  const Argument data = call.argument(loader->data);
  const Caution caution = caution_of(check, call, loader->condition);
  if (!data.is_given() || caution == Caution::Safe) {
    return;
  }
  const Provenance from = check.open_origin(data.node);
  // Known data is the program's own; a known path still leads to a file that others may write.
  if (from.origin <= Origin::Harmless && loader->content == Content::Data) {
    return;
  }
  const bool trusted = from.origin == Origin::Local && is_own(check, call, *loader, from);
  const Grade grade = grade_of_input(trusted ? Provenance{Origin::Unknown, data.node} : from);
  check.report({.at = call.node(),
                .severity = is_verified_before(check, call.node())
                                ? std::min(grade.severity, Severity::Low)
                                : grade.severity,
                .confidence = caution == Caution::Unsure ? Confidence::Low : grade.confidence,
                .message = message_of(check, call, from),
                .mend = mend_of(loader->condition)});
}

constexpr auto kCallees = callees(kLoaders);

}  // namespace

namespace rules {
extern constinit const RuleCode unsafe_pickle = {"unsafe-pickle", {on_call(look_at, kCallees)}};
}  // namespace rules

}  // namespace av::match
