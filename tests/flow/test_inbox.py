"""A page dropped into the folder reaches the operators' chat and the readers, over HTTP."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.clock import SettableClock
from bot.config import Operators
from bot.playground.server import serve
from tests.flow.running import MORNING, PAPER, SEED, bot_running, settings_for
from tests.playground_client import client_of

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_dropped_page_is_told_to_the_operator_and_answers_readers(tmp_path: Path) -> None:
    clock = SettableClock(MORNING)
    inbox = tmp_path / "inbox"
    async with serve(clock=clock, page=False) as playground, client_of(playground) as client:
        settings = settings_for(playground, tmp_path).model_copy(
            update={"operators": Operators(ids=(42,)), "paper": PAPER.model_copy(update={"inbox": inbox})}
        )
        async with bot_running(settings, clock):
            await client.say("/start")
            inbox.joinpath(SEED).write_bytes((files("seeds") / SEED).read_bytes())
            report = await client.wait_for_text("已读入")
            assert report["text"].startswith("📄 2023-03-09.txt 已读入，属于2023年3月9日的报纸。")
            clock.jump(clock.now() + dt.timedelta(seconds=5))
            await client.say("天气")
            answer = await client.wait_for_text("27℃")
            assert "晴间多云" in answer["text"]
        assert sorted(path.name for path in (inbox / "done").iterdir()) == [SEED]
