#pragma once
// source.h — one Python file as text: read, decoded, and what was odd about its bytes.
//
// In: a path, or bytes.  Out: UTF-8 with padding, whatever the file's encoding was (PEP 263: BOM,
// cookie in the first two lines, else UTF-8).  Bytes that do not decode become U+FFFD with a
// Notice, so that a damaged file is still analysed.
// Of a notebook and of a Markdown page, the Python in it (notebook.h, markdown_code.h).
// Failure: Error when it cannot be read, is no regular file, is larger than the limit, changed
// while it was read, or is no notebook for all its name.

#include "analysis/text/line_origin.h"
#include "analysis/text/span.h"
#include "base/padded_text.h"
#include <antivenom/result.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace av::text {

// NoticeKind is what was odd about a file's bytes.
enum class NoticeKind : std::uint8_t {
  UndecodableBytes,  // bytes that are not text in the file's encoding; replaced by U+FFFD
  UnknownEncoding,   // the cookie names no known encoding; read as UTF-8, else Latin-1
  HidingEncoding,    // utf-7, rot13, unicode_escape and kin: the bytes read differently to a person
  ConflictingCookie,  // a UTF-8 BOM and a cookie that says otherwise
  NullByte,           // a NUL in the text: no Python since 3.x compiles it
  BrokenCell,         // a cell of a notebook whose source is no text
};

// Notice is one oddity, at a place in the decoded text.
struct Notice {
  NoticeKind kind;
  Span span;
  std::string message;   // a sentence without a full stop
  bool rejects = false;  // CPython 3 does not run a script like this; it may import one whose bad
                         // bytes are in a comment, as long as it has no cookie
};

// kMostNotices is how many places of one kind are noted; the last tells how many more there are.
inline constexpr std::size_t kMostNotices = 20;

// kMostSourceBytes is the largest source there can be: Span counts in 32 bits, and one byte can
// become three.
inline constexpr std::uint64_t kMostSourceBytes = std::uint64_t{1} << 30;

// SourceLimits bounds what is read.
struct SourceLimits {
  std::uint64_t max_bytes = std::uint64_t{32} << 20;  // at most kMostSourceBytes
};

// Source is one file's decoded text.  Owns it.  Movable.
struct Source {
  std::string path;             // as shown to the user
  std::string encoding;         // canonical lower-case name: "utf-8", "latin-1", "cp1252", …
  base::PaddedText text;        // UTF-8; a BOM is not part of it
  std::vector<Notice> notices;  // ascending by place
  bool had_bom = false;
  // One a line of `text`, where that is only a part of the file; else empty.
  std::vector<LineOrigin> origins;
};

// decode makes a Source of `bytes`, at most kMostSourceBytes, which are Python whatever `path` is
// called.  Never fails.  Linear.
Source decode(std::string path, std::string_view bytes);

// decode_by_name makes a Source of `bytes` as load_source would of a file called `path`.
Result<Source> decode_by_name(std::string path, std::string_view bytes);

// load_source reads and decodes the file at `path`, shown as `shown_path`.
// Opens only regular files (never blocks on a FIFO or device, even if swapped in after a check).
Result<Source> load_source(const std::string& path, std::string shown_path,
                           const SourceLimits& limits = {});

// load_source_into does the same into a Source that is used again and again: its memory is kept, so
// that a worker touches fresh pages only while its largest file so far grows.
Result<void> load_source_into(Source& source, const std::string& path, std::string shown_path,
                              const SourceLimits& limits = {});

}  // namespace av::text
