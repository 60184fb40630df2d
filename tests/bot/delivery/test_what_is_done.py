"""Each answer of the Bot API by its own words, and what is done about it: the row, the chat, the operators' bell.

How an answer is classified is tested in test_outcome.py; here it goes through the sending loop over a real store.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from markupsafe import Markup

from bot.clock import SettableClock
from bot.delivery.alarm import Trouble
from bot.delivery.answers import Answer, Lost, NotSent
from bot.delivery.judge import Judge
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.errors import TryLaterError
from bot.ledger import Kind, Link, Priority
from bot.store import outbox, roster
from bot.store.database import Database
from bot.store.upgrade import upgrade
from messages.message import Message
from tests.bot.delivery.test_sender import PHOTO
from tests.bot.store.readers import NOW, fan_out, owe, publish, rows, subscribe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from bot.delivery.alarm import Alarm
    from bot.delivery.answers import Call, Post
    from bot.delivery.happening import Happening
    from bot.ledger import Intent

PERSON, GROUP, NEW_GROUP = 42, -500, -1000000000500
HELLO = Message(text=Markup("<b>早</b> 5&lt;7"))


def no(code: int, description: str, **parameters: object) -> Answer:
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    return Answer(code, body | ({"parameters": parameters} if parameters else {}))


def bad(text: str) -> Answer:
    return no(400, f"Bad Request: {text}")


def forbidden(text: str) -> Answer:
    return no(403, f"Forbidden: {text}")


@dataclass
class There:
    """The sending loop, an API that gives prepared answers and then takes everything, and what became of it."""

    database: Database
    answers: list[Call]
    message: Message = HELLO
    compose: Callable[[Intent], Awaitable[Message]] | None = None
    clock: SettableClock = field(default_factory=lambda: SettableClock(NOW, speed=0))
    posts: list[Post] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    happened: list[Happening] = field(default_factory=list)

    def __post_init__(self) -> None:
        clock = self.clock
        self.sender = Sender(self.database, lambda _card: b"png", self._post)
        self.sender.alarm = self.alarms.append
        judge = Judge(
            database=self.database,
            sender=self.sender,
            compose=self.compose or self._compose,
            clock=clock,
            happened=self.happened.append,
        )
        self.worker = Worker(database=self.database, judge=judge, clock=clock, rate=1000, alarm=self.alarms.append)

    async def _compose(self, _intent: Intent) -> Message:
        return self.message

    async def _post(self, post: Post) -> Call:
        self.posts.append(post)
        if self.answers:
            return self.answers.pop(0)
        return Answer(200, {"ok": True, "result": {"message_id": 100 + len(self.posts)}})

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(post.body) for post in self.posts]

    def state(self) -> tuple[str, int]:
        """The only row's state, and how many attempts it has cost."""
        (row,) = rows(self.database)
        return row.state, row.attempts

    def active(self, chat: int = PERSON) -> bool | None:
        found = self.database.reading(roster.reader_of, chat)
        return found.active if found else None

    @contextlib.asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        running = asyncio.create_task(self.worker.run())
        try:
            yield
        finally:
            await self.worker.stop()
            await running

    async def go(self) -> None:
        """Send what is owed until the first answer, and what it led to, stand in the books."""
        async with self.working():
            await self.until(lambda: bool(self.posts) and "sending" not in [row.state for row in rows(self.database)])

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not condition():
                await asyncio.sleep(0.01)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'done.db'}")
    try:
        upgrade(opened)
        yield opened
    finally:
        opened.close()


