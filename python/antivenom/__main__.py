"""``python -m antivenom ...`` is the command that was installed with this package."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

_NAME = "antivenom"


def _places(site: Path) -> Iterator[Path]:
    """Where installers put the command of a package that lies in ``site``."""
    yield site / "antivenom.scripts"  # a wheel with its libraries inside
    yield site / "bin"  # pip install --target
    for scheme in sysconfig.get_scheme_names():
        paths = sysconfig.get_paths(scheme)
        if site in (Path(paths[kind]).resolve() for kind in ("platlib", "purelib")):
            yield Path(paths["scripts"])


def _command(site: Path) -> Path | None:
    for folder in _places(site):
        program = folder / _NAME
        if program.is_file() and os.access(program, os.X_OK):
            return program
    return None


def main() -> None:
    """Become the command; exit code 3 where there is none."""
    site = Path(__file__).resolve().parent.parent
    program = _command(site)
    if program is None:
        print(
            f"antivenom: the command is not installed beside the package in {site}; "
            "`pip install --force-reinstall antivenom` brings both",
            file=sys.stderr,
        )
        sys.exit(3)
    os.execv(program, [_NAME, *sys.argv[1:]])


if __name__ == "__main__":
    main()
