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
#include "analysis/calls/solver_types.h"

#include <array>
#include <deque>
#include <optional>
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
class Solver : private SolverTypes {
 public:
  Solver(const names::Project& project, std::span<const FileFacts> files);
  Graph run();

 private:
  // solver.cc: files, nodes, the work list
  void number_files(std::span<const FileFacts> files);
  void link_files();
  void link_rows(std::uint32_t file);
  void link_row(std::uint32_t file, std::uint32_t row);
  void seed_methods(std::uint32_t file);
  ObjectId text_of(std::uint32_t file, const Row& row);
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
  [[nodiscard]] bool waits(const Use& use, ObjectId object) const;

  // solver_uses.cc
  void use(const Use& use, ObjectId object);
  void use_in_call(const Use& use, ObjectId object);
  void use_in_read(const Use& use, ObjectId object);
  void use_row(const Use& use, ObjectId object);
  void use_seed(const Use& use, ObjectId object);

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
  void link_method_of(Node to, ObjectId object, std::string_view type, StringId name);
  Node super_lookup(ObjectId object, StringId name);
  [[nodiscard]] bool is_on_self(std::span<const ObjectId> order, StringId name) const;
  void link_lookup(Node to, std::span<const ObjectId> order, StringId name);
  void bind(Node to, ObjectId found, ObjectId receiver);
  ObjectId member_of(const Object& owner, ObjectId found);
  void bind_descriptor(Node to, ObjectId found, ObjectId receiver);
  void bind_external(Node to, ObjectId found, ObjectId receiver);
  void bind_to_class(Node to, ObjectId found, ObjectId receiver);
  void get_attr(const Row& row, std::uint32_t file, ObjectId object);
  void set_attr(const Row& row, std::uint32_t file, ObjectId object);
  void del_attr(const Row& row, std::uint32_t file, ObjectId object);
  void run_getters(Origin origin, ObjectId object, StringId name);
  void run_module_getter(Origin origin, names::ModuleId module, StringId name);
  void run_hook(Origin origin, ObjectId object, std::string_view name);
  void run_getter(const Use& use, ObjectId found);
  Ref shape_of(Origin origin);
  void run_setter(Ref shape, ObjectId found, StringId which);
  void super_for(Node to, std::uint32_t class_callable, ObjectId receiver);

  // solver_classes.cc
  void set_class_name(ClassInfo& info, StringId name);
  [[nodiscard]] bool defines(const ClassInfo& info, StringId name);
  ClassInfo& class_info(std::uint32_t callable);
  void class_row(std::uint32_t file, const Row& row);
  void add_base(std::uint32_t class_callable, std::uint32_t place, ObjectId base);
  void relink(ClassInfo& changed);
  std::span<const ObjectId> order_of(ClassInfo& info);
  void work_out_order(ClassInfo& info);
  ClassInfo* metaclass_of(ClassInfo& info);
  void created(std::uint32_t file, const Row& row, ObjectId object);
  void seed_heirs();
  void seed(std::uint32_t callable, std::uint32_t class_callable);
  std::optional<Shape> shape_of(ObjectId object);
  [[nodiscard]] bool holds_items(ObjectId object) { return shape_of(object).has_value(); }
  [[nodiscard]] bool is_enum(ClassInfo& info);
  void give_fields(const CallShape& shape, ObjectId instance);

  // solver_calls.cc
  CallShape shape_at(std::uint32_t file, const Row& row, Manner manner) const;
  Ref shape_of_row(std::uint32_t file, const Row& row);
  Ref implicit_shape(std::uint32_t file, const Row& row);
  std::vector<Argument> implicit_arguments(std::uint32_t file, const Row& row);
  Ref key_shape(std::uint32_t file, const Row& row);
  Ref quiet(Ref shape);
  Ref add_shape(CallShape shape, std::span<const Argument> arguments);
  std::vector<Argument> copy_arguments(const CallShape& shape) const;
  void call(Ref shape, ObjectId callee);
  void call_function(Ref shape, std::uint32_t callable, ObjectId receiver);
  void call_class(Ref shape, ObjectId class_object);
  void construct(Ref shape, ObjectId class_object);
  void call_partial(Ref shape, const Object& partial);
  void give_arguments(const CallShape& shape, std::uint32_t callable, std::uint32_t given);
  void give_named(const CallShape& shape, const Argument& argument, std::uint32_t callable);
  void give_star(const CallShape& shape, const Argument& argument, std::uint32_t callable,
                 std::uint32_t position);
  ObjectId rest_of(std::uint32_t file, const ParameterFact& parameter);
  void give(Node from, const ParameterFact& parameter, std::uint32_t file, const CallShape& shape);
  void take_result(const CallShape& shape, std::uint32_t callable);
  void found(const CallShape& shape, std::uint32_t callee, bool is_external);

