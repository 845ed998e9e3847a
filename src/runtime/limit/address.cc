#include <antivenom/limit_http.h>

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <optional>
#include <utility>

namespace av::limit {
namespace {

constexpr std::size_t kV4Bytes = 4;
constexpr std::size_t kV6Bytes = 16;
constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

bool is_number(std::string_view text, unsigned most) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value <= most;
}

// Without brackets, port and zone; nothing when those are not as they should be.
std::optional<std::string_view> bare(std::string_view text) {
  constexpr unsigned kMostPort = 65'535;
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    port = text.substr(end + 1);
    text = text.substr(1, end - 1);
    if (text.find(':') == std::string_view::npos) {
      return std::nullopt;
    }
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    port = text.substr(text.find(':'));
    text = text.substr(0, text.find(':'));
  }
  if (!port.empty() && (port[0] != ':' || !is_number(port.substr(1), kMostPort))) {
    return std::nullopt;
  }
  const std::size_t zone = text.find('%');
  if (zone != std::string_view::npos && text.find(':') == std::string_view::npos) {
    return std::nullopt;
  }
  return text.substr(0, zone);
}

std::optional<Address> read_address(std::string_view text) {
  const std::optional<std::string_view> plain = bare(text);
  if (!plain || plain->empty() || plain->size() >= INET6_ADDRSTRLEN ||
      plain->find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  const std::string terminated(*plain);
  Address address;
  if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) {
    return address;
  }
  if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) != 1) {
    return std::nullopt;
  }
  address.is_v6 = true;
  if (std::equal(kMapped.begin(), kMapped.end(), address.bytes.begin())) {
    std::copy_n(address.bytes.begin() + kMapped.size(), kV4Bytes, address.bytes.begin());
    std::fill(address.bytes.begin() + kV4Bytes, address.bytes.end(), std::uint8_t{0});
    address.is_v6 = false;
  }
  return address;
}

unsigned bits_of(const Address& address) {
  constexpr unsigned kByteBits = 8;
  return kByteBits * static_cast<unsigned>(address.is_v6 ? kV6Bytes : kV4Bytes);
}

Address masked(Address address, unsigned bits) {
  for (unsigned i = 0; i < kV6Bytes; ++i) {
    const unsigned kept = std::min(8U, bits > 8 * i ? bits - 8 * i : 0);
    address.bytes[i] = static_cast<std::uint8_t>(address.bytes[i] & (0xFF00U >> kept));
  }
  return address;
}

// The address in one element of Forwarded: its `for` parameter, quoted or not.
std::string_view for_parameter(std::string_view element) {
  while (!element.empty()) {
    const std::size_t end = std::min(element.find(';'), element.size());
    const std::string_view pair = trimmed(element.substr(0, end));
    element.remove_prefix(std::min(end + 1, element.size()));
    const bool is_for = pair.size() > 4 && (pair[0] | 0x20) == 'f' && (pair[1] | 0x20) == 'o' &&
                        (pair[2] | 0x20) == 'r' && pair[3] == '=';
    if (is_for) {
      const std::string_view value = pair.substr(4);
      const bool is_quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
      return is_quoted ? value.substr(1, value.size() - 2) : value;
    }
  }
  return {};
}

bool is_trusted(const Address& address, const std::vector<Network>& trusted) {
  return std::any_of(trusted.begin(), trusted.end(),
                     [&](const Network& network) { return contains(network, address); });
}

}  // namespace

Result<Address> parse_address(std::string_view text) {
  if (const std::optional<Address> address = read_address(text)) {
    return *address;
  }
  return fail(ErrorCode::InvalidArgument, "no IPv4 or IPv6 address",
              "write 192.0.2.1 or 2001:db8::1");
}

std::string to_text(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(address.is_v6 ? AF_INET6 : AF_INET, address.bytes.data(), text.data(), text.size());
  return text.data();
}

Result<Network> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view before = text.substr(0, slash);
  const bool is_plain = before.find_first_of("[]%") == std::string_view::npos &&
                        std::count(before.begin(), before.end(), ':') != 1;
  const std::optional<Address> base = is_plain ? read_address(before) : std::nullopt;
  if (!base) {
    return fail(ErrorCode::InvalidArgument, "no network", "write 10.0.0.0/8 or 2001:db8::/32");
  }
  Network network = {*base, bits_of(*base)};
  if (slash == std::string_view::npos) {
    return network;
  }
  // A mapped network is counted from the start of the IPv6 address it was written as.
  const bool is_mapped = !base->is_v6 && before.find(':') != std::string_view::npos;
  const std::string_view bits = text.substr(slash + 1);
  const unsigned extra = is_mapped ? 96 : 0;
  unsigned value = 0;
  const bool is_good =
      is_number(bits, bits_of(*base) + extra) &&
      std::from_chars(bits.data(), bits.data() + bits.size(), value).ec == std::errc() &&
      value >= extra;
  if (!is_good) {
    return fail(ErrorCode::InvalidArgument,
                "a network's prefix is from 0 to " + std::to_string(bits_of(*base) + extra));
  }
  network.prefix_bits = value - extra;
  if (masked(*base, network.prefix_bits) != *base) {
    return fail(ErrorCode::InvalidArgument, "a network's address has bits beyond its prefix",
                "write " + to_text(masked(*base, network.prefix_bits)) + "/" + std::string(bits));
  }
  return network;
}

bool contains(const Network& network, const Address& address) {
  return network.base.is_v6 == address.is_v6 &&
         masked(address, network.prefix_bits) == network.base;
}

Address client_of(const Address& peer, const Forwarded& forwarded,
                  const std::vector<Network>& trusted) {
  Address client = peer;
  std::string_view left = forwarded.value;
  while (!left.empty() && is_trusted(client, trusted)) {
    const std::size_t comma = left.rfind(',');
    const std::size_t begin = comma == std::string_view::npos ? 0 : comma + 1;
    const std::string_view element = trimmed(left.substr(begin));
    left = left.substr(0, comma == std::string_view::npos ? 0 : comma);
    const bool is_plain = forwarded.field == Forwarded::Field::XForwardedFor;
    const std::optional<Address> before = read_address(is_plain ? element : for_parameter(element));
    if (!before) {
      break;
    }
    client = *before;
  }
  return client;
}

std::string key_of(const Address& client, const KeyOptions& options) {
  const unsigned bits = std::min(client.is_v6 ? options.v6_bits : options.v4_bits, bits_of(client));
  const std::string network = to_text(masked(client, bits));
  return bits == bits_of(client) ? network : network + "/" + std::to_string(bits);
}

}  // namespace av::limit
