"""Functions of ssl that make contexts."""
import ssl

ssl._create_default_https_context()  # ok: unverified-certificate
ssl.create_default_context()  # ok: unverified-certificate
ssl._create_unverified_context()  # error: unverified-certificate high
ssl._create_default_https_context = ssl._create_unverified_context  # error: unverified-certificate


def context_for(verify, context):
    if not verify:
        context.check_hostname = False  # error: unverified-certificate medium
        context.verify_mode = ssl.CERT_NONE  # error: unverified-certificate medium
    return context


def open_context(context, name):
    if name:
        context.verify_mode = ssl.CERT_NONE  # error: unverified-certificate high
    context.verify_mode = ssl.CERT_NONE  # error: unverified-certificate high
    return context
