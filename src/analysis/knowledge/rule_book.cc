#include "analysis/knowledge/rule_book.h"

#include "analysis/knowledge/catalog.h"
#include "analysis/knowledge/folder_files.h"
#include "analysis/knowledge/page_error.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <system_error>

namespace av::knowledge {

namespace fs = std::filesystem;

namespace {

// Made is what one page's Rule points at, beside the page.
struct Made {
  std::vector<Example> examples;
  std::deque<std::vector<Constraint>> constraints;
  std::vector<Pattern> patterns;
  std::vector<FlowRule> flows;
  std::deque<std::vector<std::string_view>> calls;  // of flows
};

Rule rule_of(const RulePage& page, Made& made) {
  for (const ExampleSlice& one : page.examples) {
    made.examples.push_back({page.text_of(one.code), one.line, one.vulnerable});
  }
  for (const OwnedPattern& pattern : page.patterns) {
    made.patterns.push_back(pattern.view(made.constraints.emplace_back()));
  }
  for (const OwnedFlow& flow : page.flows) {
    made.flows.push_back(flow.view(made.calls.emplace_back()));
  }
  Rule rule;
  rule.id = page.id;
  rule.name = page.name;
  rule.chapter = page.chapter;
  rule.title = page.title;
  rule.cwes = page.cwes;
  rule.severity = page.severity;
  rule.confidence = page.confidence;
  rule.guide_section = page.guide;
  rule.since = page.since;
  rule.status = page.status;
  rule.is_spelling = page.is_spelling;
  rule.what = page.section(Heading::What);
  rule.why = page.section(Heading::Why);
  rule.misses = page.section(Heading::Misses);
  rule.mend = page.section(Heading::Mend);
  rule.references = page.section(Heading::References);
  rule.examples = made.examples;
  rule.patterns = made.patterns;
  rule.flows = made.flows;
  rule.page = page.text;
  return rule;
}

Result<RulePage> read_page_at(const fs::path& path) {
  std::string text = AV_TRY(read_whole(path));
  RulePage page = AV_TRY(read_page(path.string(), std::move(text)));
  if (page.patterns.empty() && page.flows.empty()) {
    return PageError{page.path, 1}("the page has no [[pattern]] and no [[flow]]",
                                   "add one: docs/rules.md");
  }
  return page;
}

Result<std::vector<fs::path>> pages_below(const std::string& folder) {
  std::vector<fs::path> paths = AV_TRY(files_below(folder, ".md", "give the folder of your pages"));
  std::erase_if(paths, [](const fs::path& path) { return path.filename() == "README.md"; });
  return paths;
}

}  // namespace

struct RuleBook::Store {
  std::vector<RulePage> pages;
  std::deque<Made> made;
  std::vector<Rule> rules;
};

RuleBook::RuleBook(std::vector<RulePage> pages) : store_(std::make_unique<Store>()) {
  store_->pages = std::move(pages);
  for (const RulePage& page : store_->pages) {
    store_->rules.push_back(rule_of(page, store_->made.emplace_back()));
  }
  std::sort(store_->rules.begin(), store_->rules.end(),
            [](const Rule& a, const Rule& b) { return a.id < b.id; });
}

RuleBook::RuleBook(RuleBook&&) noexcept = default;
RuleBook& RuleBook::operator=(RuleBook&&) noexcept = default;
RuleBook::~RuleBook() = default;

Result<RuleBook> RuleBook::load(const std::string& folder) {
  const std::vector<fs::path> paths = AV_TRY(pages_below(folder));
  std::vector<RulePage> pages;
  for (const fs::path& path : paths) {
    RulePage page = AV_TRY(read_page_at(path));
    pages.push_back(std::move(page));
  }
  if (pages.empty()) {
    return fail(ErrorCode::NotFound, folder + ": no rule pages",
                "a page is a file <name>.md with front matter; docs/rules.md shows one");
  }
  AV_TRY(find_clash(pages));
  return RuleBook(std::move(pages));
}

std::span<const Rule> RuleBook::rules() const {
  return store_->rules;
}

Result<void> install(RuleBook book) {
  Catalog& all = catalog();
  for (const Rule& rule : book.rules()) {
    for (const std::string_view word : {rule.id, rule.name}) {
      if (find_rule(word) != nullptr) {
        return fail(ErrorCode::InvalidArgument, "two rules are called `" + std::string(word) + "`",
                    "give yours an id and a name of its own, such as AV9001");
      }
    }
  }
  for (const Rule& rule : book.rules()) {
    all.rules.push_back(&rule);
  }
  all.rule_books.push_back(std::move(book));
  std::sort(all.rules.begin(), all.rules.end(),
            [](const Rule* a, const Rule* b) { return a->id < b->id; });
  return {};
}

Result<void> install_folder(const std::string& folder) {
  std::error_code ignored;
  const std::string place = fs::weakly_canonical(folder, ignored).string();
  if (catalog().rule_folders.contains(place)) {
    return {};
  }
  RuleBook book = AV_TRY(RuleBook::load(folder));
  AV_TRY(install(std::move(book)));
  catalog().rule_folders.insert(place);
  return {};
}

std::span<const Rule* const> all_rules() {
  return catalog().rules;
}

}  // namespace av::knowledge
