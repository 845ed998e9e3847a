"""Filters that are set elsewhere than in the call."""
import tarfile


def by_attribute(path, target):
    archive = tarfile.open(path)
    archive.extraction_filter = tarfile.data_filter
    archive.extractall(target)


def by_trusting_attribute(path, target):
    archive = tarfile.open(path)
    archive.extraction_filter = tarfile.fully_trusted_filter
    archive.extractall(target)  # error: unsafe-extraction medium


def where_python_has_it(path, target):
    archive = tarfile.open(path)
    if hasattr(tarfile, "data_filter"):
        archive.extractall(target, filter="data")
    else:
        archive.extractall(target)  # error: unsafe-extraction low


def tried(path, target):
    archive = tarfile.open(path)
    try:
        archive.extractall(target, filter="data")
    except TypeError:
        archive.extractall(target)  # error: unsafe-extraction low
