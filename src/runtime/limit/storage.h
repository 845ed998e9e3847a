#pragma once
// storage.h — the storages of memory: a table of words, and a ledger for moving windows.

#include <antivenom/limit.h>

#include <memory>
#include <string>

namespace av::limit {

Result<std::unique_ptr<Storage>> words_in_memory(const Options& options);
Result<std::unique_ptr<Storage>> words_shared(const std::string& name, const Options& options);
Result<std::unique_ptr<Storage>> log_in_memory(const Options& options);
Result<std::unique_ptr<Storage>> log_shared(const std::string& name, const Options& options);

// kLogSuffix is what a moving window's table has after its name, kGateSuffix a gate's.
inline constexpr const char* kLogSuffix = "-log";
inline constexpr const char* kGateSuffix = "-gate";

// full_decision is the answer when there is no slot.
Decision full_decision(const Limit& limit, const Options& options);

}  // namespace av::limit
