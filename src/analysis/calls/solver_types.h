#pragma once
// solver_types.h — the rows of the solver's tables; no part of the room's interface.

#include "analysis/calls/facts.h"
#include "analysis/calls/graph.h"
#include "analysis/calls/objects.h"

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace av::calls {

// key_of is two numbers as one, to look up by.
constexpr std::uint64_t key_of(std::uint32_t high, std::uint32_t low) {
  return (std::uint64_t{high} << 32U) | low;
}

// SolverTypes is what Solver's tables hold.
struct SolverTypes {
  using Kind = ObjectKind;
  using Node = std::uint32_t;
  using Ref = std::uint32_t;  // to a row of a table here
  static constexpr Node kNoNode = 0xFFFFFFFF;

  enum class UseKind : std::uint8_t {
    Row,           // a: row, b: file; the object is in the row's main operand
    Reflected,     // a: row, b: file; the object is the right operand of an Operator
    Base,          // a: class, b: which base
    Call,          // a: shape
    CallOn,        // a: shape, b: object that comes first of the arguments; only functions
    Callback,      // a: shape; only what is certain to be called
    Handed,        // a: shape; what something unknown may call
    Getter,        // a: row, b: file; or a: shape; only properties and descriptors
    ClassGetter,   // the same, read from a class; only descriptors
    Setter,        // a: shape, b: name of what the property keeps; only those
    Hashed,        // a: row, b: file; a key
    Bind,          // a: node, b: object found in its class
    BindToClass,   // a: node, b: class, found in its metaclass
    Metaclass,     // a: class
    Created,       // a: row, b: file: of a class
    Seed,          // a: class whose instances a method is called on
    Fixture,       // a: shape of what made the decorator, or none
    Parametrized,  // a: shape of what made the decorator
    Attribute,     // a: node, b: name
    Item,          // a: node, b: key
    Elements,      // a: node
    Merge,         // a: object, a dict that gets all
    Instances,     // a: node
    ClassOf,       // a: node
    SuperFor,      // a: node, b: callable of a class
    SuperOfClass,  // a: shape of super(class, object)
    Import,        // a: node, b: file that imports
    Awaited,       // a: node
    Object,        // a: access; the object read or written
    Key,           // a: access; the key
    Dunder,        // a: shape, b: name
    Wrap,          // a: node, b: ObjectKind of the wrapper
    Sequences,     // a: node that gets the containers that are no dicts
    Dicts,         // a: node that gets the dicts
  };
  // View is what a dict's methods give of it; Pair is an element of Items.
  enum class View : std::uint8_t { None, Items, Pair, Values, Keys };
  struct Use {
    UseKind kind;
    std::uint32_t a;
    std::uint32_t b;
    Ref next;
  };
  struct Edge {
    Node to;
    Ref next;
  };
  struct NodeState {
    std::vector<ObjectId> objects;
    std::uint32_t done = 0;
    Ref first_edge = kNoNumber;
    Ref first_use = kNoNumber;
    std::uint8_t constants = 0;  // of the objects: known texts and numbers
    std::uint8_t externals = 0;
    bool is_queued = false;
    bool is_full = false;
  };
  struct Argument {
    Item::Kind kind = Item::Kind::Value;
    StringId name;
    Node node = kNoNode;
  };
  // CallShape is how something is called: from where, with what, and where the result goes.
  struct CallShape {
    std::uint32_t caller = 0;  // callable
    flow::ValueId instr;       // none: what is called is no edge
    Node result = kNoNode;
    std::uint32_t first_argument = 0;
    std::uint32_t argument_count = 0;
    Manner manner = Manner::Call;
    bool is_decorator = false;
    std::uint8_t depth = 0;  // of partials
  };
  // Access is a read or write by a key that is a variable: an item or, by getattr, an attribute.
  struct Access {
    Node object = kNoNode;
    Node key = kNoNode;
    Node result = kNoNode;  // a read
    Node value = kNoNode;   // a write
    Ref shape = kNoNumber;  // of an attribute read: runs getters
    bool is_attribute = false;
    bool is_blind = false;  // any key
  };
  // Origin is what runs something: a row of a file, or a shape.
  struct Origin {
    std::uint32_t at;
    std::uint32_t file;  // or none
  };
  // Fixture is a function whose value goes to parameters of its name.
  struct Fixture {
    std::uint32_t callable;
    Ref made_by;  // shape of pytest.fixture(…), or none
  };
  struct ClassInfo {
    std::uint32_t callable = 0;
    ObjectId metaclass;                        // a class of the project; written so
    std::vector<std::vector<ObjectId>> bases;  // by place: what each may be
    std::vector<ObjectId> order;               // of look-up, itself first; empty: not worked out
    std::vector<std::uint32_t> subclasses;     // of ClassInfo
    std::vector<std::pair<StringId, Node>> lookups;
    std::vector<std::pair<StringId, Node>> instance_lookups;
    std::set<StringId> dynamic_names;  // set from outside its body
  };
  struct Found {
    std::uint32_t caller;
    std::uint32_t instr;
    std::uint32_t callee;  // callable, or string of an external
    bool is_external;
    Manner manner;
    Confidence confidence;
  };
};

}  // namespace av::calls
