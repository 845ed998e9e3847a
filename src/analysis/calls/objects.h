#pragma once
// objects.h — the things that variables can hold, each once.
//
// An object is a kind and two numbers, whose meaning is the kind's; equal objects have equal ids.
// Texts (names, keys, dotted paths) are interned by Strings and are numbers too.

#include "base/id.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace av::calls {

enum class ObjectKind : std::uint8_t {
  Function,   // a: callable
  Class,      // a: callable of its body
  Instance,   // a: callable of its class's body
  Bound,      // a: object called, b: object that comes first of its arguments
  Module,     // a: module
  Container,  // a: the node of what made it, or the dict it is a view of; b: Shape, and which view
  Text,       // a: string, or kNoNumber for some text; b: string, how that one begins
  Integer,    // a: string
  Partial,    // a: call shape of functools.partial's own call
  External,   // a: string, its path; b: the call shape that made it, where that matters
  Super,      // a: callable of the class whose bases are looked in, b: object it stands for
  StaticMethod,  // a: object
  ClassMethod,   // a: object
  Property,      // a: object, the getter
  Generator,     // a: callable
  Coroutine,     // a: callable
};

inline constexpr std::uint32_t kNoNumber = 0xFFFFFFFF;

struct ObjectTag;
struct StringTag;
using ObjectId = base::Id<ObjectTag>;
using StringId = base::Id<StringTag>;

struct Object {
  ObjectKind kind;
  std::uint32_t a = kNoNumber;
  std::uint32_t b = kNoNumber;
  friend bool operator==(const Object&, const Object&) = default;
};

// Objects only grows.
class Objects {
 public:
  ObjectId of(ObjectKind kind, std::uint32_t a, std::uint32_t b = kNoNumber) {
    const Object object{kind, a, b};
    const auto [slot, is_new] =
        ids_.try_emplace(object, ObjectId(static_cast<std::uint32_t>(all_.size())));
    if (is_new) {
      all_.push_back(object);
    }
    return slot->second;
  }
  [[nodiscard]] const Object& operator[](ObjectId id) const { return all_[id.index()]; }

 private:
  struct Hash {
    std::size_t operator()(const Object& object) const {
      std::uint64_t key = (std::uint64_t{object.a} << 32U) | object.b;
      key = (key ^ static_cast<std::uint64_t>(object.kind)) * 0x9E3779B97F4A7C15U;
      return key ^ (key >> 29U);
    }
  };
  std::deque<Object> all_;  // references hold while it grows
  std::unordered_map<Object, ObjectId, Hash> ids_;
};

// Strings only grows; views hold as long as it.
class Strings {
 public:
  StringId of(std::string_view text) {
    if (const auto known = ids_.find(text); known != ids_.end()) {
      return known->second;
    }
    all_.emplace_back(text);
    const StringId id(static_cast<std::uint32_t>(all_.size() - 1));
    ids_.emplace(all_.back(), id);
    return id;
  }
  [[nodiscard]] std::string_view operator[](StringId id) const { return all_[id.index()]; }

 private:
  std::deque<std::string> all_;
  std::unordered_map<std::string_view, StringId> ids_;
};

}  // namespace av::calls
