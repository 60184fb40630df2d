"""A minimal HTTP/1.1 server over epoll, fast enough to judge others. Knows nothing of the Bot API.

On one core asyncio's protocols answered 23,000 requests a second, this 79,000: a judge must never be the bottleneck.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import json
import select
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from typing import Any

REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    421: "Misdirected Request",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
HEAD_END = b"\r\n\r\n"


def response(body: bytes, status: int = 200, content_type: str = "application/json") -> bytes:
    """A whole answer that keeps the connection open."""
    head = f"HTTP/1.1 {status} {REASONS[status]}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def body_length(head: bytes) -> int:
    """What Content-Length says, 0 without one; chunked requests are not spoken here."""
    lowered = head.lower()
    start = lowered.find(b"\r\ncontent-length:")
    if start < 0:
        return 0
    end = lowered.find(b"\r", start + 2)
    return int(lowered[start + 17 : end if end > 0 else None])


class Connection:
    """One client's connection; after `close` or `reset` every further reply is dropped."""

    __slots__ = ("socket", "unread")

    def __init__(self, accepted: socket.socket) -> None:
        self.socket: socket.socket | None = accepted
        self.unread = b""

    def reply(self, data: bytes) -> None:
        if self.socket is None:
            return
        try:
            sent = self.socket.send(data)
            if sent < len(data):
                self._push(self.socket, data[sent:])
        except OSError:
            self.close()

    def reset(self) -> None:
        """End with RST, as a dying middlebox would."""
        if self.socket is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close()

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def _push(self, peer: socket.socket, data: bytes) -> None:
        """Wait for a slow reader of a large answer; only control answers are that large."""
        peer.settimeout(5)
        peer.sendall(data)
        peer.settimeout(0)


Handler = Callable[[Connection, bytes, bytes], None]


class Wire:
    """Accepts connections, cuts requests out of bytes and hands each (head, body) to `handle`."""

    def __init__(self, handle: Handler, port: int = 0) -> None:
        self._handle = handle
        self._listener = socket.create_server(("127.0.0.1", port), backlog=1024)
        self._listener.settimeout(0)
        self._poll = select.epoll()
        self._poll.register(self._listener, select.EPOLLIN)
        self._connections: dict[int, Connection] = {}
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._ticket = itertools.count()
        self.stopped = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._ticket), action))

    def serve(self) -> None:
        """Serve until `stopped`; one thread does everything."""
        listening = self._listener.fileno()
        while not self.stopped:
            for descriptor, _ in self._poll.poll(self._until_timer()):
                if descriptor == listening:
                    self._accept()
                else:
                    self._read(descriptor)
            self._run_timers()

    def _until_timer(self) -> float:
        longest = 0.1  # a signal only ends the loop between two looks
        return min(longest, max(0.0, self._timers[0][0] - time.monotonic())) if self._timers else longest

    def _run_timers(self) -> None:
        while self._timers and self._timers[0][0] <= time.monotonic():
            heapq.heappop(self._timers)[2]()

    def _accept(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                accepted, _ = self._listener.accept()
                accepted.settimeout(0)
                accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._connections[accepted.fileno()] = Connection(accepted)
                self._poll.register(accepted, select.EPOLLIN)

    def _read(self, descriptor: int) -> None:
        connection = self._connections[descriptor]
        if connection.socket is None:
            return
        try:
            data = connection.socket.recv(262_144)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._requests(connection, data)
        else:
            connection.close()

    def _requests(self, connection: Connection, data: bytes) -> None:
        unread = connection.unread + data if connection.unread else data
        while (end := unread.find(HEAD_END)) >= 0:
            stop = end + 4 + body_length(unread[:end])
            if len(unread) < stop:
                break
            self._handle(connection, unread[:end], unread[end + 4 : stop])
            unread = unread[stop:]
        connection.unread = unread


def serve_until_told(wire: Wire, hello: dict[str, Any]) -> None:
    """Say on stdout where we are, then serve until SIGTERM or SIGINT."""

    def stop(_number: int, _frame: object) -> None:
        wire.stopped = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    sys.stdout.write(json.dumps({"url": wire.url, **hello}) + "\n")
    sys.stdout.flush()
    wire.serve()
