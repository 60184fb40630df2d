"""Emoji under messages. Knows who reacted, not who hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.chats import Chat
    from bot.playground.history import Entry
    from bot.playground.world import World

# The standard set, as the Bot API lists it.
REACTIONS = frozenset(
    [
        "❤",
        "👍",
        "👎",
        "🔥",
        "🥰",
        "👏",
        "😁",
        "🤔",
        "🤯",
        "😱",
        "🤬",
        "😢",
        "🎉",
        "🤩",
        "🤮",
        "💩",
        "🙏",
        "👌",
        "🕊",
        "🤡",
        "🥱",
        "🥴",
        "😍",
        "🐳",
        "❤\u200d🔥",
        "🌚",
        "🌭",
        "💯",
        "🤣",
        "⚡",
        "🍌",
        "🏆",
        "💔",
        "🤨",
        "😐",
        "🍓",
        "🍾",
        "💋",
        "🖕",
        "😈",
        "😴",
        "😭",
        "🤓",
        "👻",
        "👨\u200d💻",
        "👀",
        "🎃",
        "🙈",
        "😇",
        "😨",
        "🤝",
        "✍",
        "🤗",
        "🫡",
        "🎅",
        "🎄",
        "☃",
        "💅",
        "🤪",
        "🗿",
        "🆒",
        "💘",
        "🙉",
        "🦄",
        "😘",
        "💊",
        "🙊",
        "😎",
        "👾",
        "🤷\u200d♂",
        "🤷",
        "🤷\u200d♀",
        "😡",
    ]
)


def react(world: World, chat: Chat, entry: Entry, user_id: int, emojis: list[str]) -> list[str]:
    """Put `emojis` in place of what this user had there; what it had."""
    reactions = entry.reactions or {}
    before = [emoji for emoji, users in reactions.items() if user_id in users]
    kept = {emoji: [each for each in users if each != user_id] for emoji, users in reactions.items()}
    for emoji in emojis:
        kept.setdefault(emoji, []).append(user_id)
    entry.reactions = {emoji: users for emoji, users in kept.items() if users}
    body = {"chat_id": chat.id, "message_id": entry.id, "reactions": entry.reactions}
    world.events.publish("reaction", body)
    return before
