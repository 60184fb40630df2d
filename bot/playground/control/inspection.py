"""Looking at the world: all of it for the page, the ledger, the last calls and updates. Changes nothing."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.playground.bots import scopes_of
from bot.playground.control.clockwork import clock_shape
from bot.playground.control.wishes import Wish

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.playground.chats import Chat
    from bot.playground.ledger import Row
    from bot.playground.wire import Json
    from bot.playground.world import World

SHOWN_MESSAGES = 100
SHOWN_PEOPLE = 200
SHOWN_CALLS = 200


def world_shape(world: World) -> Json:
    """Everything the page draws."""
    chats = list(islice(world.places(), SHOWN_PEOPLE))
    return {
        "seed": world.seed,
        "open": world.open,
        "guide": world.guide,
        "recording": world.recorder.state(),
        "clock": clock_shape(world),
        "limits": world.limits,
        "faults": list(world.faults.waiting),
        "counts": world.ledger.counts(),
        "bots": list(world.bots.values()),
        "people": list(world.people.values())[:SHOWN_PEOPLE],
        "chats": [{**each.shape(), "commands": menus(world, each)} for each in chats],
        "messages": {str(each.id): world.history.last(each.id, SHOWN_MESSAGES) for each in chats},
        "event": world.events.last_id,
    }


def menus(world: World, chat: Chat) -> Json:
    """The command list each person sees in a chat."""
    ids = [chat.id] if chat.private else [each.user_id for each in chat.members.values() if not each.is_bot]
    return {str(user_id): menu(world, chat, user_id) for user_id in ids[:SHOWN_PEOPLE]}


def menu(world: World, chat: Chat, user_id: int) -> list[Json]:
    person = world.person(user_id)
    language = person.language_code if person else ""
    present = [bot for bot in world.bots.values() if chat.private or bot.id in chat.members]
    return [command for bot in present for command in bot.commands_for(scopes_of(chat, user_id), language)]


def get_world(wish: Wish) -> Json:
    return world_shape(wish.world)


def get_ledger(wish: Wish) -> Json:
    """The rows asked for, and the exact counts of all."""
    ledger = wish.world.ledger
    return {
        "accepted": chosen(wish, ledger.rows),
        "total": ledger.total,
        "kept": len(ledger.rows),
        "counts": ledger.counts(),
        "refused": chosen(wish, ledger.refused),
        "refusals": dict(ledger.refusals),
    }


def chosen(wish: Wish, rows: Iterable[Row]) -> list[Json]:
    wanted = {
        "chat_id": wish.integer("chat_id"),
        "thread_id": wish.integer("thread_id", "message_thread_id"),
        "message_id": wish.integer("message_id"),
        "bot_id": wish.integer("bot_id"),
    }
    exact = {name: value for name, value in wanted.items() if value is not None}
    method, words, after = (wish.text("method") or "").lower(), wish.text("text") or "", wish.integer("after") or 0
    limit = wish.integer("limit")
    found = [
        row.shape()
        for row in rows
        if row.n > after
        and all(getattr(row, name) == value for name, value in exact.items())
        and (not method or row.method.lower() == method)
        and words in row.text
    ]
    return found if limit is None else found[-limit:] if limit > 0 else []


def clear_ledger(wish: Wish) -> Json:
    wish.world.ledger.clear()
    return get_ledger(Wish(wish.world, {}))


def get_calls(wish: Wish) -> Json:
    """The last calls, the newest last."""
    chat_id, method, ok = wish.integer("chat_id"), wish.text("method"), wish.flag("ok")
    after, limit = wish.integer("after") or 0, wish.integer("limit") or SHOWN_CALLS
    found = [
        call
        for call in wish.world.calls.kept
        if call.id > after
        and (chat_id is None or call.chat_id == chat_id)
        and (method is None or call.method.lower() == method.lower())
        and (ok is None or call.ok == ok)
    ]
    return {"calls": found[-limit:], "last": wish.world.calls.last_id}


def get_updates(wish: Wish) -> Json:
    """The last updates that were made, delivered or not."""
    bot_id, after, limit = wish.integer("bot_id"), wish.integer("after") or 0, wish.integer("limit") or SHOWN_CALLS
    bots = [bot for bot in wish.world.bots.values() if bot_id in {None, bot.id}]
    found: list[Any] = [
        {"bot_id": bot.id, "update": update}
        for bot in bots
        for update in bot.updates.log
        if update["update_id"] > after
    ]
    return {"updates": found[-limit:], "pending": sum(len(bot.updates.waiting) for bot in bots)}


READ = {"world": get_world, "ledger": get_ledger, "calls": get_calls, "updates": get_updates}
ROUTES = {"ledger/clear": clear_ledger}
