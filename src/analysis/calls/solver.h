#pragma once
// solver.h — the class behind solve(), shared by its source files; no part of the room's interface.
//
// A node is a variable, of a file or made here.  Its objects are kept in the order in which they
// came; `done` of them have been passed on.  An edge passes objects on, a use does something with
// each.  What depends on base classes waits until everything else is done, so that a class's bases
// are known before anything is looked up in them.

#include "analysis/calls/facts.h"
#include "analysis/calls/graph.h"
#include "analysis/calls/objects.h"

#include <deque>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace av::calls {

// Solver makes one Graph.
class Solver {
 public:
  Solver(const names::Project& project, std::span<const FileFacts> files);
  Graph run();

 private:
  using Kind = ObjectKind;
  using Node = std::uint32_t;
  using Ref = std::uint32_t;  // to a row of a table here
  static constexpr Node kNoNode = 0xFFFFFFFF;

  enum class UseKind : std::uint8_t {
    Row,           // a: row, b: file; the object is in the row's main operand
    Reflected,     // a: row, b: file; the object is the right operand of an Operator
    Base,          // a: class, b: which base
    Call,          // a: shape
    New,           // a: shape, b: class: __new__ was found
    Callback,      // a: shape; only what is certain to be called
    Getter,        // a: shape; only properties
    Setter,        // a: shape; only properties
    Bind,          // a: node, b: object found in its class
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
    bool is_attribute = false;
    bool is_blind = false;  // any key
  };
  struct ClassInfo {
    std::uint32_t callable = 0;
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

  // solver.cc: files, nodes, the work list
  void number_files(std::span<const FileFacts> files);
  void link_files();
  void link_rows(std::uint32_t file);
  void link_row(std::uint32_t file, std::uint32_t row);
  void seed_methods(std::uint32_t file);
  void settle();
  void pass_on(Node node);
  bool wake_blind_accesses();
  Node new_node();
  [[nodiscard]] Node node(std::uint32_t file, VarId var) const;
  [[nodiscard]] Node node(std::uint32_t file, std::uint32_t var) const;
  void add_object(Node to, ObjectId object);
  void add_edge(Node from, Node to);
  void add_edge_once(Node from, Node to);
  void add_use(Node on, UseKind kind, std::uint32_t a, std::uint32_t b = kNoNumber);
  void use(const Use& use, ObjectId object);
  [[nodiscard]] bool waits(const Use& use, ObjectId object) const;
  void use_in_call(const Use& use, ObjectId object);
  void use_in_read(const Use& use, ObjectId object);
  void use_row(const Use& use, ObjectId object);

  // solver_attributes.cc: modules, classes, instances
  void import_row(std::uint32_t file, const Row& row);
  void builtin_row(std::uint32_t file, const Row& row);
  ObjectId module_or_external(std::uint32_t file, std::string_view written);
  Node attribute(ObjectId object, StringId name);
  void link_attribute(Node to, ObjectId object, StringId name);
  void link_module_attribute(Node to, ObjectId object, StringId name);
  void link_instance_attribute(Node to, ClassInfo& info, StringId name);
  Node field(ObjectId object, StringId name);
  Node lookup(ClassInfo& info, StringId name);
  void link_lookup(Node to, std::span<const ObjectId> order, StringId name);
  void bind(Node to, ObjectId found, ObjectId receiver);
  void get_attr(const Row& row, std::uint32_t file, ObjectId object);
  void set_attr(const Row& row, std::uint32_t file, ObjectId object);
  void set_class_name(ClassInfo& info, StringId name);
  void super_for(Node to, std::uint32_t class_callable, ObjectId receiver);
  [[nodiscard]] bool defines(const ClassInfo& info, StringId name);
  ClassInfo& class_info(std::uint32_t callable);
  void class_row(std::uint32_t file, const Row& row);
  void add_base(std::uint32_t class_callable, std::uint32_t place, ObjectId base);
  void relink(ClassInfo& changed);
  std::span<const ObjectId> order_of(ClassInfo& info);
  void work_out_order(ClassInfo& info);

