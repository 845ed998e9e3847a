"""How antivenom.parse is used, as mypy must see it."""

from pathlib import Path

from antivenom import __version__, parse


def calls(path: Path) -> list[tuple[int, str]]:
    tree: parse.Tree = parse.tree(path.read_bytes(), path, python=3)
    for problem in tree.errors:
        where: parse.Position = problem.start
        print(where.line, where.column, problem.message)
    return [(node.start.line, node.text) for node in tree.walk("Call")]


root: parse.Node = parse.tree("x").root
parent: parse.Node | None = root.children[0].parent
since: tuple[int, int] | None = root.tree.since
kinds: list[str] = [token.kind for token in parse.tokens(b"x = 1")]
version: str = __version__
dump: str = root.tree.dump(as_=parse.VERSIONS[-1])
parse.tree(1)  # type: ignore[arg-type]
parse.tree("x", python=4)  # type: ignore[arg-type]
root.text = "y"  # type: ignore[misc]
