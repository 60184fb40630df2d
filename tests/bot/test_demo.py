"""The demo's first screen, walked by a newcomer in a real browser: Start, one tap, the morning, the next morning."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from bot.demo import demonstrated
from tests.chromium import PHONE, launched, needs_chromium, visiting
from tests.playground_client import Client, client_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

pytestmark = [pytest.mark.chromium, needs_chromium]
PATIENCE_MS = 30_000


@asynccontextmanager
async def demo() -> AsyncIterator[Client]:
    """The demo running, and somebody who can look at its world."""
    stop = asyncio.Event()
    async with demonstrated() as (playground, app), client_of(playground) as client:
        running = asyncio.create_task(app.run(stop))
        try:
            yield client
        finally:
            stop.set()
            await running


async def walk(page: Page, client: Client) -> None:
    await expect(page.locator("[data-role=start]")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.locator("article.message button", has_text="每天 07:00").click()
    await expect(page.locator("article.message.other").last).to_contain_text("今天07:00")
    await page.locator("[data-role=forward]").click()
    digest = await client.wait_for_text("升降与前一天比")
    await expect(page.locator(f"[data-message='{digest['message_id']}']")).to_be_in_viewport()
    await expect(page.locator("[data-role=forward]")).to_have_text("再到明早 07:00")
    await page.locator("[data-role=forward]").click()
    digest = await client.wait_for_text("升降与昨天的预报比")
    await expect(page.locator(f"[data-message='{digest['message_id']}']")).to_be_in_viewport()


@pytest.mark.parametrize(
    "look",
    [{}, {"viewport": PHONE, "has_touch": True, "is_mobile": True, "color_scheme": "dark"}],
    ids=["desktop", "phone"],
)
async def test_a_newcomer_is_convinced_within_four_clicks(look: dict[str, Any]) -> None:
    expect.set_options(timeout=PATIENCE_MS)
    async with demo() as client, launched() as browser, visiting(browser, client.url, **look) as visit:
        await expect(visit.page.locator(".step")).to_have_count(3)
        steps = [each.strip("①②③ ") for each in await visit.page.locator(".step").all_inner_texts()]
        assert [each.splitlines()[-1] for each in steps] == ["开始", "每天 07:00", "快进到 07:00"]
        await walk(visit.page, client)
        assert not visit.wrongs


async def test_the_printed_page_stands_beside_the_chat_and_turns_with_the_day() -> None:
    expect.set_options(timeout=PATIENCE_MS)
    async with demo() as client, launched() as browser, visiting(browser, client.url) as visit:
        sheet = visit.page.locator(".sheet")
        await expect(sheet).to_contain_text("11日,阴有小雨,东北风4~5级,阵风7~8级,6~24℃")
        await client.do("clock", to="2023-03-10T08:00:00+08:00")
        await expect(sheet).to_contain_text("演示样版,内容均属虚构")


async def test_the_page_speaks_english_after_one_press() -> None:
    expect.set_options(timeout=PATIENCE_MS)
    async with demo() as client, launched() as browser, visiting(browser, client.url) as visit:
        await visit.page.locator("[data-role=language]").click()
        await expect(visit.page.locator("[data-role=start]")).to_have_text("Start")
        await expect(visit.page.locator(".guide")).to_contain_text("On to 07:00")
