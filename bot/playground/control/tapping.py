"""People tap buttons, ask inline, choose a result, react."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.playground.control.speaking import told, uttered, worded
from bot.playground.control.wishes import ControlError, Wish
from bot.playground.keyboards import buttons
from bot.playground.posting import envelope, keep
from bot.playground.queries import Query
from bot.playground.reactions import react as put
from bot.playground.routing import queue, tell

if TYPE_CHECKING:
    from bot.playground.chats import Chat
    from bot.playground.history import Entry
    from bot.playground.wire import Json
    from bot.playground.world import World

LONGEST_WAIT = 60.0
QUERY_LENGTH = 256


async def tap(wish: Wish) -> Json:
    """Press a button of a message, or of the keyboard under the chat."""
    chat = wish.chat()
    label = wish.text("button", "text")
    if wish.get("message_id", "message") is None and wish.get("data", "callback_data") is None:
        said = next((each for _, _, each in buttons(chat.keyboard) if each["text"] == label), None)
        if said:
            return uttered(wish, chat, wish.person(chat), worded(said["text"]), [])
    entry = tapped(wish, chat)
    button = pressed(wish, entry)
    if "callback_data" not in button:
        return other_action(button)
    return await called_back(wish, chat, entry, button["callback_data"])


def tapped(wish: Wish, chat: Chat) -> Entry:
    """The message meant: the one named, else the newest that has such a button."""
    if wish.get("message_id", "message") is not None:
        return wish.entry(chat)
    for entry in wish.world.history.newest(chat.id):
        if any(meant(wish, row, column, button) for row, column, button in buttons(entry.message.get("reply_markup"))):
            return entry
    raise ControlError(404, f"No message in chat {chat.id} has such a button.")


def meant(wish: Wish, row: int, column: int, button: Json) -> bool:
    """Whether the call names this button, by data, text or place; with none of them, any."""
    data, label = wish.text("data", "callback_data"), wish.text("button", "text", "label")
    place = wish.integer("row"), wish.integer("col", "column")
    if data is not None:
        return bool(button.get("callback_data") == data)
    if label is not None:
        return bool(button["text"] == label)
    return place == (None, None) or place in {(row, column), (row, None)}


def pressed(wish: Wish, entry: Entry) -> Json:
    found = list(buttons(entry.message.get("reply_markup")))
    for row, column, button in found:
        if meant(wish, row, column, button):
            return button
    if not found:
        raise ControlError(404, f"Message {entry.id} has no buttons.")
    there = ", ".join(f"{button['text']} ({button.get('callback_data', '–')})" for _, _, button in found)
    raise ControlError(404, f"Message {entry.id} has no such button; it has {there}.")


def other_action(button: Json) -> Json:
    """Buttons that need no bot."""
    nothing: Json = {"update": None, "updates": [], "answer": None}
    if "copy_text" in button:
        return {**nothing, "copy": button["copy_text"]["text"]}
    for key in ("switch_inline_query", "switch_inline_query_current_chat"):
        if key in button:
            return {**nothing, "inline": button[key]}
    link = button.get("url") or button.get("login_url", {}).get("url") or button.get("web_app", {}).get("url")
    return {**nothing, "url": link}


async def called_back(wish: Wish, chat: Chat, entry: Entry, data: str) -> Json:
    """Send the tap to the bot whose message it is, and wait for its answer if asked to."""
    world, person = wish.world, wish.person(chat)
    bot = world.bots.get(entry.bot_id or 0)
    if bot is None:
        raise ControlError(400, f"Message {entry.id} is of no bot that is here.")
    query = new_query(world, bot.id, person.id, chat.id, entry.id)
    query.stale = bool(world.faults.take({"stale_tap"}, "", chat.id, world.real()))
    about: Json = {"id": query.id, "from": person.user(), "chat_instance": str(abs(chat.id) * 7919), "data": data}
    about |= {"inline_message_id": entry.inline_id} if entry.inline_id else {"message": entry.message}
    place = {"chat_id": chat.id, "message_id": entry.id, "user_id": person.id}
    world.events.publish("tap", {**place, "callback_query_id": query.id, "data": data})
    update = queue(world, bot, "callback_query", about, chat.id)
    answer = await awaited(query, wish.number("wait"))
    updates = [update] if update else []
    return {"callback_query_id": query.id, "update": update, "updates": updates, "answer": answer}


def new_query(world: World, bot_id: int, user_id: int, chat_id: int | None, message_id: int | None) -> Query:
    query_id = str(world.dice.randrange(10**17, 10**18))
    query = Query(query_id, bot_id, user_id, world.now(), chat_id, message_id)
    world.queries.add(query)
    return query


async def awaited(query: Query, seconds: float | None) -> Json | None:
    if seconds:
        try:
            async with asyncio.timeout(min(seconds, LONGEST_WAIT)):
                await query.answered.wait()
        except TimeoutError:
            return None
    return query.answer


async def inline(wish: Wish) -> Json:
    """A person types @bot and words."""
    world, bot = wish.world, wish.bot()
    person = wish.person(world.chat(wish.integer("user_id", "user", "chat_id") or 0))
    if not bot.inline:
        raise ControlError(400, f"Inline mode of @{bot.username} is off.")
    query = new_query(world, bot.id, person.id, None, None)
    about: Json = {"id": query.id, "from": person.user(), "query": (wish.text("query") or "")[:QUERY_LENGTH]}
    about |= {"offset": wish.text("offset") or "", "chat_type": wish.text("chat_type") or "sender"}
    update = queue(world, bot, "inline_query", about, person.id)
    answer = await awaited(query, wish.number("wait"))
    return {"inline_query_id": query.id, "update": update, "answer": answer}


def choose(wish: Wish) -> Json:
    """Send one result of an inline query into a chat."""
    world, chat = wish.world, wish.chat()
    query = world.queries.get(wish.text("inline_query_id") or "")
    if query is None or query.answer is None:
        raise ControlError(404, "There is no such answered inline query.")
    wanted = wish.text("result_id")
    result = next((each for each in query.answer["results"] if each["id"] == wanted), None)
    if result is None:
        raise ControlError(404, f"The answer has no result {wanted!r}.")
    person, bot = wish.person(chat), world.bots[query.bot_id]
    entry = sent_through(world, chat, person.user(), query, result)
    chosen: Json = {"result_id": result["id"], "from": person.user(), "query": wish.text("query") or ""}
    chosen |= {"inline_message_id": entry.inline_id} if entry.inline_id else {}
    feedback = tell(world, [bot], "chosen_inline_result", chosen, chat.id)
    answer = told(wish, chat, entry, "message")
    return {**answer, "updates": answer["updates"] + feedback}


def sent_through(world: World, chat: Chat, user: Json, query: Query, result: Json) -> Entry:
    bot = world.bots[query.bot_id]
    content = result["message"] or {"text": str(result.get("title") or result.get("caption") or result["type"])}
    markup = {"reply_markup": result["reply_markup"]} if result.get("reply_markup") else {}
    message = {**envelope(world, chat, {"from": user}), "via_bot": bot.brief, **content, **markup}
    entry = keep(world, chat, message)
    if markup:
        entry.inline_id = f"{bot.id}.{chat.id}.{entry.id}"
        entry.bot_id = bot.id
    return entry


def react(wish: Wish) -> Json:
    """A person reacts to a message."""
    chat = wish.chat()
    entry, person = wish.entry(chat), wish.person(chat)
    emoji = wish.text("emoji", "reaction")
    before = put(wish.world, chat, entry, person.id, [emoji] if emoji else [])
    change: Json = {"chat": chat.brief, "message_id": entry.id, "user": person.user(), "date": wish.world.stamp()}
    change["old_reaction"] = [{"type": "emoji", "emoji": each} for each in before]
    change["new_reaction"] = [{"type": "emoji", "emoji": emoji}] if emoji else []
    admins = [bot for bot in wish.world.bots.values() if chat.private or administers(chat, bot.id)]
    updates = tell(wish.world, admins, "message_reaction", change, chat.id)
    return {"update": updates[0] if updates else None, "updates": updates, "message": entry}


def administers(chat: Chat, user_id: int) -> bool:
    member = chat.members.get(user_id)
    return member is not None and member.administers


ROUTES = {"tap": tap, "inline": inline, "choose": choose, "react": react}
