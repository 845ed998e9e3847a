"""Classes that stand in for a context of ssl, and wrappers that verify nothing by default."""
import ssl

import requests


class Context:
    def __init__(self):
        self.check_hostname = False
        self.verify_mode = ssl.CERT_NONE

    def wrap(self, sock):
        return ssl.wrap_socket(sock, cert_reqs=self.verify_mode)


class Own(ssl.SSLContext):
    def __init__(self):
        self.check_hostname = False  # error: unverified-certificate medium


def get(url, verify=False):
    return requests.get(url, verify=verify)  # error: unverified-certificate low


def send(url, token, verify=False):
    return requests.get(url, headers={"token": token}, verify=verify)  # error: unverified-certificate medium


def safe(url, verify=True):
    return requests.get(url, verify=verify)
