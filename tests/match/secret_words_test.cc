#include "analysis/match/secret_words.h"

#include <doctest/doctest.h>

namespace {

using av::match::secret_kind_of;
using av::match::secret_look_of;
using av::match::SecretKind;
using av::match::SecretLook;

TEST_CASE("names of passwords") {
  for (const char* name : {"password", "PASSWORD", "db_password", "dbPassword", "user_pass", "pwd",
                           "passwd", "PASSPHRASE", "password_default", "root_password_prod"}) {
    CHECK_MESSAGE(secret_kind_of(name) == SecretKind::Password, name);
  }
}

TEST_CASE("names of keys and tokens") {
  for (const char* name : {"api_key", "apiKey", "API-KEY", "SECRET_KEY", "client_secret", "jwt_key",
                           "aws_secret_access_key", "x-api-key", "secret"}) {
    CHECK_MESSAGE(secret_kind_of(name) == SecretKind::Key, name);
  }
  for (const char* name : {"token", "auth_token", "accessToken", "BOT_TOKEN"}) {
    CHECK_MESSAGE(secret_kind_of(name) == SecretKind::Token, name);
  }
}

TEST_CASE("names that only speak of secrets") {
  for (const char* name :
       {"password_field", "password_url", "password_last_used", "update_password", "has_token",
        "token_type", "page_token", "pad_token", "secret_name", "public_key", "primary_key", "key",
        "pass", "compass", "bypass", "AWS::IAM::AccessKey", "password: ", "", "access_key_id"}) {
    CHECK_MESSAGE(secret_kind_of(name) == SecretKind::None, name);
  }
}

SecretLook look(const char* text, SecretKind kind = SecretKind::Key, const char* name = "api_key") {
  return secret_look_of(text, kind, name);
}

TEST_CASE("texts that are no secrets") {
  for (const char* text : {"",
                           "ab",
                           "<key>",
                           "{key}",
                           "${KEY}",
                           "%(key)s",
                           "(snip)",
                           "********",
                           "xxxxxxxx",
                           "your-key",
                           "YOUR_API_KEY",
                           "test",
                           "dummy",
                           "example",
                           "api_key",
                           "apiKey",
                           "a sentence about keys",
                           "/etc/key",
                           "https://example.com/key",
                           "settings.API_KEY",
                           "pkg.module_2.Class",
                           "^[a-z]+$",
                           "\\d+",
                           "$2b$12$abcdefghijklmnopqrstuv",
                           "AKIAIOSFODNN7EXAMPLE",
                           "API_KEY_PRODUCTION",
                           "V1SecretVolumeSource",
                           "List[V1LocalObjectReference]",
                           "OAuth2PasswordBearer",
                           "pkg.module:SecretClass",
                           "urn:ietf:params:oauth:token-type:saml2"}) {
    CHECK_MESSAGE(look(text) == SecretLook::No, text);
  }
}

TEST_CASE("texts that may be secrets") {
  for (const char* text : {"my_secret", "12345-SECRET-KEY", "swordfish", "hunter2", "s3cr3t!"}) {
    CHECK_MESSAGE(look(text) != SecretLook::No, text);
  }
  CHECK(look("abc", SecretKind::Password, "password") == SecretLook::Word);
}

TEST_CASE("passwords in capitals, and classes called after them") {
  for (const char* text : {"CorrectHorseBattery", "SummerRain24", "Passw0rd"}) {
    CHECK_MESSAGE(look(text, SecretKind::Password, "password") == SecretLook::Word, text);
  }
  for (const char* text : {"UserPasswordField", "SecretStr", "Optional[SecretStr]"}) {
    CHECK_MESSAGE(look(text, SecretKind::Password, "password") == SecretLook::No, text);
  }
  CHECK(look("SuperSecretKey", SecretKind::Key, "SECRET_KEY") == SecretLook::Word);
  CHECK(look("XkTqPmWdRbLzNvCy", SecretKind::Key, "SECRET_KEY") == SecretLook::Random);
}

TEST_CASE("texts as only people's passwords are") {
  for (const char* text :
       {"P@ssw0rd!", "tr0ub4dor", "Tr0ub4dor&3", "Tulip-Kettle-94", "S3cr3t!x9", "summer#2019"}) {
    CHECK_MESSAGE(look(text, SecretKind::Password, "password") == SecretLook::Chosen, text);
  }
  for (const char* text : {"cannot_connect", "eChargeToday1", "bdc1DischargePower", "epv4Today",
                           "hunter2", "admin-2", "12345"}) {
    CHECK_MESSAGE(look(text, SecretKind::Password, "password") == SecretLook::Word, text);
  }
}

TEST_CASE("texts that say what they are of") {
  for (const char* text : {"1.2.840.113556.1.4.90", ">=4.7.0", "C:\\", "D:/work",
                           "vpc.amazonaws.com/efa", "infected", "VelvetSweatshop"}) {
    CHECK_MESSAGE(look(text, SecretKind::Password, "password") == SecretLook::No, text);
  }
}

TEST_CASE("names of what is made up") {
  for (const char* name : {"FakeServer", "mock_settings", "not_secret", "DUMMY_USER"}) {
    CHECK_MESSAGE(av::match::is_made_up(name), name);
  }
  for (const char* name : {"Server", "settings", "secret", "faker", "test_connection", ""}) {
    CHECK_FALSE_MESSAGE(av::match::is_made_up(name), name);
  }
}

TEST_CASE("texts that can be nothing else") {
  for (const char* text :
       {"9f8e7d6c5b4a39281706f5e4d3c2b1a0", "sk_live_51H8xYzAbCdEfGhIj",
        "eyJhbGciOiJIUzI1NiJ9.eyJ1IjoxfQ.c2lnbmF0dXJlMTIz",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"}) {
    CHECK_MESSAGE(look(text) == SecretLook::Random, text);
  }
}

TEST_CASE("texts that say they are no secret, or show it") {
  CHECK(look("notasecret", SecretKind::Password, "password") == SecretLook::No);
  CHECK(look("wJalrXUtnFEMI/KMDENG/bPxRfiCYzEXAMPLEKEY", SecretKind::Key, "secret_key") ==
        SecretLook::No);
  CHECK(look("asdfasdfasdf", SecretKind::Key, "mfa_secret") == SecretLook::Doubtful);
  CHECK(look("asdfghasdfgh", SecretKind::Key, "mfa_secret") == SecretLook::Word);
  CHECK(look("tr0ub4dor", SecretKind::Password, "LEGACY_DEFAULT_PASSWORD") == SecretLook::Doubtful);
  CHECK(look("tr0ub4dor", SecretKind::Password, "LEGACY_PASSWORD") == SecretLook::Chosen);
}

TEST_CASE("folders of what imitates a service") {
  CHECK(av::match::is_imitation("lib/fakeredis/model/acl.py"));
  CHECK(av::match::is_imitation("moto/sts/responses.py"));
  CHECK(av::match::is_imitation("mongomock/store.py"));
  CHECK_FALSE(av::match::is_imitation("motor/core.py"));
  CHECK_FALSE(av::match::is_imitation("shop/users.py"));
}

TEST_CASE("a token is long and has digits") {
  CHECK(look("swordfish", SecretKind::Token, "token") == SecretLook::No);
  CHECK(look("swordfish-12345", SecretKind::Token, "token") == SecretLook::Word);
}

}  // namespace
