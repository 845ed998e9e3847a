"""Files that are looked at before they are opened."""
import os


def shows(path, other):
    if os.access(path, os.R_OK):
        open(path)  # error: check-then-open low
        open(other)
    if os.access(path, os.R_OK) and other:
        open(path)


def creates(path):
    if not os.path.exists(path):
        open(path, "w")  # error: check-then-open note
        open(path)
        open(path, "x")
    if os.path.exists(path):
        open(path, "w")
