"""Texts that a password is compared with."""


def compares(user_pass, password):
    if user_pass == "git":
        return 1
    return password == "hunter2"  # error: hardcoded-secret
