"""What is called like a secret and names something else, or is known to everybody."""
CONF_PASSWORD = "knxkeys_password"
ATTR_TOKEN_SECRET = "token_of_keys"
errors = {}
errors["password"] = "cannot_connect"
FORM_LABELS = {"password": "Kennwort"}
ATTRIBUTES = {"objectSid": "S-1-5-21", "unicodePwd": "1.2.840.113556.1.4.90"}
PINS = {"azure-keyvault-secrets": ">=4.7.0"}
AWS_RESOURCE_KEY = "vpc.amazonaws.com/efa"


class Shell:
    def __init__(self):
        self.pwd = "C:\\"

    def read(self, archive):
        return archive.open("sample", pwd=b"infected")


def readings(Reading):
    return (
        Reading(key="one", api_key="epv1Total"),
        Reading(key="two", api_key="eChargeToday1"),
        Reading(key="three", api_key="bdc1DischargePower"),
        Reading(key="four", api_key="_voltage"),
    )


DEFAULT_PASSWORD = "ubnt"  # error: hardcoded-secret low
NOT_SO_PRIVATE_KEY = "PHES7U2RADREWAFEBUSTUBAWRASWUTUS"  # error: hardcoded-secret low
ANONYMOUS_API_TOKEN = "9f8e7d6c5b4a39281706f5e4d3c2b1a0"  # error: hardcoded-secret low


def connect(requests, url):
    return requests.post(url, auth=("particle", "particle"), timeout=9)  # error: hardcoded-secret low


def connect_in_earnest(requests, url):
    return requests.post(url, auth=("particle", "gartenzaun"), timeout=9)  # error: hardcoded-secret medium


def log_in(channel):
    uname = "sername"
    password = "ssword"  # error: hardcoded-secret low
    channel.expect(uname)
    channel.expect(password)


def hash_of(cipher):
    LM_SECRET = b"KGS!@#$%"  # error: hardcoded-secret low
    return cipher.encrypt(LM_SECRET)


MOVED = {"ssh_host": "ssh_host_or_address", "ssh_private_key": "ssh_pkey"}  # error: hardcoded-secret low


def start(host, access_key="minioadmin", secret_key="minioadmin"):  # error: hardcoded-secret low
    return host, access_key, secret_key


def start_in_earnest(host, user="minioadmin", secret_key="gartenzaun"):  # error: hardcoded-secret medium
    return host, user, secret_key
