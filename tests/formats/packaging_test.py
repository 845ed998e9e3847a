#!/usr/bin/env python3
"""packaging/ and .pre-commit-hooks.yaml: read as YAML, and their shell steps run on a project.

Steps that only GitHub or GitLab can run (`uses`, uploads) are checked by form; the expressions of
the others are filled in as GitHub would. Without PyYAML the cases are skipped.
"""

import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

try:
    import yaml
except ImportError:
    yaml = None

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = Path(os.environ.get('ANTIVENOM', str(ROOT / 'build/release/antivenom'))).resolve()
ACTION = 'packaging/github/action.yml'
TEMPLATE = 'packaging/gitlab/antivenom.gitlab-ci.yml'
BAD = 'import os\nos.system("ls " + input())\n'


def read(name):
    return yaml.safe_load((ROOT / name).read_text())


def project(folder):
    """A repository with a finding in each of two folders."""
    for name in ('src/app.py', 'tools/run me.py'):
        path = Path(folder) / name
        path.parent.mkdir(parents=True)
        path.write_text(BAD)
    subprocess.run(['git', 'init', '-q', folder], check=True)


class Runner:
    """Runs a composite action's shell steps as GitHub's runner does."""

    def __init__(self, action, inputs, home):
        self.action = action
        self.home = Path(home)
        self.inputs = {name: str(spec.get('default', '')) for name, spec in action['inputs'].items()}
        self.inputs.update(inputs)
        self.outputs = {}
        self.path = os.environ['PATH']

    def value_of(self, expression):
        known = {f'inputs.{name}': value for name, value in self.inputs.items()}
        known |= {f'steps.{step}.outputs.{name}': value
                  for step, found in self.outputs.items() for name, value in found.items()}
        known['runner.temp'] = str(self.home)
        return known[expression]

    def filled(self, text):
        return re.sub(r'\$\{\{ *(.*?) *\}\}', lambda match: self.value_of(match[1]), text)

    def run(self, cwd):
        """The steps' exit code and output."""
        code, output = 0, ''
        for step in self.action['runs']['steps']:
            if 'run' not in step or code:
                continue
            done = self.run_step(step, cwd)
            code, output = done.returncode, output + done.stdout
        return code, output

    def run_step(self, step, cwd):
        files = {name: self.home / name for name in ('GITHUB_OUTPUT', 'GITHUB_PATH')}
        for file in files.values():
            file.write_text('')
        environment = {'PATH': self.path, 'HOME': str(self.home), 'LC_ALL': 'C.UTF-8',
                       'GITHUB_ACTION_PATH': str(ROOT / 'packaging/github'),
                       **{name: str(file) for name, file in files.items()},
                       **{name: self.filled(text) for name, text in step.get('env', {}).items()}}
        done = subprocess.run(['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', step['run']],
                              cwd=cwd, env=environment, text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        lines = files['GITHUB_OUTPUT'].read_text().splitlines()
        self.outputs[step.get('id', step['name'])] = dict(line.split('=', 1) for line in lines)
        for folder in files['GITHUB_PATH'].read_text().splitlines():
            self.path = folder + ':' + self.path
        return done


@unittest.skipIf(yaml is None, 'PyYAML is not there')
class GithubAction(unittest.TestCase):
    def setUp(self):
        self.action = read(ACTION)
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.home, self.project = Path(holder.name) / 'home', Path(holder.name) / 'project'
        self.home.mkdir()
        project(self.project)

    @unittest.skipUnless((ROOT / 'build/release/antivenom').exists(), 'no release build to find')
    def test_it_scans_and_leaves_a_report(self):
        runner = Runner(self.action, {'arguments': '--fail-on=medium:medium\n'}, self.home)
        code, output = runner.run(self.project)
        self.assertEqual(code, 1, output)
        self.assertEqual(len(re.findall('^::(?:error|warning) file=', output, re.M)), 2, output)
        report = json.loads(Path(runner.outputs['scan']['sarif']).read_text())
        uris = {result['locations'][0]['physicalLocation']['artifactLocation']['uri']
                for result in report['runs'][0]['results']}
        self.assertEqual(uris, {'src/app.py', 'tools/run%20me.py'})
        self.assertEqual(report['runs'][0]['automationDetails']['id'], 'antivenom/scan/antivenom/')
        self.assertRegex(runner.outputs['sources']['digest'], '^[0-9a-f]{64}$')

    @unittest.skipUnless((ROOT / 'build/release/antivenom').exists(), 'no release build to find')
    def test_paths_and_arguments_are_lines_and_no_code(self):
        for inputs, code, found in (({'paths': 'tools/run me.py'}, 1, 1),
                                    ({'arguments': '--exit-zero'}, 0, 2),
                                    ({'paths': '$(touch owned)\n`touch owned`; touch owned'}, 2, 0)):
            with self.subTest(inputs=inputs):
                done = Runner(self.action, inputs, self.home).run(self.project)
                self.assertEqual((done[0], done[1].count(' file=')), (code, found), done[1])
        self.assertFalse((self.project / 'owned').exists())

    def test_no_input_is_part_of_a_script(self):
        for step in self.action['runs']['steps']:
            self.assertNotIn('${{', step.get('run', ''))
            self.assertTrue('uses' in step or step['shell'] == 'bash')

    def test_what_is_named_is_there(self):
        text = (ROOT / ACTION).read_text()
        steps = {step['id'] for step in self.action['runs']['steps'] if 'id' in step}
        self.assertLessEqual(set(re.findall(r'steps\.(\w+)\.', text)), steps)
        self.assertLessEqual(set(re.findall(r'inputs\.(\w+)', text)), set(self.action['inputs']))
        self.assertEqual(self.action['runs']['using'], 'composite')


@unittest.skipIf(yaml is None, 'PyYAML is not there')
class GitlabTemplate(unittest.TestCase):
    def setUp(self):
        self.job = read(TEMPLATE)['antivenom']

    def run_job(self, folder, **variables):
        environment = {'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8', **self.job['variables'],
                       **variables}
        script = '\n'.join(self.job['before_script'] + self.job['script'])
        return subprocess.run(['bash', '-eo', 'pipefail', '-c', script], cwd=folder, text=True,
                              env=environment, capture_output=True, check=False)

    def test_it_scans_and_leaves_the_reports(self):
        with tempfile.TemporaryDirectory() as folder:
            project(folder)
            built = Path(folder, '.antivenom/build/release')
            built.mkdir(parents=True)  # as the cache brings it
            built.joinpath('antivenom').symlink_to(PROGRAM)
            Path(folder, '.antivenom/own.py').write_text(BAD)
            done = self.run_job(folder, ANTIVENOM_ARGUMENTS='--fail-on medium')
            self.assertEqual(done.returncode, 1, done.stderr)
            reports = self.job['artifacts']
            issues = json.loads(Path(folder, reports['reports']['codequality']).read_text())
            self.assertEqual([issue['location']['path'] for issue in issues],
                             ['src/app.py', 'tools/run me.py'])
            for issue in issues:
                self.assertEqual(set(issue), {'description', 'check_name', 'fingerprint',
                                              'severity', 'location'})
                self.assertIn(issue['severity'], ('info', 'minor', 'major', 'critical', 'blocker'))
            for name in reports['paths']:
                self.assertTrue(json.loads(Path(folder, name).read_text())['runs'])

    def test_reports_are_kept_when_the_scan_finds_something(self):
        self.assertEqual(self.job['artifacts']['when'], 'always')


@unittest.skipIf(yaml is None, 'PyYAML is not there')
class PreCommit(unittest.TestCase):
    def test_the_hook_reports_the_files_it_is_given(self):
        hook, = read('.pre-commit-hooks.yaml')
        with tempfile.TemporaryDirectory() as folder:
            project(folder)
            done = subprocess.run([*hook['entry'].split(), 'src/app.py'], cwd=folder, text=True,
                                  capture_output=True, check=False,
                                  env={**os.environ, 'PATH': f'{PROGRAM.parent}:{os.environ["PATH"]}'})
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn('src/app.py:2:1', done.stdout)
            self.assertNotIn('run me.py', done.stdout)


@unittest.skipIf(yaml is None, 'PyYAML is not there')
class Page(unittest.TestCase):
    def test_docs_use_what_there_is(self):
        page = (ROOT / 'docs/ci.md').read_text()
        blocks = [yaml.safe_load(block)
                  for block in re.findall(r'^```yaml\n(.*?)^```', page, re.M | re.S)]
        self.assertEqual(len(blocks), 3)
        github, gitlab, hooks = blocks
        used = github['jobs']['antivenom']['steps'][-1]
        self.assertTrue((ROOT / used['uses'].split('@')[0].split('/', 2)[2] / 'action.yml').exists())
        self.assertLessEqual(set(used['with']), set(read(ACTION)['inputs']))
        self.assertTrue((ROOT / gitlab['include'][0]['file']).exists())
        self.assertLessEqual(set(gitlab['antivenom']['variables']),
                             set(read(TEMPLATE)['antivenom']['variables']))
        self.assertEqual(hooks['repos'][0]['hooks'][0]['id'],
                         read('.pre-commit-hooks.yaml')[0]['id'])


if __name__ == '__main__':
    unittest.main()
