// Any text is an address, a network, a list of proxies, or is not. Addresses and networks written
// again are the same; a client is never found behind a proxy that nobody trusts.

#include <antivenom/limit_http.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace lim = av::limit;

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void check_client(std::string_view text, lim::Forwarded::Field field) {
  const lim::Address peer = *lim::parse_address("10.0.0.1");
  const std::vector<lim::Network> trusted = {*lim::parse_network("10.0.0.0/8"),
                                             *lim::parse_network("fd00::/8")};
  require(lim::client_of(peer, {field, text}, {}) == peer);
  const lim::Address client = lim::client_of(peer, {field, text}, trusted);
  require(lim::client_of(client, {field, ""}, trusted) == client);
  require(!lim::key_of(client).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto address = lim::parse_address(text)) {
    const auto again = lim::parse_address(lim::to_text(*address));
    require(again.has_value() && *again == *address);
  }
  if (const auto network = lim::parse_network(text)) {
    require(lim::contains(*network, network->base));
    const std::string written =
        lim::to_text(network->base) + "/" + std::to_string(network->prefix_bits);
    const auto again = lim::parse_network(written);
    require(again.has_value() && again->base == network->base &&
            again->prefix_bits == network->prefix_bits);
  }
  check_client(text, lim::Forwarded::Field::XForwardedFor);
  check_client(text, lim::Forwarded::Field::Forwarded);
  lim::Decision decision;
  decision.retry_after = lim::Duration(static_cast<std::int64_t>(size));
  for (const auto& [name, value] :
       lim::header_fields(lim::Convention::Ietf, {text, {1, lim::Duration(1), 0}}, decision, {})) {
    require(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
  }
  return 0;
}
