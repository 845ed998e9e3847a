"""Clients behind well-known proxies."""

from __future__ import annotations

from flask import abort, request


def get_remote_address_cloudflare() -> str:
    """The CF-Connecting-IP header, which only Cloudflare may be able to send.

    Without the header the request is refused (400): it did not come by way of Cloudflare.
    """
    return request.headers.get("CF-Connecting-IP") or abort(400)
