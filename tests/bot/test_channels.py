"""Alarms and the mirrored digest reach other channels through Apprise, against a local server."""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.channels import Channels
from bot.clock import SettableClock
from bot.config import Channels as ChannelsSection
from bot.config import DatabaseSection, Settings
from bot.errors import ConfigurationError
from bot.mirror import is_due, mirror
from bot.opening import opened
from bot.publish import Publisher
from bot.shown import shown
from bot.store.briefings import Release
from tests.flow.running import BEIJING, PAPER, ingest_seed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SEVEN = dt.datetime(2023, 3, 9, 7, 0, tzinfo=BEIJING)
MINUTE = dt.timedelta(minutes=1)

pytest.importorskip("apprise", reason="the extra channels is not installed")


class Elsewhere:
    """A server that takes Apprise's JSON notifications, or refuses them."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.status = 200
        self.address = ""

    async def take(self, request: web.Request) -> web.Response:
        self.got.append(await request.json())
        return web.Response(status=self.status)


@pytest.fixture
async def elsewhere() -> AsyncIterator[Elsewhere]:
    made = Elsewhere()
    app = web.Application()
    app.router.add_post("/{path:.*}", made.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.address = f"json://127.0.0.1:{runner.addresses[0][1]}/notify"
    yield made
    await runner.cleanup()


def section(**addresses: str) -> ChannelsSection:
    return ChannelsSection.model_validate({name: (SecretStr(one),) for name, one in addresses.items()})


async def test_an_alarm_is_told_elsewhere_too(elsewhere: Elsewhere) -> None:
    Channels(section(alarms=elsewhere.address)).alarm("磁盘满了")
    async with asyncio.timeout(20):
        while not elsewhere.got:
            await asyncio.sleep(0.02)
    assert elsewhere.got[0]["message"] == "磁盘满了"


async def test_without_channels_nothing_is_loaded_or_sent() -> None:
    channels = Channels(ChannelsSection())
    channels.alarm("x")
    assert not channels.mirrors
    assert await channels.mirror("a", "b")


def test_an_address_apprise_does_not_know_is_named_by_its_place_and_never_printed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(ConfigurationError, match=r"channels\.digests: address 1") as caught:
        Channels(section(digests="pigeon://p4ss@roof"))
    assert "p4ss" not in str(caught.value) + caplog.text
    assert "p4ss" not in shown(Settings(channels=section(digests="pigeon://p4ss@roof")))


def test_without_the_extra_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(ConfigurationError, match=r"install chenbao\[channels\]"):
        Channels(section(alarms="json://127.0.0.1"))


async def test_the_digest_is_mirrored_once_a_day_at_its_time_in_plain_words(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    settings = Settings(
        database=DatabaseSection(url=f"sqlite:///{tmp_path / 'mirror.db'}"),
        paper=PAPER,
        channels=section(digests=elsewhere.address),
    )
    ingest_seed(settings, SEVEN)
    clock = SettableClock(SEVEN, speed=0)
    with opened(settings) as database:
        publisher = Publisher(database, settings, clock, Release(PAPER.timezone, PAPER.release))
        channels = Channels(settings.channels)
        assert not await mirror(settings, database, publisher, channels, SEVEN - MINUTE)
        assert await mirror(settings, database, publisher, channels, SEVEN)
        assert not await mirror(settings, database, publisher, channels, SEVEN + MINUTE)
    (got,) = elsewhere.got
    assert got["title"] == "鲁中晨报 2023-03-09"
    assert "淄博今天晴间多云" in got["message"]
    assert "<b>" not in got["message"]


def test_a_mirror_more_than_three_hours_late_is_left_out() -> None:
    settings = Settings(paper=PAPER)
    assert is_due(settings, SEVEN) == SEVEN.date()
    assert is_due(settings, SEVEN + dt.timedelta(hours=4)) is None


async def test_a_channel_that_refuses_costs_nothing_here(elsewhere: Elsewhere) -> None:
    elsewhere.status = 500
    assert not await Channels(section(digests=elsewhere.address)).mirror("a", "b")
