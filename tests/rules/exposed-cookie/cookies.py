"""Cookies and what they say of themselves."""


def cookies(response, value, site, secure=False):
    response.set_cookie("a", value, samesite="None")  # error: exposed-cookie
    response.set_cookie("a", value, samesite="none", secure=False)  # error: exposed-cookie
    response.set_cookie("a", value, samesite="None", secure=True)
    response.set_cookie("a", value, samesite=site)
    response.set_cookie("a", value, samesite=None)
    response.set_cookie("a", value, httponly=False)  # error: exposed-cookie
