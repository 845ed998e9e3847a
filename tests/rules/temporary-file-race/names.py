"""Names in shared folders."""
import io
import logging
import os
import secrets
import shutil
import tempfile
import time
from pathlib import Path
from tempfile import gettempdir, mktemp


def makers():
    tempfile.mktemp()  # error: temporary-file-race medium
    tempfile.mktemp(dir="/tmp")  # error: temporary-file-race medium
    tempfile.mktemp(dir=tempfile.mkdtemp())  # error: temporary-file-race low
    mktemp(".txt")  # error: temporary-file-race
    os.tempnam("x")  # error: temporary-file-race
    tempfile.mkstemp()
    tempfile.mkdtemp()


def fixed(name, user):
    open("/tmp/report", "w")  # error: temporary-file-race low
    open("/tmp/report", mode="a")  # error: temporary-file-race
    io.open("/var/tmp/report", "wb")  # error: temporary-file-race
    open("/dev/shm/report", "r+")  # error: temporary-file-race
    path = "/tmp/report"
    open(path, "w")  # error: temporary-file-race
    open(os.path.join("/tmp", "report"), "w")  # error: temporary-file-race
    open(os.path.join(gettempdir(), "report"), "w")  # error: temporary-file-race
    open(f"/tmp/report-{os.getpid()}", "w")  # error: temporary-file-race
    open("/tmp/report-%d" % time.time(), "w")  # error: temporary-file-race
    os.open("/tmp/report", os.O_WRONLY | os.O_CREAT)  # error: temporary-file-race
    shutil.copy("x", "/tmp/report")  # error: temporary-file-race
    logging.FileHandler("/tmp/report.log")  # error: temporary-file-race
    Path("/tmp/report").write_text("x")  # error: temporary-file-race
    Path("/tmp/report").open("w")  # error: temporary-file-race


def of_users(name):
    folder = f"/tmp/runtime-{os.getuid()}"  # error: temporary-file-race low
    open(f"/tmp/report-{os.getuid()}", "w")  # error: temporary-file-race low
    print(f"/tmp/{os.getuid()}/{name}", f"/run/user/{os.getuid()}", f"{folder}/x")


def fine(name):
    open("/tmp/report")
    open("/tmp/report", "rb")
    open("/tmp/report", "x")
    os.open("/tmp/report", os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    open(f"/tmp/report-{secrets.token_hex(8)}", "w")
    open(os.path.join(tempfile.mkdtemp(), "report"), "w")
    open(f"/tmp/{name}", "w")  # ok: temporary-file-race the name comes from elsewhere
    open("/home/me/tmp/report", "w")
    open("report", "w")
    shutil.copy("/tmp/report", "x")
