"""docs/antivenom.schema.json is what the program prints, and agrees with the documented example."""

import json
import re
import subprocess
import tempfile
import tomllib
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / 'build/release/antivenom'
SCHEMA = json.loads((ROOT / 'docs/antivenom.schema.json').read_text())
KINDS = {'array': list, 'object': dict, 'string': str, 'integer': int, 'boolean': bool}


def faults(value, schema, where='settings'):
    """What of `value` the schema does not allow; the words of JSON schema that ours uses."""
    if 'anyOf' in schema:
        tried = [list(faults(value, one, where)) for one in schema['anyOf']]
        yield from [] if [] in tried else tried[0]
        return
    kind = KINDS[schema['type']]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        yield f'{where} is no {schema["type"]}'
        return
    if 'enum' in schema and value not in schema['enum']:
        yield f'{where} is none of {schema["enum"]}'
    if 'pattern' in schema and not re.search(schema['pattern'], value):
        yield f'{where} does not match {schema["pattern"]}'
    if kind is str and len(value) < schema.get('minLength', 0):
        yield f'{where} is too short'
    if kind is int and not schema.get('minimum', value) <= value <= schema.get('maximum', value):
        yield f'{where} is out of range'
    for item in value if kind is list else ():
        yield from faults(item, schema['items'], f'{where}[]')
    for name, item in value.items() if kind is dict else ():
        one = schema.get('properties', {}).get(name, schema['additionalProperties'])
        if one is False:
            yield f'{where} has no key {name}'
        else:
            yield from faults(item, one, f'{where}.{name}')


class Schema(unittest.TestCase):
    @unittest.skipUnless(PROGRAM.exists(), 'the release binary is not built')
    def test_is_what_the_program_prints(self):
        printed = subprocess.run([PROGRAM, 'config', 'schema'], capture_output=True, text=True,
                                 check=True).stdout
        self.assertEqual((ROOT / 'docs/antivenom.schema.json').read_text(), printed,
                         'antivenom config schema >docs/antivenom.schema.json')

    def test_documentation_lists_every_key(self):
        page = (ROOT / 'docs/configuration.md').read_text()
        example = tomllib.loads(re.search(r'^```toml\n(.*?)^```', page, re.M | re.S)[1])
        settings = example['tool']['antivenom']
        self.assertEqual(list(faults(settings, SCHEMA)), [])
        self.assertEqual(set(settings), set(SCHEMA['properties']))

    @unittest.skipUnless(PROGRAM.exists(), 'the release binary is not built')
    def test_refuses_what_the_program_refuses(self):
        cases = [('jobs = 2', True), ('jobs = 0', False), ('jobs = 257', False),
                 ('max-file-size = "1 KiB"', True), ('max-file-size = "1 iB"', False),
                 ('max-file-size = 5', True), ('fail-on = "high:low"', True),
                 ('fail-on = "high:note"', False), ('select = "all"', False),
                 ('select = ["all"]', True), ('selct = []', False), ('strict = 1', False),
                 ('baseline = ""', False), ('min-confidence = "note"', False),
                 ('per-path-ignores = {"a" = "all"}', False), ('severity = {AV101 = "low"}', True),
                 ('severity = {AV101 = "worst"}', False)]
        for text, right in cases:
            with self.subTest(text=text):
                with tempfile.NamedTemporaryFile('w', suffix='.toml') as file:
                    file.write(text)
                    file.flush()
                    done = subprocess.run([PROGRAM, 'config', 'show', '--config', file.name],
                                          capture_output=True, text=True, check=False)
                self.assertEqual(list(faults(tomllib.loads(text), SCHEMA)) == [], right)
                self.assertEqual(done.returncode, 0 if right else 2, done.stderr)


if __name__ == '__main__':
    unittest.main()
