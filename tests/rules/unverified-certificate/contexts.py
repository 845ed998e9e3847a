"""Functions of ssl that make contexts."""
import ssl

from urllib3.util import create_urllib3_context

token = None  # what is told

ssl._create_default_https_context()  # ok: unverified-certificate
ssl.create_default_context()  # ok: unverified-certificate
ssl._create_unverified_context()  # error: unverified-certificate high
ssl._create_default_https_context = ssl._create_unverified_context  # error: unverified-certificate


def context_for(verify, context):
    if not verify:
        context.check_hostname = False  # error: unverified-certificate low
        context.verify_mode = ssl.CERT_NONE  # error: unverified-certificate low
    return context


def otherwise(context, verify=True):
    if verify:
        context.load_default_certs()
    else:
        context.check_hostname = False  # error: unverified-certificate low


def left_before(verify=True):
    if verify:
        return ssl.create_default_context()
    return ssl._create_unverified_context()  # error: unverified-certificate low


def off_by_default(context, verify=False):
    if not verify:
        context.verify_mode = ssl.CERT_NONE  # error: unverified-certificate high


def uses_tls(context, use_ssl):
    if use_ssl:
        context.verify_mode = ssl.CERT_NONE  # error: unverified-certificate high


def insecure_context():
    return ssl._create_unverified_context()  # error: unverified-certificate low


def named_so(unverified):
    unverified.verify_mode = ssl.CERT_NONE  # error: unverified-certificate low


def checked_by_urllib3():
    context = create_urllib3_context()
    context.check_hostname = False  # error: unverified-certificate low


class Wrapper:
    def __init__(self):
        self.check_hostname = False  # ok: unverified-certificate its own attribute


class Context(ssl.SSLContext):
    def __init__(self):
        self.check_hostname = False  # error: unverified-certificate medium


def host_checked_by_others(context, mode):
    context.check_hostname = False  # error: unverified-certificate low
    context.verify_mode = mode


def put_back(context):
    old = context.check_hostname
    context.check_hostname = False  # error: unverified-certificate low
    try:
        context.wrap_socket()
    finally:
        context.check_hostname = old


def open_context(context, name):
    if name:
        context.verify_mode = ssl.CERT_NONE  # error: unverified-certificate high
    context.verify_mode = ssl.CERT_NONE  # error: unverified-certificate high
    return context
