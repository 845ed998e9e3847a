#include "analysis/text/source.h"

#include "analysis/text/cookie.h"
#include "analysis/text/file_bytes.h"
#include "analysis/text/given_text.h"
#include "analysis/text/lines.h"
#include "analysis/text/markdown_code.h"
#include "analysis/text/notebook.h"
#include "analysis/text/source_kind.h"
#include "base/assert.h"
#include "base/utf8.h"
#include "lexis/decoding.h"
#include "lexis/encodings.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <optional>
#include <utility>

namespace av::text {
namespace {

using lexis::Codec;
using lexis::CodecKind;

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16LittleMark = "\xFF\xFE";
constexpr std::string_view kUtf16BigMark = "\xFE\xFF";

Span span_of(std::size_t start, std::size_t end) {
  return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
}

// Where text was made from bytes as they are, places in both are the same.
bool keeps_ascii(const Codec& codec) {
  switch (codec.kind) {
    case CodecKind::Utf8:
    case CodecKind::Ascii:
    case CodecKind::Latin1:
      return true;
    case CodecKind::Table:
    case CodecKind::Framed:
      return codec.lower == nullptr;
    default:
      return false;
  }
}

// The cookie's own line is read as ASCII by every Python before it knows of an encoding in which
// that line could not even be a comment.
bool starts_behind_cookie(CodecKind kind) {
  switch (kind) {
    case CodecKind::Ebcdic:
    case CodecKind::Rot13:
    case CodecKind::Utf16:
    case CodecKind::Utf16Le:
    case CodecKind::Utf16Be:
    case CodecKind::Utf32:
    case CodecKind::Utf32Le:
    case CodecKind::Utf32Be:
      return true;
    default:
      return false;
  }
}

// Decoder turns the bytes in a source's text into text.
class Decoder {
 public:
  explicit Decoder(Source& source) : source_(source) {}

  // decode heeds what Python heeds; decode_plain knows no cookie.
  void decode() { read(&Decoder::decode_by_cookie); }
  void decode_plain() { read(&Decoder::decode_as_utf8); }

 private:
  void read(void (Decoder::*decode_marked)()) {
    if (bytes().starts_with(kUtf16LittleMark) || bytes().starts_with(kUtf16BigMark)) {
      decode_utf16();
    } else {
      take_mark();
      (this->*decode_marked)();
    }
    note_nulls();
    std::stable_sort(source_.notices.begin(), source_.notices.end(),
                     [](const Notice& a, const Notice& b) { return a.span.start < b.span.start; });
  }

  void decode_as_utf8() { decode_with(*lexis::find_codec("utf-8")); }

  [[nodiscard]] std::string_view bytes() const { return source_.text.text(); }

  void note(NoticeKind kind, Span span, std::string message) {
    source_.notices.push_back({kind, span, std::move(message), true});
  }

  void take_mark() {
    source_.had_bom = bytes().starts_with(kUtf8Mark);
    if (source_.had_bom) {
      source_.text.drop_front(kUtf8Mark.size());
    }
  }

  // Some editors and shells write UTF-16; what is in such a file is worth telling all the same.
  void decode_utf16() {
    convert(*lexis::find_codec("utf-16"));
    note(NoticeKind::UnknownEncoding, span_of(0, 0),
         "a UTF-16 byte-order mark; read as UTF-16, which no Python does");
  }

