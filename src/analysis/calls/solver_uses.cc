// solver_uses.cc — what is done with an object that arrives at a node.

#include "analysis/calls/solver.h"

namespace av::calls {

void Solver::use(const Use& use, ObjectId object) {
  switch (use.kind) {
    case UseKind::Row:
      return use_row(use, object);
    case UseKind::Reflected:
      return operator_row(use, object);
    case UseKind::Base:
      return add_base(use.a, use.b, object);
    case UseKind::Metaclass:
      if (kind(object) == Kind::Class) {
        class_info(use.a).metaclass = object;
      }
      return;
    case UseKind::Created:
      return created(use.b, files_[use.b]->rows[use.a], object);
    case UseKind::Seed:
      return use_seed(use, object);
    case UseKind::BindToClass:
      return bind_to_class(use.a, object, ObjectId(use.b));
    case UseKind::Bind:
      return bind(use.a, object, ObjectId(use.b));
    case UseKind::Attribute:
      return add_edge_once(attribute(object, StringId(use.b)), use.a);
    default:
      return use_in_call(use, object);
  }
}

void Solver::use_in_call(const Use& use, ObjectId object) {
  const Object& what = objects_[object];
  switch (use.kind) {
    case UseKind::Call:
      return call(use.a, object);
    case UseKind::CallOn:
      if (what.kind == Kind::Function) {
        call_function(use.a, what.a, ObjectId(use.b));
      }
      return;
    case UseKind::Callback:
      if (what.kind != Kind::External && what.kind != Kind::Instance) {
        call(use.a, object);
      }
      return;
    case UseKind::Handed:
      if (what.kind == Kind::Function || what.kind == Kind::Bound || what.kind == Kind::Partial) {
        call(use.a, object);
      }
      return;
    case UseKind::Getter:
    case UseKind::ClassGetter:
      return run_getter(use, object);
    case UseKind::Setter:
      return run_setter(use.a, object, StringId(use.b));
    case UseKind::Dunder:
      return run_operator(use.a, object, strings_[StringId(use.b)]);
    case UseKind::Hashed:
      return run_hash(use, object);
    case UseKind::Fixture:
      return what.kind == Kind::Function ? note_fixture(what.a, use.a) : void();
    case UseKind::Parametrized:
      return what.kind == Kind::Function ? parametrize(use.a, what.a) : void();
    default:
      return use_in_read(use, object);
  }
}

void Solver::use_in_read(const Use& use, ObjectId object) {
  const Object what = objects_[object];
  switch (use.kind) {
    case UseKind::Item:
      return get_item(object, StringId(use.b), use.a);
    case UseKind::Elements:
      return elements(object, use.a);
    case UseKind::Merge:
      return merge(ObjectId(use.a), object);
    case UseKind::Instances:
      if (what.kind == Kind::Class) {
        add_object(use.a, objects_.of(Kind::Instance, what.a));
      } else if (what.kind == Kind::External) {
        add_object(use.a, external_part(object, "()"));
      } else if (what.kind == Kind::Container) {
        // Once, as a container may hold itself.
        const Node items = all_items(object);
        if (opened_.insert((std::uint64_t{items} << 32U) | use.a).second) {
          add_use(items, UseKind::Instances, use.a);
        }
      }
      return;
    case UseKind::ClassOf:
      if (what.kind == Kind::Instance) {
        add_object(use.a, objects_.of(Kind::Class, what.a));
      }
      return;
    case UseKind::SuperFor:
      return super_for(use.a, use.b, object);
    case UseKind::SuperOfClass:
      if (what.kind == Kind::Class && shapes_[use.a].argument_count > 1) {
        add_use(argument(shapes_[use.a], 1), UseKind::SuperFor, shapes_[use.a].result, what.a);
      }
      return;
    case UseKind::Import:
      if (what.kind == Kind::Text && what.a != kNoNumber) {
        add_object(use.a, module_or_external(use.b, strings_[StringId(what.a)]));
      }
      return;
    case UseKind::Awaited:
      if (what.kind == Kind::Coroutine) {
        const std::uint32_t file = file_of(what.a);
        return add_edge_once(node(file, fact(what.a).returned), use.a);
      }
      return add_object(use.a, object);
    case UseKind::Object:
    case UseKind::Key:
      return wake_access(use.a);
    case UseKind::Wrap:
      if (what.kind == Kind::Function || what.kind == Kind::Partial) {
        add_object(use.a, objects_.of(static_cast<Kind>(use.b), object.index()));
      }
      return;
    case UseKind::Sequences:
    case UseKind::Dicts:
      if (holds_items(object) && is_dict(object) == (use.kind == UseKind::Dicts)) {
        add_object(use.a, object);
      }
      return;
    default:
      return;
  }
}

void Solver::use_row(const Use& use, ObjectId object) {
  const std::uint32_t file = use.b;
  const Row& row = files_[file]->rows[use.a];
  switch (row.kind) {
    case RowKind::GetAttr:
      return get_attr(row, file, object);
    case RowKind::SetAttr:
      return set_attr(row, file, object);
    case RowKind::DelAttr:
      return del_attr(row, file, object);
    case RowKind::GetItem:
      get_item(object, string(file, row.word), node(file, row.a));
      return void(run_for_row(file, row, object, "__getitem__"));
    case RowKind::GetItemBy:
      return void(run_for_row(file, row, object, "__getitem__"));
    case RowKind::SetItem:
      set_item(object, string(file, row.word), node(file, row.b));
      return void(run_for_row(file, row, object, "__setitem__"));
    case RowKind::SetItemBy:
      return void(run_for_row(file, row, object, "__setitem__"));
    case RowKind::Slice:
      return slice(row, file, object);
    case RowKind::Unpack:
      return unpack(row, file, object);
    case RowKind::Operator:
      return operator_row(use, object);
    default:
      return statement_row(row, file, object);
  }
}

// What a class's body binds may be a method, as it is or wrapped.
void Solver::use_seed(const Use& use, ObjectId object) {
  const Object what = objects_[object];
  const bool is_wrapper = what.kind == Kind::ClassMethod || what.kind == Kind::Property;
  const Object inner = is_wrapper ? objects_[ObjectId(what.a)] : what;
  if (inner.kind == Kind::Function) {
    seed(inner.a, use.a);
  }
}

}  // namespace av::calls
