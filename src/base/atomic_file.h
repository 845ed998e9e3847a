#pragma once
// atomic_file.h — a file that is there whole or not at all.
//
// What is written goes to a temporary file beside the target and takes its name at commit(); until
// then, and after any failure, the target is as it was.  A target that is no regular file (a
// device, a pipe) is written directly.  A symbolic link stays, and the file it names is replaced;
// a replaced file's permissions stay.

#include "base/sink.h"

#include <memory>
#include <string>

namespace av::base {

// AtomicFile is one file being written.  Movable.
class AtomicFile {
 public:
  // create opens the temporary file, so that a path that cannot be written fails before the work.
  static Result<AtomicFile> create(const std::string& path);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&& other) noexcept;
  // An uncommitted file leaves nothing behind.
  ~AtomicFile();

  [[nodiscard]] FdSink& sink() { return *sink_; }
  // commit gives the file its name; to be called once, after all is written.
  Result<void> commit();

 private:
  AtomicFile() = default;
  Result<void> open_target();
  Result<void> open_temporary();
  void discard();

  std::string shown_path_;
  std::string target_;
  std::string temporary_;  // empty: the target is written directly
  int descriptor_ = -1;
  std::unique_ptr<FdSink> sink_;
};

}  // namespace av::base
