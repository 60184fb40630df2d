"""Who may have which command carried out where: one pure table of rules, asked for every command and every tap."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.chat.ask import Ask
    from bot.chat.words import Command

READING = frozenset("gachw")  # taps that only show something; `g` is judged by the command it names


class Ruling(enum.Enum):
    """What becomes of a command."""

    ALLOW = enum.auto()
    CHECK = enum.auto()  # ask the API whether the person administers the group
    PRESS = enum.auto()  # an anonymous administrator: a button's press carries the person
    REFUSE = enum.auto()  # administrators only
    PRIVATELY = enum.auto()  # only in the private chat
    UNKNOWN = enum.auto()  # as if there were no such command


def ruling(command: Command, ask: Ask, operators: Collection[int]) -> Ruling:
    """What becomes of `command` asked like this. Operators are who the configuration names, in their private chats."""
    if command.operator:
        return Ruling.ALLOW if operates(ask, operators) else Ruling.UNKNOWN
    if ask.private:
        return Ruling.ALLOW
    if command.private_only:
        return Ruling.PRIVATELY
    return changing(ask) if command.group_admin else Ruling.ALLOW


def changing(ask: Ask) -> Ruling:
    """What becomes of something that changes a group's settings."""
    if ask.private:
        return Ruling.ALLOW
    if ask.user_id is not None:
        return Ruling.CHECK
    return Ruling.PRESS if ask.anonymous else Ruling.REFUSE


def operates(ask: Ask, operators: Collection[int]) -> bool:
    """Whether an operator asks, in the one place where nobody else reads the answer."""
    return ask.private and ask.user_id is not None and ask.user_id == ask.chat_id and ask.user_id in operators
