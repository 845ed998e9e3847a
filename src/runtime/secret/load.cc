#include <antivenom/secret.h>

#include <array>

namespace av::secret {
namespace {

Result<SecretBytes> load_environment(std::string_view rest, const ReadOptions& options) {
  return from_environment(rest, options);
}

Result<SecretBytes> load_file(std::string_view rest, const ReadOptions& options) {
  return from_file(std::string(rest), options);
}

Result<SecretBytes> load_credential(std::string_view rest, const ReadOptions& options) {
  return from_credential(rest, options);
}

Result<SecretBytes> load_key(std::string_view rest, const ReadOptions& options) {
  return from_keyring(std::string(rest), options);
}

Result<SecretBytes> load_from_dotenv(std::string_view rest, const ReadOptions& options) {
  const std::size_t mark = rest.rfind('#');
  if (mark == std::string_view::npos || mark + 1 == rest.size()) {
    return fail(ErrorCode::InvalidArgument, "dotenv: needs a file and a name, dotenv:PATH#NAME");
  }
  const std::string path(rest.substr(0, mark));
  const std::string name(rest.substr(mark + 1));
  const Dotenv file = AV_TRY(load_dotenv(path, options));
  const Dotenv::Entry* const entry = file.find(name);
  if (entry == nullptr) {
    return fail(ErrorCode::NotFound, path + " does not assign " + name);
  }
  if (entry->value.empty()) {
    return fail(ErrorCode::InvalidArgument,
                path + ":" + std::to_string(entry->line) + ": " + name + " is empty");
  }
  return entry->value.clone();
}

struct Scheme {
  std::string_view prefix;
  Result<SecretBytes> (*load)(std::string_view rest, const ReadOptions& options);
};

// The longer prefix of one scheme comes first.
constexpr std::array kSchemes = {
    Scheme{"env://", load_environment},  Scheme{"file://", load_file},
    Scheme{"file:", load_file},          Scheme{"systemd://", load_credential},
    Scheme{"keyring://", load_key},      Scheme{"dotenv://", load_from_dotenv},
    Scheme{"dotenv:", load_from_dotenv},
};

}  // namespace

Result<SecretBytes> load(std::string_view address, const ReadOptions& options) {
  for (const Scheme& scheme : kSchemes) {
    if (address.starts_with(scheme.prefix)) {
      return scheme.load(address.substr(scheme.prefix.size()), options);
    }
  }
  // Not quoted: what stands here may be the secret itself, passed by mistake.
  return fail(ErrorCode::InvalidArgument, "a secret's address starts with none of the known words",
              "env://NAME, file:///PATH, systemd://NAME, keyring://NAME or dotenv:PATH#NAME");
}

}  // namespace av::secret
