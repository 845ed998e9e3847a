#include "base/utf8.h"
#include "lexis/numbers.h"
#include "lexis/repr.h"
#include <antivenom/literal.h>

#include <cmath>
#include <optional>
#include <unordered_map>
#include <utility>

namespace av::literal {
namespace {

// real_text is repr(value), but for infinity, which no literal spells.
std::string real_text(double value) {
  return std::isinf(value) ? (value < 0 ? "-1e999" : "1e999") : lexis::float_repr(value);
}

// PythonWriter appends a value's repr() to `out`.  Recursion is bounded by kDepthCeiling.
class PythonWriter {
 public:
  explicit PythonWriter(std::string& out) : out_(out) {}

  void write(const Value& value) { std::visit(*this, value.holder()); }

  void operator()(Value::None /*none*/) { out_ += "None"; }
  void operator()(Value::Ellipsis /*ellipsis*/) { out_ += "..."; }
  void operator()(bool value) { out_ += value ? "True" : "False"; }
  void operator()(std::int64_t value) { out_ += std::to_string(value); }
  void operator()(const Value::BigInt& value) { out_ += value.decimal; }
  void operator()(double value) { out_ += real_text(value); }
  void operator()(const std::string& value) { out_ += lexis::text_repr(value); }
  void operator()(const Value::Bytes& value) { out_ += lexis::bytes_repr(value.value); }
  void operator()(const Value::List& value) { items('[', value.items, ']'); }

  // What is read as (-0.0-2j) is the negated 2j; a sum never has a negative zero in front.
  void operator()(const Value::Complex& value) {
    const std::string imaginary = real_text(std::fabs(value.imaginary)) + "j";
    const bool is_negative = std::signbit(value.imaginary);
    if (value.real == 0 && std::signbit(value.real) == is_negative) {
      out_ += (is_negative ? "-" : "") + imaginary;
      return;
    }
    out_ += "(" + real_text(value.real) + (is_negative ? "-" : "+") + imaginary + ")";
  }

  void operator()(const Value::Tuple& value) {
    items('(', value.items, ')');
    if (value.items.size() == 1) {
      out_.insert(out_.size() - 1, ",");
    }
  }

  void operator()(const Value::Set& value) {
    if (value.items.empty()) {
      out_ += "set()";
    } else {
      items('{', value.items, '}');
    }
  }

  void operator()(const Value::Dict& value) {
    out_ += '{';
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      out_ += i == 0 ? "" : i % 2 == 1 ? ": " : ", ";
      write(value.items[i]);
    }
    out_ += '}';
  }

 private:
  void items(char opening, const std::vector<Value>& values, char closing) {
    out_ += opening;
    for (std::size_t i = 0; i < values.size(); ++i) {
      out_ += i == 0 ? "" : ", ";
      write(values[i]);
    }
    out_ += closing;
  }

  std::string& out_;
};

// JsonWriter appends a value as JSON; what JSON lacks is remembered, the first first.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void write(const Value& value) { std::visit(*this, value.holder()); }
  [[nodiscard]] const std::optional<std::string>& lacking() const { return lacking_; }

  void operator()(Value::None /*none*/) { out_ += "null"; }
  void operator()(Value::Ellipsis /*ellipsis*/) { lack("an ellipsis"); }
  void operator()(bool value) { out_ += value ? "true" : "false"; }
  void operator()(std::int64_t value) { out_ += std::to_string(value); }
  void operator()(const Value::BigInt& value) { out_ += value.decimal; }
  void operator()(const Value::Complex& /*value*/) { lack("a complex number"); }
  void operator()(const Value::Bytes& /*value*/) { lack("bytes"); }
  void operator()(const Value::Set& /*value*/) { lack("a set"); }
  void operator()(const Value::List& value) { items(value.items); }
  void operator()(const Value::Tuple& value) { items(value.items); }

  void operator()(double value) {
    if (std::isfinite(value)) {
      out_ += lexis::float_repr(value);
    } else {
      lack("infinity");
    }
  }

  void operator()(const std::string& value) {
    out_ += '"';
    std::string_view rest = value;
    while (!rest.empty()) {
      const base::Utf8Step step = base::decode_utf8(rest, base::Surrogates::Allowed);
      character(step.code_point);
      rest.remove_prefix(step.length);
    }
    out_ += '"';
  }

  void operator()(const Value::Dict& value) {
    std::unordered_map<std::string_view, std::size_t> last;  // where a key is written last
    for (std::size_t i = 0; i < value.items.size(); i += 2) {
      const auto* key = value.items[i].find_as<std::string>();
      if (key == nullptr) {
        return lack("a key that is no text");
      }
      last[*key] = i;
    }
    std::string_view separator = "{";
    for (std::size_t i = 0; i < value.items.size(); i += 2) {
      if (last[*value.items[i].find_as<std::string>()] == i) {
        out_ += std::exchange(separator, ", ");
        write(value.items[i]);
        out_ += ": ";
        write(value.items[i + 1]);
      }
    }
    out_ += last.empty() ? "{}" : "}";
  }

 private:
  void items(const std::vector<Value>& values) {
    out_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      out_ += i == 0 ? "" : ", ";
      write(values[i]);
    }
    out_ += ']';
  }

  void character(char32_t code_point) {
    constexpr char32_t kFirstPrintable = 0x20;
    constexpr char32_t kDelete = 0x7F;
    if (base::is_surrogate(code_point)) {
      lack("a lone surrogate");
    } else if (code_point == '"' || code_point == '\\') {
      out_ += '\\';
      out_ += static_cast<char>(code_point);
    } else if (code_point >= kFirstPrintable && code_point < kDelete) {
      out_ += static_cast<char>(code_point);
    } else if (code_point <= 0xFFFF) {
      escape(code_point);
    } else {
      escape(0xD800 + ((code_point - 0x10000) >> 10));
      escape(0xDC00 + ((code_point - 0x10000) & 0x3FF));
    }
  }

  void escape(char32_t unit) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    out_ += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) {
      out_ += kDigits[(unit >> shift) & 0xF];
    }
  }

  void lack(const char* what) {
    if (!lacking_) {
      lacking_ = what;
    }
  }

  std::string& out_;
  std::optional<std::string> lacking_;
};

}  // namespace

std::string to_python(const Value& value) {
  std::string out;
  PythonWriter(out).write(value);
  return out;
}

Result<std::string> to_json(const Value& value) {
  std::string out;
  JsonWriter writer(out);
  writer.write(value);
  if (writer.lacking()) {
    return fail(ErrorCode::Unsupported, "JSON has no way to write " + *writer.lacking());
  }
  return out;
}

}  // namespace av::literal
