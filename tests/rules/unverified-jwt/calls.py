"""Ways not to check a signature."""
import flask  # so that it is an application's
import jose.jwt
import jwt
from jose import jws
from jwt import decode


def pyjwt(token, key, algorithms, options):
    jwt.decode(token, verify=False)  # error: unverified-jwt
    jwt.decode(token, key, False)  # error: unverified-jwt
    decode(token, key, options={"verify_signature": False})  # error: unverified-jwt
    jwt.decode(token, key, ["HS256"], {"verify_signature": False})  # error: unverified-jwt
    jwt.decode(token, options=dict(verify_signature=False))  # error: unverified-jwt
    jwt.decode(token, key, algorithms=["none"])  # error: unverified-jwt
    jwt.decode(token, key, algorithms="none")  # error: unverified-jwt
    jwt.decode_complete(token, options={"verify_signature": False})  # error: unverified-jwt
    jwt.PyJWT().decode(token, options={"verify_signature": False})  # error: unverified-jwt
    jwt.encode({}, None, algorithm="none")  # error: unverified-jwt
    jwt.encode({}, "", algorithm=None)  # error: unverified-jwt
    jwt.decode(token, key, algorithms=["HS256"])
    jwt.decode(token, key, algorithms=algorithms, options=options)
    jwt.decode(token, key, algorithms=["HS256"], options={"verify_aud": False})
    jwt.get_unverified_header(token)
    jwt.encode({}, key, algorithm="HS256")


def grades(token, key, sso, request):
    jwt.decode(request.cookies["session"], options={"verify_signature": False})  # error: unverified-jwt high
    jwt.decode(token, options={"verify_signature": False})  # error: unverified-jwt medium
    jwt.decode(sso["id_token"], options={"verify_signature": False})  # error: unverified-jwt low
    jwt.decode_complete(token, options={"verify_signature": False})["header"]  # error: unverified-jwt low
    claims = jwt.decode(token, options={"verify_signature": False})  # error: unverified-jwt low
    if "exp" in claims:
        return claims["exp"]
    jwt.decode(token, key, algorithms=["none"])  # error: unverified-jwt high


def decides(token):
    claims = jwt.decode(token, options={"verify_signature": False})  # error: unverified-jwt medium
    return claims.get("exp"), claims["sub"]


class Kept:
    def __init__(self, token):
        self.own = jwt.decode(token, options={"verify_signature": False})  # error: unverified-jwt low
        self.whole = jwt.decode(token, options={"verify_signature": False})  # error: unverified-jwt medium
        self.unread = jwt.decode(token, options={"verify_signature": False})  # error: unverified-jwt medium

    def read(self, name):
        return self.own.get(name), self.own["exp"], self.own.keys(), self.whole["exp"], self.whole


def peek(token):
    return jwt.decode(token, options={"verify_signature": False})  # error: unverified-jwt low


def verified_later(token, key):
    claims = jwt.decode(token, options={"verify_signature": False})  # error: unverified-jwt low
    return jwt.decode(token, key[claims["iss"]], algorithms=["HS256"])


def python_jose(token, key):
    jose.jwt.decode(token, key, options={"verify_signature": False})  # error: unverified-jwt
    jose.jwt.get_unverified_claims(token)  # error: unverified-jwt low
    jws.verify(token, key, ["HS256"], verify=False)  # error: unverified-jwt
    jose.jwt.decode(token, key, algorithms=["HS256"])


def others(codec, token):
    codec.decode(token, verify=False)  # ok: unverified-jwt another decode
