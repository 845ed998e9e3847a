"""What is a password, and what is done with the hash."""
import getpass
import hashlib
from hashlib import sha512

import argon2
import bcrypt
from Crypto.Hash import SHA256


def named(password, user_pass, form, user, salt, Passwd):
    hashlib.sha256(password)  # error: fast-password-hash
    hashlib.sha3_256(password.encode("utf-8"))  # error: fast-password-hash
    sha512(salt + user_pass.encode())  # error: fast-password-hash
    hashlib.blake2b(form["password"].encode())  # error: fast-password-hash
    hashlib.md5(user.passphrase.encode()).hexdigest()  # error: fast-password-hash
    hashlib.new("sha1", f"{salt}{password}".encode())  # error: fast-password-hash
    hashlib.sha256(string=Passwd)  # error: fast-password-hash
    SHA256.new(password)  # error: fast-password-hash
    hasher = hashlib.sha256()
    hasher.update(salt)
    hasher.update(password)  # error: fast-password-hash
    broken = hashlib.md5()  # ok: weak-hash the other rule says it
    broken.update(password)  # error: fast-password-hash
    typed = getpass.getpass()
    hashlib.sha256(typed.encode())  # todo-miss: fast-password-hash the name does not say so


def others(data, password_hash, password_file, passenger, compass, reset_password_url):
    hashlib.sha256(data)
    hashlib.sha256(password_hash)
    hashlib.sha256(password_file)
    hashlib.sha256(passenger + compass)
    hashlib.sha256(reset_password_url)


def slow(password, salt):
    bcrypt.hashpw(hashlib.sha256(password).digest(), salt)
    argon2.PasswordHasher().hash(hashlib.sha512(password).hexdigest())
    hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)
    hashlib.scrypt(password, salt=salt, n=16384, r=8, p=1)
    digest = hashlib.sha256(password).digest()  # ok: fast-password-hash goes into bcrypt by a name
    bcrypt.hashpw(digest, salt)


def older(password, stored, salt):
    if stored[0] == 1:
        return hashlib.sha256(password).digest() == stored  # error: fast-password-hash low
    return bcrypt.checkpw(password, stored)


def written(password, salt, host):
    f"{host}:{hashlib.sha256(password).hexdigest()}"  # error: fast-password-hash low
    f"{salt}${hashlib.sha256(password).hexdigest()}"  # error: fast-password-hash medium
    f"sha256:{hashlib.sha256(password).hexdigest()}"  # error: fast-password-hash medium


def is_pwned(password):
    return hashlib.sha1(password.encode()).hexdigest()[:5]
