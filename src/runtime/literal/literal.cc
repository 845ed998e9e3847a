#include "base/padded_text.h"
#include "runtime/literal/cursor.h"
#include "runtime/literal/reader.h"
#include <antivenom/literal.h>

#include <iterator>
#include <utility>

namespace av::literal {
namespace {

// ToVisitor hands a reader's values to a Visitor.
class ToVisitor {
 public:
  explicit ToVisitor(Visitor& visitor) : visitor_(visitor) {}

  bool none() { return visitor_.none(); }
  bool boolean(bool value) { return visitor_.boolean(value); }
  bool ellipsis() { return visitor_.ellipsis(); }
  bool integer(std::int64_t value) { return visitor_.integer(value); }
  bool big_integer(const Number& number) { return visitor_.big_integer(decimal_of(number)); }
  bool real(double value) { return visitor_.real(value); }
  bool complex(double real, double imaginary) { return visitor_.complex(real, imaginary); }
  bool text(std::string_view value, bool /*is_ascii*/) { return visitor_.text(value); }
  bool bytes(std::string_view value) { return visitor_.bytes(value); }
  bool list(std::size_t count) { return visitor_.list(count); }
  bool tuple(std::size_t count) { return visitor_.tuple(count); }
  bool set(std::size_t count) { return visitor_.set(count); }
  bool dict(std::size_t count) { return visitor_.dict(count); }

  // As CPython up to 3.13 adds: both sides are complex first, which decides the signs of zeros.
  bool sum(const Number& left, bool is_minus, double imaginary) {
    const double real = left.as_double();
    return is_minus ? visitor_.complex(real - 0.0, 0.0 - imaginary)
                    : visitor_.complex(real + 0.0, 0.0 + imaginary);
  }

 private:
  Visitor& visitor_;
};

// Builder makes a Value of what it is told.
class Builder : public Visitor {
 public:
  bool none() override { return push(Value::None{}); }
  bool boolean(bool value) override { return push(value); }
  bool ellipsis() override { return push(Value::Ellipsis{}); }
  bool integer(std::int64_t value) override { return push(value); }
  bool big_integer(std::string_view decimal) override {
    return push(Value::BigInt{std::string(decimal)});
  }
  bool real(double value) override { return push(value); }
  bool complex(double real, double imaginary) override {
    return push(Value::Complex{real, imaginary});
  }
  bool text(std::string_view value) override { return push(std::string(value)); }
  bool bytes(std::string_view value) override { return push(Value::Bytes{std::string(value)}); }
  bool list(std::size_t count) override { return push(Value::List{take(count)}); }
  bool tuple(std::size_t count) override { return push(Value::Tuple{take(count)}); }
  bool set(std::size_t count) override { return push(Value::Set{take(count)}); }
  bool dict(std::size_t count) override { return push(Value::Dict{take(2 * count)}); }

  Value result() { return std::move(stack_.back()); }

 private:
  bool push(Value::Holder holder) {
    stack_.emplace_back(std::move(holder));
    return true;
  }

  std::vector<Value> take(std::size_t count) {
    const auto first = stack_.end() - static_cast<std::ptrdiff_t>(count);
    std::vector<Value> items(std::make_move_iterator(first), std::make_move_iterator(stack_.end()));
    stack_.erase(first, stack_.end());
    return items;
  }

  std::vector<Value> stack_;
};

tl::unexpected<Error> failure(const Fault& fault, std::string_view text, Place* where) {
  const Place place = place_of(text, fault.offset);
  if (where != nullptr) {
    *where = place;
  }
  return tl::unexpected<Error>(to_error(fault, place));
}

}  // namespace

Result<void> visit(std::string_view text, Visitor& visitor, const Options& options, Place* where) {
  Fault fault;
  if (!check_text(text, options, fault)) {
    return failure(fault, text, where);
  }
  const base::PaddedText padded(text);
  ToVisitor sink(visitor);
  Reader<ToVisitor> reader(padded.view(), options, sink);
  if (reader.read()) {
    return {};
  }
  return reader.stopped() ? failure({ErrorCode::Changed, "stopped by the visitor", 0}, text, where)
                          : failure(reader.fault(), text, where);
}

Result<Value> parse(std::string_view text, const Options& options, Place* where) {
  Builder builder;
  AV_TRY(visit(text, builder, options, where));
  return builder.result();
}

const Value* Value::find(std::string_view key) const {
  const auto* dict = find_as<Dict>();
  if (dict == nullptr) {
    return nullptr;
  }
  for (std::size_t i = dict->items.size(); i >= 2; i -= 2) {
    const auto* text = dict->items[i - 2].find_as<std::string>();
    if (text != nullptr && *text == key) {
      return &dict->items[i - 1];
    }
  }
  return nullptr;
}

const std::vector<Value>* Value::items() const {
  return std::visit(
      [](const auto& held) -> const std::vector<Value>* {
        if constexpr (requires { held.items; }) {
          return &held.items;
        } else {
          return nullptr;
        }
      },
      holder_);
}

}  // namespace av::literal
