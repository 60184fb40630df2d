"""A Bot API server that breaks its answers by a seeded plan and keeps an exact ledger of what it accepted.

`python -m campaigns.fault_server [PLAN]` (JSON, fields of `faults.Plan`) prints one JSON line with its url. It lives in
its own process, so its ledger outlives every kill of the bot, and it knows nothing of the bot. Control, same port:

GET  /control/counts            accepted, refused, waits (429), polls
GET  /control/ledger[?text=T]   [[chat, message_id, at, answered, text], …] of accepted messages whose text holds T
POST /control/plan              a new plan, from now on
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from typing import Any, NamedTuple

from campaigns import bot_api
from campaigns.faults import Fault, Gate, Plan, Refusal
from campaigns.wire import Connection, Wire, response, serve_until_told

POLL_LIMIT = 25.0  # seconds, as Telegram cuts long polls


class Accepted(NamedTuple):
    """One message Telegram would now show. `at` is CLOCK_MONOTONIC, which all processes of a machine share."""

    chat: int
    message_id: int
    at: float
    answered: str  # "ok", or the name of the fault that hid the answer
    text: str


class FaultServer:
    """Answers by the plan; what it accepts stands in `ledger` before the first byte of the answer leaves."""

    def __init__(self, plan: Plan, port: int = 0) -> None:
        self.wire = Wire(self.handle, port)
        self.ledger: list[Accepted] = []
        self.counts: Counter[str] = Counter()
        self._follow(plan)

    def _follow(self, plan: Plan) -> None:
        self._plan = plan
        self._gate = Gate(plan)

    def handle(self, connection: Connection, head: bytes, body: bytes) -> None:
        name = bot_api.method(head)
        asked = bot_api.parameters(head, body)
        if name.startswith("control/"):
            self._control(connection, name, asked)
        elif bot_api.is_message(name):
            self._send(connection, name, asked)
        elif name == "getUpdates":
            self._poll(connection, asked)
        else:
            token = bot_api.TOKEN.match(head)
            connection.reply(
                self._for_the_bot() or response(bot_api.other_answer(name, token[1].decode() if token else ""))
            )

    def _for_the_bot(self) -> bytes | None:
        """The answer to everything while the plan refuses the bot itself."""
        found = self._plan.refusal(0, {}) if self._plan.bot_answer else None
        return refused(found) if found else None

    def _poll(self, connection: Connection, asked: dict[str, Any]) -> None:
        self.counts["polls"] += 1
        empty = self._for_the_bot() or response(b'{"ok":true,"result":[]}')
        self.wire.later(min(POLL_LIMIT, float(asked.get("timeout") or 0)), lambda: connection.reply(empty))

    def _send(self, connection: Connection, name: str, asked: dict[str, Any]) -> None:
        self.counts["calls"] += 1
        chat = int(asked.get("chat_id") or 0)
        if found := self._plan.refusal(chat, asked):
            self.counts["refused"] += 1
            connection.reply(refused(found))
        elif seconds := self._gate.wait(chat, time.monotonic()):
            self._too_many(connection, seconds)
        elif fault := self._plan.fault(self.counts["calls"]):
            self._break(connection, fault, name, chat, asked)
        else:
            connection.reply(self._accept(name, chat, asked, "ok"))

    def _too_many(self, connection: Connection, seconds: int) -> None:
        self.counts["waits"] += 1
        connection.reply(refused(Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})))

    def _accept(self, name: str, chat: int, asked: dict[str, Any], answered: str) -> bytes:
        text = str(asked.get("text") or asked.get("caption") or "")
        accepted = Accepted(chat, len(self.ledger) + 1, time.monotonic(), answered, text)
        self.ledger.append(accepted)
        self.counts["accepted"] += 1
        return response(bot_api.message_answers(name)[chat < 0] % (accepted.message_id, chat))

    def _break(self, connection: Connection, fault: Fault, name: str, chat: int, asked: dict[str, Any]) -> None:
        self.counts[fault.name] += 1
        if fault.name in {"chat_wait", "bot_wait"}:
            self._too_many(connection, self._gate.hold(time.monotonic(), chat if fault.name == "chat_wait" else None))
            return
        whole = self._accept(name, chat, asked, fault.name) if fault.accepts else b""
        if fault.refusal:
            connection.reply(refused(fault.refusal))
        elif fault.name == "delayed":
            self.wire.later(self._plan.delay, lambda: connection.reply(whole))
        elif fault.name == "truncated":
            connection.reply(whole[: -len(whole) // 3])
            connection.close()
        elif fault.name == "garbled":
            connection.reply(response(b'{"ok":true,"result":{"message_id":'))
        else:
            connection.reset()

    def _control(self, connection: Connection, name: str, asked: dict[str, Any]) -> None:
        if name == "control/plan":
            connection.reply(self._new_plan(asked))
        elif name == "control/ledger":
            found = [one for one in self.ledger if str(asked.get("text", "")) in one.text]
            connection.reply(response(json.dumps(found, ensure_ascii=False).encode()))
        elif name == "control/counts":
            connection.reply(response(json.dumps(self.counts).encode()))
        else:
            connection.reply(response(bot_api.refusal(404, f"Not Found: {name}"), 404))

    def _new_plan(self, asked: dict[str, Any]) -> bytes:
        try:
            self._follow(Plan.read(asked))
        except ValueError as error:
            return response(bot_api.refusal(400, str(error)), 400)
        return response(bot_api.TRUE)


def refused(refusal: Refusal) -> bytes:
    """The whole answer: JSON, the HTML a gateway sends, or a 429 with only its header."""
    if refusal.description.startswith("<html>"):
        return response(refusal.description.encode(), refusal.code, "text/html")
    answer = response(bot_api.refusal(refusal.code, refusal.description, **refusal.extra), refusal.code)
    if refusal.code == 429 and not refusal.extra:
        return answer.replace(b"\r\n", b"\r\nRetry-After: 1\r\n", 1)
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(description="A Bot API server that breaks its answers on purpose.")
    parser.add_argument("plan", nargs="?", default="{}", help="JSON with the fields of campaigns.faults.Plan")
    parser.add_argument("--port", type=int, default=0)
    asked = parser.parse_args()
    serve_until_told(FaultServer(Plan.read(json.loads(asked.plan)), asked.port).wire, {})


if __name__ == "__main__":
    main()
