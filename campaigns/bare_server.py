"""A bare Bot API server that accepts everything and counts it exactly: the judge of every load measurement.

`python -m campaigns.bare_server [--round-trip SECONDS]` prints one JSON line with its url and serves until SIGTERM.
It knows nothing of who is measured. Control, on the same port:

GET  /control/counts?first=A&count=N   accepted messages and, for chats A … A+N-1, how many got one, none, more
GET  /control/pace                     messages a second, and the fullest second wherever it starts
GET  /control/polls                    getUpdates calls so far
GET  /control/answers                  commands answered so far, and their delays in milliseconds
POST /control/commands                 {first_chat, count, per_second, text}: each of `count` chats says `text` once
POST /control/flood                    {chat, count, per_second, text}: one chat says `text` again and again
POST /control/reset                    forget all counts
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from campaigns import bot_api, pace
from campaigns.wire import Connection, Wire, response, serve_until_told

if TYPE_CHECKING:
    from collections.abc import Callable

UPDATES_AT_ONCE = 100


class Tally:
    """What was accepted, per chat and when; and which commands wait for their answer."""

    def __init__(self) -> None:
        self.per_chat: Counter[int] = Counter()
        self.instants: list[float] = []
        self.polls = 0
        self.asked: dict[int, float] = {}
        self.delays: list[float] = []
        self.answered_at: list[float] = []

    def accept(self, chat: int) -> int:
        """Count a message and give its id."""
        now = time.monotonic()
        if chat in self.asked:
            self.delays.append(now - self.asked.pop(chat))
            self.answered_at.append(now)
        else:
            self.per_chat[chat] += 1
            self.instants.append(now)
        return len(self.instants) + len(self.delays)

    def counts(self, first: int = 0, count: int = 0) -> dict[str, int]:
        each = [self.per_chat[chat] for chat in range(first, first + count)]
        return {
            "accepted": len(self.instants),
            "once": each.count(1),
            "missed": each.count(0),
            "doubled": sum(number > 1 for number in each),
        }

    def answers(self) -> dict[str, float]:
        delays = [seconds * 1000 for seconds in self.delays]
        found = {"answered": len(delays), "waiting": len(self.asked), "per_second": pace.rate(self.answered_at)}
        return found | {f"p{share}_ms": pace.percentile(delays, share / 100) for share in (50, 95) if delays}


class BareServer:
    """Answers each call at once, or after a round trip."""

    def __init__(self, round_trip: float = 0.0, port: int = 0) -> None:
        self.wire = Wire(self.handle, port)
        self._round_trip = round_trip
        self._templates: dict[str, tuple[bytes, bytes]] = {}
        self._tally = Tally()
        self._updates: list[dict[str, Any]] = []
        self._update_ids = itertools.count(1)
        self._parked: list[tuple[Connection, int]] = []
        self._controls: dict[str, Callable[[dict[str, Any]], Any]] = {
            "control/counts": lambda asked: self._tally.counts(int(asked.get("first", 0)), int(asked.get("count", 0))),
            "control/pace": lambda _asked: self._pace(),
            "control/polls": lambda _asked: {"polls": self._tally.polls},
            "control/answers": lambda _asked: self._tally.answers(),
            "control/commands": self._say,
            "control/flood": self._flood,
            "control/reset": lambda _asked: self._reset(),
        }

    def handle(self, connection: Connection, head: bytes, body: bytes) -> None:
        name = bot_api.method(head)
        if bot_api.is_message(name):
            self._reply(connection, self._accept(name, bot_api.chat_of(body)))
        elif name == "getUpdates":
            self._poll(connection, bot_api.parameters(head, body))
        elif name.startswith("control/"):
            self._control(connection, name, bot_api.parameters(head, body))
        else:
            token = bot_api.TOKEN.match(head)
            self._reply(connection, response(bot_api.other_answer(name, token[1].decode() if token else "")))

    def _reply(self, connection: Connection, data: bytes) -> None:
        if self._round_trip:
            self.wire.later(self._round_trip, lambda: connection.reply(data))
        else:
            connection.reply(data)

    def _accept(self, name: str, chat: int) -> bytes:
        if name not in self._templates:
            self._templates[name] = bot_api.message_answers(name)
        return response(self._templates[name][chat < 0] % (self._tally.accept(chat), chat))

    def _control(self, connection: Connection, name: str, asked: dict[str, Any]) -> None:
        if name in self._controls:
            connection.reply(response(json.dumps(self._controls[name](asked)).encode()))
        else:
            connection.reply(response(bot_api.refusal(404, f"Not Found: {name}"), 404))

    def _pace(self) -> dict[str, float]:
        instants = self._tally.instants
        return {"per_second": pace.rate(instants), "fullest_second": pace.fullest_second(instants)}

    def _reset(self) -> bool:
        self._tally = Tally()
        return True

    def _say(self, asked: dict[str, Any]) -> bool:
        """Let each of `count` chats say `text`: at once, or evenly at `per_second`."""
        gap = 1 / asked["per_second"] if asked.get("per_second") else 0.0
        for number in range(asked["count"]):
            chat = asked["first_chat"] + number
            self.wire.later(gap * number, functools.partial(self._said, chat, asked["text"]))
        return True

    def _flood(self, asked: dict[str, Any]) -> bool:
        """Let one chat say `text` `count` times; what it is answered counts among the messages, not the answers."""
        for number in range(asked["count"]):
            said = functools.partial(self._told, asked["chat"], asked["text"])
            self.wire.later(number / asked["per_second"], said)
        return True

    def _said(self, chat: int, text: str) -> None:
        self._tally.asked[chat] = time.monotonic()
        self._told(chat, text)

    def _told(self, chat: int, text: str) -> None:
        self._updates.append(bot_api.command_update(next(self._update_ids), chat, text))
        parked, self._parked = self._parked, []
        for connection, offset in parked:
            self._poll_now(connection, offset)

    def _poll(self, connection: Connection, asked: dict[str, Any]) -> None:
        """Answer a long poll when there is news, or after its time-out."""
        self._tally.polls += 1
        offset = int(asked.get("offset") or 0)
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        seconds = float(asked.get("timeout") or 0)
        if self._updates or not seconds:
            self._poll_now(connection, offset)
            return
        waiting = (connection, offset)
        self._parked.append(waiting)
        self.wire.later(seconds, lambda: self._give_up(waiting))

    def _give_up(self, waiting: tuple[Connection, int]) -> None:
        if waiting in self._parked:
            self._parked.remove(waiting)
            self._poll_now(*waiting)

    def _poll_now(self, connection: Connection, offset: int) -> None:
        news = [update for update in self._updates if update["update_id"] >= offset][:UPDATES_AT_ONCE]
        self._reply(connection, response(json.dumps({"ok": True, "result": news}).encode()))


def main() -> None:
    parser = argparse.ArgumentParser(description="A bare Bot API server that counts what it accepts.")
    parser.add_argument("--round-trip", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--port", type=int, default=0)
    asked = parser.parse_args()
    server = BareServer(asked.round_trip, asked.port)
    serve_until_told(server.wire, {"round_trip": asked.round_trip})


if __name__ == "__main__":
    main()
