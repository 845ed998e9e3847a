"""The clang-tidy settings must find what the style forbids, and leave good code alone."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

GOOD = '''
#include <utility>
namespace av::base {
constexpr int kLimit = 3;
enum class Color : unsigned char { Red, Green };
template <class Key, int kCount>
class Table {
 public:
  explicit Table(Key key) : key_(std::move(key)) {}
  [[nodiscard]] const Key& key() const { return key_; }

 private:
  Key key_;
};
int paint(Color color, int layers);
int paint(Color color, int layers) { return color == Color::Red ? layers : kLimit; }
}  // namespace av::base
'''
BAD = {
    'readability-function-size': 'int f(int a) {\n' + '  ++a;\n' * 81 + '  return a;\n}\n',
    'readability-function-cognitive-complexity':
        'int f(int a) {\n' + '  if (a > 0) { if (a > 1) { if (a > 2) { ++a; } } }\n' * 5
        + '  return a;\n}\n',
    'google-explicit-constructor': 'struct Id { Id(int a) : value(a) {} int value; };\n',
    'readability-identifier-naming': 'int BadName(int a) { return a; }\n',
    'cppcoreguidelines-avoid-non-const-global-variables': 'int counter = 0;\n',
    'bugprone-use-after-move': '#include <string>\n#include <utility>\n'
                               'std::string f(std::string a) {\n'
                               '  const std::string b = std::move(a);\n  return a + b;\n}\n',
    'clang-diagnostic-deprecated-copy-with-user-provided-dtor':
        'struct Handle { int value = 0; ~Handle() { value = 1; } };\n'
        'void f(Handle& to, const Handle& from);\n'
        'void f(Handle& to, const Handle& from) { to = from; }\n',
    'misc-const-correctness': 'int f() {\n  int a = 1;\n  return a;\n}\n',
}


@unittest.skipUnless(shutil.which('clang-tidy-16'), 'clang-tidy-16 is not installed')
class Tidy(unittest.TestCase):
    def tidy(self, text):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, 'sample.cc')
            source.write_text(text)
            done = subprocess.run(
                ['clang-tidy-16', '--quiet', f'--config-file={ROOT}/.clang-tidy', source, '--',
                 '-std=c++20'], capture_output=True, text=True, check=False)
            return done.returncode, done.stdout

    def test_good_code_passes(self):
        self.assertEqual(self.tidy(GOOD), (0, ''))

    def test_each_planted_fault_is_found(self):
        for check, text in BAD.items():
            with self.subTest(check=check):
                code, output = self.tidy(text)
                self.assertNotEqual(code, 0)
                self.assertIn(f'[{check},-warnings-as-errors]', output)


if __name__ == '__main__':
    unittest.main()
