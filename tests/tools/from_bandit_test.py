"""docs/from-bandit.md tells the truth: its rules exist, and each finds a sample of what is meant."""

import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / 'build/release/antivenom'
RULES = {page.stem for page in ROOT.glob('catalog/rules/*/*.md')}
# Every check of bandit 1.9.4 but the imports.
CODES = {'B%d' % number for number in (
    *range(101, 109), 110, 112, 113, 201, 202, *range(301, 309), *range(310, 320), 321, 323, 324,
    *range(501, 510), *range(601, 616), 701, 702, 703, 704)}
PARSED = 'from flask import request\ndef v():\n    ET.fromstring(request.get_data())\n'
SAMPLES = {
    'B101': 'def f(user):\n    assert user.is_admin\n    delete(user)\n',
    'B102': 'exec(input())\n',
    'B103': 'import os\nos.chmod("/etc/x", 0o777)\n',
    'B108': 'open("/tmp/shop.log", "w").write(text)\n',
    'B104': 'import socket\ns = socket.socket()\ns.bind(("0.0.0.0", 80))\n',
    'B105': 'password = "hK9x!pQ2vLz8"\n',
    'B106': 'connect(password="hK9x!pQ2vLz8")\n',
    'B107': 'def f(password="hK9x!pQ2vLz8"):\n    pass\n',
    'B110': 'try:\n    check_token(t)\nexcept Exception:\n    pass\n',
    'B112':
        'for t in ts:\n'
        '    try:\n'
        '        check_token(t)\n'
        '    except Exception:\n'
        '        continue\n',
    'B113': 'import requests\nrequests.get("https://example.org")\n',
    'B201': 'from flask import Flask\napp = Flask(__name__)\napp.run(debug=True)\n',
    'B202': 'import tarfile\ntarfile.open(input()).extractall()\n',
    'B301': 'import pickle\npickle.loads(input())\n',
    'B302': 'import marshal\nmarshal.loads(input())\n',
    'B303': 'import hashlib\nhashlib.md5(data)\n',
    'B324': 'import hashlib\nhashlib.new("md5", data)\n',
    'B304': 'from Crypto.Cipher import DES\nDES.new(key)\n',
    'B305':
        'from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes\n'
        'Cipher(algorithms.AES(key), modes.ECB())\n',
    'B306': 'import tempfile\nopen(tempfile.mktemp(), "w")\n',
    'B307': 'eval(input())\n',
    'B308':
        'from django.utils.safestring import mark_safe\n'
        'def v(request):\n'
        '    return mark_safe(request.GET["x"])\n',
    'B310': 'import urllib.request\nurllib.request.urlopen(input())\n',
    'B312': 'import telnetlib\ntelnetlib.Telnet("example.org")\n',
    'B313': 'import xml.etree.cElementTree as ET\n' + PARSED,
    'B314': 'import xml.etree.ElementTree as ET\n' + PARSED,
    'B315': 'import xml.dom.expatbuilder as ET\n' + PARSED.replace('fromstring', 'parseString'),
    'B316': 'import xml.sax.expatreader\nimport xml.dom.expatbuilder as ET\n'
            + PARSED.replace('fromstring', 'parseString'),
    'B317': 'import xml.sax as ET\n' + PARSED.replace('fromstring', 'parseString'),
    'B318': 'import xml.dom.minidom as ET\n' + PARSED.replace('fromstring', 'parseString'),
    'B319': 'import xml.dom.pulldom as ET\n' + PARSED.replace('fromstring', 'parseString'),
    'B321': 'import ftplib\nf = ftplib.FTP("example.org")\nf.login("u", p)\n',
    'B323':
        'import ssl\n'
        'import urllib.request\n'
        'urllib.request.urlopen("https://example.org", context=ssl._create_unverified_context())\n',
    'B501': 'import requests\nrequests.get("https://example.org", verify=False)\n',
    'B502': 'import ssl\nssl.SSLContext(ssl.PROTOCOL_TLSv1)\n',
    'B503': 'import ssl\ndef f(version=ssl.PROTOCOL_SSLv3):\n    pass\n',
    'B504': 'import ssl\nssl.wrap_socket(s)\n',
    'B505':
        'from cryptography.hazmat.primitives.asymmetric import rsa\n'
        'rsa.generate_private_key(65537, 1024)\n',
    'B506': 'import yaml\nyaml.load(input())\n',
    'B507':
        'import paramiko\n'
        'c = paramiko.SSHClient()\n'
        'c.set_missing_host_key_policy(paramiko.AutoAddPolicy())\n',
    'B508': 'from pysnmp.hlapi import CommunityData\nCommunityData("public", mpModel=0)\n',
    'B509': 'from pysnmp.hlapi import UsmUserData\nUsmUserData("me")\n',
    'B601': 'import paramiko\nc = paramiko.SSHClient()\nc.exec_command("ls " + input())\n',
    'B602': 'import subprocess\nsubprocess.run("ls " + input(), shell=True)\n',
    'B604': 'import anyio\nanyio.run_process("ls " + input(), shell=True)\n',
    'B605': 'import os\nos.system("ls " + input())\n',
    'B606': 'import os\nos.startfile(input())\n',
    'B608':
        'def f(cursor, name):\n'
        '    cursor.execute("select * from t where n = \'%s\'" % name)\n',
    'B609': 'import os\nos.system("chown -R me *")\n',
    'B610': 'def v(request):\n    User.objects.extra(where=["a = \'%s\'" % request.GET["a"]])\n',
    'B611':
        'from django.db.models.expressions import RawSQL\n'
        'def v(request):\n'
        '    text = "select a from b where c = \'%s\'" % request.GET["a"]\n'
        '    User.objects.annotate(x=RawSQL(text, []))\n',
    'B613': '# \u202e\n',
    'B612': 'import logging.config\nlogging.config.listen(9999)\n',
    'B614': 'import torch\ntorch.load(input())\n',
    'B615':
        'from huggingface_hub import snapshot_download\n'
        'snapshot_download("someone/model")\n',
    'B701': 'import jinja2\njinja2.Environment(autoescape=False)\n',
    'B702': 'from mako.template import Template\nTemplate("<p>${x}</p>")\n',
    'B704':
        'from markupsafe import Markup\n'
        'from flask import request\n'
        'def v():\n'
        '    return Markup(request.args["x"])\n',
}


