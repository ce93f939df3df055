"""What holds for every page and every call: headers, a limit to what is sent, and only our own forms.

Why no token in forms: with every POST a browser sends Sec-Fetch-Site, or where that is missing (plain http, an old
Safari) at least Origin, and no page can change or leave out either. Here a POST that has neither is refused, so nothing
passes because a header is absent. The session's cookie is SameSite=Lax besides: it is not sent with another site's POST
at all. These are two locks without a common key. A token would be a third, and the page of a request could not be one
static file that works offline.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 16 * 1024
"""Bytes. A request for help has 70; a year of exceptional hours some thousands."""

CONTENT_SECURITY_POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
    "media-src 'self'", "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"))

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Nobody else ever learns which page somebody came from. Not "no-referrer": that also takes the Origin from our own
    # forms, by which they are known.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SAFE = ("GET", "HEAD", "OPTIONS")


class Refuse(Exception):
    """A request that no page of ours makes. ``status`` 403 or 413."""

    def __init__(self, status: int) -> None:
        self.status = status


class Security:
    """Goes around the whole application. ``refuse`` makes the page for a refusal."""

    def __init__(self, app: ASGIApp, *, address: str, refuse) -> None:
        self.app, self.refuse = app, refuse
        self.own = urlsplit(address).netloc
        self.headers = HEADERS | ({"Strict-Transport-Security": "max-age=31536000"}
                                  if address.startswith("https://") else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            self.check(scope)
        except Refuse as refusal:
            await self.refuse(scope, refusal.status)(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)

    def check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            raise Refuse(413)
        if scope["method"] not in SAFE and not scope["path"].startswith("/api/") and not self.is_ours(headers):
            raise Refuse(403)

    def is_ours(self, headers: Headers) -> bool:
        """Was this sent by a page of the desk itself?"""
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        origin = urlsplit(headers.get("origin", "")).netloc
        return bool(origin) and origin in (self.own, headers.get("host"))
