"""A word is loud where it is used as a secret, and low where only its name speaks."""
import ftplib
import hmac
import imaplib
import smtplib

import boto3
import psycopg2
import redis
from flask import Flask

app = Flask(__name__)
app.secret_key = "gartenzaun"  # error: hardcoded-secret medium
app.config["JWT_SECRET"] = "gartenzaun"  # error: hardcoded-secret medium
PASSWORD = "gartenzaun"  # error: hardcoded-secret low
MAIL_PASS = "gartenzaun"  # error: hardcoded-secret medium
SALT_SECRET = "gartenzaun"  # error: hardcoded-secret low
ADMIN_PASSWORD = "S3cr3t!x9"  # error: hardcoded-secret medium

redis.Redis(password="gartenzaun")  # error: hardcoded-secret medium
psycopg2.connect(host="db.shop.net", user="shop", password="gartenzaun")  # error: hardcoded-secret medium
ftplib.FTP("ftp.shop.net", "shop", "gartenzaun")  # error: hardcoded-secret medium
boto3.client("s3", aws_access_key_id="shop", aws_secret_access_key="kT9vLq2Xr7Zp4Ns8Wb1Yc6Hd3Jf5Gm0Ra")  # error: hardcoded-secret high
imaplib.IMAP4_SSL("imap.shop.net").login("shop", MAIL_PASS)

SERVER = {"host": "db.shop.net", "password": "gartenzaun"}  # error: hardcoded-secret medium
CHANGED = {"import-policy": "import_policy", "peer-address": "peer", "passwd": "authentication_key"}  # error: hardcoded-secret low


class Mailer:
    def __init__(self):
        self.host = "smtp.shop.net"
        self.password = "gartenzaun"  # error: hardcoded-secret medium

    def send(self):
        smtplib.SMTP(self.host).login("shop", self.password)


class Signer:
    def __init__(self, secret="gartenzaun"):  # error: hardcoded-secret medium
        self.secret = "gartenlaube"  # error: hardcoded-secret medium

    def sign(self, text):
        return hmac.new(self.secret.encode(), text, "sha256").hexdigest()


class Settings:
    db_password: str = "gartenzaun"  # error: hardcoded-secret medium


def unlock(archive, password):
    archive.extractall(pwd=b"gartenzaun")  # error: hardcoded-secret medium
    kind = "plain"
    if password == "gartenzaun":  # error: hardcoded-secret low
        kind = "garden"
    return kind
