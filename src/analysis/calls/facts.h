#pragma once
// facts.h — what one file's instructions say of where functions go: rows between variables.
//
// A variable is a value of an instruction, a name as other functions see it, what a function
// returns: whatever a function or an object can be in.  A row says how one gets from variables to
// another; the solver (solver.h) joins the rows of all files.  Rows keep nothing of the tree, so
// that a file's tree and instructions can go when its facts are made.
// All ids count within the file.  Immutable once made; any number of threads may read.

#include "analysis/flow/ir.h"
#include "analysis/names/project.h"
#include "base/id.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace av::calls {

struct VarTag;
struct WordTag;
using VarId = base::Id<VarTag>;
// WordId is a name, a constant text or the decimal digits of a constant integer (after kNumber).
using WordId = base::Id<WordTag>;

// kNumber stands in front of an integer's digits, so that 1 and "1" are two keys.
inline constexpr char kNumber = '\x01';

enum class RowKind : std::uint8_t {
  Copy,        // a = b
  Text,        // a = a text; word: which, or with kPrefix how it begins, or none
  Integer,     // a = the integer `word`
  Function,    // a = function number c
  Class,       // a = the class whose body is function number c; items: bases, keywords
  Builtin,     // a = what `word` means when the file binds it nowhere
  Import,      // a = the module `word`
  ImportName,  // a = name `word` of the module that item 0 names
  GetAttr,     // a = b.word
  SetAttr,     // a.word = b
  DelAttr,     // del b.word
  GetItem,     // a = b[word], a constant key
  GetItemBy,   // a = b[c]
  SetItem,     // a[word] = b
  SetItemBy,   // a[c] = b
  Slice,       // a = b[lower:upper]; items: the bounds: Constant, without a word when left out, or
               // Value when not known
  Build,       // a = a container of the items; flags: Shape
  Collect,     // the container a gets the element b
  Call,        // a = b(items)
  Iterate,     // a = iter(b)
  Next,        // a = next(b)
  Unpack,      // a = one target's share of b; c: its index, and above that how many come behind it
  Enter,       // a = b.__enter__()
  Exit,        // b.__exit__(…)
  Await,       // a = await b
  YieldFrom,   // a = yield from b
  Raise,       // raise b
  Operator,    // a = b.word(items), and for those with two operands also their reflected form
  InstanceOf,  // a = an instance of the class b, or of those in the tuple b
};

// Shape is what a Build makes.
enum class Shape : std::uint8_t { List, Tuple, Set, Dict };

namespace row_flag {
inline constexpr std::uint8_t kShape = 0x03;       // Build
inline constexpr std::uint8_t kDecorator = 0x04;   // Call: made by an @
inline constexpr std::uint8_t kAsync = 0x08;       // Iterate, Next, Enter, Exit
inline constexpr std::uint8_t kStar = 0x10;        // Unpack: takes all that is left over
inline constexpr std::uint8_t kBehindStar = 0x20;  // Unpack: counts from the end
inline constexpr std::uint8_t kPrefix = 0x40;      // Text: only its beginning is known
}  // namespace row_flag

// Item is one of a row's list: an argument, an element, a base class.
struct Item {
  enum class Kind : std::uint8_t {
    Value,
    Star,        // *value
    DoubleStar,  // **value
    Named,       // word=value, or the constant key `word` of a dict
    Keyed,       // a dict's key and value by turns: this is the key
    Constant,    // only `word`
  };
  Kind kind = Kind::Value;
  WordId word;
  VarId var;
};

// Row is one fact.  `site` is the instruction it comes from; none for what no instruction makes.
struct Row {
  RowKind kind;
  std::uint8_t flags = 0;
  std::uint16_t item_count = 0;
  std::uint32_t first_item = 0;
  VarId a;
  VarId b;
  std::uint32_t c = 0;  // as RowKind says: a VarId, a function or an index
  WordId word;
  flow::ValueId site;
};

struct ParameterFact {
  enum class Kind : std::uint8_t { Position, Either, Rest, Name, Names };
  Kind kind = Kind::Either;
  // The function returns it as it came: each call's result is then its own argument, so that one
  // decorator does not mix up all it decorates.
  bool is_returned = false;
  WordId name;
  VarId var;
};

// MemberFact is a name of a module or class, and the variable that all that is bound to it is in.
struct MemberFact {
  WordId name;
  VarId cell;
};

struct FunctionFact {
  enum class Kind : std::uint8_t { Module, Class, Function, Lambda };
  Kind kind = Kind::Module;
  bool is_generator : 1 = false;
  bool is_async : 1 = false;
  bool is_static : 1 = false;        // written so, or __new__
  bool is_class_method : 1 = false;  // written so
  WordId name;                       // of the module "", of a lambda "<lambda1>"
  flow::FunctionId around;
  std::uint32_t start = 0;  // byte offset of the definition
  std::uint32_t first_parameter = 0;
  std::uint32_t parameter_count = 0;
  std::uint32_t first_member = 0;  // of a module or class; ascending by word
  std::uint32_t member_count = 0;
  std::uint32_t first_self_name = 0;  // of a class: what its methods set on their first parameter
  std::uint32_t self_name_count = 0;
  std::uint32_t first_field = 0;  // of a class: the annotated names of its body, in order
  std::uint32_t field_count = 0;
  std::uint32_t first_row = 0;
  std::uint32_t row_count = 0;
  VarId returned;
  VarId yielded;
};

// FileFacts is all of one file.  functions[i] is flow's function i.
struct FileFacts {
  names::ModuleId module;
  std::vector<FunctionFact> functions;
  std::vector<ParameterFact> parameters;
  std::vector<MemberFact> members;
  std::vector<WordId> self_names;
  std::vector<WordId> fields;
  std::vector<Row> rows;
  std::vector<Item> items;
  std::vector<WordId> stars;  // modules of `from m import *`
  std::string text;
  std::vector<std::uint32_t> word_ends;
  std::uint32_t var_count = 0;
  std::uint32_t cut_lists = 0;         // lists of over kMaxItems, whose tail is left out
  std::uint32_t coarse_functions = 0;  // too large to tell one binding of a local from another

  [[nodiscard]] std::string_view word(WordId id) const {
    const std::uint32_t start = id.index() == 0 ? 0 : word_ends[id.index() - 1];
    return std::string_view(text).substr(start, word_ends[id.index()] - start);
  }
  [[nodiscard]] std::uint32_t word_count() const {
    return static_cast<std::uint32_t>(word_ends.size());
  }
};

// kMaxItems is how many elements of one container or call are told apart.
inline constexpr std::size_t kMaxItems = 1024;

}  // namespace av::calls
