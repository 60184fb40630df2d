"""What comes after a digest: a page that was late, a correction, an article taken down. Over HTTP, as a reader sees it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot import intake, operating
from bot.clock import SettableClock
from bot.opening import opened
from bot.playground.server import serve
from bot.store import editions
from bot.store.schema import deliveries, publications
from tests.flow.running import BEIJING, MORNING, SEED, bot_running, ingest_seed, settings_for
from tests.playground_client import Client, client_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.app import App
    from bot.config import Settings

SEVEN = dt.datetime(2023, 3, 9, 7, 0, 2, tzinfo=BEIJING)
DIGEST = "穿衣与出行"


@contextlib.asynccontextmanager
async def subscribed(folder: Path, *, page: bool) -> AsyncIterator[tuple[Client, SettableClock, Settings, App]]:
    """A reader subscribed for seven, with or without today's page there."""
    clock = SettableClock(MORNING, stepped=True)
    async with serve(clock=clock, page=False) as playground, client_of(playground) as client:
        settings = settings_for(playground, folder)
        if page:
            ingest_seed(settings, clock.now())
        async with bot_running(settings, clock) as app:
            await client.say("订阅")
            await client.wait_for_text("07:00")
            yield client, clock, settings, app


def ingest(settings: Settings, text: str, now: dt.datetime) -> None:
    with opened(settings) as database:
        intake.ingest(database, intake.read_text(SEED, text), now)


def seed() -> str:
    return (files("seeds") / SEED).read_text(encoding="utf-8")


def said(message: dict[str, Any]) -> str:
    """A message's words, which stand under the picture where there is one."""
    return str(message.get("text") or message.get("caption") or "")


async def edited(
    client: Client, old: dict[str, Any], clock: SettableClock, *words: str, chat: int = 42
) -> dict[str, Any]:
    """Wait until a message's text holds all these words."""
    async with asyncio.timeout(30):
        while True:
            clock.jump(clock.now() + dt.timedelta(seconds=2))
            found = {one["message_id"]: one for one in await client.messages(chat)}[old["message_id"]]
            if all(word in said(found) for word in words):
                return found
            await asyncio.sleep(0.2)


async def count(client: Client, words: str) -> int:
    return sum(words in said(one) for one in await client.messages(42))


async def test_a_page_that_comes_late_completes_what_was_sent_and_says_so_without_a_sound(tmp_path: Path) -> None:
    async with subscribed(tmp_path, page=False) as (client, clock, settings, _app):
        clock.jump(SEVEN)
        first = await client.wait_for_text("还没有收到第一份报纸")
        assert "photo" not in first, "words under a picture could not take in the page"
        ingest(settings, seed(), clock.now())
        await edited(client, first, clock, DIGEST, "今年民政工作")
        await client.wait_for_text("今日头条到了")
        assert await count(client, DIGEST) == 1, "one digest, not two"
        assert await count(client, "更正") == 0


async def test_a_correction_changes_what_was_sent_and_says_so(tmp_path: Path) -> None:
    async with subscribed(tmp_path, page=True) as (client, clock, settings, _app):
        clock.jump(SEVEN)
        first = await client.wait_for_text(DIGEST)
        ingest(settings, seed().replace("今年民政工作", "今年养老工作"), clock.now())
        found = await edited(client, first, clock, "今年养老工作")
        assert said(found).startswith("更正：")
        assert await count(client, DIGEST) == 1


async def test_a_forecast_that_turns_is_also_told_anew(tmp_path: Path) -> None:
    async with subscribed(tmp_path, page=True) as (client, clock, settings, _app):
        clock.jump(SEVEN)
        first = await client.wait_for_text(DIGEST)
        ingest(settings, seed().replace("5~27℃", "5~17℃"), clock.now())
        await edited(client, first, clock, "5～17℃")
        await client.wait_for_text("最高17℃")


async def test_an_article_taken_down_is_gone_from_what_was_sent(tmp_path: Path) -> None:
    async with subscribed(tmp_path, page=True) as (client, clock, settings, _app):
        clock.jump(SEVEN)
        first = await client.wait_for_text(DIGEST)
        assert "article 1 (" in operating.retract(settings, dt.date(2023, 3, 9), 1)
        found = await edited(client, first, clock, "本条已撤下")
        assert "今年民政工作" not in said(found)
        assert not said(found).startswith("更正")


async def test_an_edition_put_on_hold_changes_nothing_that_was_sent(tmp_path: Path) -> None:
    async with subscribed(tmp_path, page=True) as (client, clock, settings, app):
        clock.jump(SEVEN)
        first = await client.wait_for_text(DIGEST)
        with opened(settings) as database:
            database.writing(editions.set_held, dt.date(2023, 3, 9), held=True)
        clock.jump(clock.now() + dt.timedelta(minutes=2))
        await asyncio.sleep(0)
        await app.tick()
        await app.tick()
        found = {one["message_id"]: one for one in await client.messages(42)}[first["message_id"]]
        assert said(found) == said(first)


