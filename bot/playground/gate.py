"""Who may come in at all: this machine, by its own names, from its own page. Knows headers, not paths' meaning."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from aiohttp import web

NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
SAME_SITE = frozenset({"same-origin", "none"})
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@lru_cache(maxsize=64)
def own_address(host: str, port: int) -> bool:
    """Whether `host` (as in the Host header) names this server on loopback."""
    try:
        parts = urlsplit(f"//{host}")
        named, numbered = parts.hostname, parts.port or 80
    except ValueError:
        return False
    return named in NAMES and numbered == port and "@" not in host


def refusal(request: web.BaseRequest, port: int) -> tuple[int, str] | None:
    """Status and sentence for a request that must not pass: 421 for another host, 403 for another site."""
    host = request.headers.get("Host", "")
    if not own_address(host, port):
        return 421, "This server answers only to localhost, 127.0.0.1 and [::1] with its port."
    origin = request.headers.get("Origin")
    if origin is not None and not own_origin(origin, port):
        return 403, "Another site's page may not call this server."
    site = request.headers.get("Sec-Fetch-Site")
    following_a_link = request.method == "GET" and request.path == "/"
    if site is not None and site not in SAME_SITE and not following_a_link:
        return 403, "Another site's page may not call this server."
    return None


def own_origin(origin: str, port: int) -> bool:
    scheme, _, host = origin.partition("://")
    return scheme == "http" and own_address(host, port)
