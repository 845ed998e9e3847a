#include "analysis/regex/expression.h"

namespace av::regex {

namespace {

CharSet ascii_word() {
  CharSet set;
  set.add(Range{'a', 'z'});
  set.add(Range{'A', 'Z'});
  set.add(Range{'0', '9'});
  set.add(Range{'_', '_'});
  return set;
}

CharSet unicode_word() {
  CharSet set = ascii_word();
  set.add(Range{0xAA, 0xAA});
  set.add(Range{0xB5, 0xB5});
  set.add(Range{0xC0, 0x2FF});
  set.add(Range{0x370, 0x167F});  // U+1680 is a space
  set.add(Range{0x1681, 0x1FFF});
  set.add(Range{0x2C00, 0x2DFF});
  set.add(Range{0x3040, 0xD7FF});
  set.add(Range{0xF900, 0xFDFF});
  set.add(Range{0xFF10, 0xFF19});
  return set;
}

CharSet ascii_space() {
  CharSet set;
  set.add(Range{'\t', '\r'});
  set.add(Range{' ', ' '});
  return set;
}

CharSet unicode_space() {
  CharSet set = ascii_space();
  for (const Range range : {Range{0x1C, 0x1F}, Range{0x85, 0x85}, Range{0xA0, 0xA0},
                            Range{0x1680, 0x1680}, Range{0x2000, 0x200A}, Range{0x2028, 0x2029},
                            Range{0x202F, 0x202F}, Range{0x205F, 0x205F}, Range{0x3000, 0x3000}}) {
    set.add(range);
  }
  return set;
}

CharSet unicode_digit() {
  CharSet set = CharSet::range('0', '9');
  set.add(Range{0x660, 0x669});
  set.add(Range{0x6F0, 0x6F9});
  set.add(Range{0x966, 0x96F});
  set.add(Range{0xFF10, 0xFF19});
  return set;
}

}  // namespace

const CharSet& word_set(bool ascii) {
  static const CharSet kAscii = ascii_word();
  static const CharSet kUnicode = unicode_word();
  return ascii ? kAscii : kUnicode;
}

const CharSet& digit_set(bool ascii) {
  static const CharSet kAscii = CharSet::range('0', '9');
  static const CharSet kUnicode = unicode_digit();
  return ascii ? kAscii : kUnicode;
}

const CharSet& space_set(bool ascii) {
  static const CharSet kAscii = ascii_space();
  static const CharSet kUnicode = unicode_space();
  return ascii ? kAscii : kUnicode;
}

}  // namespace av::regex
