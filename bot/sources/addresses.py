"""Where a request may go, decided purely: web addresses people gave must lead to public hosts. Knows no network.

Every form an address can hide in is refused by rule, not by list: any host that looks numeric must be a canonical
address, any address must be globally reachable unicast, and tunnels that carry another address inside are closed.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Final

import yarl

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_ADDRESS: Final = 2_000
_HOST: Final = re.compile(r"[A-Za-z0-9._-]{1,253}")
_PORTS: Final = (80, 443)
_TUNNELS: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # local NAT64
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "fec0::/10",  # site-local, long withdrawn
        "192.88.99.0/24",  # 6to4 relays
    )
)


class ForbiddenAddressError(OSError):
    """A name that leads to an address nobody outside may reach. An OSError, for that is what a resolver may raise."""


def refusal(url: yarl.URL, *, trusted: bool) -> str | None:
    """Why a request must not go there; None when it may. A trusted address is one the operator configured."""
    if url.scheme not in {"http", "https"} or not url.host:
        return "not an http or https address"
    if len(str(url)) > MAX_ADDRESS:
        return f"longer than {MAX_ADDRESS} characters"
    if trusted:
        return None
    if url.user is not None or url.password is not None:
        return "a user name or password stands in it"
    if url.port not in _PORTS:
        return f"port {url.port}; only 80 and 443 are open"
    return _host_refusal(url.raw_host or "")


def _host_refusal(host: str) -> str | None:
    host = host.rstrip(".")
    last = host.rpartition(".")[2]
    if ":" in host or last.isdigit() or last.lower().startswith("0x"):
        # A resolver would take 2130706433, 0177.1 or 0x7f000001 for an address; only the canonical form is one.
        return None if is_public(host) else "not a public address in its usual form"
    if not _HOST.fullmatch(host):
        return "no host name"
    return None if "." in host else "a name without a dot is a name in some local network"


def is_public(address: str) -> bool:
    """Whether an IP address, in canonical form, is one that everybody on the internet can reach."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return False
    if any(read in network for network in _TUNNELS if network.version == read.version):
        return False
    return read.is_global and not (read.is_multicast or read.is_reserved or read.is_unspecified or read.is_loopback)


def check(addresses: Iterable[str]) -> None:
    """Raise ForbiddenAddressError when any address a name leads to is not public: one of several is enough."""
    for address in addresses:
        if not is_public(address.partition("%")[0]):
            raise ForbiddenAddressError(f"the name leads to {address}, which is not public")


def address_of(text: str) -> yarl.URL | None:
    """A web address from text, international names in their ASCII form; None when it cannot be one."""
    try:
        return yarl.URL(text.strip())
    except ValueError:
        return None
