// What the coreutils tools write and read; tests/parts/digest_test.py asks the tools themselves.

#include <antivenom/digest.h>

#include <doctest/doctest.h>

#include <cctype>
#include <string>

using std::string_literals::operator""s;
using av::digest::Algorithm;
using av::digest::hash;
using av::digest::Manifest;
using av::digest::manifest_line;
using av::digest::ManifestOptions;
using av::digest::ManifestStyle;
using av::digest::Method;
using av::digest::parse_manifest;
using av::secret::bytes_of;

namespace {

const std::string kHex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

// path_of parses one line and shows its path.
std::string path_of(const std::string& line, const ManifestOptions& options = {}) {
  const auto manifest = parse_manifest(line, options);
  return manifest->entries.size() == 1 ? manifest->entries[0].path : "none";
}

}  // namespace

TEST_CASE("lines in every style are read again") {
  const auto digest = hash(Algorithm::Sha256, bytes_of("abc"));
  for (const std::string& path : {"a"s, "a b"s, " a"s, "a\\b"s, "a\nb"s, "a\rb"s, "*a"s, "a) = b"s,
                                  "\\"s, "\xff\xfe"s, "SHA256 (x) = y"s}) {
    for (const auto line :
         {ManifestStyle::Line::Plain, ManifestStyle::Line::Binary, ManifestStyle::Line::Tagged}) {
      for (const auto end : {ManifestStyle::End::Newline, ManifestStyle::End::Zero}) {
        const std::string text = manifest_line(path, Algorithm::Sha256, digest, {line, end});
        CAPTURE(text);
        CHECK(path_of(text, {.end = end}) == path);
      }
    }
  }
}

TEST_CASE("the lines themselves") {
  const auto digest = hash(Algorithm::Sha256, bytes_of("abc"));
  CHECK(manifest_line("a", Algorithm::Sha256, digest) == kHex + "  a\n");
  CHECK(manifest_line("a\n\\", Algorithm::Sha256, digest) == "\\" + kHex + "  a\\n\\\\\n");
  CHECK(manifest_line("a", Algorithm::Sha256, digest, {ManifestStyle::Line::Binary}) ==
        kHex + " *a\n");
  CHECK(manifest_line("a", Algorithm::Sha256, digest, {ManifestStyle::Line::Tagged}) ==
        "SHA256 (a) = " + kHex + "\n");
  const Method short_blake(Algorithm::Blake2b, 32);
  CHECK(manifest_line("a", short_blake, digest, {ManifestStyle::Line::Tagged})
            .starts_with("BLAKE2b-256 (a) = "));
}

TEST_CASE("what other programs write") {
  CHECK(path_of("SHA2-256(a b)= " + kHex) == "a b");
  CHECK(path_of("SHA256 (a) = " + kHex + "\r\n") == "a");
  std::string upper = kHex;
  for (char& c : upper) {
    c = static_cast<char>(std::toupper(c));
  }
  CHECK(path_of(upper + "  a") == "a");
  CHECK(path_of("  " + kHex + "  a") == "a");
}

TEST_CASE("the method of an untagged line is told or SHA-2's of that length") {
  const std::string sha512(128, 'a');
  CHECK(parse_manifest(sha512 + "  a")->entries[0].method == Method(Algorithm::Sha512));
  CHECK(parse_manifest(sha512 + "  a", {.method = Method(Algorithm::Blake2b)})->entries[0].method ==
        Method(Algorithm::Blake2b));
  CHECK(path_of(kHex + "  a", {.method = Method(Algorithm::Sha512)}) == "none");
}

TEST_CASE("bad lines are counted, not passed over") {
  const auto manifest = parse_manifest("# note\n\n" + kHex + "  a\nnonsense\n" + kHex + " a\n" +
                                       kHex + "  \nMD5 (a) = " + kHex.substr(32) + "\n\\" + kHex +
                                       "  a\\x\n" + kHex.substr(1) + "  a\n");
  CHECK(manifest->entries.size() == 1);
  CHECK(manifest->entries[0].line == 3);
  CHECK(manifest->bad_lines == std::vector<std::uint32_t>{4, 5, 6, 7, 8, 9});
  CHECK(path_of(kHex + "  a\0b"s) == "none");
  CHECK(parse_manifest("")->entries.empty());
  CHECK_FALSE(parse_manifest(kHex, {.max_bytes = 10}));
}
