"""Tests of the oracle itself: it must find what is wrong, and only that."""
import ast
import contextlib
import io
import os
import random
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parent))

import compare  # noqa: E402
import corpus  # noqa: E402
import fetch  # noqa: E402
import interpreters  # noqa: E402
import mutants  # noqa: E402
import newer  # noqa: E402
import oracle  # noqa: E402
import outline  # noqa: E402
import quirks  # noqa: E402
import streams  # noqa: E402
from streams import Record  # noqa: E402

FAKE = str(Path(__file__).with_name("fake_antivenom.py"))
HERE = "cpython%d.%d" % sys.version_info[:2]
GOOD = "import a\nx = f(a.b, [1, 2])\nclass C:\n    def g(self): return f'{self!r:>{x}}'\n"
BAD = "x = (1,\n"


def dump(source):
    return ast.dump(ast.parse(source), include_attributes=True).encode()


def judge(minor, source, reference, ours):
    return compare.compare(minor, source.encode(), Record("ok", reference), Record("ok", ours))


def starts_only(text):
    """A 3.8 dump of `text` cut down to what 3.7 prints of it, for sources without constants."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        node._attributes = tuple(name for name in node._attributes if not name.startswith("end"))
    return ast.dump(tree, include_attributes=True).encode()


class ComparePositions(unittest.TestCase):
    def test_equal_dumps_are_equal(self):
        self.assertIsNone(judge((3, 13), GOOD, dump(GOOD), dump(GOOD)))

    def test_any_wrong_position_is_found_since_3_8(self):
        reference = dump(GOOD)
        for match in compare.POSITION.finditer(reference):
            changed = match[0][:-1] + (b"8" if match[0][-1:] != b"8" else b"7")
            ours = reference[: match.start()] + changed + reference[match.end() :]
            self.assertIsNotNone(judge((3, 13), GOOD, reference, ours), changed)

    def test_positions_inside_fstrings_count_only_since_3_12(self):
        reference = dump(GOOD)
        inside = [node.in_fstring for node in outline.outline(reference)]
        for match, is_inside in zip(compare.POSITION.finditer(reference), inside):
            ours = reference[: match.start()] + b"lineno=9, col_offset=9" + (
                b", end_lineno=9, end_col_offset=9") + reference[match.end() :]
            self.assertEqual(is_inside, judge((3, 11), GOOD, reference, ours) is None)
            self.assertIsNotNone(judge((3, 12), GOOD, reference, ours))

    def test_the_fstring_itself_counts(self):
        nodes = outline.outline(dump("f'{a}'"))
        self.assertEqual([(b"Name", True), (b"FormattedValue", True), (b"JoinedStr", False),
                          (b"Expr", False)], [(node.kind, node.in_fstring) for node in nodes])

    def test_the_place_is_named(self):
        source = "x = 1\nf(a, b.c)\n"
        ours = dump(source).replace(b"col_offset=5, end_lineno=2, end_col_offset=6",
                                    b"col_offset=5, end_lineno=2, end_col_offset=7")
        found = judge((3, 13), source, dump(source), ours)
        self.assertEqual("position of Name", found.kind)
        self.assertEqual("Module.body[1] Expr.value Call.args[1] Attribute.value Name.(position)",
                         found.where)
        self.assertEqual((2, "f(a, b.c)"), (found.line, found.text))

    def test_text_that_looks_like_a_dump_is_text(self):
        source = "x = 'lineno=1, col_offset=1 JoinedStr('\ny\n"
        ours = dump(source).replace(b"'lineno=1, col_offset=1", b"'lineno=1, col_offset=2")
        self.assertIsNotNone(judge((3, 7), source, dump(source), ours))
        ours = dump(source).replace(b"id='y', ctx=Load(), lineno=2, col_offset=0",
                                    b"id='y', ctx=Load(), lineno=2, col_offset=1")
        self.assertIsNotNone(judge((3, 11), source, dump(source), ours))


class CompareOldStarts(unittest.TestCase):
    """For 2.7, 3.6 and 3.7; each case moves the start of one node in the reference."""

    def check(self, source, kind, start, minor=(3, 7), nth=0):
        ours = starts_only(source)
        nodes = outline.outline(ours)
        wanted = [i for i, node in enumerate(nodes) if node.kind == kind.encode()][nth]
        match = list(compare.POSITION.finditer(ours))[wanted]
        moved = b"lineno=%d, col_offset=%d" % start
        reference = ours[: match.start()] + moved + ours[match.end() :]
        self.assertNotEqual(ours, reference)
        return judge(minor, source, reference, ours)

    def test_excused(self):
        for source, kind, start, minor in [
            ("x = (a, b)", "Tuple", (1, 5), (3, 7)),
            ("x = ( # c\n  a, b)", "Tuple", (2, 2), (2, 7)),
            ("x = [a for a in b]", "ListComp", (1, 5), (3, 6)),
            ("f(\\\n  (a for a in b))", "GeneratorExp", (2, 3), (3, 7)),
            ("x = '''a\nb'''", "Constant", (2, -1), (3, 7)),
            ("@d\ndef f(): pass", "FunctionDef", (1, 0), (3, 7)),
            ("@d\n@e\nclass f: pass", "ClassDef", (1, 0), (2, 7)),
            ("a + b + c", "BinOp", (1, 6), (3, 7)),
            ("async def f(): pass", "AsyncFunctionDef", (1, 6), (3, 6)),
            ("with a: pass", "With", (1, 5), (2, 7)),
        ]:
            nth = 1 if kind == "BinOp" else 0
            self.assertIsNone(self.check(source, kind, start, minor, nth), source)
            if kind != "Constant":
                self.assertIsNotNone(self.check(source, kind, start, (3, 8), nth), source)

    def test_not_excused(self):
        for source, kind, start in [
            ("x = a, b", "Tuple", (1, 7)),
            ("x = (a, b)", "Tuple", (1, 6)),
            ("x = (a, b)", "Tuple", (1, 3)),
            ("a + b + c", "BinOp", (1, 1)),
            ("def f(): pass", "FunctionDef", (1, 3)),
            ("a.b", "Attribute", (1, 1)),
            ("xx.b", "Name", (1, 1)),
            ("f(g(x))", "Call", (1, 1)),
        ]:
            self.assertIsNotNone(self.check(source, kind, start), source)

    def test_a_start_copied_from_an_excused_first_child(self):
        source = "(a + b + c).d()"
        ours = starts_only(source)
        reference = ours.replace(b"attr='d', ctx=Load(), lineno=1, col_offset=0",
                                 b"attr='d', ctx=Load(), lineno=1, col_offset=7")
        self.assertIsNotNone(judge((3, 7), source, reference, ours))
        reference = reference.replace(b"id='c', ctx=Load(), lineno=1, col_offset=9), "
                                      b"lineno=1, col_offset=1",
                                      b"id='c', ctx=Load(), lineno=1, col_offset=9), "
                                      b"lineno=1, col_offset=7")
        self.assertIsNone(judge((3, 7), source, reference, ours))
        self.assertIsNotNone(judge((3, 8), source, reference, ours))


class CompareTrees(unittest.TestCase):
    def test_a_wrong_name_is_found_and_placed(self):
        found = judge((3, 7), GOOD, dump(GOOD), dump(GOOD).replace(b"'b'", b"'bb'"))
        self.assertEqual("tree at Attribute", found.kind)
        self.assertIn("Call.args[0] Attribute.attr", found.where)
        self.assertEqual(2, found.line)

    def test_a_missing_statement_is_found(self):
        self.assertIsNotNone(judge((3, 13), GOOD, dump(GOOD), dump("import a\n")))

    def test_verdicts_must_agree(self):
        accepts, rejects = Record("ok", b"Module(body=[])"), Record("error", b"line 1")
        self.assertIsNone(compare.compare((3, 13), b"x", rejects, Record("error", b"other words")))
        self.assertEqual("antivenom accepts", compare.compare((3, 13), b"x", rejects, accepts).kind)
        self.assertEqual("antivenom rejects", compare.compare((3, 13), b"x", accepts, rejects).kind)
        for verdict in ("skip", "crash", "hang"):
            found = compare.compare((3, 13), b"x", accepts, Record(verdict, b"why"))
            self.assertEqual(verdict, found.kind)

    def test_printable_or_escaped_is_the_same_character(self):
        text = "Module(body=[Expr(value=Str(s='%s'))])"
        self.assertIsNone(judge((3, 13), "", (text % "\u0870").encode(), (text % "\\u0870").encode()))
        self.assertIsNotNone(
            judge((3, 13), "", (text % "\u0870").encode(), (text % "\\\\u0870").encode()))

    def test_empty_pieces_that_3_12_adds(self):
        at = "lineno=1, col_offset=1, end_lineno=1, end_col_offset=1"
        text = ("JoinedStr(values=[FormattedValue(value=x, conversion=-1, format_spec="
                "JoinedStr(values=[FormattedValue(value=y, conversion=-1, %s)%s], %s), %s)], %s)")
        piece = ", Constant(value='', %s)" % at
        with_piece = (text % (at, piece, at, at, at)).encode()
        without = (text % (at, "", at, at, at)).encode()
        self.assertIsNone(judge((3, 12), "", with_piece, without))
        self.assertIsNotNone(judge((3, 13), "", with_piece, without))

    def test_2_7_maps_the_step_it_invents(self):
        at = "lineno=1, col_offset=3"
        ours = "Slice(lower=None, upper=None, step=None), %s" % at
        theirs = "Slice(lower=None, upper=None, step=Name(id='None', ctx=Load(), %s)), %s" % (at, at)
        self.assertIsNone(judge((2, 7), "", theirs.encode(), ours.encode()))
        self.assertIsNotNone(judge((3, 6), "", theirs.encode(), ours.encode()))


class EndToEnd(unittest.TestCase):
    """Whole runs with the fake in antivenom's place, under the interpreter of this test."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.addCleanup(mock.patch.stopall)
        nowhere = str(self.folder / "nowhere")  # only this test's interpreter is asked
        places = {"PYTHONS": sys.executable, "PYENV_ROOT": nowhere, "PATH": nowhere}
        mock.patch.dict(os.environ, places).start()

    def test_the_report_has_every_difference(self):
        self.run_files({"a-lie.py": GOOD, "b-lie.py": GOOD}, "tree", options=[
            "--report", str(self.folder / "report.txt")])
        text = (self.folder / "report.txt").read_text()
        self.assertEqual(2, text.count("tree at "))
        self.assertIn(HERE + " b-lie.py", text)

    def run_files(self, sources, lie="", silence_s=streams.SILENCE_S, quirk_list=(), options=()):
        paths = []
        for name, text in sources.items():
            paths.append(self.folder / name)
            paths[-1].write_text(text)
        item = interpreters.find([HERE])[0]
        arguments = oracle.parse_arguments(
            ["slice", "--antivenom", FAKE, "--cache", str(self.folder / "cache"), *options])
        run = oracle.Run(arguments, list(quirk_list))
        with mock.patch.dict(os.environ, {"FAKE_LIE": lie}), \
                mock.patch.object(streams.Side.__init__, "__defaults__", (silence_s,)), \
                contextlib.redirect_stderr(io.StringIO()):
            run.compare_all([corpus.Pair(item, corpus.File(path.name, str(path)))
                             for path in paths])
        return run.tally

    def test_the_interpreter_s_own_trees_are_equal(self):
        tally = self.run_files({"a.py": GOOD, "b.py": BAD, "c.py": "", "d.py": "x = '\u0870é'\n"})
        self.assertEqual((4, []), (tally.equal, tally.differing))

    def test_every_lie_is_caught_and_costs_one_file(self):
        for lie, text, kind in [
            ("position", GOOD, "position of "), ("tree", GOOD, "tree at "),
            ("accepts", BAD, "antivenom accepts"), ("rejects", GOOD, "antivenom rejects"),
            ("crash", GOOD, "crash"), ("hang", GOOD, "hang"),
        ]:
            sources = {"a.py": GOOD, "b-lie.py": text, "c.py": BAD, "d.py": GOOD + "\n"}
            silence_s = 6 if lie == "hang" else streams.SILENCE_S
            tally = self.run_files(sources, lie, silence_s)
            self.assertEqual(3, tally.equal, lie)
            self.assertEqual(["b-lie.py"], [pair.file.label for pair, _ in tally.differing], lie)
            self.assertTrue(tally.differing[0][1].kind.startswith(kind), lie)

    def test_a_listed_difference_passes_and_goes_stale(self):
        quirk = quirks.Quirk(["*"], "b-*.py", "a test")
        tally = self.run_files({"b-lie.py": GOOD}, "tree", quirk_list=[quirk])
        self.assertEqual((0, 1, []), (tally.equal, tally.listed, tally.differing))
        self.assertEqual([], quirks.stale([quirk]))
        quirk = quirks.Quirk(["*"], "b-*.py", "a test")
        self.run_files({"b-lie.py": GOOD}, "", quirk_list=[quirk])
        self.assertEqual([quirk], quirks.stale([quirk]))

    def test_cached_answers_are_the_same_answers(self):
        for _ in range(2):
            tally = self.run_files({"a.py": GOOD, "b-lie.py": GOOD, "c.py": BAD}, "position")
            self.assertEqual((2, 1), (tally.equal, len(tally.differing)))
        self.assertEqual(2, len([p for p in (self.folder / "cache").rglob("*") if p.is_file()]))

    def test_a_damaged_cache_is_asked_again(self):
        self.run_files({"a.py": GOOD})
        for path in (self.folder / "cache").rglob("*"):
            if path.is_file():
                path.write_bytes(b"ok garbage")
        self.assertEqual(1, self.run_files({"a.py": GOOD}).equal)

    def test_an_interpreter_s_limit_is_a_skip(self):
        tally = self.run_files({"a.py": "(" * 300 + ")" * 300})
        self.assertEqual((0, {"interpreter's limit": 1}), (tally.equal, dict(tally.skipped)))

    def test_too_few_pairs_fail_only_with_two_interpreters(self):
        item = interpreters.find([HERE])[0]
        arguments = ["slice", "--antivenom", FAKE, "--pairs", "5", "--cache",
                     str(self.folder / "cache")]
        for found, code in [([item], 0), ([item, item], 1)]:
            with mock.patch.object(interpreters, "find", return_value=found), \
                    mock.patch.object(corpus, "take_slice", return_value=[]), \
                    contextlib.redirect_stdout(io.StringIO()) as out:
                self.assertEqual(code, oracle.main(arguments))
            self.assertIn("files equal 0, differing 0, skipped 0", out.getvalue())

    def test_a_program_that_prints_no_trees_is_refused_at_once(self):
        with self.assertRaises(SystemExit) as refused:
            oracle.main(["slice", "--antivenom", "/bin/true", "--cache", str(self.folder)])
        self.assertIn("/bin/true prints no trees: crash", str(refused.exception))

    def test_one_prints_the_difference(self):
        path = self.folder / "lie.py"
        path.write_text(GOOD)
        for lie, code in [("", 0), ("tree", 1)]:
            with mock.patch.dict(os.environ, {"FAKE_LIE": lie}), \
                    contextlib.redirect_stdout(io.StringIO()) as out:
                self.assertEqual(code, oracle.main(
                    ["one", str(path), "--as", HERE, "--antivenom", FAKE]))
            self.assertIn("planted" if lie else "equal (ok)", out.getvalue())


