// solver_injection.cc — parameters that a framework gives values by their names: pytest's fixtures
// and parameters.
// Source: pytest's reference, "Fixtures" and "pytest.mark.parametrize".

#include "analysis/calls/solver.h"

#include <algorithm>

namespace av::calls {

namespace {

constexpr std::string_view kShared = "conftest.py";

bool is_test(std::string_view function) {
  return function.starts_with("test") || function.starts_with("setup");
}

}  // namespace

void Solver::note_fixture(std::uint32_t callable, Ref made_by) {
  if (fixture_callables_.insert(callable).second) {
    fixtures_.push_back({callable, made_by});
  }
}

// link_fixtures gives fixtures to the parameters of their names, of tests and of other fixtures;
// false when there are no new ones.
bool Solver::link_fixtures() {
  if (linked_fixtures_ == fixtures_.size()) {
    return false;
  }
  linked_fixtures_ = fixtures_.size();
  std::unordered_map<std::uint32_t, std::vector<Fixture>> by_name;
  for (const Fixture& fixture : fixtures_) {
    by_name[string(file_of(fixture.callable), fact(fixture.callable).name).index()].push_back(
        fixture);
  }
  for (std::uint32_t i = 0; i < file_of_callable_.size(); ++i) {
    const FunctionFact& function = fact(i);
    const FileFacts& file = *files_[file_of(i)];
    const bool is_fixture = fixture_callables_.contains(i);
    if (!is_fixture && !is_test(file.word(function.name))) {
      continue;
    }
    for (std::uint32_t p = 0; p < function.parameter_count; ++p) {
      const ParameterFact& parameter = file.parameters[function.first_parameter + p];
      const auto named = parameter.name.exists()
                             ? by_name.find(string(file_of(i), parameter.name).index())
                             : by_name.end();
      for (const Fixture& fixture :
           named == by_name.end() ? std::vector<Fixture>() : named->second) {
        give_fixture(fixture, i, parameter);
      }
    }
  }
  for (const Fixture& fixture : fixtures_) {
    give_request(fixture);
  }
  return true;
}

void Solver::give_fixture(const Fixture& fixture, std::uint32_t callable, const ParameterFact& to) {
  if (fixture.callable == callable || !sees_fixture(file_of(callable), fixture)) {
    return;
  }
  const FunctionFact& function = fact(fixture.callable);
  const std::uint32_t file = file_of(fixture.callable);
  const Node parameter = node(file_of(callable), to.var);
  add_edge_once(node(file, function.is_generator ? function.yielded : function.returned),
                parameter);
  for (std::uint32_t p = 0; p < function.parameter_count; ++p) {
    const ParameterFact& own = files_[file]->parameters[function.first_parameter + p];
    if (own.is_returned) {
      add_edge_once(node(file, own.var), parameter);
    }
  }
}

// A fixture made with params= finds the one it is run with in its parameter `request`.
void Solver::give_request(const Fixture& fixture) {
  const FunctionFact& function = fact(fixture.callable);
  const FileFacts& file = *files_[file_of(fixture.callable)];
  for (std::uint32_t p = 0; p < function.parameter_count && fixture.made_by != kNoNumber; ++p) {
    const ParameterFact& parameter = file.parameters[function.first_parameter + p];
    if (parameter.name.exists() && file.word(parameter.name) == "request") {
      add_object(node(file_of(fixture.callable), parameter.var),
                 external("pytest.FixtureRequest", fixture.made_by));
    }
  }
}

// A fixture is seen in its own file; one of a conftest.py in all of the folder.
bool Solver::sees_fixture(std::uint32_t file, const Fixture& fixture) const {
  const std::uint32_t home = file_of(fixture.callable);
  const std::string_view path = project_.text(project_[files_[home]->module].path);
  if (home == file || !path.ends_with(kShared)) {
    return home == file;
  }
  const std::string_view folder = path.substr(0, path.size() - kShared.size());
  return project_.text(project_[files_[file]->module].path).starts_with(folder);
}

// parametrize gives the parameters that the first argument names the values of the second.
void Solver::parametrize(Ref made_by, std::uint32_t callable) {
  if (made_by == kNoNumber) {
    return;
  }
  const CallShape shape = shapes_[made_by];
  const std::vector<StringId> names = names_in(argument(shape, 0, "argnames"));
  const Node element = elements_of(made_by, argument(shape, 1, "argvalues"));
  const FunctionFact& function = fact(callable);
  const std::uint32_t file = file_of(callable);
  for (std::uint32_t p = 0; p < function.parameter_count; ++p) {
    const ParameterFact& parameter = files_[file]->parameters[function.first_parameter + p];
    const auto at = parameter.name.exists() ? std::ranges::find(names, string(file, parameter.name))
                                            : names.end();
    if (at == names.end()) {
      continue;
    }
    if (names.size() == 1) {
      add_edge_once(element, node(file, parameter.var));
    } else {
      add_use(element, UseKind::Item, node(file, parameter.var),
              number(at - names.begin()).index());
    }
  }
}

// names_in is the names that a text lists between commas, or a container as its elements.
std::vector<StringId> Solver::names_in(Node texts) {
  std::vector<StringId> names;
  const std::vector<ObjectId> given =
      texts == kNoNode ? std::vector<ObjectId>() : nodes_[texts].objects;
  for (const ObjectId object : given) {
    const Object what = objects_[object];
    if (what.kind == Kind::Container) {
      for (std::uint32_t i = 0; sizes_.contains(object.index()) && i < sizes_[object.index()];
           ++i) {
        for (const ObjectId part : nodes_[item_field(object, number(i))].objects) {
          names.emplace_back(objects_[part].kind == Kind::Text ? objects_[part].a : kNoNumber);
        }
      }
    }
    if (what.kind != Kind::Text || what.a == kNoNumber) {
      continue;
    }
    std::string_view rest = strings_[StringId(what.a)];
    while (!rest.empty()) {
      std::string_view name = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(name.size() + 1, rest.size()));
      name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
      names.push_back(strings_.of(name.substr(0, name.find(' '))));
    }
  }
  return names;
}

}  // namespace av::calls
