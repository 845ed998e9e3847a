#pragma once
// base64url.h — base64url of tokens, at the speed of memory.
//
// For what is public: tokens in their encoded form.  Keys go through digest/encoding.h.  Decoding
// is strict: no other alphabet, no blanks.  With AVX2 where the processor has it.
// Source: RFC 4648, section 5.

#include <cstddef>

namespace av::fernet {

enum class Speed : unsigned char { Portable, Fastest };

// encode_groups writes 4 characters for each 3 bytes; `bytes` is a multiple of 3.
void encode_groups(const unsigned char* in, std::size_t bytes, char* out,
                   Speed speed = Speed::Fastest);

// decode_groups reads `chars`, a multiple of 4 and without padding, and says whether all were
// digits; when not, what it wrote means nothing.
bool decode_groups(const char* in, std::size_t chars, unsigned char* out,
                   Speed speed = Speed::Fastest);

}  // namespace av::fernet
