#pragma once
// name_table.h — what stands under a name, quick to say that nothing does.
//
// Nearly every name of a program stands in no table of ours, so a look-up asks a bit for the name's
// mark before it searches.  Filled once, then read-only.

#include <bitset>
#include <cstddef>
#include <string_view>
#include <unordered_map>

namespace av::match {

// NameTable borrows its names.
template <class T>
class NameTable {
 public:
  // operator[] is what stands under a name, made when nothing does yet.
  T& operator[](std::string_view name) {
    marks_.set(mark_of(name));
    return entries_[name];
  }

  // find is what stands under a name, or nullptr.
  [[nodiscard]] const T* find(std::string_view name) const {
    if (!marks_[mark_of(name)]) {
      return nullptr;
    }
    const auto at = entries_.find(name);
    return at == entries_.end() ? nullptr : &at->second;
  }

 private:
  static constexpr std::size_t kMarks = 4096;

  // mark_of is a cheap hash.
  static std::size_t mark_of(std::string_view name) {
    if (name.empty()) {
      return 0;
    }
    const auto at = [name](std::size_t i) {
      return static_cast<std::size_t>(static_cast<unsigned char>(name[i]));
    };
    return (at(0) * 7 + at(name.size() / 2) * 131 + at(name.size() - 1) * 1031 +
            name.size() * 517) %
           kMarks;
  }

  std::bitset<kMarks> marks_;
  std::unordered_map<std::string_view, T> entries_;
};

}  // namespace av::match
