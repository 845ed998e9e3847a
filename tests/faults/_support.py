"""What the fault tests share: the program, folders, and running as nobody."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get('ANTIVENOM', ROOT / 'build/release/antivenom')).resolve()
NOBODY = 65534
TIME_LIMIT_S = 120
VULNERABLE = b'import os\nos.system("ls " + input())\n'

CLEAN, FINDINGS, USAGE, INTERNAL, INCOMPLETE, NO_INPUT = range(6)
INTERRUPTED, CLOSED_PIPE = 130, 141


class FaultTest(unittest.TestCase):
    """A test with a folder of its own, which anybody may read."""

    def setUp(self):
        scratch = tempfile.mkdtemp(prefix='antivenom-fault-')
        self.addCleanup(self.remove, scratch)
        os.chmod(scratch, 0o755)
        self.folder = pathlib.Path(scratch)

    @staticmethod
    def remove(scratch):
        for folder, _, _ in os.walk(scratch):
            os.chmod(folder, 0o755)
        shutil.rmtree(scratch)

    def write(self, name, content=VULNERABLE):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def environment(self):
        return {'PATH': '/usr/bin:/bin', 'LC_ALL': 'C.UTF-8', 'TERM': 'dumb'}

    def run_program(self, *arguments, program=PROGRAM, **options):
        """Runs antivenom in the test's folder; no fault may crash it or make it hang."""
        options.setdefault('stdin', subprocess.DEVNULL)
        done = subprocess.run([program, *arguments], cwd=self.folder, env=self.environment(),
                              stdout=options.pop('stdout', subprocess.PIPE),
                              stderr=subprocess.PIPE, timeout=TIME_LIMIT_S, check=False, **options)
        done.stderr = done.stderr.decode()
        self.assertNotIn('internal error', done.stderr)
        self.assertNotIn('Sanitizer', done.stderr)
        self.assertGreaterEqual(done.returncode, 0, done.stderr)
        return done

    def scan(self, *arguments, **options):
        """The exit code and the JSON report of a scan."""
        done = self.run_program('scan', '--format', 'json', *arguments, **options)
        report = json.loads(done.stdout) if done.stdout else None
        return done.returncode, report

    def program_for_nobody(self):
        """A copy of the program that any user may run; skips when we are nobody special."""
        if os.geteuid() != 0:
            self.skipTest('only root can become another user')
        copy = self.folder.with_name(self.folder.name + '-program')
        if not copy.exists():
            shutil.copy(PROGRAM, copy)
            os.chmod(copy, 0o755)
            self.addCleanup(copy.unlink)
        return copy

    def scan_as_nobody(self, *arguments):
        if os.geteuid() != 0:
            return self.scan(*arguments)
        return self.scan(*arguments, program=self.program_for_nobody(), user=NOBODY, group=NOBODY,
                         extra_groups=[])

    def reasons(self, report):
        return {entry['path']: entry['reason'] for entry in report['not_analysed']}

    def assert_counts_add_up(self, report):
        totals = report['totals']
        self.assertEqual(totals['not_analysed'], len(report['not_analysed']))
        self.assertEqual(totals['files'], totals['analysed'] + totals['not_analysed'])


def main():
    unittest.main(verbosity=1)