def rows():
    """First code of bandit's -> (all its codes, the words of the last column)."""
    page = (ROOT / 'docs/from-bandit.md').read_text()
    for line in re.findall(r'^\| B.*', page, re.M):
        cells = [cell.strip() for cell in line.strip('|').split('|')]
        codes = cells[0].split(', ')
        yield codes[0].split()[0], codes, cells[2]


class FromBandit(unittest.TestCase):
    def test_every_code_has_one_row(self):
        codes = [code for first, codes, _ in rows() if first != 'B401' for code in codes]
        self.assertEqual(sorted(codes), sorted(CODES))

    def test_rules_that_are_named_exist(self):
        for first, _, words in rows():
            named = set(re.findall(r'`([a-z]+(?:-[a-z]+)+)`', words))
            with self.subTest(code=first):
                self.assertLessEqual(named, RULES)
                self.assertEqual(words.startswith('`'), first in SAMPLES)

    def test_the_program_has_the_same_table(self):
        source = (ROOT / 'src/analysis/match/foreign_codes.cc').read_text()
        known = dict(re.findall(r'\{(\d+), "([a-z-]+)"\}', source))
        for _, codes, words in rows():
            for code in codes:
                if words.startswith('`'):
                    with self.subTest(code=code):
                        self.assertEqual(known.get(code[1:]), words.strip('`'))

    @unittest.skipUnless(PROGRAM.exists(), 'the release binary is not built')
    def test_the_rule_finds_what_is_meant(self):
        for first, _, words in rows():
            if first not in SAMPLES:
                continue
            done = subprocess.run([PROGRAM, 'scan', '--isolated', '--quiet', '--format', 'concise',
                                   '--stdin-filename', 'app.py', '-'], input=SAMPLES[first],
                                  capture_output=True, text=True, check=False)
            with self.subTest(code=first):
                self.assertIn('[%s]' % words.strip('`'), done.stdout)


if __name__ == '__main__':
    unittest.main()
