#!/usr/bin/env python3
"""imports.py: its groups on a project made up here, and real packages, few and small."""
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import imports
import material

PROGRAM = os.environ.get("ANTIVENOM") or str(material.REPO / "build" / "release" / "antivenom")
SMALL = ("click==8.5.1", "markupsafe==3.0.4", "google-auth==2.63.0")
FILES = {
    "space/one/__init__.py": "",
    "space/one/a.py": "import space.two.b\nfrom space.two import b, gone\nfrom . import c\n",
    "space/one/c.py": "import os, requests\nfrom .none import x\nfrom os.path import join\n",
    "space/two/b.py": "from ..one.a import *\nimport space.none\n",
}


def made(folder):
    for name, text in FILES.items():
        path = Path(folder) / "packages" / "made" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Path(folder) / "packages" / "made"


@unittest.skipUnless(Path(PROGRAM).exists(), "antivenom is not built")
class Groups(unittest.TestCase):
    def test_every_import_has_its_group(self):
        with tempfile.TemporaryDirectory() as name, \
                mock.patch.object(material, "root", lambda: Path(name)):
            found = list(imports.imports_of(PROGRAM, "made", made(name)))
            groups = {(one.module, one.name): one.group for one in found}
        self.assertEqual(groups, {
            ("space.two.b", ""): "project", ("space.two", "b"): "project",
            ("space.two", "gone"): "missed", (".", "c"): "project", ("os", ""): "standard",
            ("requests", ""): "outside", (".none", "x"): "missed", ("os.path", "join"): "standard",
            ("..one.a", "*"): "project", ("space.none", ""): "outside"})
        self.assertEqual(len(found), 10)

    def test_misses_need_a_reason(self):
        with tempfile.TemporaryDirectory() as name, \
                mock.patch.object(material, "root", lambda: Path(name)):
            found = list(imports.imports_of(PROGRAM, "made", made(name)))
            reasons = imports.read_reasons("# none\nfrom space.two import gone: made up\n")
            misses = [one for one in found if one.group == "missed"]
            by_reason, bare = imports.explain(misses, reasons)
        self.assertEqual({why: len(ones) for why, ones in by_reason.items()}, {"made up": 1})
        self.assertEqual(len(bare), 1)


@unittest.skipUnless(Path(PROGRAM).exists(), "antivenom is not built")
class Slice(unittest.TestCase):
    def test_small_packages_are_followed(self):
        try:
            folder = material.fetched(SMALL)
        except SystemExit as error:
            self.skipTest(str(error))
        found = [one for spec in SMALL
                 for one in imports.imports_of(PROGRAM, spec, folder / spec)]
        self.assertGreater(len(found), 500)
        reasons = imports.read_reasons(imports.REASONS.read_text())
        misses = [one for one in found if one.group == "missed"]
        self.assertEqual([str(one) for one in imports.explain(misses, reasons)[1]], [])
        inside = [one for one in found if one.group != "outside"]
        self.assertGreater(1 - len(misses) / len(inside), 0.98)


class Reasons(unittest.TestCase):
    def test_each_is_a_pattern_and_a_reason(self):
        for pattern, why in imports.read_reasons(imports.REASONS.read_text()):
            self.assertTrue(pattern.pattern and why)


if __name__ == "__main__":
    unittest.main()
