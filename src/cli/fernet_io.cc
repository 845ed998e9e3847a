#include "cli/fernet_io.h"

#include "base/atomic_file.h"

#include <sys/stat.h>

namespace av::cli {
namespace {

constexpr std::string_view kSealPrefix = "avseal1-";

std::string on_system(const std::string& path) {
  return path == "-" ? "/dev/stdin" : path;
}

}  // namespace

void declare_fernet(ArgumentParser& parser, std::string& key_address, FernetPaths& paths) {
  parser
      .add_option("source", paths.source,
                  "The file to read; without one, or with -, standard input")
      ->type_name("SOURCE");
  parser
      .add_option("target", paths.target,
                  "The file to write; without one, or with -, standard output")
      ->type_name("TARGET");
  parser
      .add_option("--key,-k", key_address,
                  "Where the key is: file:PATH, env://NAME, systemd://NAME, keyring://NAME")
      ->type_name("ADDRESS")
      ->required();
}

Result<FernetKey> read_fernet_key(const std::string& address) {
  if (address.empty() || address == "-") {
    return fail(ErrorCode::InvalidArgument, "--key is the address of a key",
                "file:PATH, env://NAME, systemd://NAME or keyring://NAME");
  }
  const SecretBytes text = AV_TRY(read_secret({address, {}}));
  if (text.expose_text().starts_with(kSealPrefix)) {
    fernet::SealKey key = AV_TRY(fernet::SealKey::parse(text.expose_text()));
    return FernetKey(std::move(key));
  }
  fernet::Key key = AV_TRY(fernet::Key::parse(text.expose_text()));
  return FernetKey(std::move(key));
}

Result<SecretBytes> read_source(const FernetPaths& paths) {
  return read_file(on_system(paths.source));
}

Result<void> write_target(Console& console, const FernetPaths& paths, secret::ByteView bytes,
                          Audience audience) {
  if (paths.target == "-") {
    return write_secret(console, bytes);
  }
  base::AtomicFile file = AV_TRY(base::AtomicFile::create(paths.target));
  const int descriptor = file.sink().descriptor();
  if (audience == Audience::Owner && fchmod(descriptor, kOwnerOnly) != 0) {
    return fail(ErrorCode::Io, "cannot protect " + paths.target);
  }
  AV_TRY(write_bytes(descriptor, paths.target, bytes));
  return file.commit();
}

Result<void> pass_file(Console& console, const FernetPaths& paths, const SealJob& job) {
  if (paths.target == "-") {
    return fail(ErrorCode::Unsupported, "a sealed file is made and opened as a file",
                "name a TARGET: it appears whole, or not at all");
  }
  fernet::SealProgress progress;
  const ByteProgress line(
      [&progress] {
        return ByteCount{progress.bytes_done, progress.bytes};
      },
      console);
  return job.work(on_system(paths.source), paths.target, job.key,
                  {secret::bytes_of(job.context), &progress});
}

Exit exit_of(Console& console, const Error& error) {
  console.complain(error);
  switch (error.code) {
    case ErrorCode::NotFound:
      return Exit::NoInput;
    case ErrorCode::Unsupported:
      return Exit::Usage;
    case ErrorCode::Io:
    case ErrorCode::Changed:
      return Exit::Internal;
    default:
      return Exit::Findings;
  }
}

}  // namespace av::cli
