"""The program as an operator meets it: a process that is started, stopped, killed and started again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from bot.playground.server import serve
from tests.flow.running import SEED, TOKEN
from tests.playground_client import Client, client_of

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator
    from pathlib import Path

PATIENCE = 60.0
WRONG = "7000000001:" + "w" * 35  # of a bot the playground knows under another token


def environment(folder: Path, api_url: str, token: str = TOKEN) -> dict[str, str]:
    return {
        **os.environ,
        "CHENBAO_TELEGRAM__TOKEN": token,
        "CHENBAO_TELEGRAM__API_URL": api_url,
        "CHENBAO_DATABASE__URL": f"sqlite:///{folder / 'process.db'}",
        "CHENBAO_PAPER__PLACE": "淄博",
        "CHENBAO_LOG__LEVEL": "debug",
    }


async def chenbao(arguments: str, variables: dict[str, str]) -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments.split()),
        env=variables,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@contextlib.asynccontextmanager
async def running(variables: dict[str, str]) -> AsyncIterator[Process]:
    """`chenbao run`; whatever a test finds wrong, nothing of it stays behind."""
    process = await chenbao("run", variables)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process: Process) -> tuple[int, str]:
    """Exit code, and everything that was written."""
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, (out + err).decode()


async def said(arguments: str, variables: dict[str, str]) -> tuple[int, str]:
    return await ended(await chenbao(arguments, variables))


@contextlib.asynccontextmanager
async def world() -> AsyncIterator[tuple[Client, str]]:
    async with serve(page=False) as playground, client_of(playground) as client:
        yield client, playground.api_url


async def answered(client: Client, text: str, expected: str) -> None:
    await client.say(text)
    await client.wait_for_text(expected)


async def test_sigterm_ends_it_with_0_and_what_was_said_is_kept(tmp_path: Path) -> None:
    async with world() as (client, api_url):
        variables = environment(tmp_path, api_url)
        async with running(variables) as process:
            await answered(client, "订阅 06:45", "06:45")
            process.send_signal(signal.SIGTERM)
            code, written = await ended(process)
            assert code == 0, written
            assert "Traceback" not in written
            code, roster = await said("subs list", variables)
            assert code == 0
            assert '"06:45"' in roster


async def test_a_kill_between_two_ticks_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    async with world() as (client, api_url):
        variables = environment(tmp_path, api_url)
        async with running(variables) as process:
            await answered(client, "订阅", "07:00")
            process.kill()
            await ended(process)
            code, ref = await said("announce 停电通知", variables)
            assert code == 0
            for _ in range(2):  # the second time there is nothing left to say
                code, written = await said("run --once", variables)
                assert code == 0, written
            texts = [message.get("text", "") for message in await client.messages(42)]
            assert sum("停电通知" in text for text in texts) == 1
            _, ledger = await said(f"deliveries --json --publication {ref.splitlines()[0]}", variables)
            assert '"state": "sent"' in ledger


async def test_a_pages_report_outlives_a_kill_and_is_told_once(tmp_path: Path) -> None:
    async with world() as (client, api_url):
        inbox = tmp_path / "inbox"
        own = {"CHENBAO_PAPER__INBOX": str(inbox), "CHENBAO_OPERATORS__IDS": "42"}
        variables = environment(tmp_path, api_url) | own
        async with running(variables) as process:
            await answered(client, "帮助", "退订")
            await client.do("fault", kind="cut_before", method="sendMessage", times=1000)
            (inbox / SEED).write_bytes((files("seeds") / SEED).read_bytes())
            async with asyncio.timeout(PATIENCE):
                while not (inbox / "done" / SEED).exists():
                    await asyncio.sleep(0.05)
            process.kill()
            await ended(process)
        await client.do("fault/clear")
        for _ in range(2):  # the second time it has been told
            code, written = await said("run --once", variables)
            assert code == 0, written
        texts = [message.get("text", "") for message in await client.messages(42)]
        assert sum("已读入" in text for text in texts) == 1


async def test_a_second_run_on_one_database_is_told_to_try_later(tmp_path: Path) -> None:
    async with world() as (client, api_url):
        variables = environment(tmp_path, api_url)
        async with running(variables) as process:
            await answered(client, "帮助", "退订")
            code, written = await said("run", variables)
            assert (code, written.count("\n")) == (75, 1)
            process.send_signal(signal.SIGTERM)
            assert (await ended(process))[0] == 0


@pytest.mark.parametrize(
    ("arguments", "token", "code", "named"),
    [
        ("run", "", 2, "CHENBAO_TELEGRAM__TOKEN"),
        ("run", WRONG, 2, "telegram.token is refused"),
        ("run --once", TOKEN, 75, "cannot be reached"),
    ],
    ids=["no token", "a wrong token", "an API out of reach"],
)
async def test_what_cannot_run_says_why_in_one_line(
    arguments: str, token: str, code: int, named: str, tmp_path: Path
) -> None:
    async with world() as (client, api_url):
        await client.api("getMe")  # the first token of a bot counts
        reachable = "http://127.0.0.1:9" if code == 75 else api_url
        found, written = await said(arguments, environment(tmp_path, reachable, token))
        assert found == code, written
        assert named in written
        assert "Traceback" not in written
        assert token == "" or token not in written


async def test_the_token_stands_nowhere_but_in_the_settings(tmp_path: Path) -> None:
    """At the most talkative level, through an API that breaks, a stop and the commands that show settings."""
    async with world() as (client, api_url):
        variables = environment(tmp_path, api_url)
        async with running(variables) as process:
            await answered(client, "天气", "报纸")
            for kind in ("error", "cut_before", "cut_after", "truncate"):
                await client.do("fault", kind=kind, times=1)
                await client.say("热线")
            await answered(client, "帮助", "退订")
            process.send_signal(signal.SIGTERM)
            _, written = await ended(process)
            _, settings = await said("config show", variables)
            secret = TOKEN.partition(":")[2]
            assert secret not in written
            assert secret not in settings
            for file in tmp_path.iterdir():
                assert secret.encode() not in file.read_bytes(), file
