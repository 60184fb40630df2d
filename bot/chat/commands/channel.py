"""Channels, bound from the private chat of somebody who may write in them; each tap asks for the rights anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat import screens, times
from bot.chat.commands import settings
from bot.chat.keyboards import ChatButton, ChatChoice, NoKeyboard
from bot.chat.replies import Change, Say, Toast
from bot.chat.slots import with_morning
from bot.store import places, roster, slots
from bot.subscription import MORNING, Subscription, audience
from messages import buttons
from messages.escape import clean, one_line
from messages.length import shorten
from messages.message import Button, Wishes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chat.ask import Ask
    from bot.chat.members import Place
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from messages.message import Language, Message

CHANNEL, GROUP = 1, 2  # request ids of the keyboard's buttons
TIMES = ("0600", "0630", "0700", "0730", "0800")
MOST_SHOWN = 20
_TITLE = 60


async def channels(ask: Ask, _argument: str, room: Newsroom) -> Sequence[Answer]:
    """`/channel`: those bound so far, and a button that binds another."""
    language = (await room.subscription(ask)).wishes.language
    bound = await room.database.read(places.owned, ask.chat_id)
    rows = [(await _entry(chat_id, room),) for chat_id in bound[:MOST_SHOWN]]
    add = (screens.button(language, "button.channel_add", buttons.data("n", "new")),)
    return [Say(screens.say(language, "channel.list" if bound else "channel.none", *rows, add))]


async def _entry(chat_id: int, room: Newsroom) -> Button:
    place = await room.members.place(chat_id)
    return Button(text=_title(place, chat_id), data=buttons.data("n", "open", str(chat_id)))


def _title(place: Place | None, chat_id: int) -> str:
    return shorten(one_line(clean(place.title)), _TITLE) if place and place.title.strip() else str(chat_id)


def _choice(language: Language) -> Say:
    """The keyboard one chooses a channel with; Telegram lists those where both have the right."""
    chosen = (
        ChatButton(screens.CHAT.words(language, "button.choose_channel"), CHANNEL, channel=True),
        ChatButton(screens.CHAT.words(language, "button.choose_group"), GROUP, channel=False),
    )
    cancel = screens.CHAT.words(language, "button.cancel")
    return Say(screens.say(language, "channel.choose"), keyboard=ChatChoice(chosen, cancel))


def is_cancel(text: str) -> bool:
    """Whether the keyboard's way out was pressed."""
    return text in {screens.CHAT.words("zh-CN", "button.cancel"), screens.CHAT.words("en", "button.cancel")}


async def cancelled(ask: Ask, room: Newsroom) -> Sequence[Answer]:
    language = (await room.subscription(ask)).wishes.language
    return [Say(screens.say(language, "channel.cancelled"), keyboard=NoKeyboard())]


async def shared(ask: Ask, room: Newsroom) -> Sequence[Answer]:
    """A chat was chosen: its rights are checked, and one button binds it."""
    language = (await room.subscription(ask)).wishes.language
    if not ask.private or ask.user_id is None or ask.shared_chat is None:
        return []
    refused = await _refused(ask.user_id, ask.shared_chat, language, room)
    if refused is not None:
        return [Say(refused, keyboard=NoKeyboard())]
    place = await room.members.place(ask.shared_chat)
    chosen = Say(screens.say(language, "channel.chosen"), keyboard=NoKeyboard())
    bind = screens.button(language, "button.bind", buttons.data("n", "add", str(ask.shared_chat)), main=True)
    title = _title(place, ask.shared_chat)
    return [chosen, Say(screens.say(language, "channel.arrived", (bind,), title=title))]


async def _refused(user_id: int, chat_id: int, language: Language, room: Newsroom) -> Message | None:
    """Why a person may not bind a place; None when they may."""
    if not await room.members.may_post(chat_id, user_id):
        return screens.say(language, "channel.not_yours")
    if not await room.members.may_write(chat_id):
        return screens.say(language, "channel.bot_may_not")
    return None


