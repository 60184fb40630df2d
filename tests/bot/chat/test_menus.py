"""What a chat program shows before Start and as menus, in both languages and by kind of chat."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.chat import menus
from messages.message import House
from tests.flow.running import TOKEN, morning

if TYPE_CHECKING:
    from pathlib import Path


def asked(house: House) -> list[tuple[str, dict[str, Any]]]:
    return [(post.method, json.loads(post.body)) for post in menus.calls(house)]


def test_the_description_fits_and_says_whose_it_is_and_that_one_may_leave() -> None:
    house = House(paper="鲁中晨报", paper_en="Luzhong Morning Post")
    long = {
        body.get("language_code", ""): body["description"] for name, body in asked(house) if name == "setMyDescription"
    }
    assert set(long) == {"", "en"}
    assert all(len(text) <= 512 for text in long.values())
    assert "鲁中晨报" in long[""]
    assert "随时退订" in long[""]
    assert "Luzhong Morning Post" in long["en"]
    short = [body["short_description"] for name, body in asked(house) if name == "setMyShortDescription"]
    assert all(len(text) <= 120 for text in short)


def test_the_paper_language_is_everybodys_and_the_other_has_its_code() -> None:
    codes = {body.get("language_code", "") for _, body in asked(House(language="en"))}
    assert codes == {"", "zh"}


@pytest.mark.parametrize(
    ("scope", "size"), [("all_private_chats", 10), ("all_group_chats", 7), ("all_chat_administrators", 10)]
)
def test_each_kind_of_chat_has_its_menu_in_both_languages(scope: str, size: int) -> None:
    lists = [body["commands"] for name, body in asked(House()) if body.get("scope") == {"type": scope}]
    assert [len(commands) for commands in lists] == [size, size]
    assert lists[0][0] == {"command": "today", "description": "今天天气"}


async def test_they_are_set_at_start(tmp_path: Path) -> None:
    async with morning(tmp_path) as (person, _clock, _app):
        client = replace(person, token=TOKEN)
        async with asyncio.timeout(20):
            while not (
                await client.api("getMyCommands", scope={"type": "all_chat_administrators"}, language_code="en")
            )["result"]:
                await asyncio.sleep(0.02)
        told = await client.api("getMyDescription")
        assert "鲁中晨报" in told["result"]["description"]
        groups = await client.api("getMyCommands", scope={"type": "all_group_chats"})
        assert "sub" not in [command["command"] for command in groups["result"]]