  // solver_calls.cc
  CallShape shape_at(std::uint32_t file, const Row& row, Manner manner) const;
  Ref shape_of_row(std::uint32_t file, const Row& row);
  Ref implicit_shape(std::uint32_t file, const Row& row);
  std::vector<Argument> implicit_arguments(std::uint32_t file, const Row& row);
  Ref add_shape(CallShape shape, std::span<const Argument> arguments);
  std::vector<Argument> copy_arguments(const CallShape& shape) const;
  void call(Ref shape, ObjectId callee);
  void call_function(Ref shape, std::uint32_t callable, ObjectId receiver);
  void construct(Ref shape, ObjectId class_object);
  void call_partial(Ref shape, const Object& partial);
  void give_arguments(const CallShape& shape, std::uint32_t callable, std::uint32_t given);
  void give_named(const CallShape& shape, const Argument& argument, std::uint32_t callable);
  void give_star(const CallShape& shape, const Argument& argument, std::uint32_t callable,
                 std::uint32_t position);
  ObjectId rest_of(std::uint32_t file, const ParameterFact& parameter);
  void give(Node from, const ParameterFact& parameter, std::uint32_t file, const CallShape& shape);
  void take_result(const CallShape& shape, std::uint32_t callable);
  bool run_method(Ref shape, ObjectId instance, std::string_view name);
  void found(const CallShape& shape, std::uint32_t callee, bool is_external);
  void operator_row(const Use& use, ObjectId object);
  void run_operator(Ref shape, ObjectId object, std::string_view method);
  void loop_row(const Row& row, std::uint32_t file, ObjectId object);
  void collect_row(const Row& row, std::uint32_t file, ObjectId object);
  void statement_row(const Row& row, std::uint32_t file, ObjectId object);

  // solver_containers.cc
  void build_row(std::uint32_t file, const Row& row);
  void add_elements(const Row& row, std::uint32_t file, ObjectId container);
  Node item(ObjectId container, StringId key);
  Node all_items(ObjectId container);
  Node keys(ObjectId container);
  Node any_item(ObjectId container);
  Node item_field(ObjectId container, StringId key);
  void set_item(ObjectId container, StringId key, Node value);
  void elements(ObjectId object, Node to);
  void get_item(ObjectId object, StringId key, Node to);
  void slice(const Row& row, std::uint32_t file, ObjectId object);
  void unpack(const Row& row, std::uint32_t file, ObjectId object);
  Ref add_access(Access access);
  void access(Ref access, ObjectId object, ObjectId key);
  void access_blindly(Access& access, ObjectId object);
  void wake_access(Ref access);
  void merge(ObjectId into, ObjectId from);
  void merge_noted();
  ObjectId key_object(StringId key);
  ObjectId container(Node maker, Shape shape);
  ObjectId view(ObjectId container, View what);
  [[nodiscard]] bool is_dict(ObjectId container) const;
  StringId number(std::int64_t value);
  [[nodiscard]] bool read_number(StringId key, std::int64_t& value) const;

  // solver_library.cc: what functions outside the project do
  void call_external(Ref shape, ObjectId callee, ObjectId receiver);
  void call_modelled(Ref shape, std::uint32_t model, ObjectId receiver);
  void call_calling(Ref shape, std::uint32_t model);
  void call_over(Ref shape, std::uint32_t model);
  void call_iterating(Ref shape, std::uint32_t model);
  void give_list(const CallShape& shape, Node element);
  void give_pairs(Ref shape, std::uint32_t first);
  void give_dict(const CallShape& shape);
  void call_container_method(Ref shape, std::string_view method, ObjectId container);
  void update_dict(const CallShape& shape, ObjectId dict);
  void read_container(const CallShape& shape, std::string_view method, ObjectId of);
  void get_by_key(const CallShape& shape, std::string_view method, ObjectId of);
  void call_back(Ref shape, Node callee, std::span<const Argument> with, Node result);
  void dunder_of(Ref shape, Node object, std::string_view method, Node result);
  Node elements_of(Ref shape, Node from);
  ObjectId external(std::string_view path);
  ObjectId external_part(ObjectId object, std::string_view part);
  void zero_argument_super(const CallShape& shape);
  Node argument(const CallShape& shape, std::uint32_t position, std::string_view name = {}) const;

