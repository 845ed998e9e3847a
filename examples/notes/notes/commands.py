"""Runs the programs of the machine."""

import subprocess


def run(command):
    subprocess.run(command, shell=True, check=True)


def run_quietly(arguments):
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
