#include <antivenom/limit_http.h>

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace lim = av::limit;

namespace {

lim::Address address(const char* text) {
  const auto parsed = lim::parse_address(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

std::vector<lim::Network> networks(const std::vector<const char*>& texts) {
  std::vector<lim::Network> made;
  for (const char* text : texts) {
    const auto parsed = lim::parse_network(text);
    REQUIRE(parsed.has_value());
    made.push_back(*parsed);
  }
  return made;
}

}  // namespace

TEST_CASE("addresses are read, with port, brackets and zone") {
  for (const char* text :
       {"192.0.2.1", "192.0.2.1:80", "::ffff:192.0.2.1", "[::ffff:c000:201]:1"}) {
    CHECK(lim::to_text(address(text)) == "192.0.2.1");
  }
  for (const char* text : {"2001:db8::1", "[2001:db8::1]", "[2001:DB8:0::1]:65535"}) {
    CHECK(lim::to_text(address(text)) == "2001:db8::1");
  }
  CHECK(lim::to_text(address("fe80::1%eth0")) == "fe80::1");
  for (const char* bad : {"", "1", "1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4.5", "1.2.3.4:", "::g",
                          "1.2.3.4:65536", "1.2.3.4:x", "[::1", "[1.2.3.4]", "::1]:80", "1.2.3.4%e",
                          "[::1]80", "unknown", " 1.2.3.4", "0x7f.1", "1:2:3:4:5:6:7:8:9"}) {
    CAPTURE(bad);
    CHECK_FALSE(lim::parse_address(bad).has_value());
  }
  CHECK_FALSE(lim::parse_address(std::string_view("1.2.3.4\0", 8)).has_value());
}

TEST_CASE("networks contain what begins like them") {
  const auto some = networks({"10.0.0.0/8", "2001:db8::/32", "::ffff:127.0.0.0/104", "192.0.2.7"});
  CHECK(lim::contains(some[0], address("10.255.0.1")));
  CHECK_FALSE(lim::contains(some[0], address("11.0.0.1")));
  CHECK(lim::contains(some[1], address("2001:db8:ffff::1")));
  CHECK_FALSE(lim::contains(some[1], address("2001:db9::")));
  CHECK(lim::contains(some[2], address("127.1.2.3")));
  CHECK(lim::contains(some[3], address("192.0.2.7")));
  CHECK_FALSE(lim::contains(some[3], address("192.0.2.8")));
  CHECK_FALSE(lim::contains(networks({"0.0.0.0/0"})[0], address("::1")));
  for (const char* bad : {"10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/", "10.0.0.0/-1", "::/129", "/8",
                          "10.0.0.0:80/8", "[::]/0", "10.0.0.0/8x", "::ffff:1.2.3.4/95"}) {
    CAPTURE(bad);
    CHECK_FALSE(lim::parse_network(bad).has_value());
  }
}

TEST_CASE("the client is the last address that no trusted proxy has") {
  const auto trusted = networks({"10.0.0.0/8", "fd00::/8"});
  const auto client = [&](const char* peer, const char* value) {
    return lim::to_text(
        lim::client_of(address(peer), {lim::Forwarded::Field::XForwardedFor, value}, trusted));
  };
  CHECK(client("192.0.2.1", "198.51.100.9") == "192.0.2.1");
  CHECK(client("10.0.0.1", "198.51.100.9") == "198.51.100.9");
  CHECK(client("10.0.0.1", "203.0.113.1, 198.51.100.9 ,10.0.0.2") == "198.51.100.9");
  CHECK(client("10.0.0.1", "10.0.0.3,10.0.0.2") == "10.0.0.3");
  CHECK(client("10.0.0.1", "198.51.100.9, garbage, 10.0.0.2") == "10.0.0.2");
  CHECK(client("10.0.0.1", "") == "10.0.0.1");
  CHECK(client("10.0.0.1", ",") == "10.0.0.1");
  CHECK(client("fd00::1", "[2001:db8::5]:443") == "2001:db8::5");
  const auto forwarded = [&](const char* value) {
    return lim::to_text(
        lim::client_of(address("10.0.0.1"), {lim::Forwarded::Field::Forwarded, value}, trusted));
  };
  CHECK(forwarded("for=203.0.113.1, For=\"[2001:db8::5]:1\";proto=https;by=10.0.0.9") ==
        "2001:db8::5");
  CHECK(forwarded("proto=http; for=198.51.100.9") == "198.51.100.9");
  CHECK(forwarded("for=_hidden") == "10.0.0.1");
  CHECK(forwarded("by=198.51.100.9") == "10.0.0.1");
}

TEST_CASE("an IPv6 client is its network") {
  CHECK(lim::key_of(address("192.0.2.1")) == "192.0.2.1");
  CHECK(lim::key_of(address("2001:db8:1:2:3:4:5:6")) == "2001:db8:1:2::/64");
  CHECK(lim::key_of(address("2001:db8:1:2ff::"), {24, 56}) == "2001:db8:1:200::/56");
  CHECK(lim::key_of(address("192.0.2.1"), {24, 56}) == "192.0.2.0/24");
  CHECK(lim::key_of(address("::1"), {32, 128}) == "::1");
}

TEST_CASE("header fields in both conventions") {
  lim::Decision decision;
  decision.limit = 100;
  decision.remaining = 0;
  decision.retry_after = std::chrono::milliseconds(1500);
  decision.reset = std::chrono::seconds(40);
  const lim::Limit limit = {100, std::chrono::seconds(60), 0};
  const std::chrono::milliseconds wall(1'700'000'000'100);
  CHECK(lim::header_fields(lim::Convention::X, {"a", limit}, decision, wall) ==
        std::vector<lim::HeaderField>{{"X-RateLimit-Limit", "100"},
                                      {"X-RateLimit-Remaining", "0"},
                                      {"X-RateLimit-Reset", "1700000041"},
                                      {"Retry-After", "2"}});
  CHECK(lim::header_fields(lim::Convention::Ietf, {"per \"user\"\r\n", limit}, decision, wall) ==
        std::vector<lim::HeaderField>{{"RateLimit-Policy", "\"per \\\"user\\\"\";q=100;w=60"},
                                      {"RateLimit", "\"per \\\"user\\\"\";r=0;t=2"},
                                      {"Retry-After", "2"}});
  decision.allowed = true;
  CHECK(lim::header_fields(lim::Convention::Ietf, {"a", limit}, decision, wall).size() == 2);
}
