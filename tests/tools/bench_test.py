"""The parts of bench/ that can be wrong without anybody noticing."""
import contextlib
import io
import json
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / 'bench'))

import measure  # noqa: E402
import peers  # noqa: E402
import scan  # noqa: E402
import scan_material  # noqa: E402
import scan_page  # noqa: E402
import scan_peers  # noqa: E402
import semgrep_rules  # noqa: E402


class Measure(unittest.TestCase):
    def test_a_run_gives_its_output_and_what_it_cost(self):
        program = 'import sys; sum(range(10**6)); print(sys.stdin.read())'
        usage = measure.run([sys.executable, '-c', program], b'given')
        self.assertEqual('given\n', usage.output)
        self.assertGreater(usage.wall, 0)
        self.assertGreater(usage.cpu, 0)

    def test_memory_is_the_commands_own_not_that_of_who_measures(self):
        held = b'x' * (200 << 20)
        self.assertLess(measure.run(['true']).peak, 100)
        self.assertEqual(len(held), 200 << 20)

    def test_a_failing_run_is_no_measurement(self):
        with self.assertRaisesRegex(measure.Failed, 'exit code 3: sorry'):
            measure.run([sys.executable, '-c', 'import sys; print("sorry", file=sys.stderr);'
                                               'sys.exit(3)'])

    def test_a_run_tells_the_most_memory_that_it_held(self):
        less, more = (measure.run([sys.executable, '-c', 'x = bytearray(%d)' % size]).peak
                      for size in (100_000_000, 180_000_000))
        self.assertAlmostEqual(80, more - less, delta=8)

    def test_a_quick_run_is_timed_and_must_end_well(self):
        self.assertLess(0, measure.quick(['true']))
        with self.assertRaisesRegex(measure.Failed, 'false: exit code 1'):
            measure.quick(['false'])

    def test_turns_alternate(self):
        order = []
        found = measure.alternate({name: lambda name=name: order.append(name) for name in 'ab'}, 2)
        self.assertEqual(['a', 'b', 'a', 'b'], order)
        self.assertEqual({'a': 2, 'b': 2}, {name: len(runs) for name, runs in found.items()})

    @unittest.skipUnless(measure.instruction_tool(), 'nothing counts instructions here')
    def test_more_work_is_more_instructions(self):
        tool = measure.instruction_tool()
        few, many = (measure.instructions(tool, ['/usr/bin/seq', '-f', '%g', count])
                     for count in ('10', '20000'))
        self.assertGreater(many, 2 * few)
        with self.assertRaises(measure.Failed):
            measure.instructions(tool, ['/bin/false'])


class Peers(unittest.TestCase):
    def test_numbers_are_read_by_their_label(self):
        text = 'files: 1,726\nbytes per node: 40.25\nMB/s: 98.1\nparse seconds: 0.5\nother text\n'
        self.assertEqual({'files': 1726, 'bytes per node': 40.25, 'mb/s': 98.1,
                          'parse seconds': 0.5}, peers.numbers(text))

    def test_without_rust_there_is_no_crate(self):
        with mock.patch.object(peers.shutil, 'which', return_value=None):
            self.assertEqual((None, 'needs Rust 1.95 or newer'), peers.parser_crate())


class ScanMaterial(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.folder / 'all').mkdir()
        for name, lines in (('a.py', 10), ('b.py', 30), ('c.txt', 99)):
            (self.folder / 'all' / name).write_text('x\n' * lines)
        self.corpus = scan_material.measured('all', self.folder / 'all')

    def test_lines_and_bytes_of_python_count(self):
        self.assertEqual((40, 80 / 1e6), (self.corpus.lines, self.corpus.megabytes))

    def test_a_part_has_the_lines_asked_for_or_the_files_again(self):
        self.assertEqual(10, scan_material.part(self.corpus, 10, self.folder).lines)
        self.assertEqual(90, scan_material.part(self.corpus, 81, self.folder).lines)

    def test_the_script_is_the_file_nearest_to_the_wanted_length(self):
        with mock.patch.object(scan_material, 'SCRIPT_LINES', 12):
            script = scan_material.script(self.corpus, self.folder / 'script')
        self.assertEqual('x\n' * 10, script.read_text())

    def test_what_is_copied_whole_stays(self):
        pairs = [(self.folder / 'all' / 'a.py', Path('in') / 'a.py')]
        copied = scan_material.copied(pairs, self.folder / 'copy')
        (copied / 'in' / 'a.py').write_text('changed')
        scan_material.copied(pairs, self.folder / 'copy')
        self.assertEqual('changed', (copied / 'in' / 'a.py').read_text())


