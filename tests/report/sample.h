#pragma once
// sample.h — a hand-made scan result for the report tests.

#include "analysis/engine/scan_result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace av::test {

// sample_rule is a rule of no catalog: AV900, "sample-rule", CWE-78 and 88.
const knowledge::Rule& sample_rule();

// line makes an excerpt line whose bytes [start, end) are marked.
engine::ExcerptLine line(std::uint32_t number, std::string text, std::uint32_t start = 0,
                         std::uint32_t end = 0);

// place is from one line and column to another.
engine::Place place(std::uint32_t line, std::uint32_t column, std::uint32_t end_line,
                    std::uint32_t end_column);

// sample_finding is a high finding on line 23, with a line before and one related note.
engine::ReportedFinding sample_finding();

// traced_finding is the same without the note, with a way of two steps from notes/app.py.
engine::ReportedFinding traced_finding();

// sample_result has one finding in notes/export.py, one silenced, one file not analysed and one
// analysed in part.
engine::ScanResult sample_result();

}  // namespace av::test
