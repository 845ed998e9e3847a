#include "analysis/knowledge/taint_reader.h"

#include "analysis/knowledge/model.h"
#include "analysis/knowledge/model_file.h"

#include <doctest/doctest.h>

#include <string>

namespace av::knowledge {
namespace {

std::string port(std::string_view text) {
  const auto read = read_port(text);
  if (!read) {
    return "none";
  }
  return std::to_string(static_cast<int>(read->root)) + " " + std::to_string(read->position) + " " +
         read->parameter + " " + read->steps;
}

// rows is what a model says of values: sort, path and ports of each row.
std::string rows(std::string_view text) {
  const auto model = read_model("x.toml", text);
  if (!model) {
    return "! " + model.error().message;
  }
  std::string out;
  for (const TaintRow& row : model->taint) {
    out += (out.empty() ? "" : " ") + std::to_string(static_cast<int>(row.sort)) + row.path + ":" +
           row.from.parameter + ">" + row.to.parameter + row.to.steps;
  }
  return out;
}

TEST_CASE("a port is a place at a call and a part of what is there") {
  CHECK(port("return") == "0 0  ");
  CHECK(port("self[]") == "1 0  []");
  CHECK(port("args[0]") == "2 0 args [0]");
  CHECK(port("12") == "3 12  ");
  CHECK(port("arguments") == "4 0  ");
  CHECK(port("return[][1].name{}") == "0 0  [][1].name{}");
  CHECK(port("self[@0]") == "1 0  [@0]");
  CHECK(port("0[$where]") == "3 0  [$where]");
  for (const std::string_view wrong :
       {"", "[]", "self[", "self[x y]", "self[7x]", "self.", "a b", "self[@]"}) {
    CHECK(port(wrong) == "none");
  }
}

TEST_CASE("braces write out several paths") {
  CHECK(with_braces("a.b") == std::vector<std::string>{"a.b"});
  CHECK(with_braces("a.{b,c}.d") == std::vector<std::string>{"a.b.d", "a.c.d"});
  CHECK(with_braces("{a,b}.{c,d}").size() == 4);
}

TEST_CASE("a table stands for a row of each path and port") {
  CHECK(rows("[[sink]]\npath = \"m.{f,g}\"\nkind = \"sql\"\nargument = [\"a\", \"b[]\"]\n") ==
        "1m.f:>a 1m.f:>b[] 1m.g:>a 1m.g:>b[]");
  CHECK(rows("[[flow]]\npath = \"m.f\"\nfrom = [\"a\", \"b\"]\nto = \"c\"\nclears = \"all\"\n") ==
        "2m.f:a>c 2m.f:b>c");
  CHECK(rows("[[entry]]\ndecorator = \"m.route\"\nkind = \"request\"\n") == "4m.route:>");
}

TEST_CASE("what is no row says so") {
  CHECK(rows("[[sink]]\npath = \"m.f\"\nkind = \"sql\"\n").starts_with("! x.toml:1: a row"));
  CHECK(rows("[[sink]]\nkind = \"sql\"\nargument = \"0\"\n").starts_with("! x.toml:1: a row"));
  CHECK(rows("[[sink]]\npath = \"f\"\nkind = \"x\"\nargument = \"0\"\n") ==
        "! x.toml:1: `x` is no kind");
  CHECK(rows("[[source]]\npath = \"f\"\nkind = \"sql\"\n") == "! x.toml:1: `sql` is no kind");
  CHECK(rows("[[flow]]\npath = \"f\"\nfrom = \"[\"\n") == "! x.toml:1: `[` is no port");
  CHECK(rows("[[flow]]\npath = \"f\"\nto = \"return\"\n").starts_with("! x.toml:1: a row"));
  CHECK(rows("[[guard]]\npath = \"f\"\nkind = \"sql\"\n") == "! x.toml:3: unknown key `kind`");
  CHECK(rows("[[sink]]\npath = 1\n") == "! x.toml:1: `path` is no text");
  CHECK(rows("[sink]\npath = \"f\"\n") == "! x.toml:1: `sink` must be a list of tables");
}

// entry is what a model says of an entry, in one line.
std::string entry(std::string_view text) {
  const auto model = read_model("x.toml", text);
  if (!model) {
    return "! " + model.error().message;
  }
  const TaintRow& row = model->taint.at(0);
  return std::to_string(static_cast<int>(row.way)) + " " + row.path + " " + row.methods + " " +
         row.when + "=" + row.values + " " + std::to_string(row.to.position) + " " +
         std::string(row.returns ? name_of(*row.returns) : "");
}

TEST_CASE("an entry hangs on a decorator, a base class or a call") {
  CHECK(entry("[[entry]]\ndecorator = \"m.get\"\nkind = \"request\"\nreturns = \"html\"\n"
              "when = \"how\"\nis = [\"a\", \"b\"]\n") == "0 m.get  how=a,b 0 html");
  CHECK(entry("[[entry]]\nbase = \"m.V\"\nkind = \"request\"\nmethods = [\"get\", \"put\"]\n") ==
        "1 m.V get,put = 0 ");
  CHECK(entry("[[entry]]\nroute = \"m.add\"\nkind = \"request\"\nargument = \"1\"\n") ==
        "2 m.add  = 1 ");
  CHECK(entry("[[entry]]\nroute = \"m.add\"\nkind = \"request\"\n").starts_with("! x.toml:1: a"));
  CHECK(entry("[[entry]]\nsignature = \"(a, b)\"\nkind = \"request\"\nargument = \"1\"\n") ==
        "3 (a, b)  = 1 ");
  CHECK(entry("[[entry]]\nsignature = \"(a, b)\"\nkind = \"request\"\n") == "3 (a, b)  = 0 ");
  CHECK(entry("[[entry]]\nbase = \"a\"\nroute = \"b\"\nkind = \"request\"\n") ==
        "! x.toml:1: an entry of two sorts");
  CHECK(entry("[[entry]]\nbase = \"a\"\nkind = \"request\"\nreturns = \"x\"\n") ==
        "! x.toml:1: `x` is no kind");
}

TEST_CASE("a sink may ask what an argument is") {
  const auto when = [](const std::string& rest) {
    const auto model =
        read_model("x.toml", "[[sink]]\npath = \"f\"\nkind = \"sql\"\nargument = \"0\"\n" + rest);
    return model ? model->taint[0].when + (model->taint[0].unless ? "!" : "=") +
                       model->taint[0].values
                 : "! " + model.error().message;
  };
  CHECK(when("when = \"a\"\n") == "a=");
  CHECK(when("unless = [\"a\", \"b\"]\nis = \"x\"\n") == "a,b!x");
  CHECK(when("when = \"a\"\nis_not = [\"x\", \"y\"]\n") == "a=!x,y");
  CHECK(when("is = \"x\"\n") == "! x.toml:1: `is` without `when` or `unless`");
  CHECK(when("when = [\"a\", \"b\"]\n") == "! x.toml:1: several arguments that are only true");
  CHECK(when("when = \"a\"\nis = \"x,y\"\n").starts_with("! x.toml:1: `x,y` holds a comma"));
}

TEST_CASE("a password harms where it is kept, an attack where it is run") {
  CHECK(does_harm(SourceKind::Request, SinkKind::Command));
  CHECK(does_harm(SourceKind::Request, SinkKind::Log));
  CHECK(does_harm(SourceKind::Password, SinkKind::Log));
  CHECK(does_harm(SourceKind::Password, SinkKind::Hash));
  CHECK(does_harm(SourceKind::Exception, SinkKind::Reply));
  CHECK(does_harm(SourceKind::File, SinkKind::Command));
  CHECK_FALSE(does_harm(SourceKind::Password, SinkKind::Command));
  CHECK_FALSE(does_harm(SourceKind::Request, SinkKind::Hash));
  CHECK_FALSE(does_harm(SourceKind::Secret, SinkKind::Hash));
  CHECK_FALSE(does_harm(SourceKind::Exception, SinkKind::Log));
  CHECK_FALSE(does_harm(SourceKind::File, SinkKind::Path));
}

TEST_CASE("the frozen table finds what the models say") {
  const TaintModel* quote = find_taint("shlex.quote");
  REQUIRE(quote != nullptr);
  REQUIRE(quote->flows.size() == 1);
  CHECK(quote->flows[0].clears == set_of(SinkKind::Command));
  CHECK(find_method_taint("isdigit")->guards[0].clears == kAllSinks);
  CHECK(find_taint("flask.Flask.route")->entries[0].kind == SourceKind::Request);
  CHECK(find_taint("shlex.nothing") == nullptr);
  CHECK(find_method_taint("nothing_at_all") == nullptr);
  for (const TaintModel& model : builtin_taint()) {
    CHECK(find_taint(model.path) == &model);
  }
}

TEST_CASE("a parameter that a row names is one of the function's") {
  const auto check = [](const TaintModel& model, const Port& port) {
    const auto signature = signature_of(model.path);
    if (port.root == Port::Root::Parameter && signature) {
      CAPTURE(model.path);
      CAPTURE(port.parameter);
      CHECK(signature->named(port.parameter) != nullptr);
    }
  };
  for (const TaintModel& model : builtin_taint()) {
    for (const TaintSink& sink : model.sinks) {
      check(model, sink.at);
    }
    for (const TaintFlow& flow : model.flows) {
      check(model, flow.from);
    }
  }
}

}  // namespace
}  // namespace av::knowledge
