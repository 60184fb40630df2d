"""A picture is drawn once and uploaded once; when it fails the text goes out and operators hear of it, once."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.app import draw
from bot.config import DatabaseSection, Settings
from bot.delivery.address import Address, InPlace
from bot.delivery.alarm import Alarm, Trouble
from bot.delivery.answers import Answer
from bot.delivery.sender import Sender
from bot.opening import opened
from messages.digest import digest
from messages.message import Wishes
from tests.messages.editions import HOUSE, states

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.delivery.answers import Post
    from bot.store.database import Database
    from messages.message import Card

PHOTO = digest(states()["seed"], Wishes(form="photo"), HOUSE)


class Api:
    """Takes everything, and remembers it."""

    def __init__(self) -> None:
        self.posts: list[Post] = []

    async def post(self, post: Post) -> Answer:
        self.posts.append(post)
        result: dict[str, Any] = {"message_id": len(self.posts)}
        if post.method in {"sendPhoto", "editMessageMedia"}:
            result["photo"] = [{"file_id": "drawn", "width": 1080, "height": 1350}]
        return Answer(200, {"ok": True, "result": result})

    @property
    def methods(self) -> list[str]:
        return [post.method for post in self.posts]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with opened(Settings(database=DatabaseSection(url=f"sqlite:///{tmp_path / 'sender.db'}"))) as found:
        yield found


async def send_twice(sender: Sender) -> None:
    for chat in (41, 42):
        await sender.send(await sender.variant(PHOTO), Address(chat))


async def test_a_picture_is_drawn_and_uploaded_once_and_sent_by_its_file_id_after_that(database: Database) -> None:
    api = Api()
    drawn: list[Card] = []

    def drawing(card: Card) -> bytes:
        drawn.append(card)
        return draw(card)

    await send_twice(Sender(database, drawing, api.post))
    assert api.methods == ["sendPhoto", "sendPhoto"]
    assert drawn == [PHOTO.card]
    assert api.posts[0].content_type.startswith("multipart/form-data")
    assert json.loads(api.posts[1].body)["photo"] == "drawn"
    await send_twice(Sender(database, drawing, api.post))  # as after a restart
    assert len(drawn) == 1


async def test_of_many_at_once_one_uploads_and_the_rest_wait_and_when_it_fails_the_next_one_does(
    database: Database,
) -> None:
    api = Api()
    first = asyncio.Event()

    async def slow(post: Post) -> Answer:
        if not api.posts:
            api.posts.append(post)
            await first.wait()
            return Answer(502, None)
        return await api.post(post)

    sender = Sender(database, draw, slow)
    found = await sender.variant(PHOTO)
    sending = [asyncio.create_task(sender.send(found, Address(chat))) for chat in range(1, 9)]
    async with asyncio.timeout(60):
        while not api.posts:
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        assert len(api.posts) == 1, "the rest wait"
        first.set()
        await asyncio.gather(*sending)
    uploads = [post.content_type.startswith("multipart/form-data") for post in api.posts]
    assert uploads == [True, True] + [False] * 6


async def test_when_the_picture_fails_everybody_gets_the_text_and_operators_hear_why(database: Database) -> None:
    api = Api()
    tries: list[Card] = []
    alarms: list[Alarm] = []

    def failing(card: Card) -> bytes:
        tries.append(card)
        raise OSError("no font for Chinese")

    sender = Sender(database, failing, api.post)
    sender.alarm = alarms.append
    await send_twice(sender)
    assert api.methods == ["sendMessage", "sendMessage"]
    assert {json.loads(post.body)["text"] for post in api.posts} == {PHOTO.text}
    assert alarms == [Alarm(Trouble.PICTURE, "no font for Chinese")]
    assert len(tries) == 1


async def test_a_new_picture_in_the_place_of_an_old_one_is_uploaded_once_too(database: Database) -> None:
    api = Api()
    sender = Sender(database, draw, api.post)
    for number in (1, 2):
        await sender.send(await sender.variant(PHOTO), InPlace(41, number))
    assert api.methods == ["editMessageMedia", "editMessageMedia"]
    assert b"attach://card" in api.posts[0].body
    second = json.loads(api.posts[1].body)
    assert second["media"] == {"type": "photo", "media": "drawn", "caption": PHOTO.text, "parse_mode": "HTML"}
    assert (second["chat_id"], second["message_id"]) == (41, 2)


async def test_when_the_new_picture_fails_the_words_under_the_old_one_change(database: Database) -> None:
    api = Api()

    def failing(_card: Card) -> bytes:
        raise OSError("no font for Chinese")

    sender = Sender(database, failing, api.post)
    await sender.send(await sender.variant(PHOTO), InPlace(41, 7))
    assert api.methods == ["editMessageCaption"]


async def test_a_picture_whose_file_cannot_be_stored_was_sent_all_the_same(database: Database) -> None:
    api = Api()
    sender = Sender(database, draw, api.post)
    found = await sender.variant(PHOTO)
    database.writing(lambda connection: connection.exec_driver_sql("PRAGMA query_only = 1"))  # as a disk that is full
    assert isinstance(await sender.send(found, Address(41)), Answer)
    await sender.send(found, Address(42))
    assert json.loads(api.posts[1].body)["photo"] == "drawn"
