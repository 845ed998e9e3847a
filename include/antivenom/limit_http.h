#pragma once
// limit_http.h — limits of requests over HTTP: whose request it is, and what the answer says.
//
// In: the address of the connection and what proxies wrote; a Decision.  Out: the client's address
// as the key to limit by; header fields.  Never fails: what is no address is not trusted.
// Source: RFC 7239; draft-ietf-httpapi-ratelimit-headers-10; RFC 9651 (structured fields).

#include <antivenom/limit.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace av::limit {

// Address is an IPv4 or IPv6 address.  An IPv4 address mapped into IPv6 is the IPv4 address.
struct Address {
  std::array<std::uint8_t, 16> bytes{};  // an IPv4 address has 4
  bool is_v6 = false;
  friend bool operator==(const Address&, const Address&) = default;
};

// parse_address reads "192.0.2.1", "2001:db8::1"; also with a port ("192.0.2.1:80",
// "[2001:db8::1]:80") or a zone ("fe80::1%eth0"), which are dropped.  No leading zeros.
Result<Address> parse_address(std::string_view text);
std::string to_text(const Address& address);

// Network is all addresses that begin like `base`.
struct Network {
  Address base;
  unsigned prefix_bits = 0;
};

// parse_network reads "10.0.0.0/8", or an address as a network of one.
Result<Network> parse_network(std::string_view text);
bool contains(const Network& network, const Address& address);

// Forwarded is what proxies wrote into the request, all fields of one name joined by commas.
struct Forwarded {
  enum class Field : std::uint8_t { XForwardedFor, Forwarded };
  Field field = Field::XForwardedFor;
  std::string_view value;
};

// client_of is who asks: `peer`, the connection's address, unless that is of a trusted network;
// then the last address in `forwarded` that is of none.  What stands before that anybody may have
// written.  An entry that is no address ends the search: the client is who passed it on.
Address client_of(const Address& peer, const Forwarded& forwarded,
                  const std::vector<Network>& trusted);

// KeyOptions says how much of an address is one client: whoever has one IPv6 address has a whole
// network of them.
struct KeyOptions {
  unsigned v4_bits = 32;
  unsigned v6_bits = 64;
};

// key_of is the client's network as text: "192.0.2.1", "2001:db8:0:1::/64".
std::string key_of(const Address& client, const KeyOptions& options = {});

// Convention is how header fields are called.
enum class Convention : std::uint8_t {
  X,     // X-RateLimit-Limit, -Remaining, -Reset (seconds since 1970)
  Ietf,  // RateLimit-Policy and RateLimit, as the draft has them
};

// Policy is one limit as headers name it.  `name` is printable ASCII, at most 64 characters.
struct Policy {
  std::string_view name = "default";
  Limit limit;
};

// HeaderField is a name and a value.
using HeaderField = std::pair<std::string, std::string>;

// header_fields is what an answer says of a decision; Retry-After too when it was a refusal.
// `wall` is the time since 1970.  Seconds are rounded up: who waits so long may come.
std::vector<HeaderField> header_fields(Convention convention, const Policy& policy,
                                       const Decision& decision, Duration wall);

}  // namespace av::limit
