"""Modes as numbers, as names of stat, and as what is added to another."""
import os
import stat
from pathlib import Path
from stat import S_IRWXU, S_IWOTH as OTHERS

from settings import MODE

EVERYBODY = stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO


def numbers(path, mode):
    os.chmod(path, 0o777)  # error: open-permissions medium
    os.chmod(path, 511)  # error: open-permissions
    os.chmod(path=path, mode=0o602)  # error: open-permissions
    os.fchmod(path, 0o666)  # error: open-permissions
    os.chmod(path, 0o1777)
    os.chmod(path, 0o775)
    os.chmod(path, mode)
    os.chmod(path, MODE)


def names(path):
    os.chmod(path, EVERYBODY)  # error: open-permissions
    os.chmod(path, S_IRWXU | OTHERS)  # error: open-permissions
    os.chmod(path, stat.S_IMODE(os.stat(path).st_mode) | stat.S_IWOTH)  # error: open-permissions
    os.chmod(path, EVERYBODY & ~stat.S_IRWXO)
    os.chmod(path, EVERYBODY ^ stat.S_IRWXO)
    os.chmod(path, stat.S_IRWXU | stat.S_IRGRP | stat.S_IROTH)
    os.chmod(path, EVERYBODY | stat.S_ISVTX)


def removed(path, func, log):
    if path:
        os.chmod(path, 0o777)  # error: open-permissions low
        func(path)
    os.chmod(log, 0o777)  # error: open-permissions medium
    os.remove(path)


def unlinked(path):
    os.chmod(path, 0o777)  # error: open-permissions low
    os.unlink(path)


def opened(lock_file, name):
    with open(lock_file, "w") as lock:
        os.fchmod(lock, 0o666)  # error: open-permissions
    os.fchmod(os.open(lock_file, os.O_CREAT), 0o666)  # error: open-permissions low
    os.fchmod(os.open(name, os.O_CREAT), 0o666)  # error: open-permissions medium


def by_default(path, mode=0o777, other=0o755):
    os.chmod(path, mode)  # error: open-permissions low
    Path(path).chmod(mode)  # error: open-permissions low
    os.chmod(path, other)
    mode = 0o700
    os.chmod(path, mode)
