"""What is taken out of archives, and where to."""
import os
import shutil
import tarfile
import zipfile
from pathlib import Path
from tarfile import TarFile


def tar(path, target, chosen, options, tar, archive):
    with tarfile.open(path) as t:
        t.extractall(target)  # error: unsafe-extraction medium
        t.extract("a", target)
        t.extract(chosen, target)  # error: unsafe-extraction medium
        t.extract("../a", target)  # error: unsafe-extraction medium
        t.extractall(target, filter="fully_trusted")  # error: unsafe-extraction
        t.extractall(target, members=chosen)  # error: unsafe-extraction low
        t.extractall(target, filter="data")
        t.extractall(target, filter=tarfile.data_filter)
        t.extractall(target, filter=chosen)
        t.extractall(target, **options)
        t.extractfile("a")
    TarFile(path).extractall()  # error: unsafe-extraction
    tarfile.TarFile.open(path).extractall()  # error: unsafe-extraction
    tar.extractall(target)  # error: unsafe-extraction medium
    archive.extractall(target)  # ok: unsafe-extraction the file does not show that it is a tar file


def packed(path):
    shutil.unpack_archive(path)  # error: unsafe-extraction
    shutil.unpack_archive(path, "x", "zip")
    shutil.unpack_archive("a.zip")
    shutil.unpack_archive(path, filter="data")


def by_hand(path, target):
    z = zipfile.ZipFile(path)
    z.extractall(target)
    for name in z.namelist():
        open(target + "/" + name, "wb").write(z.read(name))  # error: unsafe-extraction
        open(f"{target}/{name}", "wb")  # error: unsafe-extraction
        Path(target, name)
        open(os.path.join(target, os.path.basename(name)), "wb")  # ok: unsafe-extraction no folder is left
        open(os.path.join(target, "data.bin"), "wb")
        open(name)
    for info in z.infolist():
        out = os.path.join(target, info.filename)
        shutil.copyfile("x", out)  # error: unsafe-extraction
    with tarfile.open(path) as t:
        for member in t:
            open(os.path.join(target, member.name), "wb")  # error: unsafe-extraction


def checked(path, target):
    for name in zipfile.ZipFile(path).namelist():
        out = os.path.join(target, name)
        if not os.path.realpath(out).startswith(target):
            raise ValueError(name)
        open(out, "wb")
