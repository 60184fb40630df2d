"""The page in a real browser, with a small bot behind it: what people do there, and what they see of what the bot does."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from bot.playground.server import serve
from tests.bot.playground.scripted_bot import ScriptedBot, running
from tests.chromium import PHONE, Visit, launched, needs_chromium, visiting
from tests.playground_client import Client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser, Locator, Page

pytestmark = [pytest.mark.chromium, needs_chromium]
FORUM = -1001000000001
WEATHER = 2
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
KEYS = {
    "inline_keyboard": [
        [{"text": "提示", "callback_data": "toast"}, {"text": "警告", "callback_data": "alert"}],
        [{"text": "改", "callback_data": "edit"}],
    ]
}
RICH = (
    "<b>晨报</b> <tg-spoiler>周六有雨</tg-spoiler>\n<blockquote expandable>" + "今天晴间多云。" * 30 + "</blockquote>"
)


async def script(bot: ScriptedBot, update: dict[str, Any]) -> None:
    """Greets at Start, answers taps, repeats anything else."""
    if "message" in update:
        await hear(bot, update["message"])
    if "callback_query" in update:
        await tapped(bot, update["callback_query"])
    if "inline_query" in update:
        said = {"message_text": "<b>阴有小雨</b>", "parse_mode": "HTML"}
        card = {"type": "article", "id": "1", "title": "周六", "input_message_content": said}
        await bot.call("answerInlineQuery", inline_query_id=update["inline_query"]["id"], results=[card])


async def hear(bot: ScriptedBot, message: dict[str, Any]) -> None:
    chat_id, text = message["chat"]["id"], message.get("text", "")
    place = {"message_thread_id": message["message_thread_id"]} if "message_thread_id" in message else {}
    if text.startswith("/start"):
        await bot.call("sendMessage", chat_id=chat_id, text=RICH, parse_mode="HTML", reply_markup=KEYS)
    elif text:
        await bot.answer("sendMessage", chat_id=chat_id, text=f"听到 {text}", **place)


async def tapped(bot: ScriptedBot, query: dict[str, Any]) -> None:
    shown = query["data"] == "alert"
    await bot.call(
        "answerCallbackQuery", callback_query_id=query["id"], text="大风" if shown else "好了", show_alert=shown
    )
    if query["data"] == "edit":
        message = query["message"]
        await bot.call("editMessageText", chat_id=42, message_id=message["message_id"], text="改过了")


@dataclass(frozen=True, slots=True)
class Scene:
    """A page open on a playground with the scripted bot, and a person who looks at the world from outside."""

    visit: Visit
    client: Client

    @property
    def page(self) -> Page:
        return self.visit.page

    def newest(self) -> Locator:
        return self.page.locator("article.message.other").last

    async def say(self, text: str) -> None:
        await self.page.locator("#write").fill(text)
        await self.page.keyboard.press("Enter")


@asynccontextmanager
async def scene(browser: Browser, path: str = "/?chat=42", **options: Any) -> AsyncIterator[Scene]:
    async with serve(started=False) as playground, running(playground.api_url, script) as bot:
        client = Client(bot.session, playground.url, "7001:scripted")
        async with visiting(browser, playground.url + path, **options) as visit:
            yield Scene(visit, client)
            assert not visit.wrongs


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with launched() as one:
        yield one


async def test_a_newcomer_starts_taps_and_sees_the_answers(browser: Browser) -> None:
    async with scene(browser) as at:
        await at.page.locator("[data-role=start]").click()
        await at.page.get_by_role("button", name="提示").click()
        await expect(at.page.locator(".toast")).to_have_text("好了")
        await at.page.get_by_role("button", name="警告").click()
        await expect(at.page.locator("dialog.alert")).to_contain_text("大风")
        await at.page.keyboard.press("Escape")
        await at.page.get_by_role("button", name="改", exact=True).click()
        await expect(at.newest()).to_contain_text("改过了")
        await expect(at.newest()).to_contain_text("已编辑")
        await at.say("天气")
        await expect(at.newest()).to_contain_text("听到 天气")


async def test_what_one_opened_in_a_message_stays_open_when_it_is_drawn_anew(browser: Browser) -> None:
    async with scene(browser) as at:
        await at.page.locator("[data-role=start]").click()
        await at.page.locator(".spoiler").click()
        await at.page.locator(".fold").click()
        await at.page.get_by_role("button", name="提示").click()
        await expect(at.page.locator(".toast")).to_have_text("好了")
        await expect(at.page.locator(".spoiler")).to_have_class("spoiler shown")
        await expect(at.page.locator("blockquote")).to_have_class("foldable open")


async def test_a_group_with_topics_keeps_its_talks_apart(browser: Browser) -> None:
    async with scene(browser, f"/?chat={FORUM}&as=42") as at:
        await at.page.get_by_role("tab", name="天气").click()
        await at.say("/today@playground_7001_bot")
        await expect(at.newest()).to_contain_text("听到 /today")
        sent = await at.client.wait_for_text("听到", FORUM)
        assert sent["message_thread_id"] == WEATHER
        await at.page.get_by_role("tab", name="头条").click()
        await expect(at.page.locator("article.message")).to_have_count(0)
        await at.page.get_by_role("tab", name="全部话题").click()
        await expect(at.newest()).to_contain_text("天气")


async def test_a_person_away_from_a_chat_sees_that_something_came(browser: Browser) -> None:
    async with scene(browser) as at:
        await at.client.do("say", chat_id=FORUM, user_id=43, text="早")
        row = at.page.locator(f".chat-row[data-chat='{FORUM}']")
        await expect(row.locator(".unread")).to_have_text("1")
        await row.click()
        await expect(row.locator(".unread")).to_have_count(0)


async def test_a_fault_is_one_click_and_its_refusal_stands_in_red(browser: Browser) -> None:
    async with scene(browser) as at:
        await at.page.locator("[data-role=start]").click()
        await expect(at.newest()).to_contain_text("晨报")
        await at.page.locator("[data-role=faults]").click()
        await at.page.locator("[data-fault=flood]").click()
        await expect(at.page.locator(".fault-line")).to_contain_text("429")
        await at.say("天气")
        await expect(at.page.locator(".refusal")).to_contain_text("429 Too Many Requests: retry after 3")
        await expect(at.page.locator(".fault-line")).to_have_count(0)
        await at.page.locator("[data-tab=traffic]").click()
        await expect(at.page.locator(".traffic-row.bad")).to_contain_text("sendMessage")


async def test_the_clock_jumps_from_the_page(browser: Browser) -> None:
    async with scene(browser) as at:
        await at.client.do("clock", now="2023-03-09T06:50:00+08:00", freeze=True)
        await at.page.locator(".dateline").click()
        await at.page.locator("[data-jump=seven]").click()
        await expect(at.page.locator(".clock-face")).to_contain_text("07:00:00")
        assert (await at.client.look("clock"))["now"] == "2023-03-08T23:00:00+00:00"
        await at.page.locator("[data-jump=day]").click()
        await expect(at.page.locator(".clock-face")).to_contain_text("2023年3月10日")


async def test_inline_mode_offers_cards_and_sends_the_chosen_one(browser: Browser) -> None:
    async with scene(browser) as at:
        await at.page.locator("[data-role=start]").click()
        await at.page.locator("#write").fill("@playground_7001_bot 周六")
        await expect(at.page.locator(".offer")).to_contain_text("周六")
        await at.page.keyboard.press("Enter")
        await expect(at.page.locator("article.message.own").last).to_contain_text("通过 @playground_7001_bot")
        await expect(at.page.locator("article.message.own").last).to_be_in_viewport()


async def test_a_session_is_recorded_and_played_again(browser: Browser, tmp_path: Path) -> None:
    async with scene(browser) as at:
        await at.page.locator("[data-role=world-menu]").click()
        await at.page.get_by_role("menuitem", name="从头录制").click()
        await expect(at.page.locator(".on-air")).to_be_visible()
        await at.page.locator("[data-role=start]").click()
        await expect(at.newest()).to_contain_text("晨报")
        await at.page.locator("[data-role=world-menu]").click()
        async with at.page.expect_download() as download:
            await at.page.get_by_role("menuitem", name="停止录制").click()
        kept = tmp_path / "recording.json"
        await (await download.value).save_as(kept)
        await expect(at.page.locator(".on-air")).to_have_count(0)
        assert [step["do"] for step in json.loads(kept.read_text(encoding="utf-8"))["steps"]] == ["start"]
        await at.page.locator("[data-role=world-menu]").click()
        async with at.page.expect_file_chooser() as chooser:
            await at.page.get_by_role("menuitem", name="重放录制").click()
        await (await chooser.value).set_files(kept)
        await expect(at.page.locator("dialog")).to_contain_text("1 步，回答全都一样")
        await at.page.keyboard.press("Escape")


async def test_on_a_phone_list_and_chat_are_two_screens(browser: Browser) -> None:
    async with scene(browser, "/", viewport=PHONE, has_touch=True, is_mobile=True) as at:
        await at.page.locator(".chat-row[data-chat='42']").tap()
        await at.page.locator("[data-role=start]").tap()
        await expect(at.newest()).to_contain_text("晨报")
        await at.page.locator(".chat-head .phone-only").tap()
        await expect(at.page.locator(".chat-row[data-chat='42'] .last-line")).to_contain_text("晨报")


async def test_what_a_bot_writes_never_becomes_markup(browser: Browser) -> None:
    async with scene(browser) as at:
        await at.page.locator("[data-role=start]").click()
        await expect(at.newest()).to_contain_text("晨报")
        hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>"
        button = [[{"text": hostile, "callback_data": "x"}]]
        await at.client.api("sendMessage", chat_id=42, text=hostile, reply_markup={"inline_keyboard": button})
        await expect(at.newest()).to_contain_text(hostile)
        assert await at.page.locator("#chat img, #chat script").count() == 0
