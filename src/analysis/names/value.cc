#include "analysis/names/value.h"

#include <algorithm>

namespace av::names {
namespace {

constexpr int kMaxConstantDepth = 8;
// Larger dicts are data, and searching them again and again would take long.
constexpr std::size_t kMostEntries = 500;

bool is_constant_within(const Value& value, int depth) {
  if (depth == 0) {
    return false;
  }
  const auto known = [depth](const Item& item) {
    return is_constant_within(*item.value, depth - 1);
  };
  switch (value.kind) {
    case ValueKind::None:
    case ValueKind::Bool:
    case ValueKind::Int:
    case ValueKind::Float:
      return true;
    case ValueKind::Text:
      return value.is_known;
    case ValueKind::List:
    case ValueKind::Tuple:
    case ValueKind::Set:
    case ValueKind::OneOf:
      return !value.is_open && std::all_of(value.items.begin(), value.items.end(), known);
    case ValueKind::Dict:
      return !value.is_open &&
             std::all_of(value.entries.begin(), value.entries.end(), [depth](const Entry& entry) {
               return entry.key != nullptr && is_constant_within(*entry.key, depth - 1) &&
                      is_constant_within(*entry.value, depth - 1);
             });
    case ValueKind::Unknown:
      return false;
  }
  return false;
}

std::optional<bool> truth_of_all(std::span<const Item> items) {
  std::optional<bool> all;
  for (const Item& item : items) {
    // A OneOf holds no other OneOf.
    const std::optional<bool> one = item.value->truth();
    if (!one || (all && *all != *one)) {
      return std::nullopt;
    }
    all = one;
  }
  return all;
}

}  // namespace

const Value kUnknownValue;

std::optional<std::string_view> Value::text() const {
  return kind == ValueKind::Text && is_known ? std::optional(whole) : std::nullopt;
}

std::optional<bool> Value::truth() const {
  switch (kind) {
    case ValueKind::None:
      return false;
    case ValueKind::Bool:
    case ValueKind::Int:
      return integer != 0;
    case ValueKind::Float:
      return real != 0;
    case ValueKind::Text:
      return is_known ? std::optional(!whole.empty()) : std::nullopt;
    case ValueKind::List:
    case ValueKind::Tuple:
    case ValueKind::Set:
      return !items.empty() ? std::optional(true) : is_open ? std::nullopt : std::optional(false);
    case ValueKind::Dict:
      return !entries.empty() ? std::optional(true) : is_open ? std::nullopt : std::optional(false);
    case ValueKind::OneOf:
      return truth_of_all(items);
    case ValueKind::Unknown:
      return std::nullopt;
  }
  return std::nullopt;
}

bool Value::is_constant() const {
  return is_constant_within(*this, kMaxConstantDepth);
}

const Entry* Value::entry_of(std::string_view key) const {
  if (entries.size() > kMostEntries) {
    return nullptr;
  }
  // The last entry of a key counts; a spread behind it may say otherwise.
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (entry->key == nullptr) {
      return nullptr;
    }
    if (entry->key->text() == key) {
      return &*entry;
    }
  }
  return nullptr;
}

const Value& or_default(const Value& value) {
  return value.is_parameter ? *value.items[0].value : value;
}

std::span<const Item> alternatives(const Item& value) {
  return value.value->is(ValueKind::OneOf) ? value.value->items : std::span(&value, 1);
}

bool are_same(const Value& a, const Value& b) {
  if (a.kind != b.kind) {
    return false;
  }
  switch (a.kind) {
    case ValueKind::None:
      return true;
    case ValueKind::Bool:
    case ValueKind::Int:
      return a.integer == b.integer;
    case ValueKind::Float:
      return a.real == b.real;
    case ValueKind::Text:
      return a.is_known && b.is_known && a.is_bytes == b.is_bytes && a.whole == b.whole;
    default:
      return false;
  }
}

}  // namespace av::names