async def pressed(ask: Ask, arguments: tuple[str, ...], room: Newsroom) -> Sequence[Answer]:
    """The buttons of binding. The chat a button names is only a wish: whoever presses must administer it now."""
    language = (await room.subscription(ask)).wishes.language
    done = Toast(ask.press_id or "")
    if not ask.private or ask.user_id is None:
        return await settings.stale(ask, room)
    if arguments == ("new",):
        return [done, _choice(language)]
    action, chat_id, more = _named(arguments)
    if chat_id is None:
        return await settings.stale(ask, room)
    if (refused := await _refused(ask.user_id, chat_id, language, room)) is not None:
        return [done, Say(refused)]
    message = await _changed(action, chat_id, more, ask.user_id, language, room)
    if message is None:
        return await settings.stale(ask, room)
    return [done, Change(message, ask.message_id) if ask.message_id is not None else Say(message)]


def _named(arguments: tuple[str, ...]) -> tuple[str, int | None, str]:
    """The action, the chat and what more a button names."""
    if not 2 <= len(arguments) <= 3 or not arguments[1].removeprefix("-").isdecimal():  # noqa: PLR2004 - its parts
        return "", None, ""
    chat_id = int(arguments[1])
    return arguments[0], chat_id if chat_id < 0 else None, arguments[2] if arguments[2:] else ""


async def _changed(
    action: str, chat_id: int, more: str, user_id: int, language: Language, room: Newsroom
) -> Message | None:
    """The screen of a place after a change of it; None for an action nobody offered."""
    current = await _place(chat_id, user_id, room)
    if current is None:
        return screens.say(language, "channel.bot_may_not")
    match action, times.wall_time(more) if more else None:
        case "add", None:
            await room.keep(current if current.subscribed else with_morning(current, MORNING))
        case "at", dt_time if dt_time is not None:
            await room.keep(with_morning(current, dt_time))
        case "lang", None:
            other: Language = "en" if current.wishes.language == "zh-CN" else "zh-CN"
            await room.keep(current.with_wishes(language=other))
        case "form", None:
            await room.keep(current.with_wishes(form="photo" if current.wishes.form == "text" else "text"))
        case "off", None:
            await room.database.write(roster.leave, chat_id, 0, room.now)
            room.forget(chat_id)
            return screens.say(language, "channel.off", title=await _title_of(chat_id, room))
        case "open", None:
            pass
        case _:
            return None
    return await _screen(chat_id, language, room)


async def _place(chat_id: int, user_id: int, room: Newsroom) -> Subscription | None:
    """The place as stored, or as it starts; None when the API does not know it."""
    found = await room.database.read(roster.reader_of, chat_id)
    if found is not None:
        owner = found.subscription.owner if found.subscription.subscribed else user_id
        return found.subscription.model_copy(update={"owner": owner or user_id})
    place = await room.members.place(chat_id)
    if place is None:
        return None
    wishes = Wishes(language=room.house.language, audience=audience(place.kind))
    return Subscription(chat_id=chat_id, kind=place.kind, zone=room.house.zone, wishes=wishes, owner=user_id)


async def _title_of(chat_id: int, room: Newsroom) -> str:
    return _title(await room.members.place(chat_id), chat_id)


async def _screen(chat_id: int, language: Language, room: Newsroom) -> Message:
    """How a place stands: its times, the next message, and what can be changed from here."""
    found = await room.database.read(roster.reader_of, chat_id)
    if found is None or not found.subscription.subscribed:
        return screens.say(language, "channel.off", title=await _title_of(chat_id, room))
    current, id_ = found.subscription, str(chat_id)
    coming = await room.database.read(slots.coming, chat_id, 0, room.now)
    at = [Button(text=f"{time[:2]}:{time[2:]}", data=buttons.data("n", "at", id_, time)) for time in TIMES]
    changes = (
        screens.button(language, "button.channel_language", buttons.data("n", "lang", id_)),
        screens.button(language, "button.channel_form", buttons.data("n", "form", id_)),
    )
    off = (screens.button(language, "button.channel_off", buttons.data("n", "off", id_)),)
    return screens.say(
        language,
        "channel.state",
        tuple(at),
        changes,
        off,
        title=await _title_of(chat_id, room),
        slots=screens.slots_line(language, current.slots),
        next=screens.moment(language, coming[0].at, room.now, current.zone) if coming else "",
        spoken=screens.CHAT.words(current.wishes.language, "language.name"),
        form=screens.CHAT.words(language, f"channel.form_{current.wishes.form}"),
    )
