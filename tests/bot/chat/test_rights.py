"""Role by command by chat kind: every cell, also for what is edited, forwarded, sent through a bot, or posted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.chat import screens, words
from bot.chat.replies import Say, Toast
from tests.bot.chat.asking import (
    ADMIN,
    ANONYMOUS_BOT,
    BOT,
    CHANNEL,
    CHANNEL_BOT,
    FORUM,
    GROUP,
    OPERATOR,
    READER,
    SUPERGROUP,
    counter,
    message,
    press,
    put,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer

# A command that stands in none of these lists fails the test: somebody must say who may have it.
READING = ["today", "forecast", "hours", "card", "news", "safety", "hotline", "search", "help", "privacy", "start"]
CHANGING = [
    *("sub", "unsub", "time", "settings", "lang", "move", "export", "delete"),
    *("coming", "slot", "rest", "evening", "quiet", "zone", "place", "follow", "mute"),
]
PRIVATE = ["feedback", "channel"]
DESK = ["status", "preview", "publish", "hold", "retract", "resend", "broadcast", "pause", "feeds", "whoami"]

PEOPLE = (READER, ADMIN, OPERATOR)
GROUPS = (GROUP, SUPERGROUP, FORUM)
SPEAKERS = (*PEOPLE, ANONYMOUS_BOT, CHANNEL_BOT, BOT)


def expected(command: str, author: int, chat_id: int) -> str:
    """The cell of the table, as the documents say it."""
    if chat_id == CHANNEL or author == BOT:
        return "silence"
    if chat_id > 0:
        return "unknown" if command in DESK and author != OPERATOR else "done"
    if command in DESK:
        return "silence"
    if command in PRIVATE:
        return "privately"
    if command in CHANGING:
        return {ADMIN: "done", ANONYMOUS_BOT: "press"}.get(author, "refused")
    return "done"


def seen(answers: Sequence[Answer]) -> str:
    """What an answer comes to."""
    if not answers:
        return "silence"
    texts = [
        answer.text if isinstance(answer, Toast) else answer.message.text
        for answer in answers
        if isinstance(answer, Say | Toast)
    ]
    shown = " ".join(str(text) for text in texts)
    for name, msgid in (
        ("refused", "group.admins_only"),
        ("press", "group.anonymous"),
        ("privately", "group.privately"),
        ("stale", "button.stale"),
    ):
        if screens.CHAT.words("zh-CN", msgid) in shown:
            return name
    if "没看懂" in shown:
        return "unknown"
    return "done" if "done" in shown else shown


def recording(name: str) -> Any:
    async def handler(_ask: Ask, _argument: object, _room: Newsroom) -> Sequence[Answer]:
        return [
            Say(
                screens.say("zh-CN", "not_understood.again").model_copy(
                    update={"text": screens.CHAT.phrase("zh-CN", "language.name") + " done"}
                )
            )
        ]

    return handler


def test_every_command_is_classified() -> None:
    assert sorted([*READING, *CHANGING, *PRIVATE, *DESK]) == sorted(command.name for command in words.COMMANDS)


@pytest.mark.parametrize("chat_id", [READER, GROUP, SUPERGROUP, FORUM, CHANNEL])
async def test_every_cell_of_role_by_command_by_kind(tmp_path: Path, chat_id: int) -> None:
    with counter(tmp_path) as (dispatch, _room):
        dispatch._handlers = {command.name: recording(command.name) for command in words.COMMANDS}
        wrong = []
        for command in words.COMMANDS:
            for author in SPEAKERS if chat_id < 0 else (*PEOPLE, BOT):
                place = author if chat_id > 0 and author != BOT else chat_id
                kind = "channel_post" if chat_id == CHANNEL else "message"
                answers = await put(dispatch, {kind: message(place, f"/{command.name}", author)})
                want = expected(command.name, author, place)
                if seen(answers) != want:
                    wrong.append((command.name, author, place, seen(answers), want))
        assert wrong == []


@pytest.mark.parametrize("chat_id", [READER, GROUP, SUPERGROUP, FORUM, CHANNEL])
async def test_what_is_edited_forwarded_or_sent_through_a_bot_is_nobodys_command(tmp_path: Path, chat_id: int) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "谁", "date": 1678316280}
    forms: tuple[tuple[str, dict[str, Any]], ...] = (
        ("edited_message", {"edit_date": 1678316290}),
        ("edited_channel_post", {"edit_date": 1678316290}),
        ("channel_post", {}),
        ("message", {"forward_origin": origin}),
        ("message", {"is_automatic_forward": True, "forward_origin": origin}),
        ("message", {"via_bot": {"id": BOT, "is_bot": True, "first_name": "b", "username": "chenbao_bot"}}),
    )
    with counter(tmp_path) as (dispatch, _room):
        for command in words.COMMANDS:
            for kind, more in forms:
                for author in (ADMIN, OPERATOR):
                    place = author if chat_id > 0 else chat_id
                    update = {kind: message(place, f"/{command.name}", author, **more)}
                    assert await put(dispatch, update) == [], (command.name, kind, author)


async def test_a_tap_that_changes_a_group_is_an_administrators_whoever_it_was_shown_to(tmp_path: Path) -> None:
    with counter(tmp_path) as (dispatch, _room):
        dispatch._pressers = {letter: recording(letter) for letter in dispatch._pressers}
        dispatch._handlers = {command.name: recording(command.name) for command in words.COMMANDS}
        open_to_all = {"a", "c", "h", "w"}
        for letter in dispatch._pressers:
            for chat_id in GROUPS:
                for author in PEOPLE:
                    want = "done" if letter in open_to_all or author == ADMIN else "refused"
                    found = seen(await put(dispatch, press(chat_id, f"{letter}1:x", author)))
                    assert found == want, (letter, chat_id, author)
        for command in words.COMMANDS:
            for chat_id in (READER, *GROUPS):
                for author in PEOPLE:
                    place = author if chat_id > 0 else chat_id
                    want = expected(command.name, author, place)
                    want = "stale" if want in {"unknown", "silence"} else want
                    found = seen(await put(dispatch, press(place, f"g1:{command.name}", author)))
                    assert found == want, (command.name, place, author)


async def test_a_tap_in_a_channel_posts_nothing_there(tmp_path: Path) -> None:
    with counter(tmp_path) as (dispatch, _room):
        for data in ("g1:today", "a1:20230309:2:1", "c1:20230309", "s1", "b1:off", "e1:yes", "n1:new", "o1:pause"):
            for author in PEOPLE:
                answers = await put(dispatch, press(CHANNEL, data, author))
                assert [type(answer) for answer in answers] == [Toast], data


async def test_a_tap_of_the_desk_is_an_operators_in_the_private_chat_alone(tmp_path: Path) -> None:
    with counter(tmp_path) as (dispatch, room):
        for data in ("o1:pause", "o1:hold:20230309", "o1:down:20230309:1", "o1:send", "o1:again:20230309"):
            for place, author in ((READER, READER), (READER, OPERATOR), (GROUP, OPERATOR), (GROUP, ADMIN)):
                answers = await put(dispatch, press(place, data, author))
                assert seen(answers) in {"stale", "refused"}, (data, place, author)
        assert not room.worker.paused
        await put(dispatch, press(OPERATOR, "o1:pause", OPERATOR))
        assert room.worker.paused
