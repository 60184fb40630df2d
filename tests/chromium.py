"""Debian's Chromium for tests of pages, and a page that remembers what went wrong on it. Knows no page in particular."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 820}
PATIENCE_MS = 20_000
# Told by the browser itself, whatever the page logs.
WATCH_POLICY = "document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective))"

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)")


@dataclass  # without slots: playwright hangs its own mark on whoever listens
class Visit:
    """A page in its own browser context; `wrongs` are console errors, exceptions and breaches of the content policy."""

    page: Page
    context: BrowserContext
    wrongs: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrongs.append(message.text)


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A browser while the block runs."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def visiting(browser: Browser, url: str, **options: Any) -> AsyncIterator[Visit]:
    """`url` opened in a new context; `options` are playwright's own (viewport, color_scheme, locale, …)."""
    given = {"viewport": DESKTOP, "timezone_id": "Asia/Shanghai", "locale": "zh-CN", **options}
    context = await browser.new_context(**given)
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    visit = Visit(page, context)
    page.on("console", visit.hear)
    page.on("pageerror", lambda error: visit.wrongs.append(str(error)))
    await page.add_init_script(WATCH_POLICY)
    try:
        await page.goto(url)
        yield visit
    finally:
        await context.close()
