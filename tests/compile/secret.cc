#include <antivenom/secret.h>

#include <iostream>
#include <string>
#include <unordered_set>

using av::SecretBytes;

// compiles
void use(const SecretBytes& secret, SecretBytes& other) {
  other = secret.clone();
  std::cout << (secret == other) << secret.size() << secret.expose_text();
}

// must not compile: deleted function.*SecretBytes\(const|call to deleted constructor
SecretBytes copy(const SecretBytes& secret) {
  return secret;
}

// must not compile: deleted function.*operator=|overload resolution selected deleted operator
void assign(const SecretBytes& secret, SecretBytes& other) {
  other = secret;
}

// must not compile: deleted function.*operator<<|overload resolution selected deleted operator
void print(const SecretBytes& secret) {
  std::cout << secret;
}

// must not compile: could not convert|no viable conversion
std::string convert(const SecretBytes& secret) {
  return secret;
}

// must not compile: no match for .operator==|invalid operands
bool compare_with_text(const SecretBytes& secret) {
  return secret == std::string("x");
}

// must not compile: deleted function|overload resolution selected deleted operator
bool order(const SecretBytes& left, const SecretBytes& right) {
  return left < right;
}

// must not compile: deleted|hash
std::unordered_set<SecretBytes> set;

// must not compile: unused-result|nodiscard
void ignore() {
  av::secret::from_environment("KEY");
}
