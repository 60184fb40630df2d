"""Meeting the bot: /start and its deep links, help, privacy, the language, and what is said when nothing fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat import screens
from bot.chat.commands import read, settings, subscribe
from bot.chat.replies import Change, React, Say, Toast
from bot.subscription import MORNING
from messages import answers, buttons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chat.ask import Ask
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from messages.message import Language, Message

THANKS = ("谢谢", "多谢", "感谢", "thanks", "thank you", "thx", "好的", "ok", "👍")


async def start(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """Today's real forecast first, then one question; a deep link opens its screen and changes nothing by itself."""
    current = await room.subscription(ask)
    if await room.reader(ask) is None:
        await room.keep(current)
    else:
        await room.resume(ask.chat_id)
    link = buttons.link(argument) if argument else None
    if link is not None and link.article is not None:
        return [Say(await read.article(link.article, current.wishes.language, room))]
    if current.subscribed and (link is None or link.time is None):
        return [Say(await subscribe.state(ask, room))]
    time = (link.time if link else None) or MORNING
    asked = await read.question(ask, room)
    rows = screens.offer(asked.language, ask.language_code, time)
    return [Say(answers.welcome(asked, room.local_now, time, rows))]


async def help_(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """Six lines, no more."""
    current = await room.subscription(ask)
    language = current.wishes.language
    row = tuple(screens.go(language, command) for command in ("today", "news", "sub"))
    return [Say(screens.say(language, "help.text", row))]


async def lang(ask: Ask, argument: str, room: Newsroom) -> Sequence[Answer]:
    """`中文`, `English`: the other language, or the named one."""
    current = await room.subscription(ask)
    wanted = language_of(argument) or ("en" if current.wishes.language == "zh-CN" else "zh-CN")
    return [Say(await _switch(ask, wanted, room))]


async def lang_pressed(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:
    """One tap to the other language; the question of onboarding stays in reach."""
    wanted = language_of(arguments[0]) if arguments else None
    if wanted is None:
        return await settings.stale(ask, room)
    await _switch(ask, wanted, room)
    current = await room.subscription(ask)
    if current.subscribed:
        return [Toast(ask.press_id or ""), *changed(ask, screens.say(wanted, "language.done"))]
    asked = await read.question(ask, room)
    rows = screens.offer(wanted, ask.language_code, MORNING)
    message = answers.welcome(asked, room.local_now, MORNING, rows)
    return [Toast(ask.press_id or ""), *changed(ask, message)]


def changed(ask: Ask, message: Message) -> list[Answer]:
    """The message under the button, changed; a photo keeps its picture and gets the screen beside it."""
    if ask.message_id is None or ask.photo:
        return [Say(message)]
    return [Change(message, ask.message_id)]


async def _switch(ask: Ask, wanted: Language, room: Newsroom) -> Message:
    current = await room.subscription(ask)
    await room.keep(current.with_wishes(language=wanted))
    return screens.say(wanted, "language.done")


def language_of(text: str) -> Language | None:
    """The language a word or a button names."""
    word = text.strip().lower().replace("-", "")
    if word in {"en", "english", "英文"}:
        return "en"
    return "zh-CN" if word in {"zh", "zhcn", "中文", "chinese"} else None


async def anything_else(ask: Ask, room: Newsroom) -> Sequence[Answer]:
    """A useful answer to anything else: a reaction to thanks, three buttons for the rest; silence in groups."""
    if not ask.private:
        return []
    if ask.message_id is not None and (not ask.text or ask.text.strip().lower().rstrip("!！。.~") in THANKS):
        return [React(ask.message_id)]
    current = await room.subscription(ask)
    language = current.wishes.language
    row = tuple(screens.go(language, command) for command in ("today", "news", "help"))
    misses = room.missed(ask.chat_id)
    if misses >= 3:  # noqa: PLR2004 - the third miss in a row
        return [Say(screens.say(language, "not_understood.again", row)), *await read.hotline(ask, "", room)]
    shown = ask.text if len(ask.text) <= 60 else ask.text[:60] + "…"  # noqa: PLR2004 - enough to recognise it by
    return [Say(screens.say(language, "not_understood.once", row, text=shown))]