  // solver_protocols.cc: what Python runs by itself
  [[nodiscard]] bool has_methods(ObjectId object) const;
  bool run_method(Ref shape, ObjectId object, std::string_view name);
  bool run_for_row(std::uint32_t file, const Row& row, ObjectId object, std::string_view name);
  void resume(Ref shape, const Object& what, std::string_view name);
  void run_operator(Ref shape, ObjectId object, std::string_view method);
  void run_on_elements(Ref shape, ObjectId container, std::string_view method);
  void dunder_of(Ref shape, Node object, std::string_view method, Node result);
  void hash_of(Ref shape, Node object);
  void run_hash(const Use& use, ObjectId object);
  Node elements_of(Ref shape, Node from);
  void go_over(Ref shape, ObjectId object, Node to);
  void operator_row(const Use& use, ObjectId object);
  void reflected_row(const Row& row, std::uint32_t file, ObjectId object);
  Ref reflected_shape(std::uint32_t file, const Row& row);
  void show(Ref shape, Node objects);
  void join_row(const Row& row, std::uint32_t file, ObjectId object);
  void text_row(const Row& row, std::uint32_t file, ObjectId object);
  ObjectId text_beginning(StringId known, char end);
  void loop_row(const Row& row, std::uint32_t file, ObjectId object);
  void collect_row(const Row& row, std::uint32_t file, ObjectId object);
  void statement_row(const Row& row, std::uint32_t file, ObjectId object);

  // solver_containers.cc
  void build_row(std::uint32_t file, const Row& row);
  void add_elements(const Row& row, std::uint32_t file, ObjectId container);
  [[nodiscard]] bool is_plain(ObjectId object, std::string_view method);
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
  void access(const Access& access, ObjectId object, ObjectId key);
  void access_attribute(const Access& access, ObjectId object, StringId name);
  void access_by_beginning(const Access& access, ObjectId object, StringId start);
  void access_blindly(const Access& access, ObjectId object);
  void wake_access(Ref access);
  void merge(ObjectId into, ObjectId from);
  void merge_noted();
  ObjectId key_object(StringId key);
  ObjectId container(Node maker, Shape shape);
  ObjectId view(ObjectId container, View what);
  [[nodiscard]] bool is_dict(ObjectId container) { return shape_of(container) == Shape::Dict; }
  StringId number(std::int64_t value);
  [[nodiscard]] bool read_number(StringId key, std::int64_t& value) const;

  // solver_library.cc: what functions outside the project do
  void call_external(Ref shape, ObjectId callee, ObjectId receiver);
  void call_unknown(Ref shape, ObjectId callee);
  void call_modelled(Ref shape, std::uint32_t model, ObjectId receiver);
  void call_calling(Ref shape, std::uint32_t model);
  void call_over(Ref shape, std::uint32_t model);
  void call_iterating(Ref shape, std::uint32_t model);
  void give_list(const CallShape& shape, Node element);
  void give_pairs(Ref shape, std::uint32_t first);
  void give_dict(Ref shape);
  void give_tuple(const CallShape& shape);
  void compare(Ref shape, Node objects, std::string_view method);
  void call_text_method(Ref shape, std::string_view method, ObjectId text);
  void call_container_method(Ref shape, std::string_view method, ObjectId container);
  void update_dict(Ref shape, ObjectId dict);
  void read_container(const CallShape& shape, std::string_view method, ObjectId of);
  void get_by_key(const CallShape& shape, std::string_view method, ObjectId of);
  void call_back(Ref shape, Node callee, std::span<const Argument> with, Node result);
  ObjectId external(std::string_view path, Ref made_by = kNoNumber);
  ObjectId external_part(ObjectId object, std::string_view part);
  void zero_argument_super(const CallShape& shape);
  Node argument(const CallShape& shape, std::uint32_t position, std::string_view name = {}) const;

