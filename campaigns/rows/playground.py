"""The row about the stand-in itself: load tests must measure the bot, not the server it talks to."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from campaigns.figures import Goal, Reading, Row, Setting
from campaigns.measure import reading
from campaigns.process import Server, running

if TYPE_CHECKING:
    from campaigns.process import Process

OURS = "playground"
MESSAGES, READERS = (1_000_000, 10_000), 50_000
CONNECTIONS = 8
TEXT = "晨报 今日头条与天气：晴，南风三到四级，最低气温六度，最高气温二十三度。" * 4
HEAD_END = b"\r\n\r\n"


class Caller(asyncio.Protocol):
    """One connection that sends `count` messages, each after the answer to the one before; cheaper than any client."""

    def __init__(self, port: int, first: int, count: int, done: asyncio.Future[int]) -> None:
        self._head = f"POST /bot1:bench/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n".encode()
        self._first, self._count, self._done = first, count, done
        self._sent = self._accepted = 0
        self._answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        chat_id = 1_000_000 + (self._first + self._sent) % READERS
        body = json.dumps({"chat_id": chat_id, "text": TEXT}).encode()
        lines = b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        self._sent += 1
        self._transport.write(self._head + lines + body)

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, found, body = self._answer.partition(HEAD_END)
        if not found or len(body) < int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]):
            return
        self._accepted += head.startswith(b"HTTP/1.1 200")
        self._answer = b""
        if self._sent < self._count:
            self._send()
        else:
            self._transport.close()
            self._done.set_result(self._accepted)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_exception(exc or ConnectionError("the playground closed the connection"))


async def sent(port: int, messages: int, first: int) -> int:
    """Messages accepted over a few connections at once."""
    share = messages // CONNECTIONS
    return sum(await asyncio.gather(*(shared(port, first + n * share, share) for n in range(CONNECTIONS))))


async def shared(port: int, first: int, count: int) -> int:
    """What one of the connections got accepted."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[int] = loop.create_future()
    await loop.create_connection(lambda: Caller(port, first, count, done), "127.0.0.1", port)
    return await done


def _loaded(process: Process, server: Server, messages: int) -> Reading:
    port = urlsplit(server.url).port or 80
    server.post("people", count=READERS, first_id=1_000_000)
    began, cpu = time.monotonic(), process.cpu_seconds()
    accepted = asyncio.run(sent(port, messages // 4, 0))
    early = process.memory_mib()
    accepted += asyncio.run(sent(port, messages - messages // 4, messages // 4))
    seconds, cpu = time.monotonic() - began, process.cpu_seconds() - cpu
    counts = server.get("ledger?limit=0")["counts"]
    figures = {"per_second": accepted / seconds, "per_core": accepted / cpu}
    figures |= {
        "mib_at_a_quarter": early,
        "mib": process.memory_mib("VmHWM"),
        "mib_of_a_quarter": process.memory_mib() / early,
    }
    exact = accepted == counts["accepted"] == sum(counts["by_chat"].values())
    return Reading(figures, "" if exact else f"sent {accepted}, the ledger says {counts['accepted']}")


def _measured(setting: Setting) -> Reading:
    log = setting.folder / "playground.log"
    with running(["bot", "playground", "--headless"], log) as process:
        return _loaded(process, Server(process.line()["url"]), setting.size(*MESSAGES))


def playground() -> Row:
    """How many messages a second the playground takes, its ledger held to what was accepted, its memory to a bound."""
    return Row(
        "playground",
        "The playground itself",
        "1,000,000 sendMessage to 50,000 readers over 8 connections, once; per_core counts the server's own CPU time",
        {OURS: lambda setting: reading(lambda: _measured(setting))},
        (
            Goal("≥ 5,000 a second on one core", "per_core", OURS, at_least=5_000),
            Goal("memory bounded: ≤ 1.25 × from a quarter on", "mib_of_a_quarter", OURS, at_most=1.25),
        ),
        once=True,
    )
