"""Who may answer."""
import asyncssh
import paramiko
import pysftp
from paramiko import AutoAddPolicy, SSHClient, WarningPolicy


class Careful(paramiko.MissingHostKeyPolicy):
    pass


def connect(client, keys):
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # error: unknown-host-key
    client.set_missing_host_key_policy(AutoAddPolicy)  # error: unknown-host-key
    SSHClient().set_missing_host_key_policy(policy=WarningPolicy())  # error: unknown-host-key
    policy = AutoAddPolicy()
    client.set_missing_host_key_policy(policy)  # error: unknown-host-key
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    client.set_missing_host_key_policy(Careful())
    asyncssh.connect("example.com", known_hosts=None)  # error: unknown-host-key
    asyncssh.connect("example.com", known_hosts=keys)
    options = pysftp.CnOpts()
    options.hostkeys = None  # error: unknown-host-key
    options.hostkeys = keys
