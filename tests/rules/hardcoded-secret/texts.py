"""What the text is."""
import os

from flask import Flask

app = Flask(__name__)
PASSWORD = "hunter2"  # error: hardcoded-secret low
ROOT_PASSWORD = "Hunter-2-Gather"  # error: hardcoded-secret medium
API_KEY = "sk_live_51H8xYzAbCdEfGhIj"  # error: hardcoded-secret high
SECRET_KEY = "my_secret"  # error: hardcoded-secret medium
DJANGO = "django-insecure-1b2c3d4e5f6g7h8i9j0k"
SECRET_KEY_BYTES = b"9f8e7d6c5b4a39281706f5e4d3c2b1a0"  # error: hardcoded-secret high
password = "mypassword".encode()  # error: hardcoded-secret
private_key = """-----BEGIN RSA PRIVATE KEY----- # error: hardcoded-secret high
MIIEpAIBAAKCAQEA
-----END RSA PRIVATE KEY-----"""

api_key = "sk-proj-1234567890"  # error: hardcoded-secret low
SHOP_API_KEY = "shop-api-key-of-api-key"  # error: hardcoded-secret low
api_key = "swordfish"  # error: hardcoded-secret low
api_key = "session_cookie_of_users"  # error: hardcoded-secret low
if __name__ == "__main__":
    api_key = "keep-out-of-here"  # error: hardcoded-secret low

EMPTY_PASSWORD = ""
api_key = "api-key-not-set"
api_key = "$SHOP_API_KEY"
api_key = "x-shop-api-key"
api_key = ".signingkey"
auth_token = "auth_tokens/tok_123"
INVALID_PASSWORD = "28P01"
auth_header_key = "authorization-1"
api_key = "__flat_cost__"
PASSWORD_OF_ENV = os.environ["PASSWORD"]
DB_PASSWORD = os.getenv("DB_PASSWORD", "")
api_key = "<your api key>"
api_key = "YOUR_API_KEY"
api_key = "your-api-key"
api_key = "xxxxxxxxxxxxxxxx"
api_key = "****************"
api_key = "${API_KEY}"
api_key = "{api_key}"
api_key = "%(api_key)s"
api_key = "AKIAIOSFODNN7EXAMPLE"
api_key = "test"
api_key = "dummy-key"
api_key = "api_key"
client_secret = "client_secret"
secret = "settings.SECRET"
secret_key = "/run/secrets/key"
password = "Enter your password"
password = "The password is wrong."
password = r"^\w{8,}$"
password = "$2b$12$KIXQ4S6VYJyuM6vZJkT9bO"
password = "pbkdf2_sha256$600000$salt$hash"
password = None
access_token = "bearer"
token = "identifier"
token = "eyJhbGciOiJIUzI1NiJ9.eyJ1IjoxfQ.c2lnbmF0dXJlMTIz"  # error: hardcoded-secret high
app.secret_key = "keep-out-of-here"  # error: hardcoded-secret medium
app.config["SECRET_KEY"] = "keep-out-of-here"  # error: hardcoded-secret medium
os.environ["DB_PASSWORD"] = "swordfish"  # error: hardcoded-secret medium
