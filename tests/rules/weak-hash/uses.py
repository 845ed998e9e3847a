"""Which hash, and what for."""
import hashlib
import hashlib as hl
import hmac
import md5
import os
from hashlib import md5 as fast, new, sha1

import Crypto.Hash.SHA
import flask  # so that it is an application's
from Crypto.Hash import MD4, MD5, SHA256
from Cryptodome.Hash import SHA1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec


def names(data, name):
    hashlib.md5(data)  # error: weak-hash low
    hl.sha1(data)  # error: weak-hash
    fast(data)  # error: weak-hash
    sha1()  # error: weak-hash
    hashlib.new("md5", data)  # error: weak-hash
    hashlib.new("MD5")  # error: weak-hash
    new(name="sha1")  # error: weak-hash
    getattr(hashlib, "md5")(data)  # error: weak-hash
    MD5.new(data)  # error: weak-hash
    MD4.new(data)  # error: weak-hash
    SHA1.new(data)  # error: weak-hash
    Crypto.Hash.SHA.new(data)  # error: weak-hash
    md5.new(data)  # error: weak-hash
    hashlib.new(name, data)  # ok: weak-hash the file does not show which
    hashlib.sha256(data)
    hashlib.new("sha512", data)
    SHA256.new(data)
    choose = hashlib.md5 if name else hashlib.sha256
    choose(data)  # error: weak-hash


def flagged(data, options):
    hashlib.md5(data, usedforsecurity=False)
    hashlib.new("md5", data, usedforsecurity=False)
    hashlib.sha1(data, **{"usedforsecurity": False})
    hashlib.md5(data, usedforsecurity=True)  # error: weak-hash


def package(key, data, padding):
    hashes.Hash(hashes.MD5())  # error: weak-hash
    hashes.Hash(hashes.SHA256())
    key.sign(data, padding, hashes.SHA1())  # error: weak-hash medium
    key.sign(data, padding, hashes.SHA256())
    key.verify(data, data, padding, hashes.SHA1())  # error: weak-hash low
    key.verify(data, data, ec.ECDSA(hashes.SHA1()))  # error: weak-hash low
    key.sign(data, ec.ECDSA(hashes.SHA1()))  # error: weak-hash medium
    key.verify(data, data, padding, hashes.SHA256())
    chosen = hashes.SHA1()
    key.sign(data, padding, chosen)  # error: weak-hash low
    algorithms = {"sha1": hashes.SHA1()}  # ok: weak-hash only listed
    hmac.new(key, data, hashlib.md5)  # ok: weak-hash HMAC stands
    return algorithms


def purposes(data):
    token = hashlib.md5(data).hexdigest()  # error: weak-hash low
    etag = hashlib.md5(data).hexdigest()  # error: weak-hash note
    sealed = hashlib.md5(secret_key + data).hexdigest()  # error: weak-hash medium
    return token, etag, sealed


def weighs(data, secret, secret_key, cookie_name):
    hashlib.md5(secret + data)  # error: weak-hash low
    hashlib.md5(secret_key + data)  # error: weak-hash medium
    hashlib.md5(cookie_name)  # error: weak-hash low
    hashlib.md5(secret + data).hexdigest()[:8]  # error: weak-hash low
    hashlib.sha1(data).hexdigest()[:16]  # error: weak-hash note
    signature = hashlib.sha1(data).hexdigest()  # error: weak-hash low
    nonce = hashlib.sha1(os.urandom(8)).hexdigest()  # error: weak-hash low
    return signature, nonce


def sign(key, data):
    return hashlib.sha1(key + data).digest()  # error: weak-hash medium


def cache_key(data):
    return hashlib.sha1(data).hexdigest()  # error: weak-hash note


def passwords(password):
    hashlib.md5(password)  # ok: weak-hash fast-password-hash speaks of it


def own(data):
    def md5(text):
        return text

    md5(data)
