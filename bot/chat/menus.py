"""What people see before they say anything: the command lists of each kind of chat, and what the bot says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog
from telegram import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from bot.chat import screens, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telegram import Bot, BotCommandScope

    from bot.chat.words import Command
    from messages.message import House, Language

log = structlog.get_logger(__name__)

LANGUAGES: Final[tuple[tuple[str | None, Language], ...]] = ((None, "zh-CN"), ("en", "en"))  # as Telegram calls them
DESCRIPTION, SHORT_DESCRIPTION = 512, 120


def listed(scope: BotCommandScope) -> Iterator[Command]:
    """The commands a kind of chat shows: in groups those anyone may use, to administrators also those that change."""
    for command in words.COMMANDS:
        if not command.menu:
            continue
        in_groups = not (command.group_admin or command.private_only)
        if in_groups or not isinstance(scope, BotCommandScopeAllGroupChats):
            yield command


def commands(scope: BotCommandScope, language: Language) -> list[BotCommand]:
    """A scope's list in one language."""
    return [BotCommand(each.name, each.zh if language == "zh-CN" else each.en) for each in listed(scope)]


async def publish(bot: Bot, house: House) -> None:
    """Set the lists and the descriptions, Chinese for everybody and English for programs in English."""
    try:
        for code, language in LANGUAGES:
            for scope in (
                BotCommandScopeAllPrivateChats(),
                BotCommandScopeAllGroupChats(),
                BotCommandScopeAllChatAdministrators(),
            ):
                await bot.set_my_commands(commands(scope, language), scope=scope, language_code=code)
            paper = (house.paper_en if language == "en" else "") or house.paper
            told = screens.CHAT.words(language, "intro.description", paper=paper)
            await bot.set_my_description(told[:DESCRIPTION], language_code=code)
            short = screens.CHAT.words(language, "intro.short", paper=paper)
            await bot.set_my_short_description(short[:SHORT_DESCRIPTION], language_code=code)
    except TelegramError as error:
        log.warning("the command menus could not be set", reason=str(error))
