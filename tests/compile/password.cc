#include <antivenom/password.h>

#include <string>

using av::password::Pepper;
using av::password::Policy;
using av::secret::bytes_of;

// compiles
bool use(const Policy& policy) {
  const auto stored = av::password::hash(bytes_of("secret"), policy);
  return stored && av::password::verify(bytes_of("secret"), *stored, policy)->ok;
}

// must not compile: unused-result|nodiscard
void ignore() {
  av::password::verify(bytes_of("secret"), "stored");
}

// must not compile: could not convert|no viable conversion|cannot convert
bool an_answer_is_no_bool() {
  const bool right = av::password::verify(bytes_of("secret"), "stored");
  return right;
}

// must not compile: no match for .operator==|invalid operands
bool compare_by_hand() {
  return av::password::hash(bytes_of("secret")) == bytes_of("stored");
}

// must not compile: deleted
Pepper copy(const Pepper& pepper) {
  return pepper;
}
