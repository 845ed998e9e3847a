"""Peers and frameworks that tests run against, kept outside the tree in
$XDG_CACHE_HOME/antivenom/peers: an environment with pinned packages, and unpacked source packages,
whose own tests are run unmodified. What cannot be fetched is None, and its tests are skipped.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

SECONDS = 240


def cache_root():
    base = os.environ.get('XDG_CACHE_HOME') or Path.home() / '.cache'
    return Path(base) / 'antivenom' / 'peers'


def _run(*command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _keep(made, target):
    """Moves a finished folder into place; whoever was first wins."""
    try:
        made.rename(target)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
    return target if target.exists() else None


def environment(packages):
    """The Python of a virtual environment with these packages, or None."""
    version = '.'.join(map(str, sys.version_info[:3]))
    name = hashlib.sha256('\n'.join([version, *packages]).encode()).hexdigest()[:16]
    folder = cache_root() / f'env-{name}'
    python = folder / 'bin/python'
    if (folder / 'complete').exists():
        return python
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not _run(sys.executable, '-m', 'venv', folder):
        return None
    pip = [python, '-m', 'pip', 'install', '-q', '--disable-pip-version-check', '--retries', '1']
    if not _run(*pip, *packages):
        return None
    (folder / 'complete').touch()
    return python


def _safe_members(files):
    """Folders and plain files below the target. Debian 12's Python has no extraction filter yet."""
    for member in files:
        parts = Path(member.name).parts
        if (member.isfile() or member.isdir()) and '..' not in parts and '/' not in parts:
            yield member


def source_package(name, version):
    """The folder of an unpacked source package from PyPI, or None."""
    target = cache_root() / f'{name}-{version}'
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=target.parent))
    try:
        if not _run(sys.executable, '-m', 'pip', 'download', '-q', '--disable-pip-version-check',
                    '--retries', '1', '--no-deps', '--no-binary', name, f'{name}=={version}', '-d',
                    work):
            return None
        archive = next(work.glob('*.tar.gz'))
        with tarfile.open(archive) as files:
            files.extractall(work, members=_safe_members(files))
        return _keep(next(path for path in work.iterdir() if path.is_dir()), target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
