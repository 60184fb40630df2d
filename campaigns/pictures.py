"""The README's pictures: the demo walked in Chromium to the morning's digest, as a newcomer sees it.

Written to docs/pictures by `.venv/bin/python -m campaigns.pictures`, whenever the page or the digest looks different.
"""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from bot.demo import demonstrated
from tests.chromium import PHONE, launched, visiting

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

    from bot.playground.server import Playground

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
COLOURS = 256
LOOKS: dict[str, dict[str, Any]] = {
    "demo": {"device_scale_factor": 1},
    "demo-phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True, "color_scheme": "dark"},
}
SETTLED_MS = 1_500  # pictures decoded, the digest's place found


async def walked(page: Page, playground: Playground) -> None:
    """Start, one tap, on to seven o'clock."""
    await page.locator("[data-role=start]").click()
    await page.locator("article.message button", has_text="每天 07:00").click()
    await page.locator("article.message.other", has_text="今天07:00").wait_for()
    before = playground.world.ledger.total
    await page.locator("[data-role=forward]").click()
    while playground.world.ledger.total == before or playground.world.clock.now().minute:
        await page.wait_for_timeout(100)
    await page.wait_for_timeout(SETTLED_MS)


def written(name: str, picture: bytes) -> Path:
    """The picture in few colours, as small as a README wants it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{name}.png"
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(file, optimize=True)
    return file


async def taken(browser: Browser, name: str, look: dict[str, Any]) -> None:
    stop = asyncio.Event()
    async with demonstrated() as (playground, app):
        running = asyncio.create_task(app.run(stop))
        async with visiting(browser, playground.url, **look) as visit:
            await walked(visit.page, playground)
            file = written(name, await visit.page.screenshot())
        stop.set()
        await running
    print(f"{file}: {file.stat().st_size / 1000:.0f} kB")


async def main() -> None:
    async with launched() as browser:
        for name, look in LOOKS.items():
            await taken(browser, name, look)


if __name__ == "__main__":
    asyncio.run(main())
