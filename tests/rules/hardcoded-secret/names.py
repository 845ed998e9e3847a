"""What the name means, and where the text stands."""
import enum
import hmac

import jwt
import requests
from cryptography.fernet import Fernet
from settings import OTHER_KEY

db_password = "swordfish"  # error: hardcoded-secret
dbPassword = "swordfish"  # error: hardcoded-secret
DB_PASS = "swordfish"  # error: hardcoded-secret
passwd = "swordfish"  # error: hardcoded-secret
PASSPHRASE = "swordfish"  # error: hardcoded-secret
default_password: str = "swordfish"  # error: hardcoded-secret
password_default = "swordfish"  # error: hardcoded-secret
apikey = "swordfish"  # error: hardcoded-secret
API_SECRET = "swordfish"  # error: hardcoded-secret
signing_key = "swordfish"  # error: hardcoded-secret

password_field = "swordfish"
password_url = "swordfish"
password_last_used = "swordfish"
update_password = "always"
TOKEN_TYPE = "swordfish"
page_token = "swordfish-1234567890"
pad_token = "swordfish-1234567890"
secret_name = "swordfish"
public_key = "swordfish"
primary_key = "swordfish"
sort_key = "swordfish"
keyboard = "swordfish"
compass = "swordfish"
passenger = "swordfish"

SETTINGS = {
    "password": "swordfish",  # error: hardcoded-secret
    "user": "shop",
    "apiKey": "swordfish",  # error: hardcoded-secret
    "AWS::IAM::AccessKey": "72c2d9dd90025459",
    "password: ": "swordfish",
    "token": None,
}


def defaults(user, password="swordfish", *, api_key="swordfish", timeout="1"):  # error: hardcoded-secret
    return user, password, api_key, timeout


def calls(connect, token):
    connect(user="admin", password="swordfish")  # error: hardcoded-secret
    connect(password=token)
    connect(password="password" + token)
    requests.get("https://example.com", auth=("admin", "swordfish"))  # error: hardcoded-secret
    phrase = "wish-you-were-here"
    jwt.encode({}, phrase)  # error: hardcoded-secret
    hmac.new(b"wish-you-were-here", b"x", "sha256")  # error: hardcoded-secret
    Fernet(b"uVxm0nYYVf1g9yTqWc4N2bJ0aQ3eR5tY7uI9oP1sD2E=")  # error: hardcoded-secret high
    Fernet(Fernet.generate_key())
    jwt.encode({}, token)


def compares(password, form):
    if password == "swordfish":  # error: hardcoded-secret
        return True
    if "swordfish" != form["password"]:  # error: hardcoded-secret
        return False
    return password == "" or password != form["again"] or password in ("a", "b")


API_KEY_PLACEHOLDER = "swordfish"
SENTINEL_API_KEY = "swordfish"
ACCESS_GROUP_METADATA_KEY = "swordfish"


class Client:
    api_key = "swordfish"  # error: hardcoded-secret

    def __init__(self):
        self.password = "swordfish"  # error: hardcoded-secret
        self.secret = self.api_key


def known_elsewhere(connect):
    connect(api_key=OTHER_KEY)
    return connect.api_key == OTHER_KEY


def chosen(debug):
    password = "swordfish" if debug else input()  # error: hardcoded-secret
    return password


class Outcome(enum.Enum):
    ALL_PASS = "swordfish"
    PASSWORD = "reset-by-mail"


class Settings:
    ALL_PASS = "swordfish"  # error: hardcoded-secret
