"""A reader who asks to be erased leaves no byte: not in the database's files, not in what the program wrote."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from tests.flow.test_process import chenbao, ended, environment, world

if TYPE_CHECKING:
    from pathlib import Path

READER = 5_123_456_789
WORDS = "下水道又堵了"


def traces(content: bytes) -> int:
    """How often the reader stands in bytes, as digits or as the database stores a number."""
    return content.count(str(READER).encode()) + content.count(READER.to_bytes(6, "big"))


async def test_an_erased_reader_is_in_no_file_and_in_no_line_of_the_log(tmp_path: Path) -> None:
    async with world() as (client, api_url):
        await client.do("people", people=[{"id": READER, "first_name": "赵六", "language_code": "zh-hans"}])
        variables = environment(tmp_path, api_url) | {"CHENBAO_OPERATORS__IDS": "43"}
        process = await chenbao("run", variables)
        for typed, expected in (("订阅 06:45", "06:45"), (f"意见 {WORDS}", "编辑部会看到这段文字")):
            await client.say(typed, READER)
            await client.wait_for_text(expected, READER)
        await client.tap(READER, button="匿名发送")
        await client.wait_for_text("收到，谢谢", READER)
        await client.wait_for_text(WORDS, 43)
        before = b"".join(found.read_bytes() for found in tmp_path.glob("process.db*"))
        assert traces(before)
        await client.say("/delete", READER)
        await client.wait_for_text("删除这个聊天的全部数据", READER)
        await client.tap(READER, button="确定删除")
        await client.wait_for_text("已全部删除", READER)
        process.send_signal(signal.SIGTERM)
        code, written = await ended(process)
        assert code == 0, written
        files = b"".join(found.read_bytes() for found in tmp_path.glob("process.db*"))
        assert traces(files) == 0
        assert WORDS.encode() not in files
        assert traces(written.encode()) == 0
        assert "the bot is up" in written
