#pragma once
// fernet_io.h — what the fernet commands share: the key, and where data comes from and goes.

#include "cli/argument_parser.h"
#include "cli/byte_progress.h"
#include "cli/secret_io.h"
#include <antivenom/fernet.h>

#include <string>
#include <variant>

namespace av::cli {

// FernetPaths are the positional arguments; "-" is standard input or output.
struct FernetPaths {
  std::string source = "-";
  std::string target = "-";
};

using FernetKey = std::variant<fernet::Key, fernet::SealKey>;

// declare_fernet adds --key, SOURCE and TARGET.
void declare_fernet(ArgumentParser& parser, std::string& key_address, FernetPaths& paths);

// read_fernet_key reads a key of either kind; which one is told by its text.
Result<FernetKey> read_fernet_key(const std::string& address);

// read_source reads all of SOURCE; write_target puts bytes at TARGET, whole or not at all.  What
// was decrypted is for its owner alone.
enum class Audience : unsigned char { Anybody, Owner };
Result<SecretBytes> read_source(const FernetPaths& paths);
Result<void> write_target(Console& console, const FernetPaths& paths, secret::ByteView bytes,
                          Audience audience);

// pass_file runs seal_file or open_file, with a progress line.
using FileWork = Result<void> (*)(const std::string& source, const std::string& target,
                                  const fernet::SealKey& key, const fernet::SealOptions& options);
struct SealJob {
  FileWork work;
  const fernet::SealKey& key;
  const std::string& context;
};
Result<void> pass_file(Console& console, const FernetPaths& paths, const SealJob& job);

// exit_of reports an error and says how to end: a bad token or file is a finding, not a usage
// error.
Exit exit_of(Console& console, const Error& error);

}  // namespace av::cli
