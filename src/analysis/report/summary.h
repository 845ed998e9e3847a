#pragma once
// summary.h — what a scan covered and counted, in a few lines for people.

#include "analysis/engine/scan_result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace av::report {

// counted is "1 file" or "3 files".
std::string counted(std::uint64_t count, std::string_view noun);

// coverage_text says how many files there were and names those not analysed, or only in part, with
// the reasons; of many the first ten.
std::string coverage_text(const engine::ScanResult& result);

// limits_text lists where values could not be followed: functions that were given up, calls of
// which nothing is known, text that is run as Python.
std::string limits_text(const engine::ScanResult& result);

// findings_text counts the findings by severity, and what was not shown.
std::string findings_text(const engine::ScanResult& result);

// statistics_text is a table of the rules that found something, most findings first.
std::string statistics_text(const engine::ScanResult& result);

}  // namespace av::report
