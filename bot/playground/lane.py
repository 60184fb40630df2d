"""The short way in for what comes by the million: JSON posted to a method, read and answered without a detour.

Everything else of HTTP (forms, files, polls, pages, faults, broken requests) is aiohttp's: at the first request that is
not of this one plain form the connection is handed over to it for good, with all that has not been answered yet.
Measured on one core: half of what a call costs through aiohttp. Knows what such a request looks like, no method.
"""

from __future__ import annotations

import asyncio
import re
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from bot.playground.dispatch import Answer, answer
from bot.playground.gate import own_address
from bot.playground.params import Parameters
from bot.playground.reading import LARGEST_PLAIN, json_object
from bot.playground.refusal import RefusedError
from bot.playground.wire import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bot.playground.world import World

BEGIN = b"POST /bot"
HEAD_END = b"\r\n\r\n"
LONGEST_HEAD = 4_096
CALL = re.compile(r"POST /bot([0-9]{1,18}:[A-Za-z0-9_-]{1,64})/([A-Za-z]{1,40}) HTTP/1\.1", re.ASCII)
# Headers that change nothing about how a request is read; any other one is for aiohttp to judge.
HARMLESS = frozenset({"user-agent", "accept", "accept-encoding"})
NEEDED = frozenset({"host", "content-type", "content-length"})
LENGTH = re.compile(r"[0-9]{1,8}", re.ASCII)
# The one method that waits, and so cannot be answered on the spot.
WAITS = "getupdates"


class Plain(NamedTuple):
    """What the head of a plain request says."""

    token: str
    method: str
    length: int


@lru_cache(maxsize=4_096)
def plain(head: bytes, port: int) -> Plain | None:
    """The head read, or None when the request is not plain; a client's heads are nearly all the same."""
    first, *lines = head.decode("latin-1").split("\r\n")
    call = CALL.fullmatch(first)
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or name.lower() in headers:
            return None
        headers[name.lower()] = value.strip(" \t")
    if call is None or not headers.keys() <= HARMLESS | NEEDED or not headers.keys() >= NEEDED:
        return None
    length = headers["content-length"]
    if headers["content-type"] != "application/json" or not LENGTH.fullmatch(length) or int(length) > LARGEST_PLAIN:
        return None
    if not own_address(headers["host"], port) or call[2].lower() == WAITS:
        return None
    return Plain(call[1], call[2], int(length))


class Lane(asyncio.Protocol):
    """One connection, until something comes that is not plain; `lanes` holds those that are open."""

    def __init__(self, world: World, port: int, lanes: set[Lane], others: Callable[[], asyncio.Protocol]) -> None:
        self._world, self._port, self._lanes, self._others = world, port, lanes, others
        self._unread = bytearray()
        self._full = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._lanes.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio's own name
        self._lanes.discard(self)

    def data_received(self, data: bytes) -> None:
        self._unread += data
        self._go_on()

    def pause_writing(self) -> None:
        """Who does not take the answers is not read from either."""
        self._full = True
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        self._full = False
        self._transport.resume_reading()
        self._go_on()

    def close(self) -> None:
        self._transport.close()

    def _go_on(self) -> None:
        """Answer every whole request that is here."""
        while self._unread and not self._full and not self._transport.is_closing():
            end = self._unread.find(HEAD_END, 0, LONGEST_HEAD)
            if end < 0 and len(self._unread) < LONGEST_HEAD and BEGIN.startswith(bytes(self._unread[: len(BEGIN)])):
                return
            asked = plain(bytes(self._unread[:end]), self._port) if end > 0 else None
            if asked is None or self._world.faults.waiting:
                self._hand_over()
                return
            start = end + len(HEAD_END)
            if len(self._unread) < start + asked.length:
                return
            body = bytes(self._unread[start : start + asked.length])
            del self._unread[: start + asked.length]
            self._transport.write(written(answered(self._world, asked, body)))

    def _hand_over(self) -> None:
        self._lanes.discard(self)
        handler = self._others()
        self._transport.set_protocol(handler)
        handler.connection_made(self._transport)
        handler.data_received(bytes(self._unread))
        self._unread.clear()


def answered(world: World, asked: Plain, body: bytes) -> Answer:
    try:
        bot = world.enter(asked.token)
        params = Parameters(json_object(body) if body else {})
    except RefusedError as refusal:
        return Answer(refusal.code, encode(refusal.answer()))
    return at_once(answer(world, bot, asked.method, params))


def at_once(call: Coroutine[Any, Any, Answer]) -> Answer:
    """The answer of a call that waits for nothing: it ends at its first step."""
    try:
        call.send(None)
    except StopIteration as end:
        told: Answer = end.value
        return told
    call.close()
    raise RuntimeError("a call that waits came the short way")


def written(told: Answer) -> bytes:
    waits = b"" if told.retry_after is None else b"Retry-After: %d\r\n" % told.retry_after
    reason = HTTPStatus(told.status).phrase.encode()
    lines = b"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\n%bContent-Length: %d\r\n\r\n"
    return lines % (told.status, reason, waits, len(told.body)) + told.body
