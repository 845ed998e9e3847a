#include "analysis/names/constant_writer.h"

#include <algorithm>
#include <vector>

namespace av::names {
namespace {

constexpr int kMostNested = 6;
constexpr std::size_t kMostElements = 500;
constexpr std::size_t kMostTextBytes = 4096;

bool has_items(ValueKind kind) {
  return kind == ValueKind::List || kind == ValueKind::Tuple || kind == ValueKind::Set ||
         kind == ValueKind::OneOf || kind == ValueKind::Dict;
}

}  // namespace

ConstantId ConstantWriter::write(const Value& value) {
  budget_ = kMostElements;
  if (value.is(ValueKind::Unknown) || !is_writable(value, kMostNested)) {
    return ConstantId::none();
  }
  const Constant made = written(value);
  if (made.kind == ValueKind::Unknown) {
    return ConstantId::none();
  }
  tables_.constants.push_back(made);
  return ConstantId(static_cast<std::uint32_t>(tables_.constants.size() - 1));
}

// A container of which nothing is known is not worth keeping; elements may be unknown.
bool ConstantWriter::is_writable(const Value& value, int depth) const {
  const std::size_t size = value.items.size() + value.entries.size() * 2;
  if (depth == 0 || size > budget_) {
    return false;
  }
  budget_ -= size;
  const auto inside = [&](const Item& item) { return is_writable(*item.value, depth - 1); };
  return std::ranges::all_of(value.items, inside) &&
         std::ranges::all_of(value.entries, [&](const Entry& entry) {
           return (entry.key == nullptr || is_writable(*entry.key, depth - 1)) &&
                  is_writable(*entry.value, depth - 1);
         });
}

Constant ConstantWriter::written(const Value& value) {
  Constant made;
  switch (value.kind) {
    case ValueKind::None:
    case ValueKind::Bool:
    case ValueKind::Int:
      made.kind = value.kind;
      made.integer = value.integer;
      return made;
    case ValueKind::Float:
      made.kind = value.kind;
      made.real = value.real;
      return made;
    case ValueKind::Text:
      if (value.is_known && value.whole.size() <= kMostTextBytes) {
        made.kind = value.kind;
        made.is_bytes = value.is_bytes;
        made.ref = tables_.add_text(value.whole).index();
      }
      return made;
    case ValueKind::Unknown:
      return made;
    default:
      return container(value.kind, value);
  }
}

Constant ConstantWriter::container(ValueKind kind, const Value& value) {
  std::vector<Constant> elements;
  for (const Item& item : value.items) {
    elements.push_back(written(*item.value));
  }
  for (const Entry& entry : value.entries) {
    elements.push_back(entry.key == nullptr ? Constant() : written(*entry.key));
    elements.push_back(written(*entry.value));
  }
  Constant made;
  made.kind = kind;
  made.is_open = value.is_open;
  made.ref = static_cast<std::uint32_t>(tables_.constants.size());
  made.integer = static_cast<std::int64_t>(elements.size());
  tables_.constants.insert(tables_.constants.end(), elements.begin(), elements.end());
  return made;
}

namespace {

// Reader makes values for one place.
class Reader {
 public:
  Reader(const Project& project, syntax::NodeId node, base::Arena& arena)
      : project_(project), node_(node), arena_(arena) {}

  const Value* read(const Constant& constant) {
    if (constant.kind == ValueKind::Unknown) {
      return &kUnknownValue;
    }
    Value value;
    value.kind = constant.kind;
    value.node = node_;
    value.is_bytes = constant.is_bytes;
    value.is_open = constant.is_open;
    if (constant.kind == ValueKind::Text) {
      read_text(constant, value);
    } else if (constant.kind == ValueKind::Dict) {
      read_entries(constant, value);
    } else if (has_items(constant.kind)) {
      read_items(constant, value);
    } else if (constant.kind == ValueKind::Float) {
      value.real = constant.real;
    } else {
      value.integer = constant.integer;
    }
    return arena_.make(value);
  }

 private:
  void read_text(const Constant& constant, Value& value) {
    value.is_known = true;
    value.whole = project_.text(TextId(constant.ref));
    Piece piece;
    piece.text = value.whole;
    value.pieces = value.whole.empty() ? std::span<const Piece>()
                                       : arena_.copy(std::span<const Piece>(&piece, 1));
  }

  void read_items(const Constant& constant, Value& value) {
    std::vector<Item> items;
    for (const Constant& element : project_.elements(constant)) {
      items.push_back({read(element), node_});
    }
    value.items = arena_.copy(std::span<const Item>(items));
  }

  void read_entries(const Constant& constant, Value& value) {
    const auto elements = project_.elements(constant);
    std::vector<Entry> entries;
    for (std::size_t i = 0; i + 1 < elements.size(); i += 2) {
      const bool spread = elements[i].kind == ValueKind::Unknown;
      entries.push_back(
          {spread ? nullptr : read(elements[i]), read(elements[i + 1]), node_, node_});
    }
    value.entries = arena_.copy(std::span<const Entry>(entries));
  }

  const Project& project_;
  syntax::NodeId node_;
  base::Arena& arena_;
};

}  // namespace

const Value* read_constant(const Project& project, const Constant& constant, syntax::NodeId node,
                           base::Arena& arena) {
  return Reader(project, node, arena).read(constant);
}

}  // namespace av::names
