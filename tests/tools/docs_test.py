"""What the pages say must be so: paths exist, commands exist, tables agree with their sources."""

import re
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools'))
from check_house import Plan  # noqa: E402

PAGES = sorted(ROOT.glob('*.md')) + sorted(ROOT.glob('docs/*.md'))
TOP_FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir()} - {'build'}


def named_paths(text):
    """Links, and words in code type that start with one of our folders."""
    for link in re.findall(r'\]\(([^)#:]+)\)', text):
        yield link
    for word in re.findall(r'`([\w./-]+)`', text):
        if '/' in word and word.split('/')[0] in TOP_FOLDERS:
            yield word


def table(page, first_heading):
    """Rows of the table whose first heading is `first_heading`, as lists of cells."""
    rows, inside = [], False
    for line in (ROOT / page).read_text().splitlines():
        cells = [cell.strip().strip('`') for cell in line.strip()[1:-1].split('|')]
        if inside and not line.startswith('|'):
            return rows
        if inside and not line.startswith('| ---'):
            rows.append(cells)
        inside = inside or (line.startswith('|') and cells[0] == first_heading)
    return rows


class Docs(unittest.TestCase):
    def test_named_paths_exist(self):
        for page in PAGES:
            for name in named_paths(page.read_text()):
                base = ROOT if name.split('/')[0] in TOP_FOLDERS else page.parent
                with self.subTest(page=page.name, name=name):
                    self.assertTrue((base / name).exists() or (page.parent / name).exists())

    def test_dev_commands_exist(self):
        commands = set(re.findall(r'^cmd_([\w-]+)\(\)', (ROOT / 'dev').read_text(), re.M))
        for page in PAGES:
            for command in re.findall(r'\./dev (\w[\w-]*)', page.read_text()):
                with self.subTest(page=page.name, command=command):
                    self.assertIn(command, commands)

    def test_every_dev_command_has_help(self):
        commands = re.findall(r'^cmd_([\w-]+)\(\)', (ROOT / 'dev').read_text(), re.M)
        overview = subprocess.run([ROOT / 'dev', 'help'], capture_output=True, text=True,
                                  check=True).stdout
        for command in commands:
            with self.subTest(command=command):
                own = subprocess.run([ROOT / 'dev', 'help', command], capture_output=True,
                                     text=True, check=True).stdout.splitlines()
                self.assertGreaterEqual(len(own), 2)
                self.assertTrue(own[0].startswith(command))
                self.assertIn(own[1].strip(), overview)

    def test_architecture_lists_the_rooms(self):
        plan = Plan((ROOT / 'cmake/Rooms.cmake').read_text())
        rows = {row[0]: row[-1] for row in table('ARCHITECTURE.md', 'room')}
        self.assertEqual(list(rows), list(plan.rooms))
        for name, (_, needs, _) in plan.rooms.items():
            if rows[name] != 'all above':
                with self.subTest(room=name):
                    self.assertEqual([n.strip() for n in rows[name].split(',') if n.strip()],
                                     needs)


if __name__ == '__main__':
    unittest.main()
