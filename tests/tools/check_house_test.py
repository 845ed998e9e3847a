"""The include checker must pass a clean tree and name every planted violation."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHECKER = ROOT / 'tools/check_house.py'

ROOMS = '''
set(AV_EXTERNALS
  "expected | libexpected-dev    | tl/       | package tl-expected tl::expected"
  "json     | nlohmann-json3-dev | nlohmann/ | package nlohmann_json x"
  "doctest  | doctest-dev        | doctest/  | package doctest x"
)
set(AV_ROOMS
  "base | src/base          |           | expected"
  "text | src/analysis/text | base      | json"
  "cli  | src/cli           | base text |"
)
'''


class CheckHouse(unittest.TestCase):
    def check(self, files, rooms=ROOMS):
        """Runs the checker over a tree of `files` and returns its lines."""
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {'cmake/Rooms.cmake': rooms, **files}.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            done = subprocess.run([sys.executable, CHECKER, '--root', folder],
                                  capture_output=True, text=True, check=False)
        self.assertEqual(done.stderr, '')
        self.assertEqual(done.returncode, 1 if done.stdout else 0)
        return done.stdout.splitlines()

    def test_clean_tree_passes(self):
        self.assertEqual([], self.check({
            'include/antivenom/result.h': '#pragma once\n#include <tl/expected.hpp>\n',
            'src/base/id.h': '#pragma once\n#include <antivenom/result.h>\n',
            'src/analysis/text/lines.cc': '#include "analysis/text/lines.h"\n'
                                          '#include "base/id.h"\n#include <nlohmann/json.hpp>\n',
            'src/analysis/text/lines.h': '#pragma once\n',
            'src/base/table_tool.cc': 'int main() { printf("x"); }\n',
            'src/cli/main.cc': '#include "analysis/text/lines.h"\nint main() { std::exit(0); }\n',
            'tests/text/lines_test.cc': '#include "analysis/text/lines.h"\n'
                                        '#include "tests/support/tree.h"\n'
                                        '#include <doctest/doctest.h>\n',
        }))

    def test_room_that_is_not_allowed(self):
        lines = self.check({'src/base/id.h': '#pragma once\n\n#include "analysis/text/lines.h"\n'})
        self.assertEqual(lines, ['src/base/id.h:3: base may not need text (cmake/Rooms.cmake)'])

    def test_external_that_is_not_allowed(self):
        lines = self.check({'src/base/id.cc': '#include <nlohmann/json.hpp>\n'})
        self.assertEqual(lines, ['src/base/id.cc:1: base may not need json (cmake/Rooms.cmake)'])

    def test_public_header_that_needs_a_room(self):
        lines = self.check({'include/antivenom/a.h': '#pragma once\n#include "base/id.h"\n'})
        self.assertEqual(lines, ['include/antivenom/a.h:2: a public header may not include a room'])

    def test_unit_test_reaching_into_another_room(self):
        lines = self.check({'tests/base/id_test.cc': '#include "analysis/text/lines.h"\n'})
        self.assertEqual(lines, ['tests/base/id_test.cc:1: '
                                 'base may not need text (cmake/Rooms.cmake)'])

    def test_folder_without_a_row(self):
        lines = self.check({'src/attic/old.cc': '\n'})
        self.assertEqual(lines, ['src/attic/old.cc:1: in no room of cmake/Rooms.cmake'])

    def test_banned_words_in_code(self):
        lines = self.check({'src/base/id.cc': 'void f() {\n  throw 1;\n  std::exit(1);\n}\n'
                                              'using namespace std;\n'
                                              'std::shared_ptr<int> p;\n'
                                              'void g() { std::cout << printf("x"); }\n'})
        self.assertEqual([line.split(': ')[0] for line in lines],
                         ['src/base/id.cc:2', 'src/base/id.cc:5', 'src/base/id.cc:6',
                          'src/base/id.cc:7', 'src/base/id.cc:7', 'src/base/id.cc:3'])

    def test_banned_words_in_comments_and_literals_are_nothing(self):
        self.assertEqual([], self.check({'src/base/id.cc': '// throw\n/* using namespace\n */\n'
                                         'auto a = "throw\\" x"; auto b = R"(throw " )";\n'
                                         "char c = '\"'; int d = 1'000; auto e = \"throw\";\n"}))

    def test_size_guard_mark_and_bare_nolint(self):
        lines = self.check({'src/base/id.cc': 'int a;\n' * 901,
                            'src/base/table.cc': '// generated\n' + 'int a;\n' * 901,
                            'src/base/id.h': 'int a;  // NOLINT\nint b;  // TODO\n'
                                             'int c;  // NOLINT(cert-x): the reason\n'})
        self.assertEqual(lines, [
            'src/base/id.cc:1: 901 lines, limit 900',
            'src/base/id.h:2: TODO: finish it or take it out',
            'src/base/id.h:1: NOLINT needs its check and a reason: NOLINT(check): reason',
            'src/base/id.h:1: header without #pragma once'])

    def test_external_that_nobody_includes(self):
        lines = self.check({'src/analysis/text/lines.cc': '#include <vector>\n'})
        self.assertEqual(lines, ['cmake/Rooms.cmake:1: text lists json and never includes it'])

    def test_table_with_a_cycle(self):
        lines = self.check({}, ROOMS.replace('|           | expected', '| text      | expected'))
        self.assertEqual(lines,
                         ['cmake/Rooms.cmake:1: base needs text, which has no row above it'])

    def test_this_repository(self):
        done = subprocess.run([sys.executable, CHECKER], capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.stdout, '')


if __name__ == '__main__':
    unittest.main()