class ScanPeers(unittest.TestCase):
    def test_semgrep_is_told_to_read_what_it_leaves_out(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / 'tests').mkdir()
            seen = scan_peers.Semgrep('semgrep', ['/bin/ls', '-A'], None).run(folder).output
        self.assertEqual(['.semgrepignore', 'tests'], seen.split())

    def test_a_report_of_semgrep_says_what_it_read(self):
        report = {'paths': {'scanned': ['a.py', 'b.py']}, 'results': [], 'errors': [{}]}
        self.assertEqual((2, '0 findings, 1 errors'),
                         scan_peers.files_of_semgrep(None, None, json.dumps(report)))

    def test_there_are_twenty_rules_for_semgrep_and_each_is_whole(self):
        rules = json.loads(semgrep_rules.text())['rules']
        self.assertEqual(20, len({rule['id'] for rule in rules}))
        for rule in rules:
            self.assertTrue(rule['pattern-sources'] and rule['pattern-sinks'], rule['id'])
        self.assertLessEqual(set(semgrep_rules.SANITIZERS), set(semgrep_rules.SINKS))

    def test_only_peers_have_versions(self):
        self.assertEqual({'semgrep': scan_peers.SEMGREP_VERSION},
                         scan_peers.versions(['antivenom', 'semgrep']))


class Scan(unittest.TestCase):
    def test_parts_are_measured_in_their_own_order(self):
        self.assertEqual(['library', 'growth'], scan.parts('growth,library'))
        with self.assertRaisesRegex(scan.argparse.ArgumentTypeError, 'no such part: speed'):
            scan.parts('speed,library')

    def test_a_part_that_fails_does_not_keep_others_from_the_page(self):
        done = []

        def fail(_):
            raise measure.Failed('it is gone')
        bench = scan.Bench.__new__(scan.Bench)
        bench.PARTS = {'one': fail, 'two': lambda _: done.append('two')}
        with contextlib.redirect_stdout(io.StringIO()) as said:
            self.assertFalse(bench.run(['one', 'two']))
        self.assertEqual((['two'], 'failed: one: it is gone\n'), (done, said.getvalue()))

    def test_goals_are_of_the_rows_that_are_there(self):
        rows = [scan_page.Row(name, measure.Usage(wall, 0, '', 100.0), 1)
                for name, wall in ((scan.OURS, 0.4), (scan.FLOW, 1.2), (scan.RUFF, 0.5),
                                   (scan.SEMGREP, 60))]
        texts = [goal.text() for goal in scan.goals_of(rows, 1.0)]
        self.assertEqual(['- MB a million lines, without flow: 100; goal: at most 150: met',
                          '- MB a million lines, with flow: 100; goal: at most 250: met',
                          "- times ruff's wall time, without flow: 0.8; goal: at most 1: met",
                          "- times ruff's wall time, with flow: 2.4; goal: at most 3: met",
                          '- times as fast as semgrep, with flow: 50; goal: at least 100: '
                          '**missed**'], texts)


class ScanPage(unittest.TestCase):
    def setUp(self):
        self.path = Path(self.enterContext(tempfile.TemporaryDirectory())) / 'page.md'
        self.path.write_text('before\n%s\nold\n%s\nbetween\n%s\nkept\n%s\n' % (
            scan_page.BEGIN % 'library', scan_page.END, scan_page.BEGIN % 'growth', scan_page.END))

    def put(self, part, text):
        scan_page.write(self.path, part, text)
        return self.path.read_text()

    def test_ratios_are_to_the_first_row(self):
        corpus = scan_material.Corpus('a corpus', Path('.'), 2_000_000, 60.0)
        with contextlib.redirect_stdout(io.StringIO()):
            scan_page.Page(self.path, '2 processors').add_corpus('library', corpus, [
                scan_page.Row('antivenom', measure.Usage(0.5, 1.0, '', 100.0), 10),
                scan_page.Row('other', measure.Usage(80.0, 1.5, '', 300.0), 9)], [])
        rows = [line for line in self.path.read_text().splitlines() if line.startswith('| ')]
        self.assertEqual('| antivenom | 10 | 0.50 | 1.00 | 1.00 | 1.00 | 100 | 50 |', rows[2])
        self.assertEqual('| other | 9 | 80.00 | 1.50 | 160 | 1.50 | 300 | 150 |', rows[3])

    def test_linear_cost_is_bars_of_one_length(self):
        rows = [(scan_material.Corpus('', Path('.'), lines, 0.0),
                 {'antivenom': measure.Usage(0, lines / 1e6, '')}) for lines in (1000, 4000)]
        bars = [line.count('#') for line in scan_page.chart(rows).splitlines() if '#' in line]
        self.assertEqual([scan_page.BAR_COLUMNS] * 2, bars)

    def test_a_part_goes_between_its_marks_and_the_others_stay(self):
        self.assertEqual('before\n%s\n\nnew\n\n%s\nbetween\n%s\nkept\n%s\n' % (
            scan_page.BEGIN % 'library', scan_page.END, scan_page.BEGIN % 'growth',
            scan_page.END), self.put('library', 'new'))
        with self.assertRaises(ValueError):
            self.put('start', 'new')

    def test_the_page_has_a_place_for_every_part(self):
        page = (ROOT / 'docs' / 'performance.md').read_text()
        for part in scan.Bench.PARTS:
            self.assertIn(scan_page.BEGIN % part, page)


if __name__ == '__main__':
    unittest.main()
