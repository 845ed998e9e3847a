#pragma once
// fingerprint.h — what finds a finding again after the file was edited or moved.
//
// Both forms are taken from masked text, so that neither tells anything of a secret.  The digest is
// SHA-256, because who writes a change must not be able to pass a new finding off as a known one.

#include "analysis/engine/excerpt.h"
#include "analysis/engine/scan_result.h"
#include "analysis/match/finding.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace av::engine {

// fingerprints_of gives one for each of the findings of one file, in their order, without line
// hashes.  Occurrences are counted in the order of places, whatever the order of the findings.
std::vector<Fingerprint> fingerprints_of(const FileText& file,
                                         std::span<const match::Finding* const> findings);

// add_line_hashes puts those of the findings' lines into their fingerprints.  Linear in the text.
void add_line_hashes(const FileText& file, std::span<const match::Finding* const> findings,
                     std::span<Fingerprint> prints);

// sha256_of is the digest of bytes, as hex digits.
std::string sha256_of(std::string_view bytes);

// masked_text is the whole text with every secret replaced.
std::string masked_text(const FileText& file);

}  // namespace av::engine
