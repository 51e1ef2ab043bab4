"""Who may ask, from where, and how much: the gate before every request; and the headers that keep a
browser from doing more than it should."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kehoach.desk.failures import (
    ForeignRequestError,
    NoTokenError,
    TooLargeUploadError,
    UnknownHostError,
)
from kehoach.desk.problems import problem_of
from kehoach.desk.settings import MAX_BODY, Settings
from kehoach.errors import KehoachError

COOKIE = "kehoach"
OWN_HEADER = "x-kehoach"
"""A header that no form and no link of another site can send."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = frozenset({"/", "/favicon.ico", "/v1/health", "/v1/session"})
"""What may be seen without a token: the empty page, that the service lives, and where a token is
handed in."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Gate:
    """An ASGI app around the app."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._is_loopback = settings.is_loopback
        self._headers = [(name.lower().encode(), told.encode()) for name, told in HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._guard(message, is_rest=scope["path"].startswith("/v1/"))
            await send(message)

        most = self._most(scope["path"])
        try:
            self._check(scope, headers, most=most)
        except KehoachError as error:
            await problem_of(error, headers)(scope, receive, sending)
            return
        await self._bounded(scope, receive, sending, most=most)

    def _guard(self, message: Message, *, is_rest: bool) -> None:
        """Put our headers to those of an answer that does not have them."""
        told = list(message.get("headers", ()))
        named = {name for name, _ in told}
        told += [header for header in self._headers if header[0] not in named]
        if is_rest and b"cache-control" not in named:
            told.append((b"cache-control", b"no-store"))
        message["headers"] = told

    def _most(self, path: str) -> int:
        return self._settings.max_upload if path == "/v1/papers" else MAX_BODY

    def _check(self, scope: Scope, headers: Headers, most: int) -> None:
        if self._is_loopback:
            check_host(headers, self._settings)
        path, is_safe = scope["path"], scope["method"] in SAFE
        by_cookie = False
        if self._settings.token and path not in OPEN and not path.startswith("/static/"):
            by_cookie = check_token(headers, self._settings.token)
        if not is_safe:
            check_origin(headers, needs_own_header=by_cookie)
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > most:
            raise _too_large(most)

    async def _bounded(self, scope: Scope, receive: Receive, send: Send, *, most: int) -> None:
        """The app, with a body that ends where it gets too large, whatever its length was said to
        be."""
        taken, refused = 0, False

        async def receiving() -> Message:
            nonlocal taken, refused
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                refused = True
                raise _too_large(most)
            return message

        async def sending(message: Message) -> None:
            if not refused:  # what the app makes of a body that ended early is no answer
                await send(message)

        try:
            await self._app(scope, receiving, sending)
        except TooLargeUploadError:
            refused = True
        if refused:
            told = problem_of(_too_large(most), Headers(scope=scope))
            await told(scope, receive, send)


def _too_large(most: int) -> TooLargeUploadError:
    return TooLargeUploadError(most=f"{most // 2**20} MiB")


def check_host(headers: Mapping[str, str], settings: Settings) -> None:
    """Raise UnknownHostError where a service of this machine alone is asked for by another name:
    a site that lets its name lead to this machine is another origin (DNS rebinding)."""
    host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    if host not in ("localhost", "127.0.0.1", "::1", settings.host):
        raise UnknownHostError(host=host[:100])


def check_origin(headers: Mapping[str, str], *, needs_own_header: bool) -> None:
    """Raise ForeignRequestError for a change that another site asks for. Browsers say where a
    request comes from; programs say nothing."""
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        raise ForeignRequestError
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise ForeignRequestError
    if needs_own_header and OWN_HEADER not in headers:
        raise ForeignRequestError


def check_token(headers: Mapping[str, str], token: str) -> bool:
    """Did the token come in a cookie (else as a bearer)? Raises NoTokenError."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and is_token(given.strip(), token):
        return False
    cookie = _cookie(headers.get("cookie", ""))
    if cookie and hmac.compare_digest(cookie.encode(), session_of(token).encode()):
        return True
    raise NoTokenError


def is_token(given: str, token: str) -> bool:
    """Is it the token? Takes as long for any answer."""
    return hmac.compare_digest(
        hashlib.sha256(given.encode("utf-8", "replace")).digest(),
        hashlib.sha256(token.encode()).digest(),
    )


def session_of(token: str) -> str:
    """What the cookie holds: made of the token, which it does not tell."""
    return hmac.new(token.encode(), b"kehoach session", hashlib.sha256).hexdigest()


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""
