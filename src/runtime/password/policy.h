#pragma once
// policy.h — what a Policy means for new strings and for stored ones.

#include "runtime/password/stored.h"

namespace av::password {

// new_stored is the scheme and costs of a new hash, with a fresh salt and a digest to be filled.
// Errors: costs below the floor, beyond the caps or of no sense; a bad pepper.
Result<Stored> new_stored(const Policy& policy, std::size_t password_bytes);

// upgrade_of is how `stored` should be hashed anew, or nothing: when it already is at least as
// strong in every cost as the policy asks, or by a stronger algorithm.  No cost goes down.
std::optional<Stored> upgrade_of(const Stored& stored, const Policy& policy,
                                 std::size_t password_bytes);

// peppered is the password as it goes into the scheme.
Result<SecretBytes> peppered(ByteView password, const Stored& stored, const Policy& policy);

// check_floor refuses costs below today's guidance.
Result<void> check_floor(const Policy& policy);

}  // namespace av::password