  void decode_by_cookie() {
    if (const auto cookie = find_cookie(bytes())) {
      cookie_name_ = cookie->name;
      cookie_offset_ = text_offset_ = cookie->offset;
      cookie_line_end_ = cookie->line_end;
    }
    if (cookie_name_.empty() || source_.had_bom) {
      decode_with(*lexis::find_codec("utf-8"));
      if (!cookie_name_.empty() && lexis::canonical_cookie(cookie_name_) != "utf-8") {
        note(NoticeKind::ConflictingCookie, cookie_span(),
             "a UTF-8 byte-order mark and a cookie that says " + cookie_name_ + "; read as utf-8");
      }
      return;
    }
    const Codec* codec = lexis::find_codec(cookie_name_);
    if (codec == nullptr || codec->kind == CodecKind::NotText) {
      return decode_unknown("no Python reads source in the encoding " + cookie_name_);
    }
    decode_with(*codec);
    if (codec->hides) {
      note(NoticeKind::HidingEncoding, cookie_span(),
           "the encoding " + codec->name + " hides text: this file does not run as it reads");
      source_.notices.back().rejects = !codec->python3;
    }
  }

  void decode_unknown(std::string message) {
    const bool is_utf8 = base::find_invalid_utf8(bytes()) == std::string_view::npos;
    const Codec& codec = *lexis::find_codec(is_utf8 ? "utf-8" : "latin-1");
    decode_with(codec);
    note(NoticeKind::UnknownEncoding, cookie_span(),
         std::move(message) + "; read as " + codec.name);
  }

  // Most files need no work: their bytes are their text.
  void decode_with(const Codec& codec) {
    source_.encoding = codec.name;
    const std::size_t end = keeps_ascii(codec) ? base::find_non_ascii(bytes()) : 0;
    const bool is_done =
        end == bytes().size() || (codec.kind == CodecKind::Utf8 &&
                                  base::find_invalid_utf8(bytes(), end) == std::string_view::npos);
    if (!is_done) {
      convert(codec);
    }
  }

  // Replaces the bytes by what they mean.
  void convert(const Codec& codec) {
    source_.encoding = codec.name;
    const std::size_t start = starts_behind_cookie(codec.kind) ? cookie_line_end_ : 0;
    const lexis::Decoded decoded = lexis::decode_bytes(codec, bytes().substr(start));
    if (!decoded.is_available) {
      decode_unknown("this system's iconv does not know " + codec.name);
      source_.notices.back().rejects = false;
      return;
    }
    const Codec& utf8 = *lexis::find_codec("utf-8");
    lexis::Decoded text = lexis::decode_bytes(utf8, bytes().substr(0, start));
    note_damage(text, 0, utf8.name);
    note_damage(decoded, text.text.size(), codec.name);
    const std::string_view before_cookie = bytes().substr(0, cookie_offset_);
    text_offset_ = lexis::decode_bytes(start > 0 ? utf8 : codec, before_cookie).text.size();
    source_.text.assign(text.text += decoded.text);
  }

  // Where the cookie is in the text.
  [[nodiscard]] Span cookie_span() const {
    const std::size_t size = bytes().size();
    return span_of(std::min(text_offset_, size),
                   std::min(text_offset_ + cookie_name_.size(), size));
  }

  void note_damage(const lexis::Decoded& decoded, std::size_t start, const std::string& encoding) {
    for (const lexis::DamagedRun& run : decoded.damage) {
      note(NoticeKind::UndecodableBytes, span_of(start + run.start, start + run.end),
           "bytes that are no text in " + encoding);
    }
    tell_rest(decoded.damaged_runs - decoded.damage.size());
  }

  void note_nulls() {
    const std::string_view text = bytes();
    std::size_t count = 0;
    for (std::size_t at = text.find('\0'); at != std::string_view::npos;
         at = text.find('\0', at + 1)) {
      if (++count <= kMostNotices) {
        note(NoticeKind::NullByte, span_of(at, at + 1), "a null byte");
      }
    }
    tell_rest(count - std::min(count, kMostNotices));
  }

  // The last notice speaks for those that are not listed.
  void tell_rest(std::size_t count) {
    if (count > 0) {
      source_.notices.back().message += ", and " + std::to_string(count) + " more places like this";
    }
  }

