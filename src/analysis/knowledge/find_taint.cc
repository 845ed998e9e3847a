#include "analysis/knowledge/model.h"
#include "analysis/knowledge/model_book.h"
#include "analysis/knowledge/model_table.h"
#include "analysis/knowledge/path_marks.h"
#include "analysis/knowledge/taint_model.h"

namespace av::knowledge {
namespace {

constexpr std::uint32_t kPrime = 0x01000193;

std::uint32_t hash_on(std::uint32_t hash, std::string_view text) {
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  }
  return hash;
}

// The row whose path is `head` and `tail` together; with a tail, the head is kAnyObject.
const TaintModel* find_model(std::string_view head, std::string_view tail) {
  for (const ModelBook& book : installed_models()) {
    if (const TaintModel* model = book.find_taint(head, tail)) {
      return model;
    }
  }
  static const PathMarks kMarks(builtin_taint());
  if (!(tail.empty() ? kMarks.may_have(head) : kMarks.may_have_method(tail))) {
    return nullptr;
  }
  const auto slots = taint_slots();
  const std::size_t mask = slots.size() - 1;
  for (std::size_t at = hash_on(path_hash(head), tail) & mask; slots[at] != 0;
       at = (at + 1) & mask) {
    const TaintModel& row = builtin_taint()[slots[at] - 1U];
    if (row.path.size() == head.size() + tail.size() && row.path.starts_with(head) &&
        row.path.ends_with(tail)) {
      return &row;
    }
  }
  return nullptr;
}

}  // namespace

const TaintModel* find_taint(std::string_view path) {
  return find_model(path, {});
}

const TaintModel* find_method_taint(std::string_view name) {
  return name.empty() ? nullptr : find_model(kAnyObject, name);
}

}  // namespace av::knowledge