# What the API says, and then: the row's state, its attempts, whether the chat stays active, the bell.
ENDS: dict[str, tuple[Call, tuple[str, int], bool, list[Trouble]]] = {
    "200": (Answer(200, {"ok": True, "result": {"message_id": 7}}), ("sent", 1), True, []),
    "200, broken JSON": (Answer(200, None), ("unknown", 1), True, []),
    "chat not found": (bad("chat not found"), ("refused", 1), True, []),
    "private chat not found": (bad("private chat not found"), ("refused", 1), True, []),
    "chat_id is empty": (bad("chat_id is empty"), ("refused", 1), True, []),
    **{
        text: (bad(text), ("refused", 1), True, [Trouble.REFUSED])
        for text in (
            "message is too long",
            "message caption is too long",
            "MEDIA_CAPTION_TOO_LONG",
            "message text is empty",
            "BUTTON_DATA_INVALID",
            "reply markup is too long",
            "a refusal nobody has seen before",
        )
    },
    **{
        text: (bad(text), ("refused", 1), False, [])
        for text in (
            "not enough rights to send text messages to the chat",
            "have no rights to send a message",
            "CHAT_WRITE_FORBIDDEN",
            "CHAT_RESTRICTED",
            "CHAT_SEND_PLAIN_FORBIDDEN",
            "CHAT_ADMIN_REQUIRED",
            "PEER_ID_INVALID",
            "CHANNEL_PRIVATE",
            "CHANNEL_INVALID",
            "ALLOW_PAYMENT_REQUIRED_5",
        )
    },
    "message is not modified": (bad("message is not modified"), ("sent", 1), True, []),
    "query is too old": (bad("query is too old and response timeout expired"), ("refused", 1), True, []),
    **{
        text: (bad(text), ("pending", 0), True, [Trouble.STOPPED])
        for text in ("Logged out", "the bot has already been closed")
    },
    "401 Unauthorized": (no(401, "Unauthorized"), ("pending", 0), True, [Trouble.STOPPED]),
    **{
        text: (forbidden(text), ("refused", 1), False, [])
        for text in (
            "bot was blocked by the user",
            "user is deactivated",
            "bot was kicked from the group chat",
            "bot was kicked from the supergroup chat",
            "bot was kicked from the channel chat",
            "bot is not a member of the supergroup chat",
            "the group chat was deleted",
            "bot can't initiate conversation with a user",
            "bot can't send messages to bots",
        )
    },
    "403, nobody knows": (forbidden("something new"), ("refused", 1), True, [Trouble.REFUSED]),
    "404 Not Found": (no(404, "Not Found"), ("pending", 0), True, [Trouble.STOPPED]),
    "413": (no(413, "Request Entity Too Large"), ("refused", 1), True, [Trouble.REFUSED]),
    "421 Misdirected Request": (no(421, "Misdirected Request"), ("pending", 0), True, [Trouble.STOPPED]),
    "429, retry_after": (no(429, "Too Many Requests", retry_after=3600), ("pending", 0), True, []),
    "429 without parameters": (no(429, "Too Many Requests"), ("pending", 0), True, []),
    "500 immediately deleted": (
        no(500, "Internal Server Error: sent message was immediately deleted and can't be returned"),
        ("unknown", 1),
        True,
        [],
    ),
    "500 restart": (no(500, "Internal Server Error: restart"), ("pending", 1), True, []),
    "500 Request aborted": (no(500, "Request aborted"), ("pending", 1), True, []),
    "500, unlisted": (no(500, "Internal Server Error"), ("unknown", 1), True, []),
    "502 in HTML": (Answer(502, None), ("unknown", 1), True, []),
    "503": (no(503, "Service Unavailable"), ("unknown", 1), True, []),
    "504": (no(504, "Gateway Timeout"), ("unknown", 1), True, []),
    "refused, unresolved, unconnected, no free connection": (NotSent("refused"), ("pending", 1), True, []),
    "reset, cut off or timed out after the request began": (Lost("reset"), ("unknown", 1), True, []),
}


@pytest.mark.parametrize(("call", "row", "active", "bell"), ENDS.values(), ids=ENDS)
async def test_what_is_done_about_each_answer(
    database: Database, call: Call, row: tuple[str, int], *, active: bool, bell: list[Trouble]
) -> None:
    subscribe(database, PERSON)
    owe(database, priority=Priority.DIGEST)
    there = There(database, [call])
    await there.go()
    assert there.state() == row
    assert there.active() is active
    assert [alarm.trouble for alarm in there.alarms] == bell
    assert (there.worker.stopped is not None) is (bell == [Trouble.STOPPED])
    assert len(there.posts) == 1, "it is not asked twice"


