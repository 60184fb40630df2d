"""The only way out to the web: one polite, bounded GET whose every outcome is a value. Knows no format and no store.

An address the operator configured is trusted. One that people gave may only lead to public hosts: each hop's address
is checked, and the connection goes to the very addresses that were checked.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import socket
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Self

import aiohttp
import stamina
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import UnreadableError
from bot.sources import addresses
from bot.sources.freshness import RETRY, Validators, retry_after, validators
from bot.sources.inflate import Body
from bot.sources.pace import Pace
from bot.sources.reading import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    import yarl

MAX_REDIRECTS: Final = 3
_REDIRECTS: Final = {301, 302, 303, 307, 308}
_LATER: Final = {408, 425, 429, 500, 502, 503, 504}
_AGAIN: Final = {502, 504}  # worth another try at once; a 503 says when, a 500 repeats itself
_DEPRECATED: Final = 203  # MET Norway's word for a product that is about to go


@dataclass(frozen=True)
class Fetched:
    """A new answer. `deprecated` asks for the operator's eye; `validators` go back with the next request."""

    data: bytes
    address: str  # after redirects
    validators: Validators
    deprecated: bool = False


@dataclass(frozen=True)
class NotModified:
    """The copy we have is still the latest."""

    validators: Validators


@dataclass(frozen=True)
class Refused:
    """No answer that can be used, by us or by the server (`status`); asking again soon will not change it."""

    reason: str
    status: int | None = None


@dataclass(frozen=True)
class RetryLater:
    """Nothing is wrong with the address, but it must not be asked before `at`."""

    at: dt.datetime
    reason: str


Outcome = Fetched | NotModified | Refused | RetryLater


@dataclass(frozen=True)
class Limits:
    """Bounds of one fetch. Times in seconds; `total` includes redirects, retries and the body."""

    connect: float = 5.0
    total: float = 10.0
    attempts: int = 3
    bytes: int = MAX_BYTES
    longest_queue: float = 5.0  # a longer wait for the host's pace is handed back instead of waited out


@dataclass(frozen=True)
class Request:
    """One address to ask, what we know of it, and how politely."""

    address: str
    trusted: bool = False
    validators: Validators = field(default_factory=Validators)
    headers: Mapping[str, str] = field(default_factory=dict)  # keys of a service; they never leave its host
    at_least: dt.timedelta = dt.timedelta(0)
    spread: dt.timedelta = dt.timedelta(minutes=1)  # jitter: up to this much later
    retry: dt.timedelta = RETRY  # when no answer came at all


class _TransientError(Exception):
    """Worth another attempt; carries what happened."""