  // solver_result.cc
  bool guess();
  void note_methods();
  bool guess_callee(std::uint32_t file, const Row& row, StringId name);
  [[nodiscard]] bool takes(std::uint32_t callable, std::uint32_t file, const Row& row) const;
  Graph freeze();
  void add_callables(Tables& tables);
  void add_sites(Tables& tables);
  void mark_open_sites(Tables& tables) const;

  [[nodiscard]] const FunctionFact& fact(std::uint32_t callable) const;
  [[nodiscard]] std::uint32_t file_of(std::uint32_t callable) const {
    return file_of_callable_[callable];
  }
  [[nodiscard]] StringId string(std::uint32_t file, WordId word) const {
    return words_[file][word.index()];
  }
  [[nodiscard]] Kind kind(ObjectId object) const { return objects_[object].kind; }

  const names::Project& project_;
  std::vector<const FileFacts*> files_;        // in the order of their modules' names
  std::vector<std::uint32_t> file_of_module_;  // by ModuleId
  std::vector<std::uint32_t> first_node_;      // by file
  std::vector<std::uint32_t> first_callable_;  // by file; one more at the end
  std::vector<std::uint32_t> file_of_callable_;
  std::vector<std::vector<StringId>> words_;     // by file, then WordId
  std::vector<std::vector<Node>> star_modules_;  // by file

  Strings strings_;
  Objects objects_;
  std::vector<NodeState> nodes_;
  std::vector<Edge> edges_;
  std::vector<Use> uses_;
  std::vector<CallShape> shapes_;
  std::vector<Argument> arguments_;
  std::vector<Access> accesses_;
  std::deque<Node> queue_;
  std::vector<std::pair<Use, ObjectId>> ready_;    // of uses that came after the object
  std::vector<std::pair<Use, ObjectId>> waiting_;  // for base classes to be known
  std::unordered_set<std::uint64_t> once_;         // edges that must not be added twice
  std::unordered_set<std::uint64_t> opened_;  // containers whose elements\' instances go to a node

  std::unordered_map<std::uint64_t, Node> members_;      // by callable and name
  std::unordered_map<std::uint64_t, Node> attributes_;   // by object and name
  std::unordered_map<std::uint64_t, Node> fields_;       // by object and name
  std::unordered_map<std::uint64_t, Node> lookups_;      // by callable of a class and name
  std::unordered_map<std::uint64_t, Node> item_fields_;  // by container and key
  std::unordered_map<std::uint64_t, Node> items_;        // by container and key, as read
  std::unordered_map<std::uint32_t, std::vector<StringId>> keys_;  // by container
  // Dicts that get all of a dict; and what is to be given to them.
  std::unordered_map<std::uint32_t, std::vector<ObjectId>> followers_;
  std::vector<std::tuple<ObjectId, StringId, ObjectId>> to_merge_;
  std::unordered_map<std::uint32_t, std::uint32_t> sizes_;  // by container
  std::deque<ClassInfo> classes_;
  std::unordered_map<std::uint32_t, std::uint32_t> class_of_callable_;
  std::set<std::pair<std::uint64_t, std::uint64_t>> linked_;  // shape, callee, receiver
  std::unordered_map<std::uint64_t, Ref> partial_shapes_;
  std::unordered_map<std::uint64_t, std::uint32_t> partials_at_;  // by site: calls of partials
  std::unordered_map<std::uint64_t, Ref> implicit_shapes_;        // by file and row
  std::vector<Found> found_;
  std::set<std::pair<std::uint64_t, std::uint64_t>> found_once_;
  std::unordered_map<std::uint32_t, std::uint32_t> models_;  // by path: model.def's row

  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> methods_;  // by name: callables
  unsigned guess_rounds_ = 0;
  Confidence confidence_ = Confidence::Followed;
  Limits limits_;
  std::uint64_t steps_ = 0;
};

}  // namespace av::calls
