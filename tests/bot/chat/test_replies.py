"""Answers that Telegram refuses are mended where one can; the person is not left without a word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.chat.replies import Replies, Say
from bot.config import DatabaseSection, Settings
from bot.delivery.alarm import Alarm, Trouble
from bot.delivery.answers import Answer
from bot.delivery.sender import Sender
from bot.ledger import Sent
from bot.opening import opened
from bot.store.database import Database
from messages.message import Message
from tests.bot.delivery.test_sender import PHOTO

if TYPE_CHECKING:
    from pathlib import Path

    from bot.delivery.answers import Post

UNPARSABLE = Answer(400, {"ok": False, "description": "Bad Request: can't parse entities: Unsupported start tag"})


async def test_an_answer_telegram_cannot_parse_is_given_as_plain_text_and_operators_hear_of_it(tmp_path: Path) -> None:
    texts: list[str] = []
    alarms: list[Alarm] = []

    async def api(post: Post) -> Answer:
        texts.append(json.loads(post.body)["text"])
        return UNPARSABLE if len(texts) == 1 else Answer(200, {"ok": True, "result": {"message_id": 9}})

    sender = Sender(Database(f"sqlite:///{tmp_path / 'unused.db'}"), lambda _card: b"", api)
    sender.alarm = alarms.append
    replies = Replies(42, 0, [Say(Message(text=Markup("<b>5&lt;7</b>")))], sender)
    assert await replies.send() == Sent(9)
    assert texts == ["<b>5&lt;7</b>", "5&lt;7"]
    assert alarms == [Alarm(Trouble.REFUSED, "can't parse entities: unsupported start tag")]


async def test_a_picture_is_an_answer_even_when_the_disk_is_full(tmp_path: Path) -> None:
    posts: list[Post] = []

    async def api(post: Post) -> Answer:
        posts.append(post)
        return Answer(200, {"ok": True, "result": {"message_id": 9, "photo": [{"file_id": "drawn"}]}})

    with opened(Settings(database=DatabaseSection(url=f"sqlite:///{tmp_path / 'full.db'}"))) as database:
        database.writing(lambda connection: connection.exec_driver_sql("PRAGMA query_only = 1"))  # as a full disk
        sender = Sender(database, lambda _card: b"png", api)
        assert await Replies(42, 0, [Say(PHOTO)], sender).send() == Sent(9, "drawn")
    assert [post.method for post in posts] == ["sendPhoto"]
