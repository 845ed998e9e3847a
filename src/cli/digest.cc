#include "base/printable.h"
#include "cli/byte_progress.h"
#include "cli/command.h"
#include "cli/secret_io.h"
#include <antivenom/digest.h>

#include <string>
#include <unistd.h>
#include <vector>

namespace av::cli {
namespace {

using digest::Checked;
using digest::Manifest;
using digest::ManifestStyle;
using digest::Method;

// shown is a path as coreutils shows it: escaped when it has a line end.
std::string shown(const std::string& path) {
  return path.find('\n') == std::string::npos ? path : "\\" + base::printable(path);
}

struct Counts {
  std::size_t same = 0;
  std::size_t different = 0;
  std::size_t missing = 0;
  std::size_t unreadable = 0;
};

class DigestCommand : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"digest", "Hash files and folders, or check them against a manifest",
            "antivenom digest src > MANIFEST\n"
            "antivenom digest --check MANIFEST\n"
            "antivenom digest --algorithm blake2b-256 --tag image.iso"};
  }

  void declare(ArgumentParser& parser) override {
    parser.add_option("paths", paths_, "Files and folders; - is standard input")->type_name("FILE");
    parser
        .add_option("--algorithm,-a", algorithm_,
                    "sha256 (default), sha512, sha3-256, blake2b, blake2b-256, ...")
        ->type_name("NAME");
    parser.add_option("--jobs,-j", jobs_, "Threads; 0 is as many as there are processors");
    parser.add_flag("--tag", tag_, "Write `SHA256 (FILE) = HEX` lines");
    parser.add_flag("--zero,-z", zero_, "Lines end in NUL, and names are not escaped");
    parser.add_flag("--check,-c", check_, "Read manifests, and check what they name");
    parser.add_flag("--quiet", quiet_, "With --check: no line for what is the same");
    parser.add_flag("--status", status_, "With --check: print nothing, only the exit code");
    parser.add_flag("--strict", strict_, "With --check: a bad line is a failure");
    parser.add_flag("--ignore-missing", ignore_missing_, "With --check: skip files that are gone");
  }

  Exit run(Console& console) override {
    if (const Result<void> sensible = check_flags(); !sensible) {
      console.complain(sensible.error());
      return Exit::Usage;
    }
    if (!algorithm_.empty()) {
      const Result<Method> method = digest::find_method(algorithm_);
      if (!method) {
        console.complain(method.error());
        return Exit::Usage;
      }
      method_ = *method;
    }
    if (paths_.empty()) {
      paths_.emplace_back("-");
    }
    return check_ ? check(console) : write(console);
  }

 private:
  // check_flags refuses a flag that would say nothing: who gives it expects something of it.
  [[nodiscard]] Result<void> check_flags() const {
    const std::string_view idle = quiet_            ? "--quiet"
                                  : status_         ? "--status"
                                  : strict_         ? "--strict"
                                  : ignore_missing_ ? "--ignore-missing"
                                                    : "";
    if (!check_ && !idle.empty()) {
      return fail(ErrorCode::InvalidArgument, std::string(idle) + " goes with --check");
    }
    if (check_ && tag_) {
      return fail(ErrorCode::InvalidArgument, "--tag does not go with --check",
                  "tagged lines are known by themselves");
    }
    return {};
  }

  // on_system is the path to open for a path as given.
  static std::string on_system(const std::string& path) {
    return path == "-" ? "/dev/stdin" : path;
  }

  digest::TreeOptions options() {
    return {method_.value_or(digest::Algorithm::Sha256), jobs_, &progress_};
  }

  [[nodiscard]] ByteCount count() const { return {progress_.bytes_done, progress_.bytes}; }

  Exit write(Console& console) {
    std::vector<std::string> paths;
    paths.reserve(paths_.size());
    for (const std::string& path : paths_) {
      paths.push_back(on_system(path));
    }
    const digest::Tree tree = [&] {
      const ByteProgress line([this] { return count(); }, console);
      return digest::hash_tree(paths, options());
    }();
    const ManifestStyle style = {tag_ ? ManifestStyle::Line::Tagged : ManifestStyle::Line::Plain,
                                 zero_ ? ManifestStyle::End::Zero : ManifestStyle::End::Newline};
    for (const auto& entry : tree.entries) {
      const std::string path = entry.path == "/dev/stdin" ? "-" : entry.path;
      console.out.write(manifest_line(path, options().method, entry.digest, style));
    }
    for (const auto& failure : tree.failures) {
      console.complain(failure.error);
    }
    if (!tree.skipped.empty()) {
      console.say(
          "antivenom: not hashed, being no regular files: " + std::to_string(tree.skipped.size()) +
          ", the first " + base::printable(tree.skipped.front()));
    }
    return tree.failures.empty() ? Exit::Clean : Exit::Incomplete;
  }

  Exit check(Console& console) {
    Exit worst = Exit::Clean;
    for (const std::string& path : paths_) {
      const Exit exit = check_one(path, console);
      worst = static_cast<int>(exit) > static_cast<int>(worst) ? exit : worst;
    }
    return worst;
  }

  Exit check_one(const std::string& path, Console& console) {
    const Result<Manifest> manifest = load(path);
    if (!manifest) {
      console.complain(manifest.error());
      return Exit::Usage;
    }
    if (manifest->entries.empty()) {
      console.complain({ErrorCode::InvalidArgument,
                        (path == "-" ? "standard input" : path) + " has no line of a manifest",
                        {}});
      return Exit::NoInput;
    }
    const std::vector<Checked> verdicts = [&] {
      const ByteProgress line([this] { return count(); }, console);
      return check_manifest(*manifest, options());
    }();
    return report(path, *manifest, verdicts, console);
  }

  [[nodiscard]] Result<Manifest> load(const std::string& path) const {
    const SecretBytes text = AV_TRY(read_file(on_system(path)));
    return digest::parse_manifest(
        text.expose_text(),
        {.method = method_, .end = zero_ ? ManifestStyle::End::Zero : ManifestStyle::End::Newline});
  }

  void say(const std::string& path, std::string_view verdict, Console& console) const {
    if (!status_) {
      console.out.write(shown(path) + ": " + std::string(verdict) + "\n");
    }
  }

  void tell(const Manifest::Entry& entry, const Checked& checked, Counts& counts,
            Console& console) const {
    switch (checked.verdict) {
      case Checked::Verdict::Same:
        ++counts.same;
        if (!quiet_) {
          say(entry.path, "OK", console);
        }
        break;
      case Checked::Verdict::Different:
        ++counts.different;
        say(entry.path, "FAILED", console);
        break;
      case Checked::Verdict::Missing:
        if (!ignore_missing_) {
          ++counts.missing;
          say(entry.path, "FAILED open or read", console);
        }
        break;
      case Checked::Verdict::Unreadable:
        ++counts.unreadable;
        say(entry.path, "FAILED open or read", console);
        console.complain(checked.error);
        break;
    }
  }

  Exit report(const std::string& path, const Manifest& manifest,
              const std::vector<Checked>& verdicts, Console& console) const {
    Counts counts;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      tell(manifest.entries[i], verdicts[i], counts, console);
    }
    const auto warn = [&](std::size_t number, std::string_view one, std::string_view many) {
      if (number != 0 && !status_) {
        console.say("antivenom: " + base::printable(path) + ": " + std::to_string(number) + " " +
                    std::string(number == 1 ? one : many));
      }
    };
    warn(manifest.bad_lines.size(), "line is none of a manifest", "lines are none of a manifest");
    warn(counts.missing + counts.unreadable, "listed file could not be read",
         "listed files could not be read");
    warn(counts.different, "digest did NOT match", "digests did NOT match");
    if (counts.same + counts.different == 0 && ignore_missing_) {
      warn(verdicts.size(), "listed file, and it is not there",
           "listed files, and none of them is there");
      return Exit::NoInput;
    }
    const bool bad = counts.different + counts.missing + counts.unreadable != 0 ||
                     (strict_ && !manifest.bad_lines.empty());
    return bad ? Exit::Findings : Exit::Clean;
  }

  std::vector<std::string> paths_;
  std::string algorithm_;
  std::optional<Method> method_;
  digest::Progress progress_;
  unsigned jobs_ = 0;
  bool tag_ = false;
  bool zero_ = false;
  bool check_ = false;
  bool quiet_ = false;
  bool status_ = false;
  bool strict_ = false;
  bool ignore_missing_ = false;
};

}  // namespace

std::unique_ptr<Command> make_digest() {
  return std::make_unique<DigestCommand>();
}

}  // namespace av::cli
