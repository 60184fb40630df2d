"""The Bot API's methods by family; `METHODS` names them all, in small letters as Telegram matches them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.methods import answers, edits, identity, media, messages, places, receiving, standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.methods.ask import Ask

FAMILIES = (identity, receiving, messages, media, edits, answers, places, standing)
NAMES: dict[str, str] = {name.lower(): name for family in FAMILIES for name in family.METHODS}
METHODS: dict[str, Callable[[Ask], Any]] = {
    name.lower(): method for family in FAMILIES for name, method in family.METHODS.items()
}
