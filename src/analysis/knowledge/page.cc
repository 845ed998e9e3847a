#include "analysis/knowledge/page.h"

#include "analysis/knowledge/front_matter.h"
#include "analysis/knowledge/page_error.h"
#include "base/suggest.h"

#include <algorithm>
#include <array>
#include <set>

namespace av::knowledge {
namespace {

constexpr std::array<std::string_view, kHeadingCount> kTitles = {
    "What it does",   "Why it matters", "Vulnerable", "Safe",
    "What it misses", "How to mend it", "References"};

// The longest string literal that every compiler takes.
constexpr std::size_t kMaxPageBytes = 65535;

constexpr std::string_view kFence = "```";
constexpr std::string_view kExpectation = "# error: ";

// Line is one line of the page without its line end.
struct Line {
  std::string_view text;
  std::uint32_t start;
};

// Fence is a fenced block; lines are indices, [first, end).
struct Fence {
  std::string_view language;
  std::size_t first;
  std::size_t end;
};

std::vector<Line> split_lines(std::string_view text) {
  std::vector<Line> lines;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    lines.push_back({text.substr(start, end - start), static_cast<std::uint32_t>(start)});
    start = end + 1;
  }
  return lines;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

// PageReader reads one page in steps; each looks at the lines once.
class PageReader {
 public:
  explicit PageReader(RulePage& page) : page_(page), lines_(split_lines(page.text)) {}

  Result<void> read() {
    AV_TRY(check_bytes());
    AV_TRY(read_front());
    AV_TRY(check_path());
    AV_TRY(read_body());
    AV_TRY(read_sections());
    return read_examples();
  }

 private:
  // Lines are counted from 0 here and from 1 in messages.
  [[nodiscard]] tl::unexpected<Error> error(std::size_t line, std::string_view message,
                                            std::string hint) const {
    return PageError{page_.path, static_cast<std::uint32_t>(line) + 1}(message, std::move(hint));
  }

  [[nodiscard]] Result<void> check_bytes() const {
    if (page_.text.size() > kMaxPageBytes) {
      return error(0, "the page is larger than 64 KiB", "shorten it");
    }
    if (page_.text.find('\r') != std::string::npos) {
      return error(0, "the page has carriage returns", "save it with Unix line ends");
    }
    return {};
  }

  Result<void> read_front() {
    constexpr std::string_view kHint = "start the page with a line of +++, TOML, and +++ again";
    if (lines_.empty() || lines_[0].text != "+++") {
      return error(0, "the front matter is missing", std::string(kHint));
    }
    const auto end = std::find_if(lines_.begin() + 1, lines_.end(),
                                  [](const Line& line) { return line.text == "+++"; });
    if (end == lines_.end()) {
      return error(0, "the front matter does not end", std::string(kHint));
    }
    body_ = static_cast<std::size_t>(end - lines_.begin()) + 1;
    const std::uint32_t start = lines_[1].start;
    return read_front_matter(std::string_view(page_.text).substr(start, end->start - start), 2,
                             page_);
  }

  // catalog/rules/<chapter>/<name>.md
  Result<void> check_path() {
    const std::string_view path = page_.path;
    const std::size_t slash = path.find_last_of('/');
    if (slash == std::string_view::npos || path.substr(slash + 1) != page_.name + ".md") {
      return error(0, "the file's name is not the rule's", "call it " + page_.name + ".md");
    }
    const std::string_view folder = path.substr(0, slash);
    page_.chapter = folder.substr(folder.find_last_of('/') + 1);
    return {};
  }

  // read_body finds headings and fences.
  Result<void> read_body() {
    for (std::size_t i = body_; i < lines_.size(); ++i) {
      const std::string_view text = lines_[i].text;
      if (text.starts_with(kFence)) {
        const std::size_t opening = i;
        while (++i < lines_.size() && lines_[i].text != kFence) {
        }
        if (i == lines_.size()) {
          return error(opening, "the fenced block does not end", "close it with a line of ```");
        }
        fences_.push_back({text.substr(kFence.size()), opening + 1, i});
      } else if (text.starts_with('#')) {
        AV_TRY(take_heading(i));
      } else if (headings_.empty() && !trimmed(text).empty()) {
        return error(i, "text before the first heading", "start with ## What it does");
      }
    }
    if (headings_.size() < kHeadingCount) {
      return error(lines_.size() - 1, "a heading is missing",
                   "add ## " + std::string(kTitles[headings_.size()]));
    }
    return {};
  }