class Corpus(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for name, size in [("a.py", 5), ("b.pyi", 9), ("c.txt", 9), ("test/d.py", 70_000),
                           ("__pycache__/e.py", 1), ("site-packages/f.py", 1)]:
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_text("#" * size)

    def test_only_sources_of_the_library_itself(self):
        labels = [file.label for file in corpus.walk(self.folder, "x")]
        self.assertEqual(["x/a.py", "x/b.pyi", "x/test/d.py"], labels)

    def test_the_same_seed_draws_the_same_files(self):
        files = corpus.walk(self.folder, "x")
        draws = [corpus.draw(random.Random(seed), files, 1) for seed in (7, 7)]
        self.assertEqual(draws[0], draws[1])
        self.assertEqual(["x/a.py", "x/b.pyi"],
                         [file.label for file in corpus.draw(random.Random(1), files, 9)])
        drawn = corpus.draw(random.Random(1), files, corpus.LARGE_ONE_IN)
        self.assertEqual(3, len(drawn))


class Fetch(unittest.TestCase):
    def test_only_sources_leave_a_wheel_and_none_leaves_its_folder(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "in"
            with zipfile.ZipFile(Path(name) / "a.whl", "w") as archive:
                for member in ("a/b.py", "a/c.pyi", "a/d.so", "../../out.py"):
                    archive.writestr(member, "x = 1\n")
            fetch.unpack(Path(name) / "a.whl", folder)
            found = [path.relative_to(name).as_posix() for path in Path(name).rglob("*.py*")]
            self.assertEqual(["in/a/b.py", "in/a/c.pyi", "in/out.py"], sorted(found))
            self.assertFalse((Path(name).parent / "out.py").exists())

    def test_a_package_at_hand_is_not_fetched_again(self):
        with tempfile.TemporaryDirectory() as name:
            (Path(name) / "packages" / "six").mkdir(parents=True)
            (Path(name) / "packages" / "six" / "DONE").touch()
            with mock.patch.object(subprocess, "run") as run:
                self.assertEqual({}, fetch.fetch(["six"], name))
            run.assert_not_called()

    def test_a_package_without_a_wheel_is_named_with_the_reason(self):
        failed = subprocess.CompletedProcess([], 1, "", "first\nERROR: no wheel\n")
        with tempfile.TemporaryDirectory() as name, \
                mock.patch.object(subprocess, "run", return_value=failed):
            self.assertEqual({"six": "ERROR: no wheel"}, fetch.fetch(["six"], name))

    def test_what_fails_is_tried_once_more(self):
        def pip(command, **_):
            tries.append(command[-1])
            if len(tries) == 1:
                raise subprocess.TimeoutExpired(command, 1)
            with zipfile.ZipFile(Path(command[-2]) / "six.whl", "w") as archive:
                archive.writestr("six.py", "x = 1\n")
            return subprocess.CompletedProcess(command, 0, "", "")

        tries = []
        with tempfile.TemporaryDirectory() as name, \
                mock.patch.object(subprocess, "run", side_effect=pip):
            self.assertEqual({}, fetch.fetch(["six"], name))
            self.assertTrue((Path(name) / "packages" / "six" / "six.py").exists())
        self.assertEqual(["six", "six"], tries)


class Mutants(unittest.TestCase):
    TEXT = "def f(a):\n    # c\n    return [a, 'b']\n"

    def test_one_token_changes_and_nothing_else(self):
        chooser, seen = random.Random(1), set()
        for _ in range(300):
            mutant = mutants.mutate(chooser, self.TEXT)
            seen.add(mutant)
            start = os.path.commonprefix([mutant, self.TEXT])
            end = os.path.commonprefix([mutant[::-1], self.TEXT[::-1]])
            self.assertLess(len(self.TEXT) - len(start) - len(end), 24, mutant)
            self.assertIn("\n    # c\n", mutant)
        self.assertGreater(len(seen), 100)

    def test_the_same_seed_makes_the_same_mutants(self):
        with tempfile.TemporaryDirectory() as name:
            texts = []
            for part in ("a", "b"):
                made = mutants.make(random.Random(5), corpus.snippets(), 20, Path(name) / part)
                texts.append([Path(file.path).read_text() for file in made])
            self.assertEqual(texts[0], texts[1])
            self.assertEqual(20, len(texts[0]))

    def test_constructs_are_drawn_as_well(self):
        with tempfile.TemporaryDirectory() as name:
            made = mutants.make(random.Random(5), corpus.snippets(), 60, name)
        drawn = sum(file.label.startswith("mutant of construct ") for file in made)
        self.assertTrue(15 < drawn < 45, drawn)
        self.assertGreater(len(mutants.constructs()), 250)

    def test_most_are_rejected(self):
        chooser, rejected = random.Random(2), 0
        for _ in range(200):
            try:
                ast.parse(mutants.mutate(chooser, self.TEXT))
            except SyntaxError:
                rejected += 1
        self.assertTrue(60 < rejected < 190, rejected)


class Quirks(unittest.TestCase):
    def test_the_list_is_well_formed(self):
        for quirk in quirks.load():
            self.assertTrue(quirk.reason)

    def test_an_entry_without_reason_is_refused(self):
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
            file.write('[[difference]]\ninterpreters = ["3.8"]\npath = "x"\n')
            file.flush()
            with self.assertRaises(ValueError):
                quirks.load(file.name)


class Newer(unittest.TestCase):
    """ruff's and antivenom's parts are played by the folders themselves, or by their opposite."""

    def run_newer(self, ours, ruff="ruff"):
        with mock.patch.object(newer, "ruff_command", return_value=ruff), \
                mock.patch.object(newer, "ruff_verdicts", return_value=newer.snippets()), \
                mock.patch.object(newer, "our_verdict", side_effect=lambda _, path: ours(path)), \
                contextlib.redirect_stdout(io.StringIO()) as out:
            return newer.run("antivenom", "cache"), out.getvalue()

    def test_agreement_passes_and_one_disagreement_fails(self):
        self.assertEqual(0, self.run_newer(lambda path: "/ok/" in path)[0])
        wrong = "ok/pep750_tstring.py"
        code, text = self.run_newer(lambda path: "/ok/" in path and not path.endswith(wrong))
        self.assertEqual(1, code)
        self.assertIn(wrong + ": the PEP accepts, ruff accepts, antivenom rejects", text)

    def test_without_ruff_the_folders_still_count(self):
        code, text = self.run_newer(lambda path: True, ruff=None)
        self.assertEqual(1, code)
        self.assertIn("skipped: ruff cannot be installed", text)

    def test_both_folders_hold_snippets_of_each_pep(self):
        names = {"ok": "", "err": ""}
        for path in newer.snippets():
            names[Path(path).parent.name] += Path(path).name
        for pep in ("646", "654", "695", "696", "701", "750", "758", "649", "798", "810"):
            self.assertIn("pep" + pep, names["ok"])
            self.assertIn("pep" + pep, names["err"])

    def test_an_odd_exit_code_is_no_verdict(self):
        with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
            file.write("import sys; sys.exit(3)")
            file.flush()
            with self.assertRaises(RuntimeError):
                newer.our_verdict(file.name, "x.py")


class Worker(unittest.TestCase):
    def test_its_formatting_is_ast_dump_s_under_every_interpreter(self):
        """On a sample of each interpreter's library; the worker also checks itself at every start."""
        for item in interpreters.find():
            files = corpus.library(item)
            names = [file.path for file in random.Random(3).sample(files, min(60, len(files)))]
            done = subprocess.run(
                [item.executable, str(interpreters.WORKER), "--self-test", *names],
                capture_output=True, text=True)
            self.assertRegex(done.stdout, r"^same [1-9]", item.name + done.stderr)


if __name__ == "__main__":
    unittest.main()
