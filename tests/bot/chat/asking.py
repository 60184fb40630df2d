"""Updates as Telegram writes them, and a dispatch to put them to, with a membership one lays down. For tests."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot import intake
from bot.chat import hearing
from bot.chat.dispatch import Dispatch
from bot.chat.members import Place
from bot.chat.newsroom import Newsroom
from bot.clock import SettableClock
from bot.config import DatabaseSection, Operators, Settings
from bot.delivery.gauges import Gauges
from bot.opening import opened
from bot.publish import Publisher
from bot.reaching import Telegram
from bot.store.briefings import Release
from tests.flow.running import MORNING, PAPER, SEED, TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.chat.replies import Answer

NAME = "chenbao_bot"
READER, ADMIN, OPERATOR, BOT, CHANNEL_BOT, ANONYMOUS_BOT = 101, 102, 103, 104, 136817688, 1087968824
GROUP, SUPERGROUP, FORUM, CHANNEL, LINKED = -201, -1000000000202, -1000000000203, -1000000000204, -1000000000205
KINDS = {GROUP: "group", SUPERGROUP: "supergroup", FORUM: "supergroup", CHANNEL: "channel", LINKED: "channel"}


@dataclass
class Members:
    """A membership laid down: one administrator, everywhere but where said otherwise."""

    posts: set[tuple[int, int]] = field(default_factory=set)

    async def may_change(self, chat_id: int, user_id: int) -> bool:
        return chat_id == user_id or (chat_id < 0 and user_id == ADMIN)

    async def may_post(self, chat_id: int, user_id: int) -> bool:
        return (chat_id, user_id) in self.posts

    async def may_write(self, chat_id: int) -> bool:
        return chat_id in KINDS

    async def place(self, chat_id: int) -> Place | None:
        kind: Any = KINDS.get(chat_id)
        return Place(kind, f"place {chat_id}") if kind else None


class Worker:
    """The part of the sending loop the desk looks at."""

    paused = False
    gauges = Gauges()


@contextlib.contextmanager
def counter(folder: Path) -> Iterator[tuple[Dispatch, Newsroom]]:
    """A dispatch on the sample edition's morning, with one operator."""
    settings = Settings(
        telegram=Telegram(token=SecretStr(TOKEN)),
        database=DatabaseSection(url=f"sqlite:///{folder / 'chat.db'}"),
        paper=PAPER,
        operators=Operators(ids=(OPERATOR,)),
    )
    clock = SettableClock(MORNING)
    from importlib.resources import files  # noqa: PLC0415

    with opened(settings) as database:
        intake.ingest(database, intake.read_text(SEED, (files("seeds") / SEED).read_text(encoding="utf-8")), MORNING)
        publisher = Publisher(database, settings, clock, Release(PAPER.timezone, PAPER.release))
        room = Newsroom(database=database, publisher=publisher, settings=settings, clock=clock, wake=lambda: None)
        room.username = NAME
        room.members, room.worker = Members(), Worker()  # type: ignore[assignment]
        yield Dispatch(room), room


def person(user_id: int, **more: Any) -> dict[str, Any]:
    return {"id": user_id, "is_bot": user_id == BOT, "first_name": "某人", **more}


def chat(chat_id: int) -> dict[str, Any]:
    kind = KINDS.get(chat_id, "private")
    named = {"first_name": "某人"} if kind == "private" else {"title": "某处"}
    return {"id": chat_id, "type": kind, **named, **({"is_forum": True} if chat_id == FORUM else {})}


def message(chat_id: int, text: str, author: int, **more: Any) -> dict[str, Any]:
    """A message of a person, of an anonymous administrator, or of a channel that speaks in a group."""
    by: dict[str, Any] = {"from": person(author)}
    if author == ANONYMOUS_BOT:
        by = {"from": person(author, is_bot=True, username="GroupAnonymousBot"), "sender_chat": chat(chat_id)}
    elif author == CHANNEL_BOT:
        by = {"from": person(author, is_bot=True, username="Channel_Bot"), "sender_chat": chat(LINKED)}
    elif KINDS.get(chat_id) == "channel":
        by = {"sender_chat": chat(chat_id)}
    topic = {"message_thread_id": 7, "is_topic_message": True} if chat_id == FORUM else {}
    return {"message_id": 11, "date": 1678316280, "chat": chat(chat_id), "text": text, **by, **topic, **more}


def press(chat_id: int, data: str, author: int, **more: Any) -> dict[str, Any]:
    """A tap on a button of a message of ours."""
    ours = message(chat_id, "…", BOT) | {"from": person(BOT, username=NAME)} | more
    return {"callback_query": {"id": "77", "from": person(author), "chat_instance": "1", "message": ours, "data": data}}


async def put(dispatch: Dispatch, update: dict[str, Any]) -> Sequence[Answer]:
    """What an update is answered with; nothing when it is not for us."""
    ask = hearing.asked({"update_id": 1, **update}, NAME)
    return await dispatch.answer(ask) if ask is not None else []