  Source& source_;
  std::string cookie_name_;          // empty: there is none
  std::size_t cookie_offset_ = 0;    // of the name in the bytes
  std::size_t cookie_line_end_ = 0;  // in the bytes
  std::size_t text_offset_ = 0;      // of the name in the text
};

// Coding is what the bytes of a source are: a file's, or text in UTF-8.
enum class Coding : unsigned char { Declared, Utf8 };

void start(Source& source, std::string path) {
  source.path = std::move(path);
  source.encoding.clear();
  source.notices.clear();
  source.had_bom = false;
  source.origins.clear();
}

// take_cells leaves the Python of a notebook in its source.  What was odd about the bytes of the
// file has no place in it.
Result<void> take_cells(Source& source) {
  NotebookText notebook = AV_TRY(read_notebook(source.path, source.text.text()));
  source.text.assign(notebook.text);
  source.origins = std::move(notebook.origins);
  for (Notice& notice : source.notices) {
    notice.span = {};
  }
  std::ranges::move(notebook.notices, std::back_inserter(source.notices));
  return {};
}

// take_fences leaves the Python of a Markdown page in its source, and the notices of its lines.
void take_fences(Source& source) {
  MarkdownText page = read_markdown(source.text.text());
  const LineIndex before(source.text.text());
  const LineIndex after(page.text);
  std::vector<Notice> notices;
  for (Notice& notice : source.notices) {
    const std::uint32_t line = before.line_at(notice.span.start);
    if (line <= page.is_code.size() && page.is_code[line - 1]) {
      notice.span.start = notice.span.end = after.line_start(line);
      notices.push_back(std::move(notice));
    }
  }
  source.notices = std::move(notices);
  source.text.assign(page.text);
  source.origins = std::move(page.origins);
}

void decode_python(Source& source, Coding coding) {
  Decoder decoder(source);
  coding == Coding::Utf8 ? decoder.decode_plain() : decoder.decode();
}

// decode_kind decodes the bytes in a source by the name of its file.
Result<void> decode_kind(Source& source, Coding coding = Coding::Declared) {
  switch (kind_of_name(source.path)) {
    case SourceKind::Notebook:
      Decoder(source).decode_plain();
      return take_cells(source);
    case SourceKind::Markdown:
      Decoder(source).decode_plain();
      take_fences(source);
      return {};
    case SourceKind::Python:
    case SourceKind::Other:
      break;
  }
  decode_python(source, coding);
  return {};
}

// with_bytes is a source that holds bytes, to be decoded.
Source with_bytes(std::string path, std::string_view bytes) {
  AV_ASSERT(bytes.size() <= kMostSourceBytes);
  Source source;
  start(source, std::move(path));
  source.text.assign(bytes);
  return source;
}

}  // namespace

Source decode(std::string path, std::string_view bytes) {
  Source source = with_bytes(std::move(path), bytes);
  decode_python(source, Coding::Declared);
  return source;
}

Source take_text(std::string path, std::string_view text) {
  Source source = with_bytes(std::move(path), text);
  decode_python(source, Coding::Utf8);
  return source;
}

Result<Source> decode_by_name(std::string path, std::string_view bytes) {
  Source source = with_bytes(std::move(path), bytes);
  AV_TRY(decode_kind(source));
  return source;
}

Result<Source> take_text_by_name(std::string path, std::string_view text) {
  Source source = with_bytes(std::move(path), text);
  AV_TRY(decode_kind(source, Coding::Utf8));
  return source;
}

Result<Source> load_source(const std::string& path, std::string shown_path,
                           const SourceLimits& limits) {
  Source source;
  AV_TRY(load_source_into(source, path, std::move(shown_path), limits));
  return source;
}

Result<void> load_source_into(Source& source, const std::string& path, std::string shown_path,
                              const SourceLimits& limits) {
  start(source, std::move(shown_path));
  const std::uint64_t max_bytes = std::min(limits.max_bytes, kMostSourceBytes);
  auto read = read_file_bytes(path, source.path, max_bytes, source.text);
  if (!read) {
    source.text.shrink(0);
    return read;
  }
  return decode_kind(source);
}

}  // namespace av::text
