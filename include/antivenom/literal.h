#pragma once
// literal.h — reads Python literals, and nothing but literals.
//
// In: UTF-8 text such as "{'a': [1, 2.5, None]}": exactly what CPython's ast.literal_eval accepts.
// Out: a Value, or calls to your Visitor.  Nothing is run, imported or looked up.
// Fails: not a literal (InvalidArgument), a limit (LimitExceeded), a sort refused (Denied).
// Cost: one pass, linear; memory bounded by the options; no recursion, so no stack to exhaust.
// Source: The Python Language Reference, 2 and 6; CPython's Lib/ast.py for what a literal is.

#include <antivenom/result.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace av::literal {

// Sorts says which of the rarer literals are taken.  All are by default, as in CPython.
struct Sorts {
  bool sets = true;      // {1, 2} and set()
  bool bytes = true;     // b'...'
  bool complex = true;   // 2j, 1+2j
  bool ellipsis = true;  // ...
};

// Options are the limits on what is read; beyond one the reading stops with LimitExceeded.
struct Options {
  std::size_t max_bytes = std::size_t{1} << 20;         // of the whole text
  std::size_t max_items = std::size_t{1} << 20;         // values, containers included
  std::size_t max_string_bytes = std::size_t{1} << 20;  // of one string's value
  std::size_t max_int_digits = 4300;                    // of one integer, as written
  std::uint32_t max_depth = 100;                        // of brackets; kDepthCeiling at most
  Sorts allow = {};
};

// kDepthCeiling bounds max_depth, so that a Value can be destroyed without exhausting the stack.
inline constexpr std::uint32_t kDepthCeiling = 10'000;

// Place is where in the text a failure is.  Lines and columns count from 1, columns in characters.
struct Place {
  std::size_t offset = 0;  // bytes
  std::size_t line = 1;
  std::size_t column = 1;
};

// Visitor receives values in the order in which they end: what a container holds comes before it.
// A visitor with a stack pushes every value, and takes the last `count` off when a container comes.
// Returning false stops the reading, which then fails with Changed.
class Visitor {
 public:
  Visitor() = default;
  Visitor(const Visitor&) = delete;
  Visitor& operator=(const Visitor&) = delete;
  virtual ~Visitor() = default;

  virtual bool none() = 0;
  virtual bool boolean(bool value) = 0;
  virtual bool ellipsis() = 0;
  virtual bool integer(std::int64_t value) = 0;
  // big_integer is one beyond 64 bits, in decimal, with its sign.
  virtual bool big_integer(std::string_view decimal) = 0;
  virtual bool real(double value) = 0;
  virtual bool complex(double real, double imaginary) = 0;
  // text is UTF-8, in which a lone surrogate (Python has them) is its three bytes.
  virtual bool text(std::string_view value) = 0;
  virtual bool bytes(std::string_view value) = 0;
  virtual bool list(std::size_t count) = 0;
  virtual bool tuple(std::size_t count) = 0;
  virtual bool set(std::size_t count) = 0;
  // dict follows 2 * `count` values: key, value, key, value.
  virtual bool dict(std::size_t count) = 0;
};

// visit reads `text` and hands what it finds to `visitor`.  After a failure, `where` (when given)
// says where.  Thread-safe.
Result<void> visit(std::string_view text, Visitor& visitor, const Options& options = {},
                   Place* where = nullptr);

// Value is one literal's value.  Copyable; compares by what was written (1 and 1.0 differ).
class Value {
 public:
  struct None {
    friend bool operator==(None, None) = default;
  };
  struct Ellipsis {
    friend bool operator==(Ellipsis, Ellipsis) = default;
  };
  struct BigInt {
    std::string decimal;
    friend bool operator==(const BigInt&, const BigInt&) = default;
  };
  struct Complex {
    double real = 0;
    double imaginary = 0;
    friend bool operator==(const Complex&, const Complex&) = default;
  };
  struct Bytes {
    std::string value;
    friend bool operator==(const Bytes&, const Bytes&) = default;
  };
  struct List {
    std::vector<Value> items;
    friend bool operator==(const List&, const List&) = default;
  };
  struct Tuple {
    std::vector<Value> items;
    friend bool operator==(const Tuple&, const Tuple&) = default;
  };
  // Set keeps what was written, in order, repetitions included.
  struct Set {
    std::vector<Value> items;
    friend bool operator==(const Set&, const Set&) = default;
  };
  // Dict keeps key and value by turns, in order, repeated keys included; find() takes the last.
  struct Dict {
    std::vector<Value> items;
    friend bool operator==(const Dict&, const Dict&) = default;
  };
  using Holder = std::variant<None, bool, Ellipsis, std::int64_t, BigInt, double, Complex,
                              std::string, Bytes, List, Tuple, Set, Dict>;

  Value() = default;
  explicit Value(Holder holder) : holder_(std::move(holder)) {}

  // is and find_as look at the value as a T of Holder: value.find_as<std::string>() is null unless
  // it is text.
  template <class T>
  [[nodiscard]] bool is() const {
    return std::holds_alternative<T>(holder_);
  }
  template <class T>
  [[nodiscard]] const T* find_as() const {
    return std::get_if<T>(&holder_);
  }
  [[nodiscard]] const Holder& holder() const { return holder_; }

  // find is the value of the text key `key` in a Dict, the last one written; null when there is
  // none or this is no Dict.  Linear.
  [[nodiscard]] const Value* find(std::string_view key) const;
  // items are a container's values (a Dict's keys and values by turns); null for other values.
  [[nodiscard]] const std::vector<Value>* items() const;

  friend bool operator==(const Value& a, const Value& b) { return a.holder_ == b.holder_; }

 private:
  Holder holder_;
};

// parse reads `text` into a Value.  After a failure, `where` (when given) says where.  Thread-safe.
Result<Value> parse(std::string_view text, const Options& options = {}, Place* where = nullptr);

// to_python writes a value as Python's repr() does: parse() reads the same value back.  Infinity is
// 1e999, as inf would be a name.
std::string to_python(const Value& value);

// to_json writes a value as JSON (RFC 8259) in ASCII, tuples as arrays.  Unsupported for what JSON
// does not have: bytes, sets, complex numbers, an ellipsis, infinity, keys that are no text, lone
// surrogates.  Of a key written twice the last counts.
Result<std::string> to_json(const Value& value);

}  // namespace av::literal