@pytest.mark.parametrize(
    ("call", "seconds"),
    [
        (no(429, "Too Many Requests", retry_after=77), 77),
        (Answer(429, {"ok": False, "description": "Too Many Requests"}, retry_after=5.0), 5),
        (no(429, "Too Many Requests"), 30),
    ],
    ids=["as its parameter says", "as its header says", "half a minute"],
)
async def test_a_429_waits(database: Database, call: Call, seconds: int) -> None:
    subscribe(database, PERSON)
    owe(database)
    await There(database, [call]).go()
    assert rows(database)[0].not_before == (NOW.timestamp() + seconds) * 1000


async def test_cant_parse_entities_goes_out_once_as_plain_text_and_never_again_with_its_markup(
    database: Database,
) -> None:
    subscribe(database, 1, 2, 3)
    owe(database)
    there = There(database, [bad("can't parse entities: Unsupported start tag")])
    async with there.working():
        await there.until(lambda: there.worker.gauges.sent == 3)
    assert there.bodies[0]["parse_mode"] == "HTML"
    plain = [body for body in there.bodies if "parse_mode" not in body]
    assert {body["text"] for body in plain} == {"早 5<7"}
    assert len({body["chat_id"] for body in plain}) == 3
    assert {alarm.trouble for alarm in there.alarms} == {Trouble.REFUSED}


async def test_cant_parse_entities_of_an_edit_edits_with_plain_text(database: Database) -> None:
    there = await edited(database, [bad("can't parse entities: Unsupported start tag")])
    assert [post.method for post in there.posts] == ["editMessageText"] * 2
    assert (there.bodies[1]["text"], there.bodies[1]["message_id"]) == ("早 5<7", 101)


async def edited(database: Database, answers: list[Call]) -> There:
    """A message that was sent, and then its edit with these answers."""
    subscribe(database, PERSON)
    source = owe(database)
    await There(database, []).go()
    edit = publish(database, "edit-1", kind=Kind.EDIT)
    database.writing(outbox.open_follow_up, edit, source_id=source, link=Link.EDIT, due_at=NOW)
    fan_out(database)
    there = There(database, answers)
    await there.go()
    return there


@pytest.mark.parametrize("text", ["message to edit not found", "message can't be edited"])
async def test_a_message_that_can_no_longer_be_edited_is_sent_anew(database: Database, text: str) -> None:
    there = await edited(database, [bad(text)])
    assert [post.method for post in there.posts] == ["editMessageText", "sendMessage"]
    assert [row.state for row in rows(database)] == ["sent", "sent"]


async def test_an_edit_that_is_not_modified_and_one_of_unknown_outcome(database: Database) -> None:
    there = await edited(database, [Lost("reset")])
    assert rows(database)[-1].state == "pending", "an edit is simply repeated"
    assert there.alarms == []


async def test_migrate_to_chat_id_renames_the_chat_and_sends_the_same_delivery(database: Database) -> None:
    subscribe(database, GROUP)
    owe(database)
    moved = no(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=NEW_GROUP)
    there = There(database, [moved])
    async with there.working():
        await there.until(lambda: there.state()[0] == "sent")
    assert [body["chat_id"] for body in there.bodies] == [GROUP, NEW_GROUP]
    assert (there.active(GROUP), there.active(NEW_GROUP)) == (None, True)


TOPIC = ("TOPIC_CLOSED", "TOPIC_DELETED", "message thread not found")


@pytest.mark.parametrize("text", TOPIC)
async def test_a_closed_topic_is_answered_in_general(database: Database, text: str) -> None:
    subscribe(database, NEW_GROUP, thread_id=7)
    owe(database)
    there = There(database, [bad(text)])
    await there.go()
    assert [body.get("message_thread_id") for body in there.bodies] == [7, None]
    assert there.state() == ("sent", 1)
    assert [happening.what for happening in there.happened] != []