  // solver_injection.cc: parameters that get their values by name
  void note_fixture(std::uint32_t callable, Ref made_by);
  bool link_fixtures();
  [[nodiscard]] bool sees_fixture(std::uint32_t file, const Fixture& fixture) const;
  void give_fixture(const Fixture& fixture, std::uint32_t callable, const ParameterFact& to);
  void give_request(const Fixture& fixture);
  void parametrize(Ref made_by, std::uint32_t callable);
  std::vector<StringId> names_in(Node texts);

  // solver_result.cc
  bool guess();
  bool guess_handed();
  bool guess_decorators();
  void note_methods();
  bool guess_callee(std::uint32_t file, const Row& row, StringId name);
  [[nodiscard]] bool takes(std::uint32_t callable, std::uint32_t file, const Row& row) const;
  Graph freeze();
  void add_callables(Tables& tables);
  void keep_one_of_each();
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
  std::unordered_set<std::uint64_t> opened_;  // containers whose elements' instances go to a node
  std::unordered_set<std::uint64_t> run_on_;  // containers whose elements' methods a shape runs
  std::unordered_set<std::uint64_t> hashed_;  // nodes whose objects' hashes a shape runs
  std::unordered_set<std::uint64_t> shown_;   // nodes whose objects a shape makes a text of
  std::unordered_map<std::uint64_t, Node> elements_of_;  // by shape and node
  std::unordered_set<std::uint64_t> read_;               // attributes whose getters a shape runs

  std::unordered_map<std::uint64_t, Node> members_;        // by callable and name
  std::unordered_map<std::uint64_t, Node> attributes_;     // by object and name
  std::unordered_map<std::uint64_t, Node> fields_;         // by object and name
  std::unordered_map<std::uint64_t, Node> lookups_;        // by callable of a class and name
  std::unordered_map<std::uint64_t, Node> super_lookups_;  // by object and name
  std::unordered_map<std::uint64_t, Node> item_fields_;    // by container and key
  std::unordered_map<std::uint64_t, Node> items_;          // by container and key, as read
  std::unordered_map<std::uint32_t, std::vector<StringId>> keys_;  // by container
  // Dicts that get all of a dict; and what is to be given to them.
  std::unordered_map<std::uint32_t, std::vector<ObjectId>> followers_;
  std::vector<std::tuple<ObjectId, StringId, ObjectId>> to_merge_;
  std::unordered_map<std::uint32_t, std::uint32_t> sizes_;  // by container
  std::deque<ClassInfo> classes_;
  std::unordered_map<std::uint32_t, std::uint32_t> class_of_callable_;
  // Shapes and what they call: without and with a receiver.
  std::array<std::unordered_set<std::uint64_t>, 2> linked_;
  std::unordered_map<std::uint64_t, Ref> partial_shapes_;
  std::unordered_map<std::uint64_t, std::uint32_t> partials_at_;  // by site: calls of partials
  std::unordered_map<std::uint64_t, Ref> implicit_shapes_;        // by file and row
  std::unordered_map<std::uint64_t, Ref> key_shapes_;             // by file and row
  std::unordered_map<std::uint64_t, Ref> reflected_shapes_;       // by file and row
  std::unordered_map<Ref, Ref> quiet_shapes_;
  std::unordered_set<std::uint64_t> called_;  // shapes and the externals that they call
  std::vector<Found> found_;
  std::unordered_map<std::uint32_t, std::uint32_t> models_;  // by path: model.def's row

  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> methods_;  // by name: callables
  std::unordered_set<std::uint32_t> class_names_;  // bound in a module or class
  bool has_metaclasses_ = false;
  std::vector<Fixture> fixtures_;
  std::unordered_set<std::uint32_t> fixture_callables_;
  std::size_t linked_fixtures_ = 0;
  std::vector<Ref> handed_;  // calls of what is not known, with arguments
  unsigned guess_rounds_ = 0;
  Confidence confidence_ = Confidence::Followed;
  Limits limits_;
  std::uint64_t steps_ = 0;
  std::uint64_t max_steps_ = 0;
};

}  // namespace av::calls
