"""Functions of ssl that make contexts."""
import ssl

ssl._create_default_https_context()  # ok: unverified-certificate
ssl.create_default_context()  # ok: unverified-certificate
ssl._create_unverified_context()  # error: unverified-certificate high
ssl._create_default_https_context = ssl._create_unverified_context  # error: unverified-certificate