class Fetcher:
    """The client: opened once, closed once. `user_agent` names the program and a contact."""

    def __init__(
        self,
        user_agent: str,
        *,
        proxy: str | None = None,
        limits: Limits | None = None,
        pace: Pace | None = None,
        resolver: AbstractResolver | None = None,
        chance: random.Random | None = None,
    ) -> None:
        """`proxy` is for configured addresses only: behind one, nobody here could check where a name leads."""
        self._user_agent = user_agent
        self._proxy = proxy
        self._limits = limits or Limits()
        self._pace = pace or Pace()
        self._resolver = resolver
        self._chance = chance or random.Random()  # noqa: S311 - jitter is no secret
        self._open: aiohttp.ClientSession | None = None
        self._guarded: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        stamina.instrumentation.set_on_retry_hooks(())  # the outcome says it all; three lines a failure say less
        resolver = self._resolver or aiohttp.ThreadedResolver()
        self._open = self._session(resolver)
        self._guarded = self._session(_GuardedResolver(resolver))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for session in (self._open, self._guarded):
            if session:
                await session.close()

    async def fetch(self, request: Request, *, now: dt.datetime) -> Outcome:
        """Ask once, within every bound and duty. `now` is the clock readers see, for `next_at` only."""
        due = request.validators.next_at
        if due and now < due:
            return RetryLater(due, "asked too soon: the last answer is still good")
        try:
            async with asyncio.timeout(self._limits.total):
                return await self._attempts(request, now)
        except TimeoutError:
            return RetryLater(now + request.retry, f"no whole answer within {self._limits.total:g} s")
        except _TransientError as error:
            return RetryLater(now + request.retry, str(error))

    async def _attempts(self, request: Request, now: dt.datetime) -> Outcome:
        async for attempt in stamina.retry_context(
            on=_TransientError, attempts=self._limits.attempts, wait_initial=0.2
        ):
            with attempt:
                return await self._hops(request, now)
        raise AssertionError("stamina gives at least one attempt")

    async def _hops(self, request: Request, now: dt.datetime) -> Outcome:
        """Follow redirects by hand. Trust and keys belong to the first origin and do not travel."""
        url = addresses.address_of(request.address)
        if url is None:
            return Refused("not a web address")
        origin = url.origin() if url.host else None
        for _ in range(MAX_REDIRECTS + 1):
            own = bool(url.host) and url.origin() == origin
            if reason := addresses.refusal(url, trusted=request.trusted and own):
                return Refused(f"{url.host or 'the address'} must not be asked: {reason}")
            queue = self._pace.wait(url.host or "", _monotonic())
            if queue > self._limits.longest_queue:
                later = now + dt.timedelta(seconds=queue)
                return RetryLater(later, f"{url.host} has been asked as often as it may be for now")
            await asyncio.sleep(self._pace.take(url.host or "", _monotonic()))
            outcome = await self._ask(replace(request, headers=request.headers if own else {}), url, now, own=own)
            if isinstance(outcome, (Fetched, NotModified, Refused, RetryLater)):
                return outcome
            url = outcome
        return Refused(f"more than {MAX_REDIRECTS} redirects")

    async def _ask(self, request: Request, url: yarl.URL, now: dt.datetime, *, own: bool) -> Outcome | yarl.URL:
        """One request: an outcome, or where it redirects to."""
        trusted = request.trusted and own
        session = self._open if trusted else self._guarded
        if session is None:
            raise RuntimeError("the fetcher is used before it is opened")
        headers = {**request.headers, **request.validators.headers()}
        try:
            async with session.get(
                url, headers=headers, allow_redirects=False, proxy=self._proxy if trusted else None
            ) as response:
                return await self._outcome(response, request, now)
        except (aiohttp.ClientError, OSError, UnreadableError, ValueError) as error:
            return _failed(error)

    async def _outcome(
        self, response: aiohttp.ClientResponse, request: Request, now: dt.datetime
    ) -> Outcome | yarl.URL:
        status = response.status
        if status in _REDIRECTS:
            target = addresses.address_of(response.headers.get("Location", "")[: addresses.MAX_ADDRESS])
            return Refused("a redirect that leads nowhere", status) if not target else response.url.join(target)
        if status in _AGAIN:
            raise _TransientError(f"the server answers {status}")
        if status in _LATER:
            return RetryLater(now + retry_after(response.headers, now), f"the server answers {status}")
        spread = self._chance.random() * request.spread
        kept = validators(response.headers, request.validators, now, at_least=request.at_least, spread=spread)
        if status == 304:  # noqa: PLR2004 - Not Modified
            return NotModified(kept)
        if status not in {200, _DEPRECATED}:
            return Refused(f"the server answers {status}", status)
        data = await self._body(response)
        return Fetched(data, str(response.url), kept, deprecated=status == _DEPRECATED)

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        if (response.content_length or 0) > self._limits.bytes:
            raise UnreadableError(
                f"the body has {response.content_length} bytes; at most {self._limits.bytes} are read"
            )
        body = Body(response.headers.get("Content-Encoding", ""), self._limits.bytes)
        async for chunk in response.content.iter_any():
            body.add(chunk)
        return body.whole()

    def _session(self, resolver: AbstractResolver) -> aiohttp.ClientSession:
        """No cookies, no proxies from the environment, no automatic decompression, no cached names."""
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, limit_per_host=4),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._limits.connect),
            headers={"User-Agent": self._user_agent, "Accept-Encoding": "gzip, deflate"},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
        )


class _GuardedResolver(AbstractResolver):
    """Resolves a name once and gives only public addresses on; the connection goes to these and no others."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        addresses.check(result["host"] for result in found)
        return found

    async def close(self) -> None:
        await self._inner.close()


def user_agent(version: str, contact: str) -> str:
    """How we name ourselves: services answer 403 to a program that gives no contact."""
    return f"Chenbao/{version} (+{contact})"


def _failed(error: Exception) -> Refused:
    """What to make of an error before or inside an answer; raises _TransientError where another attempt may help."""
    if isinstance(error, UnreadableError):
        return Refused(str(error))
    cause = getattr(error, "os_error", None) or error.__cause__ or error
    if isinstance(cause, addresses.ForbiddenAddressError):
        return Refused(str(cause))
    if isinstance(error, (aiohttp.ClientSSLError, aiohttp.InvalidURL, ValueError)):
        return Refused(f"{type(error).__name__}: {error}")
    raise _TransientError(f"{type(error).__name__}: {error}") from error


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
