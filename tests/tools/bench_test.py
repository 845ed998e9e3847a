"""The parts of bench/ that can be wrong without anybody noticing."""
import sys
import unittest
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / 'bench'))

import measure  # noqa: E402
import peers  # noqa: E402


class Measure(unittest.TestCase):
    def test_a_run_gives_its_output_and_what_it_cost(self):
        program = 'import sys; sum(range(10**6)); print(sys.stdin.read())'
        usage = measure.run([sys.executable, '-c', program], b'given')
        self.assertEqual('given\n', usage.output)
        self.assertGreater(usage.wall, 0)
        self.assertGreater(usage.cpu, 0)

    def test_a_failing_run_is_no_measurement(self):
        with self.assertRaisesRegex(measure.Failed, 'exit code 3: sorry'):
            measure.run([sys.executable, '-c', 'import sys; print("sorry", file=sys.stderr);'
                                               'sys.exit(3)'])

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


if __name__ == '__main__':
    unittest.main()
