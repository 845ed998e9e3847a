"""Notes in and out of archives."""

import os
import subprocess
import tarfile
import tempfile
import zipfile

import paramiko

from . import commands

ROOT = os.environ.get("NOTES_FOLDER", "/var/lib/notes")


def export(folder):
    """An archive of one folder; the caller sends it and removes it."""
    target = tempfile.mktemp(suffix=".tar.gz")
    commands.run(f"tar czf {target} -C {ROOT} {folder}")
    return target


def snapshot():
    handle, target = tempfile.mkstemp(suffix=".tar.gz")
    os.close(handle)
    commands.run_quietly(["tar", "czf", target, "-C", ROOT, "all"])
    return target


def restore(stream, folder):
    with tarfile.open(fileobj=stream) as archive:
        archive.extractall(folder)


def restore_snapshot(path, folder):
    with tarfile.open(path) as archive:
        archive.extractall(folder, filter="data")


def send(path, host):
    """Copies an archive to a machine of the team."""
    with paramiko.SSHClient() as client:
        client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        client.connect(host, username="notes")
        client.open_sftp().put(path, os.path.basename(path))


def send_to_known(path, host):
    with paramiko.SSHClient() as client:
        client.load_system_host_keys()
        client.connect(host, username="notes")
        client.open_sftp().put(path, os.path.basename(path))


def attachments(path):
    with zipfile.ZipFile(path) as archive:
        return [name for name in archive.namelist() if name.endswith((".png", ".pdf"))]


def total_size():
    output = subprocess.run(["du", "-s", ROOT], capture_output=True, text=True, check=True).stdout
    return int(output.split()[0])
