"""What docs/playground.md tells its readers to type does what it says."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import aiohttp

from bot.playground.control import clockwork, inspection, keeping
from bot.playground.faults import KINDS

if TYPE_CHECKING:
    from bot.playground.server import Playground
    from tests.playground_client import Client

PAGE = Path(__file__).resolve().parents[3] / "docs" / "playground.md"
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
CURL = re.compile(r"^    curl (?:-d '([^']*)' )?'?(http://\S+?)'?$", re.MULTILINE)


def for_here(text: str, playground: Playground) -> str:
    return text.replace("127.0.0.1:8090", f"127.0.0.1:{playground.port}")


async def test_the_commands_typed_by_hand_work_in_this_order(playground: Playground) -> None:
    found = CURL.findall(for_here(PAGE.read_text(encoding="utf-8"), playground))
    answers: list[Any] = []
    async with aiohttp.ClientSession() as session:
        for body, url in found:
            sent = {"method": "POST", "data": body} if body else {"method": "GET"}
            async with session.request(url=quote(url, safe=":/?&="), **sent) as got:
                assert got.status == 200, url
                answers.append(json.loads(await got.read()))
    said, heard, sent_back, ledger = answers
    assert said["message"]["message"]["text"] == heard["result"][0]["message"]["text"] == "天气"
    assert sent_back["result"]["text"] == ledger["accepted"][0]["text"] == "晴"


async def test_the_python_of_the_page_runs(playground: Playground, client: Client) -> None:
    snippets = PYTHON.findall(for_here(PAGE.read_text(encoding="utf-8"), playground))
    keys = {"inline_keyboard": [[{"text": "订阅", "callback_data": "s"}]]}
    await client.api("sendMessage", chat_id=42, text="x", reply_markup=keys)
    for snippet in snippets:
        shorter = snippet.replace("wait=5", "wait=0.1")
        await asyncio.to_thread(exec, shorter, {})  # the project's own page
    assert len(snippets) == 3
    assert (await client.look("clock"))["now"].startswith("2023-03-09T23:00:0")


def test_every_control_call_and_fault_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    calls = {*inspection.READ, *inspection.ROUTES, *clockwork.READ, *keeping.READ, *keeping.ROUTES, *keeping.DEEDS}
    missing = [call for call in sorted(calls - {"faults"}) if not re.search(rf"[/`, ]{re.escape(call)}\b", page)]
    assert not missing
    assert not [kind for kind in sorted(KINDS) if f"`{kind}`" not in page]
