"""Warnings relayed and sent in a few words: an issuer, a clock, and readers whose messages are on record."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from bot.ledger import State
from bot.relay import Answer, Relayed, close_run_out, relay
from bot.store.receipts import Receipt
from bot.store.schema import publications
from messages.alert import Alert, AlertText, Area
from messages.alert_kin import Heard
from tests.bot.store.readers import NOW, claim, fan_out, record

if TYPE_CHECKING:
    from bot.ledger import Intent
    from bot.store.database import Database

HOUR = dt.timedelta(hours=1)
HOME = "淄博"


class Got(NamedTuple):
    """One message or edit as a reader's program met it."""

    chat_id: int
    saying: str
    number: str  # of the alert it told of
    message_id: int | None
    changed: int | None
    answers: int | None
    silent: bool


def alert(name: str = "a1", **changes: Any) -> Alert:
    given: dict[str, Any] = {
        "identifier": name,
        "sender": "淄博市气象台",
        "issuer": "淄博市气象台",
        "sent": NOW,
        "source": "cap",
        "texts": (AlertText(language="zh-CN", event="大风", headline="大风蓝色预警"),),
        "areas": (Area(name="淄博市", codes=(("adcode", "370300"),)),),
        "level": "blue",
        "kind": "大风",
        "expires": NOW + 12 * HOUR,
    }
    return Alert(**(given | changes))


def update(name: str, of: str, hours: float = 1, **changes: Any) -> Alert:
    given = {"message_type": "update", "references": (of,), "sent": NOW + hours * HOUR}
    return alert(name, **(given | changes))


def reworded(headline: str) -> tuple[AlertText, ...]:
    return (AlertText(language="zh-CN", event="大风", headline=headline),)


class World:
    """Sources speak by `hear`, time passes by `at`, and `send` delivers whatever is owed by then."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        self.got: list[Got] = []
        self._messages = 1_000

    def at(self, hours: float) -> World:
        self.now = NOW + hours * HOUR
        return self

    def hear(self, *alerts: Alert, places: tuple[str, ...] = (HOME,), source: str = "cap", **answer: Any) -> Relayed:
        heard = [Heard(alert=one, places=places) for one in alerts]
        return self.database.writing(relay, Answer(source, heard, HOME, **answer), self.now)

    def run_out(self) -> None:
        self.database.writing(close_run_out, self.now, HOME)

    def claim(self, most: int = 500) -> list[Intent]:
        fan_out(self.database, self.now)
        return claim(self.database, most, self.now)

    def finish(self, intents: list[Intent]) -> list[Got]:
        """What was claimed is sent."""
        receipts, got = [], []
        for intent in intents:
            self._messages += 1
            is_new = intent.message_id is None
            message = self._messages if is_new else None
            receipts.append(Receipt(intent.id, intent.attempt, State.SENT, message_id=message))
            content = self.content(intent.publication_id)
            got.append(
                Got(
                    intent.chat_id,
                    content["saying"],
                    content["alert"]["identifier"],
                    message,
                    intent.message_id,
                    intent.reply_to,
                    intent.silent,
                )
            )
        record(self.database, *receipts, now=self.now)
        self.got += got
        return got

    def send(self) -> list[Got]:
        """Deliver until nothing is owed now."""
        got: list[Got] = []
        while intents := self.claim():
            got += self.finish(intents)
        return got

    def content(self, publication: int) -> dict[str, Any]:
        query = sa.select(publications.c.content).where(publications.c.id == publication)
        found: dict[str, Any] = json.loads(self.database.reading(lambda c: c.execute(query).scalar_one()))
        return found
