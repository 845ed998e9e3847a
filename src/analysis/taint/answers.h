#pragma once
// answers.h — dicts that are an answer by what they hold: {"statusCode": 200, "body": page} is what
// a gateway makes an answer of, wherever the program puts it together.
//
// In: a BuildDict.  Out: a Special, whose model says what does harm under which key.

#include "analysis/names/file_names.h"
#include "analysis/taint/program.h"
#include "analysis/taint/written_arguments.h"

namespace av::taint {

struct AnswerFile {
  names::FileNames& names;
  WrittenArguments& written;
};

// note_answer adds the Special of the BuildDict `dict`, if it is one; call it in the order of
// instructions.
void note_answer(const AnswerFile& file, flow::ValueId dict, Unit& unit);

}  // namespace av::taint
