"""Who may ask what of the review page: tokens, hosts, origins, sizes, and what a page may do.

The page writes what people's research rests on, so it is guarded as if others could reach it: any
web page that the reader has open can send requests to the loopback address.
"""

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 64 * 1024
LONGEST_TARGET = 4096
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
LOCAL_NAMES = frozenset(("localhost",))


@dataclass(frozen=True)
class Access:
    """Each coder's token, the port, and by which names besides addresses the server is known."""

    tokens: Mapping[str, str]
    port: int
    names: frozenset[str] = LOCAL_NAMES
    adjudicators: frozenset[str] = frozenset()
    is_readonly: bool = False
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @property
    def cookie(self) -> str:
        """The cookie's name; cookies of one host are shared by all its ports."""
        return f"kopling-{self.port}"

    def coder_of(self, token: str | None) -> str | None:
        """Whose token it is; all are compared, in constant time."""
        found = None
        for coder, known in self.tokens.items():
            if token and hmac.compare_digest(known.encode(), token.encode()):
                found = coder
        return found

    def form_token(self, coder: str) -> str:
        """What a form of this coder's pages must carry, so that no other page can send one."""
        return hmac.new(self._secret, coder.encode(), hashlib.sha256).hexdigest()

    def is_form_token(self, coder: str, given: str) -> bool:
        """Whether a form came from a page of this server for this coder."""
        return hmac.compare_digest(self.form_token(coder).encode(), given.encode())

    def is_own_host(self, host: str) -> bool:
        """Whether a Host header names this server: an address, or one of its names.

        A page that rebinds its own name to the loopback address still sends that name.
        """
        name, separator, port = host.rpartition(":")
        if not separator or (host.startswith("[") and host.endswith("]")):
            name, port = host, ""
        if port and port != str(self.port):
            return False
        return name.lower() in self.names or _is_address(name)

    def is_own_origin(self, headers: Headers) -> bool:
        """Whether what changes something was sent by a page of this server."""
        site = headers.get("sec-fetch-site")
        if site is not None and site != "same-origin":
            return False
        origin = headers.get("origin")
        if origin is None:
            return site is not None
        scheme, _, host = origin.partition("://")
        return scheme in ("http", "https") and host == headers.get("host")


def new_token() -> str:
    """A token of 256 random bits."""
    return secrets.token_urlsafe(32)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


class Guard:
    """Middleware: refuses what is too large, strange hosts and origins; adds HEADERS to all."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, _with_headers(send))
            return
        await self.app(scope, _bounded(receive), _with_headers(send))

    def _refused(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_TARGET:
            return PlainTextResponse("the address is too long\n", 414)
        if not self.access.is_own_host(headers.get("host", "")):
            return PlainTextResponse("this server does not go by that name\n", 421)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("expected GET or POST\n", 405)
        if scope["method"] == "POST":
            if not self.access.is_own_origin(headers):
                return PlainTextResponse("sent by another page\n", 403)
            length = headers.get("content-length", "0")
            if not length.isdigit() or int(length) > LARGEST_BODY:
                return PlainTextResponse("more was sent than a verdict takes\n", 413)
        return None


class TooLargeError(Exception):
    """More came than was announced or than may come."""


def _bounded(receive: Receive) -> Receive:
    """As `receive`, until more than LARGEST_BODY bytes have come."""
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > LARGEST_BODY:
            raise TooLargeError
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sent
