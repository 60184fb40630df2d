"""A simulated week of official warnings: told, raised, reworded, held by night, ended, lost in an outage, run out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.clock import SettableClock
from tests.flow.offices import cap, listed, nws
from tests.flow.weeks import ABROAD, HOME, Week, moment, week
from tests.sources_server import SourcesServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

OFFICE, YORK = "/cap", "/alerts/active"
PLACES = (
    {"name": "淄博", "latitude": 36.81, "longitude": 118.05},
    {"name": "纽约", "latitude": 40.71, "longitude": -74.0, "zone": "America/New_York"},
)


def sources_of(server: SourcesServer) -> dict[str, Any]:
    return {
        "default": "",
        "contact": "editor@example.org",
        "cap": ({"name": "气象台", "url": server.url(OFFICE), "every": "1m"},),
        "nws": ({"url": server.url(), "every": "1m", "places": ("纽约",), "forecast": False},),
    }


@pytest.fixture
async def days(tmp_path: Path) -> AsyncIterator[Week]:
    """Monday, five in the morning: one old warning of fog at home, none abroad."""
    clock = SettableClock(moment(0, "05:00"), stepped=True)
    async with SourcesServer(clock.now) as server:
        server.put(OFFICE, listed(cap("old", moment(0, "04:00"), event="大雾", says="能见度低")))
        server.put(YORK, nws(clock.now()))
        async with week(tmp_path, server, clock, {"places": PLACES, "sources": sources_of(server)}) as running:
            yield running


@pytest.mark.timeout(200)
async def test_a_week_of_warnings_as_readers_meet_it(days: Week) -> None:
    await monday(days)
    await the_night_to_tuesday(days)
    await tuesday(days)
    await abroad(days)
    await wednesday(days)
    await friday(days)
    assert not {403, 429} & {asked.status for asked in days.sources.asked}


async def monday(days: Week) -> None:
    """What was issued before the first sight is in the digest and woke nobody; what comes is told once and edited."""
    await days.until(0, "06:40")
    assert await days.read() == []
    await days.until(0, "07:01")
    (digest,) = await days.read()
    assert "官方预警：大雾蓝色预警" in digest
    days.sources.put(OFFICE, listed(cap("a1", moment(0, "09:59"), says="阵风7级")))
    await days.until(0, "10:00")
    (told,) = await days.read()
    assert told.startswith("⚠️ 官方预警：大风蓝色预警\n淄博市气象台 3月9日09:59发布")
    assert "阵风7级" in told
    days.sources.put(OFFICE, listed(cap("a2", moment(0, "10:59"), of="a1", kind="Update", says="阵风7～8级")))
    await days.until(0, "11:00")
    (edited,) = await days.read()
    assert edited.startswith("改：⚠️ 官方预警更新：大风蓝色预警")
    days.sources.put(
        OFFICE, listed(cap("a3", moment(0, "11:59"), of="a2", kind="Update", level="橙色", says="阵风11级"))
    )
    await days.until(0, "12:00")
    (raised,) = await days.read()
    assert raised.startswith("⚠️ 官方预警升级：大风橙色预警")
    first, second = (await days.client.messages(HOME))[-2:]
    assert second["reply_to_message"]["message_id"] == first["message_id"]
    days.sources.put(OFFICE, listed(cap("a4", moment(0, "14:59"), of="a3", kind="Cancel")))
    await days.until(0, "15:00")
    (ended,) = await days.read()
    assert ended.startswith("官方预警解除：大风橙色预警\n淄博市气象台 3月9日14:59解除")
    await days.until(0, "16:30")
    assert await days.read() == []  # the fog runs out, and nobody was told of it


async def the_night_to_tuesday(days: Week) -> None:
    """By night a blue one waits for the morning, an orange one does not."""
    blue = cap("b1", moment(0, "22:59"), event="寒潮", says="降温8℃")
    days.sources.put(OFFICE, listed(blue))
    await days.until(0, "23:00")
    assert await days.read() == []
    days.sources.put(
        OFFICE, listed(blue, cap("c1", moment(1, "01:59"), event="暴雨", level="橙色", says="三小时50毫米"))
    )
    await days.until(1, "02:00")
    (grave,) = await days.read()
    assert grave.startswith("⚠️ 官方预警：暴雨橙色预警")
    await days.until(1, "06:31")
    (held,) = await days.read()
    assert held.startswith("⚠️ 官方预警：寒潮蓝色预警")


async def tuesday(days: Week) -> None:
    """The digest quotes both, the gravest first; each is closed: one by its issuer, one by its time."""
    await days.until(1, "07:01")
    (digest,) = await days.read()
    assert digest.index("暴雨橙色预警") < digest.index("寒潮蓝色预警")
    end = cap("c2", moment(1, "08:59"), of="c1", kind="Cancel")
    days.sources.put(OFFICE, listed(end))
    await days.until(1, "09:00")
    assert [text.split("\n")[0] for text in await days.read()] == ["官方预警解除：暴雨橙色预警"]
    await days.until(1, "11:01")
    assert [text.split("\n")[0] for text in await days.read()] == ["改：官方预警已失效：寒潮蓝色预警"]


async def abroad(days: Week) -> None:
    """A list of all that is in force at a point: told there only, never a test, and closed when it is listed no more."""
    await days.read(ABROAD)
    days.sources.put(YORK, nws(moment(1, "20:59"), {"id": "n1"}, {"id": "t1", "status": "Test", "severity": "Extreme"}))
    await days.until(1, "21:00")
    (told,) = await days.read(ABROAD)
    assert told.startswith("⚠️ 官方预警：Wind Advisory\nNWS New York NY")
    days.sources.put(YORK, nws(moment(1, "21:29")))
    await days.until(1, "21:30")
    assert [text.split("\n")[0] for text in await days.read(ABROAD)] == ["改：官方预警已失效：Wind Advisory"]
    assert await days.read() == []


async def wednesday(days: Week) -> None:
    """Told, then an outage: the cancel is never heard, the warning runs out by the clock, the silence is said."""
    await days.until(2, "08:30")
    await days.read()
    days.sources.put(OFFICE, listed(cap("d1", moment(2, "08:59"), says="阵风8级")))
    await days.until(2, "09:00")
    assert [text.split("\n")[0] for text in await days.read()] == ["⚠️ 官方预警：大风蓝色预警"]
    days.sources.down = True
    await days.until(2, "21:01")
    assert [text.split("\n")[0] for text in await days.read()] == ["改：官方预警已失效：大风蓝色预警"]
    await days.until(3, "07:01")
    (digest,) = await days.read()
    assert "官方预警已超过6小时未更新，请以气象台为准" in digest
    assert "官方预警：" not in digest


async def friday(days: Week) -> None:
    """All is well again: the late words of what is over wake nobody, what is new is told."""
    days.sources.down = False
    await days.until(3, "12:00")
    over = cap("d1", moment(2, "08:59"), says="阵风8级")
    days.sources.put(OFFICE, listed(over, cap("d2", moment(2, "10:00"), of="d1", kind="Cancel")))
    await days.until(4, "06:40")
    await days.until(4, "07:01")
    (digest,) = await days.read()
    assert "未更新" not in digest
    days.sources.put(OFFICE, listed(cap("e1", moment(4, "09:59"), event="沙尘暴", level="黄色")))
    await days.until(4, "10:00")
    (told,) = await days.read()
    assert told.startswith("⚠️ 官方预警：沙尘暴黄色预警")
