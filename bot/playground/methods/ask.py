"""One call as a method sees it: who asks, with what; and the chats and messages it names. Knows no HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.params import whole_number
from bot.playground.refusal import RefusedError, bad_request
from bot.playground.rights import check_person, check_present, no_chat

if TYPE_CHECKING:
    from bot.playground.bots import Bot
    from bot.playground.chats import Chat
    from bot.playground.history import Entry
    from bot.playground.params import Parameters
    from bot.playground.world import World


@dataclass(slots=True)
class Ask:
    """A call of a bot; `done` are the messages it made or changed, for the ledger."""

    world: World
    bot: Bot
    method: str
    params: Parameters
    done: list[tuple[int, Entry]] = field(default_factory=list)


def chat_of(world: World, params: Parameters, name: str = "chat_id") -> Chat | None:
    """The chat a parameter names, by number or @username."""
    text = params.text(name).strip()
    if text.startswith("@"):
        return world.chat_named(text[1:])
    return world.chat(whole_number(text, 0))


def asked_chat(ask: Ask, name: str = "chat_id") -> Chat:
    """The chat a call is about; refused when there is none."""
    if not ask.params.has(name):
        raise bad_request(f"{name} is empty")
    chat = chat_of(ask.world, ask.params, name)
    if chat is None:
        raise missing(ask, name)
    return chat


def missing(ask: Ask, name: str) -> RefusedError:
    """Telegram's words for an id that is no chat; a bot cannot write to a bot."""
    if whole_number(ask.params.text(name), 0) in ask.world.bots:
        return RefusedError(403, "Forbidden: bot can't send messages to bots")
    return no_chat()


def joined_chat(ask: Ask) -> Chat:
    """The chat a call is about, where the bot must be present or, in private, welcome."""
    chat = asked_chat(ask)
    if chat.private:
        check_person(ask.world, ask.bot, chat.id)
    else:
        check_present(ask.bot, chat)
    return chat


def asked_entry(ask: Ask, words: str) -> tuple[Chat, Entry]:
    """The message a call is about: by chat and message id, or by inline message id; `words` when there is none."""
    if ask.params.has("inline_message_id"):
        return inline_entry(ask)
    chat = asked_chat(ask)
    message_id = ask.params.integer("message_id")
    if message_id <= 0:
        raise bad_request("message identifier is not specified")
    entry = ask.world.history.get(chat.id, message_id)
    if entry is None:
        raise bad_request(words)
    return chat, entry


def inline_entry(ask: Ask) -> tuple[Chat, Entry]:
    """A message sent through the bot; its id is `<chat>:<message>` with the mark of who made it."""
    inline_id = ask.params.text("inline_message_id")
    bot_id, chat_id, message_id = (whole_number(each, 0) for each in [*inline_id.split("."), "", "", ""][:3])
    chat, entry = ask.world.chat(chat_id), ask.world.history.get(chat_id, message_id)
    if chat and entry and entry.inline_id == inline_id and bot_id == ask.bot.id:
        return chat, entry
    raise bad_request("MESSAGE_ID_INVALID")
