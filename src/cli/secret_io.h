#pragma once
// secret_io.h — how commands take secrets in and give them out: never by an argument.
//
// What the arguments of a process are, every user of the machine can see. Commands read a secret
// from a prompt without echo, a file, standard input or an address of <antivenom/secret.h>.

#include "cli/command.h"
#include <antivenom/secret.h>

#include <string>
#include <sys/types.h>

namespace av::cli {

inline constexpr std::size_t kLargestInput = std::size_t{1} << 30;
inline constexpr mode_t kOwnerOnly = 0600;  // of files with secrets

// SecretSource is where a command's option says its secret is.
struct SecretSource {
  std::string address;  // "" asks at the terminal, "-" is standard input, or a secret's address
  std::string prompt;   // what the terminal shows: "Password"
  enum class Repeat : unsigned char { Once, Twice } repeat = Repeat::Once;  // at the terminal
  std::size_t max_bytes = std::size_t{1} << 20;
};

// read_secret reads it, less one line end. Without a terminal, "" is an error that names the
// option to use.
Result<SecretBytes> read_secret(const SecretSource& source);

// read_input reads a descriptor to its end; errors call it `shown`.
Result<SecretBytes> read_input(int descriptor, const std::string& shown, std::size_t max_bytes);

// read_file does the same for a file that holds no secret: a manifest, a token.
Result<SecretBytes> read_file(const std::string& path, std::size_t max_bytes = kLargestInput);

// write_bytes writes all of them to a descriptor; errors call it `shown`.
Result<void> write_bytes(int descriptor, const std::string& shown, secret::ByteView bytes);

// write_new_file makes a file that its owner alone may read. It never writes over one that is
// there: what a lost key encrypted would be lost, too.
Result<void> write_new_file(const std::string& path, secret::ByteView bytes);

// write_secret passes bytes straight to standard output, past its buffer.
Result<void> write_secret(Console& console, secret::ByteView bytes);

}  // namespace av::cli
