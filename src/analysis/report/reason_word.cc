#include "analysis/report/reason_word.h"

namespace av::report {

std::string_view reason_word(ErrorCode code) {
  switch (code) {
    case ErrorCode::InvalidArgument:
      return "invalid";
    case ErrorCode::NotFound:
      return "not-found";
    case ErrorCode::Denied:
      return "denied";
    case ErrorCode::LimitExceeded:
      return "limit";
    case ErrorCode::Io:
      return "io";
    case ErrorCode::Unsupported:
      return "unsupported";
    case ErrorCode::Changed:
      return "changed";
  }
  return "io";
}

std::string_view reason_word(text::LeftOutReason reason) {
  switch (reason) {
    case text::LeftOutReason::Excluded:
      return "excluded";
    case text::LeftOutReason::GitIgnored:
      return "git-ignored";
    case text::LeftOutReason::VersionControl:
      return "version-control";
    case text::LeftOutReason::Cache:
      return "cache";
    case text::LeftOutReason::InstalledPackages:
      return "installed-packages";
    case text::LeftOutReason::VirtualEnvironment:
      return "virtual-environment";
    case text::LeftOutReason::BuildOutput:
      return "build-output";
    case text::LeftOutReason::Link:
      return "link";
    case text::LeftOutReason::SpecialFile:
      return "special-file";
  }
  return "excluded";
}

}  // namespace av::report