@pytest.mark.parametrize("text", TOPIC)
async def test_a_closed_topic_whose_general_refuses_too_is_suspended(database: Database, text: str) -> None:
    subscribe(database, NEW_GROUP, thread_id=7)
    owe(database)
    there = There(database, [bad(text), bad("a refusal nobody has seen before")])
    await there.go()
    assert there.state() == ("refused", 1)
    found = database.reading(roster.reader_of, NEW_GROUP, 7)
    assert found is not None
    assert not found.active


@pytest.mark.parametrize("text", ["replied message not found", "message to be replied not found"])
async def test_a_reply_to_what_is_gone_is_sent_once_without_it(database: Database, text: str) -> None:
    subscribe(database, PERSON)
    source = owe(database)
    await There(database, []).go()
    answer = publish(database, "answer-1")
    database.writing(outbox.open_follow_up, answer, source_id=source, link=Link.REPLY, due_at=NOW)
    fan_out(database)
    there = There(database, [bad(text)])
    await there.go()
    assert [body.get("reply_parameters") for body in there.bodies] == [{"message_id": 101}, None]
    assert [row.state for row in rows(database)] == ["sent", "sent"]


@pytest.mark.parametrize(
    "text", ["Wrong HTTP URL specified", "Failed to get HTTP URL content", "Wrong type of the web page content"]
)
async def test_a_picture_that_is_refused_leaves_the_text(database: Database, text: str) -> None:
    subscribe(database, PERSON, 43)
    owe(database)
    there = There(database, [bad(text)], message=PHOTO)
    async with there.working():
        await there.until(lambda: there.worker.gauges.sent == 2)
    assert [post.method for post in there.posts] == ["sendPhoto", "sendMessage", "sendMessage"]
    assert [alarm.trouble for alarm in there.alarms] == [Trouble.PICTURE]


async def test_chat_not_found_suspends_at_the_third_time_when_a_day_lies_between(database: Database) -> None:
    subscribe(database, PERSON)
    for day, active in ((0, True), (1, True), (2, False)):
        owe(database, f"announcement-{day}", priority=Priority.DIGEST)
        there = There(database, [bad("chat not found")])
        there.clock.jump(NOW + dt.timedelta(days=day))
        await there.go()
        assert there.active() is active


async def test_a_mended_message_that_is_refused_again_is_refused_with_its_text(database: Database) -> None:
    subscribe(database, PERSON)
    owe(database)
    there = There(database, [bad("can't parse entities: one"), bad("can't parse entities: two")])
    await there.go()
    assert there.state() == ("refused", 1)
    assert rows(database)[0].reason == "can't parse entities: two"


async def test_a_fault_of_ours_leaves_no_row_on_its_way_and_rings(database: Database) -> None:
    subscribe(database, PERSON)
    owe(database, priority=Priority.DIGEST)

    async def broken(_post: Post) -> Call:
        raise KeyError("nobody thought of this")

    there = There(database, [])
    there.sender.post = broken
    async with there.working():
        await there.until(lambda: there.state() == ("unknown", 1))
    assert [alarm.trouble for alarm in there.alarms] == [Trouble.FAULT]
    assert "nobody thought of this" in rows(database)[0].reason


async def test_what_cannot_be_composed_for_want_of_disk_is_owed_again_and_was_no_attempt(database: Database) -> None:
    subscribe(database, PERSON)
    owe(database)
    full = [True]

    async def compose(_intent: Intent) -> Message:
        if full:
            full.pop()
            raise TryLaterError("the database cannot be written (database or disk is full)")
        return HELLO

    there = There(database, [], compose=compose)
    async with there.working():
        await there.until(lambda: [alarm.trouble for alarm in there.alarms] == [Trouble.BOOKS])
        there.clock.jump(NOW + dt.timedelta(minutes=1))
        await there.until(lambda: there.state() == ("sent", 1))
    assert len(there.posts) == 1