def picture(message: dict[str, Any]) -> str:
    return str(message["photo"][-1]["file_unique_id"])


async def test_a_corrected_forecast_is_drawn_anew_in_the_place_of_the_old_picture(tmp_path: Path) -> None:
    async with subscribed(tmp_path, page=True) as (client, clock, settings, _app):
        await client.say("订阅", 43)
        await client.wait_for_text("07:00", 43)
        clock.jump(SEVEN)
        first = await client.wait_for_text(DIGEST)
        second = await client.wait_for_text(DIGEST, 43)
        ingest(settings, seed().replace("5~27℃", "5~17℃"), clock.now())
        found = await edited(client, first, clock, "更正：", "5～17℃")
        other = await edited(client, second, clock, "更正：", "5～17℃", chat=43)
        assert picture(found) == picture(other) != picture(first), "one upload for both"
        assert found["reply_markup"]["inline_keyboard"][0] == first["reply_markup"]["inline_keyboard"][0]


def many_stories() -> str:
    """A page whose digest is too long to stand under a picture with all its details."""
    story = (
        "{0}\n\n淄博3月8日讯 "
        + "各区县陆续设立助餐点，老人可就近用餐。" * 12
        + "\n\n大众日报淄博融媒体中心记者 张欣\n\n"
    )
    more = "".join(story.format(f"打通{name}最后一米 淄博市成立{name}中心") for name in ("助餐", "助浴", "助行"))
    kicker = "打通物业服务群众“最后一米”"
    return seed().replace(kicker, more + kicker)


async def test_a_correction_too_long_for_the_words_under_a_picture_answers_it_without_a_sound(tmp_path: Path) -> None:
    async with subscribed(tmp_path, page=True) as (client, clock, settings, _app):
        ingest(settings, many_stories(), clock.now())
        clock.jump(SEVEN)
        first = await client.wait_for_text("助行中心")
        await client.say("设置")
        await client.wait_for_text("样式　图文")
        await client.tap(button="样式：换成纯文字")
        await client.wait_for_text("样式　纯文字")
        ingest(settings, many_stories().replace("今年民政工作", "今年养老工作"), clock.now())
        told = await answered(client, first, clock)
        assert str(told["text"]).startswith("更正：")
        assert "今年养老工作" in told["text"]
        [found] = [one for one in await client.messages(42) if one["message_id"] == first["message_id"]]
        assert said(found) == said(first), "nothing half done"


async def answered(client: Client, old: dict[str, Any], clock: SettableClock) -> dict[str, Any]:
    """The message that answers another, once there is one."""
    async with asyncio.timeout(60):
        while True:
            clock.jump(clock.now() + dt.timedelta(seconds=2))
            for one in await client.messages(42):
                if one.get("reply_to_message", {}).get("message_id") == old["message_id"]:
                    return one
            await asyncio.sleep(0.2)


async def test_a_new_picture_whose_answer_was_lost_is_put_there_again_also_after_a_restart(tmp_path: Path) -> None:
    clock = SettableClock(MORNING, stepped=True)
    async with serve(clock=clock, page=False) as playground, client_of(playground) as client:
        settings = settings_for(playground, tmp_path)
        ingest_seed(settings, clock.now())
        async with bot_running(settings, clock):
            await client.say("订阅")
            await client.wait_for_text("07:00")
            clock.jump(SEVEN)
            first = await client.wait_for_text(DIGEST)
            await client.do("fault", kind="cut_before", method="editMessageMedia", times=1000)
            ingest(settings, seed().replace("5~27℃", "5~17℃"), clock.now())
            await told_of(clock, settings)
        await client.do("fault/clear")
        async with bot_running(settings, clock):
            found = await edited(client, first, clock, "更正：", "5～17℃")
            assert picture(found) != picture(first)
            assert await count(client, DIGEST) == 1


async def told_of(clock: SettableClock, settings: Settings) -> None:
    """Wait until an edit was tried in vain."""
    async with asyncio.timeout(60):
        with opened(settings) as database:
            while not any(row.attempts for row in database.reading(owed_edits)):
                clock.jump(clock.now() + dt.timedelta(seconds=2))
                await asyncio.sleep(0.2)


def owed_edits(connection: sa.Connection) -> list[sa.Row[Any]]:
    return list(
        connection.execute(
            sa.select(deliveries.c.attempts)
            .join(publications, publications.c.id == deliveries.c.publication_id)
            .where(publications.c.ref.like("edit-%"))
        )
    )
