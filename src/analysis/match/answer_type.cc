#include "analysis/match/answer_type.h"

#include "analysis/match/names_in.h"
#include "analysis/match/nearby.h"

#include <algorithm>
#include <optional>

namespace av::match {

using names::Value;
using names::ValueKind;
using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;

namespace {

bool is_type_key(std::string_view key) {
  constexpr std::string_view kType = "content-type";
  return key == "content_type" || key == "mimetype" || key == "media_type" ||
         std::ranges::equal(key, kType, [](char a, char b) {
           return b == (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a);
         });
}

// What is said of an answer's type so far.
struct Said {
  bool is_other = false;
  bool is_html = false;
  bool is_named = false;  // HTML is, by its name

  void note(const Value& type) {
    const auto& pieces = type.pieces;
    const bool is_text = type.is(ValueKind::Text) && !pieces.empty();
    const std::string_view front = is_text ? pieces[0].text : std::string_view();
    is_named |=
        front.find("html") != std::string_view::npos || front.find("svg") != std::string_view::npos;
    (is_named || type.is(ValueKind::None) ? is_html : is_other) = true;
  }
};

// falcon.MEDIA_HTML
bool is_html_name(CheckContext& check, NodeId type) {
  return check.tree().text_of(type).ends_with("MEDIA_HTML");
}

// The headers of a tuple that a view returns: (text, 200, {"Content-Type": "text/plain"}).
void note_headers(const Value& headers, Said& said) {
  for (const names::Entry& entry : headers.entries) {
    const auto key = entry.key == nullptr ? std::nullopt : entry.key->text();
    if (key && is_type_key(*key)) {
      said.note(*entry.value);
    }
  }
}

// The same as WSGI has them: [("Content-Type", "text/html")].
void note_pairs(const Value& headers, Said& said) {
  for (const names::Item& pair : headers.items) {
    const auto& parts = pair.value->items;
    const auto key = parts.size() == 2 ? parts[0].value->text() : std::nullopt;
    if (key && is_type_key(*key)) {
      said.note(*parts[1].value);
    }
  }
}

// send_header("Content-Type", t), set_header("Content-Type", t), send_header(*header)
void note_call(CheckContext& check, NodeId call, Said& said) {
  const syntax::Tree& tree = check.tree();
  const Children parts = tree.children(call);
  const std::string_view name = target_name(check, parts[0]);
  if (name == "start_response" && parts.size() > 2) {
    note_pairs(check.value(parts[2]), said);
  }
  // answer.headers.update(headers): whoever made those says what the answer is.
  const bool is_headers = tree.is(parts[0], NodeKind::Attribute) &&
                          target_name(check, tree.child(parts[0], 0)) == "headers";
  if (is_headers && name == "update" && parts.size() == 2) {
    const Value& headers = check.value(parts[1]);
    headers.entries.empty() ? static_cast<void>(said.is_other = true) : note_headers(headers, said);
  }
  if (name != "send_header" && name != "set_header" && name != "add_header") {
    return;
  }
  if (parts.size() == 2 && tree.is(parts[1], NodeKind::Starred)) {
    said.is_other = true;
  } else if (parts.size() == 3) {
    const auto key = check.value(parts[1]).text();
    if (!key) {
      said.is_other = true;
    } else if (is_type_key(*key)) {
      said.note(check.value(parts[2]));
    }
  }
}

// answer.write(text), of answer = HttpResponse(content_type="text/csv")
void note_made(CheckContext& check, NodeId at, Said& said) {
  const syntax::Tree& tree = check.tree();
  const NodeId callee = tree.is(at, NodeKind::Call) ? tree.child(at, 0) : at;
  const NodeId call =
      tree.is(callee, NodeKind::Attribute) ? check.follow(tree.child(callee, 0)) : NodeId::none();
  if (!call.exists() || !tree.is(call, NodeKind::Call)) {
    return;
  }
  for (const NodeId part : tree.children(call)) {
    if (tree.is(part, NodeKind::Keyword) &&
        is_type_key(check.names().spelling(tree.child(part, 0)))) {
      said.note(check.value(tree.child(part, 1)));
    }
  }
}

void note_statement(CheckContext& check, NodeId statement, Said& said) {
  const syntax::Tree& tree = check.tree();
  const Children parts = tree.children(statement);
  if (tree.is(statement, NodeKind::Assign) && is_type_key(target_name(check, parts[0])) &&
      !tree.is(parts[0], NodeKind::Name)) {
    said.note(check.value(parts.back()));
    said.is_named |= is_html_name(check, parts.back());
    said.is_html |= said.is_named;
  }
  const bool is_call = tree.is(statement, NodeKind::ExprStmt) && parts.size() == 1 &&
                       tree.is(parts[0], NodeKind::Call);
  if (is_call) {
    note_call(check, parts[0], said);
  }
}

// is_made: json.dumps(x), page.render(x).encode(), also by way of a variable.
bool is_made(CheckContext& check, NodeId text) {
  constexpr std::string_view kMakers[] = {"dumps",        "jsonify",         "render",
                                          "render_async", "render_template", "render_to_string"};
  constexpr int kMostSteps = 6;
  const syntax::Tree& tree = check.tree();
  for (int i = 0; i < kMostSteps && text.exists(); ++i) {
    const NodeId bound = check.stands_for(text);
    if (bound.exists()) {
      text = bound;
      continue;
    }
    if (!tree.is(text, NodeKind::Call)) {
      return false;
    }
    const NodeId callee = tree.child(text, 0);
    const std::string_view name = target_name(check, callee);
    if (std::ranges::find(kMakers, name) != std::end(kMakers)) {
      return true;
    }
    text = name == "encode" && tree.is(callee, NodeKind::Attribute) ? tree.child(callee, 0)
                                                                    : NodeId::none();
  }
  return false;
}

}  // namespace

bool is_data(CheckContext& check, NodeId at) {
  const syntax::Tree& tree = check.tree();
  const Children parts = tree.children(at);
  if (parts.empty()) {
    return false;
  }
  const bool takes_text = tree.is(at, NodeKind::Call) && parts.size() > 1;
  return is_made(check, tree.is(at, NodeKind::Return) ? parts[0] : at) ||
         (takes_text && is_made(check, parts[1]));
}

bool is_html_named(CheckContext& check, NodeId at) {
  Said said;
  for (const NodeId statement : statements_near(check, at)) {
    note_statement(check, statement, said);
  }
  return said.is_named;
}

bool is_other_type(CheckContext& check, NodeId at) {
  Said said;
  note_made(check, at, said);
  for (const NodeId statement : statements_near(check, at)) {
    note_statement(check, statement, said);
  }
  const NodeId around = check.outline().statement_of(at);
  if (around.exists() && check.tree().is(around, NodeKind::Return)) {
    for (const names::Item& item : check.value(check.tree().child(around, 0)).items) {
      note_headers(*item.value, said);
    }
  }
  return said.is_other && !said.is_html;
}

}  // namespace av::match
