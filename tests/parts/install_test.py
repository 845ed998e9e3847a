#!/usr/bin/env python3
"""What `cmake --install` puts out: the program with its manual page and completions; the library, with
which a C++ program far from this tree links every part and runs, also when it was moved. What docs/
show of C++ is built with it, too.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get('ANTIVENOM', 'build/release/antivenom'))
BUILD = (ROOT / PROGRAM).resolve().parent

PROJECT = '''
cmake_minimum_required(VERSION 3.25)
project(user LANGUAGES CXX)
find_package(antivenom 0.1 REQUIRED)
add_executable(user main.cc)
target_link_libraries(user PRIVATE antivenom::literal antivenom::limit antivenom::secret
  antivenom::digest antivenom::fernet antivenom::password)
add_executable(one one.cc)
target_link_libraries(one PRIVATE antivenom::secret)
'''

MAIN = r'''
#include <antivenom/clock.h>
#include <antivenom/digest.h>
#include <antivenom/fernet.h>
#include <antivenom/limit.h>
#include <antivenom/limit_http.h>
#include <antivenom/literal.h>
#include <antivenom/password.h>
#include <antivenom/result.h>
#include <antivenom/secret.h>

#include <cstdio>
#include <cstdlib>

namespace {
void expect(bool right, const char* what) {
  if (!right) {
    std::fprintf(stderr, "wrong: %s\n", what);
    std::exit(1);
  }
}
}  // namespace

int main() {
  using av::secret::bytes_of;
  expect(av::literal::parse("[1, 2]").has_value(), "literal");
  expect(av::digest::hash(av::digest::Algorithm::Sha256, bytes_of("abc")).hex().starts_with("ba78"),
         "digest");
  const auto stored = av::password::hash(bytes_of("correct"));
  expect(stored && av::password::verify(bytes_of("correct"), *stored)->ok, "password");
  const av::fernet::Fernet fernet(av::fernet::Key::generate());
  expect(fernet.decrypt(fernet.encrypt(bytes_of("x")))->expose_text() == "x", "fernet");
  std::puts("every part works");
}
'''

ONE = '''
#include <antivenom/secret.h>
int main() { return av::SecretBytes::copy_of("x").size() == 1 ? 0 : 1; }
'''


DOCS = ROOT / 'docs'
PARTS = ('secret', 'digest', 'literal', 'limit', 'password', 'fernet')


def blocks(page, language):
    """The blocks of one language in a page of docs/."""
    return re.findall(rf'^```{language}\n(.*?)^```', (DOCS / page).read_text(), re.M | re.S)


def program_of(block):
    """A page's lines as a program: what is no #include goes into main."""
    lines = block.splitlines()
    headers = [line for line in lines if line.startswith('#include')]
    return '\n'.join([*headers, 'int main() {', *(x for x in lines if x not in headers), '}', ''])


class Installed(unittest.TestCase):
    def run_quietly(self, *command):
        done = subprocess.run(command, text=True, check=False, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def test_the_program_comes_with_its_manual_and_completions(self):
        with tempfile.TemporaryDirectory() as folder:
            self.run_quietly('cmake', '--install', BUILD, '--component', 'program',
                             '--prefix', folder)
            program = Path(folder, 'bin/antivenom')
            share = Path(folder, 'share')
            for name, words in (('man/man1/antivenom.1', ('help', '--man')),
                                ('bash-completion/completions/antivenom', ('completion', 'bash')),
                                ('zsh/site-functions/_antivenom', ('completion', 'zsh')),
                                ('fish/vendor_completions.d/antivenom.fish', ('completion', 'fish'))):
                self.assertEqual((share / name).read_text(), self.run_quietly(program, *words))
            files = {path for path in Path(folder).rglob('*') if path.is_file()}
            self.assertEqual(len(files), 5)

    def test_a_missing_library_is_told_by_its_package(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                ['cmake', '-G', 'Ninja', '-S', ROOT, '-B', folder, '-DAV_TESTS=OFF',
                 '-DCMAKE_DISABLE_FIND_PACKAGE_tl-expected=ON'], text=True, check=False,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertNotEqual(done.returncode, 0)
        told = ' '.join(done.stdout.split())  # CMake breaks lines
        self.assertIn('it is in libexpected-dev; `./dev build`, run as root', told)

    def need_plain_archives(self):
        if 'build/dev' in str(BUILD):
            self.skipTest('an archive with sanitizers asks its users for them')

    def test_what_the_pages_show_of_cpp(self):
        self.need_plain_archives()
        pages = {part: block for part in PARTS for block in blocks(f'{part}.md', 'cpp')}
        self.assertEqual(set(pages), {'literal', 'limit'})
        [project], [main] = blocks('cpp.md', 'cmake'), blocks('cpp.md', 'cpp')
        for part, block in pages.items():
            project += (f'add_executable({part} {part}.cc)\n'
                        f'target_link_libraries({part} PRIVATE antivenom::{part})\n')
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            self.run_quietly('cmake', '--install', BUILD, '--component', 'development',
                             '--prefix', folder / 'installed')
            (folder / 'CMakeLists.txt').write_text(project)
            (folder / 'main.cc').write_text(main)
            for part, block in pages.items():
                (folder / f'{part}.cc').write_text(program_of(block))
            self.run_quietly('cmake', '-G', 'Ninja', '-S', folder, '-B', folder / 'build',
                             f'-DCMAKE_PREFIX_PATH={folder / "installed"}')
            self.run_quietly('cmake', '--build', folder / 'build', '-j', '1')
            self.assertEqual(self.run_quietly(folder / 'build/app'), 'right\n')

    def test_a_program_links_every_part(self):
        self.need_plain_archives()
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            self.run_quietly('cmake', '--install', BUILD, '--component', 'development',
                             '--prefix', folder / 'first')
            shutil.move(folder / 'first', folder / 'moved')
            (folder / 'CMakeLists.txt').write_text(PROJECT)
            (folder / 'main.cc').write_text(MAIN)
            (folder / 'one.cc').write_text(ONE)
            self.run_quietly('cmake', '-G', 'Ninja', '-S', folder, '-B', folder / 'build',
                             f'-DCMAKE_PREFIX_PATH={folder / "moved"}')
            self.run_quietly('cmake', '--build', folder / 'build', '-j', '1')
            self.assertEqual(self.run_quietly(folder / 'build/user'), 'every part works\n')
            self.run_quietly(folder / 'build/one')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