  Result<void> take_heading(std::size_t line) {
    const std::string_view text = lines_[line].text;
    const std::string_view title = text.starts_with("## ") ? text.substr(3) : text;
    if (headings_.size() < kHeadingCount && title == kTitles[headings_.size()]) {
      headings_.push_back(line);
      return {};
    }
    return error(line, "unexpected heading `" + std::string(title) + "`", heading_hint(title));
  }

  [[nodiscard]] std::string heading_hint(std::string_view title) const {
    if (headings_.size() == kHeadingCount) {
      return "nothing follows ## References";
    }
    const std::string wanted(kTitles[headings_.size()]);
    return base::suggest(title, kTitles) == wanted ? "did you mean ## " + wanted + "?"
                                                   : "the next heading must be ## " + wanted;
  }

  Result<void> read_sections() {
    for (std::size_t i = 0; i < kHeadingCount; ++i) {
      const std::size_t start = headings_[i] + 1;
      const std::size_t end = i + 1 < kHeadingCount ? headings_[i + 1] : lines_.size();
      page_.sections[i] = slice_of(start, end);
      if (page_.sections[i].size == 0) {
        return error(headings_[i], "nothing is said under `" + std::string(kTitles[i]) + "`",
                     "write at least one sentence");
      }
    }
    return {};
  }

  // slice_of is the text of lines [start, end), without blank lines around it.
  [[nodiscard]] Slice slice_of(std::size_t start, std::size_t end) const {
    const std::string_view whole = page_.text;
    const std::size_t from = start < lines_.size() ? lines_[start].start : whole.size();
    const std::size_t to = end < lines_.size() ? lines_[end].start : whole.size();
    const std::string_view part = trimmed(whole.substr(from, to - from));
    return part.empty() ? Slice{}
                        : Slice{static_cast<std::uint32_t>(part.data() - whole.data()),
                                static_cast<std::uint32_t>(part.size())};
  }

  Result<void> read_examples() {
    std::size_t counts[kHeadingCount] = {};
    for (const Fence& fence : fences_) {
      const std::size_t heading = heading_of(fence.first);
      ++counts[heading];
      if (heading == index(Heading::Vulnerable) || heading == index(Heading::Safe)) {
        AV_TRY(take_example(fence, heading == index(Heading::Vulnerable)));
      }
    }
    for (const Heading heading : {Heading::Vulnerable, Heading::Safe}) {
      if (counts[index(heading)] == 0) {
        return error(headings_[index(heading)], "no example", "add a fenced ```python block");
      }
    }
    return {};
  }

  static std::size_t index(Heading heading) { return static_cast<std::size_t>(heading); }

  [[nodiscard]] std::size_t heading_of(std::size_t line) const {
    const auto after = std::upper_bound(headings_.begin(), headings_.end(), line);
    return static_cast<std::size_t>(after - headings_.begin()) - 1;
  }

  Result<void> take_example(const Fence& fence, bool vulnerable) {
    if (fence.language != "python") {
      return error(fence.first - 1, "an example must be Python", "open it with ```python");
    }
    const std::uint32_t start = lines_[fence.first].start;
    const Slice code{start, lines_[fence.end].start - start};
    const std::string mark = std::string(kExpectation) + page_.name;
    const bool marked = page_.text_of(code).find(mark) != std::string_view::npos;
    if (vulnerable && !marked) {
      return error(fence.first - 1, "a vulnerable example marks nothing",
                   "end the line to be found with `" + mark + "`");
    }
    if (!vulnerable && page_.text_of(code).find(kExpectation) != std::string_view::npos) {
      return error(fence.first - 1, "a safe example expects an error",
                   "move it under ## Vulnerable or drop the comment");
    }
    page_.examples.push_back({code, static_cast<std::uint32_t>(fence.first) + 1, vulnerable});
    return {};
  }

  RulePage& page_;
  std::vector<Line> lines_;
  std::size_t body_ = 0;               // index of the first line behind the front matter
  std::vector<std::size_t> headings_;  // line indices
  std::vector<Fence> fences_;
};

}  // namespace

std::string_view title_of(Heading heading) {
  return kTitles[static_cast<std::size_t>(heading)];
}

Result<RulePage> read_page(std::string path, std::string text) {
  RulePage page;
  page.path = std::move(path);
  page.text = std::move(text);
  AV_TRY(PageReader(page).read());
  return page;
}

Result<void> find_clash(const std::vector<RulePage>& pages) {
  std::set<std::string_view> taken;
  for (const RulePage& page : pages) {
    for (const std::string& mark : {std::cref(page.id), std::cref(page.name)}) {
      if (!taken.insert(mark).second) {
        return PageError{page.path, 1}("`" + mark + "` is already another rule's",
                                       "choose the next free id, and a name of its own");
      }
    }
  }
  return {};
}

}  // namespace av::knowledge
