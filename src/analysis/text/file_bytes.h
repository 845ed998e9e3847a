#pragma once
// file_bytes.h — the bytes of one regular file, all from the same moment.
//
// Failure: Error when the file cannot be read, is no regular file, is larger than the limit, or
// changed while it was read (tried twice).  Never blocks on a FIFO or a device.

#include "base/padded_text.h"
#include <antivenom/result.h>

#include <cstdint>
#include <string>

namespace av::text {

// read_file_bytes replaces `bytes` by the content of the file at `path`, named `shown_path` in
// messages.  Keeps the memory of `bytes`.
Result<void> read_file_bytes(const std::string& path, const std::string& shown_path,
                             std::uint64_t max_bytes, base::PaddedText& bytes);

// file_error is the Error for a failed system call on a file: `system_error` is its errno.
Error file_error(const std::string& shown_path, int system_error);

}  // namespace av::text
