#include <antivenom/limit.h>

#include <chrono>

using av::limit::Gate;
using av::limit::Limit;
using av::limit::Limiter;

// compiles
bool use(Limiter& limiter, Gate& gate) {
  const Limit limit = {100, std::chrono::minutes(1)};
  return limiter.hit(limit, "key").allowed && gate.enter("key", 2).allowed;
}

// must not compile: unused-result|nodiscard
void hit_without_looking(Limiter& limiter) {
  limiter.hit({100, std::chrono::minutes(1)}, "key");
}

// must not compile: unused-result|nodiscard
void enter_and_never_leave(Gate& gate) {
  gate.enter("key", 2);
}

// must not compile: could not convert|no viable conversion|no known conversion|no matching
Limit a_period_without_a_unit() {
  return {100, 60};
}

// must not compile: could not convert|no viable conversion|cannot convert
bool a_decision_is_no_bool(Limiter& limiter) {
  const bool allowed = limiter.hit({100, std::chrono::minutes(1)}, "key");
  return allowed;
}

// must not compile: deleted
Limiter copy(const Limiter& limiter) {
  return limiter;
}

// must not compile: unused-result|nodiscard
void reset_without_looking(Limiter& limiter) {
  limiter.reset();
}
