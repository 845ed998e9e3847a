#pragma once
// model.h — what is known of libraries: their functions, and second names of one thing.
//
// Made from catalog/models/<library>.toml: ours at build time into a frozen table, so that start-up
// parses nothing.  Paths are dotted, from a module on, by the name that rules know: follow
// find_alias first.  A method's path is that of its class: "dbapi.Connection.cursor".
// Look-ups take constant time and allocate nothing.  Any number of threads.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace av::knowledge {

// Manner is how an argument reaches a parameter.
enum class Manner : std::uint8_t {
  Position,   // before a /: by position only
  Either,     // by position or by name
  Positions,  // *name: all further ones by position
  Name,       // behind a *: by name only
  Names,      // **name: all further ones by name
};

// Parameter is one parameter of a function.  `self` and `cls` are left out: the object is no
// argument.
struct Parameter {
  std::string_view name;
  Manner manner = Manner::Either;
  bool has_default = false;
  std::string_view default_text;  // Python, as the model writes it; empty when it has none
};

// Function is what a model says of one callable.
struct Function {
  std::string_view path;
  std::string_view returns;     // path of the type of what a call returns, or empty
  bool has_parameters = false;  // else the model does not tell them
  std::span<const Parameter> parameters;
};

// Signature finds a function's parameters.
class Signature {
 public:
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  explicit Signature(std::span<const Parameter> parameters) : parameters_(parameters) {}
  [[nodiscard]] std::span<const Parameter> parameters() const { return parameters_; }
  // at is the parameter that the argument in this place (from 0) reaches, a *name last of all;
  // nullptr when there is none.
  [[nodiscard]] const Parameter* at(std::size_t position) const;
  // named is the parameter that an argument given by `name` reaches, a **name last of all.
  [[nodiscard]] const Parameter* named(std::string_view name) const;
  // position_of is the place in which the parameter `name` may be given; kNowhere without one.
  [[nodiscard]] std::size_t position_of(std::string_view name) const;

 private:
  std::span<const Parameter> parameters_;
};

// find_function is what our models say of a callable; nullptr for one they do not know.
const Function* find_function(std::string_view path);

// signature_of is the parameters of a callable; nothing when no model tells them.
std::optional<Signature> signature_of(std::string_view path);

// returns is the type of what a call of `path` returns ("sqlite3.connect" returns a
// "dbapi.Connection"), or empty.  `type.__enter__` is what `with` binds, `type.__iter__` an
// element.
std::string_view returns(std::string_view path);

// find_alias is the name by which rules know `path` ("cPickle" is "pickle"), or empty when it is
// known by its own.  Only whole paths are looked up.
std::string_view find_alias(std::string_view path);

// builtin_functions is all of them, ascending by path.
std::span<const Function> builtin_functions();

// Alias is one second name.
struct Alias {
  std::string_view path;
  std::string_view known_as;
};
// builtin_aliases is all of them, ascending by path.
std::span<const Alias> builtin_aliases();

// Convention is a type that everybody who imports a library expects of a parameter by its name,
// where no annotation tells: `request`, beside an import of django.
struct Convention {
  std::string_view parameter;
  std::string_view beside;  // a module; one below it will do
  std::string_view type;
};
// builtin_conventions is all of them, in the order of the models.
std::span<const Convention> builtin_conventions();

// path_hash is FNV-1a; model_table_source.cc arranges the tables by it.
constexpr std::uint32_t path_hash(std::string_view path) {
  std::uint32_t hash = 0x811C9DC5;
  for (const char c : path) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193;
  }
  return hash;
}

}  // namespace av::knowledge
