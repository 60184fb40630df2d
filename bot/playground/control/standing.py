"""Who stands where: block, join, kick, promote, migrate; new people, chats and topics; the world begun anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.chats import GENERAL, Chat, Topic
from bot.playground.control.inspection import world_shape
from bot.playground.control.wishes import ControlError, Wish
from bot.playground.crowd import passer
from bot.playground.membership import set_blocked, set_member
from bot.playground.people import Member, Person
from bot.playground.posting import envelope, keep
from bot.playground.routing import listeners, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.wire import Json

CROWD = 10_000_000
NAMED_IDS = 1_000


def answer(updates: list[Json]) -> Json:
    return {"update": updates[0] if updates else None, "updates": updates}


def block(wish: Wish) -> Json:
    return answer(set_blocked(wish.world, wish.person(wish.chat()), wish.bot(), blocked=True))


def unblock(wish: Wish) -> Json:
    return answer(set_blocked(wish.world, wish.person(wish.chat()), wish.bot(), blocked=False))


def deactivate(wish: Wish) -> Json:
    """A person deletes their account."""
    person = wish.person(wish.chat())
    person.deactivated = True
    wish.world.events.publish("person", {"person": person})
    return {"person": person}


def whom(wish: Wish, chat: Chat) -> Member:
    """The membership meant: of `user_id`, or of the bot."""
    given = wish.get("user_id", "user")
    user_id = wish.bot().id if given in {None, "bot"} else wish.integer("user_id", "user") or 0
    if wish.world.user(user_id) is None:
        raise ControlError(404, f"There is no person or bot {user_id}.")
    return chat.members.get(user_id) or Member(user_id, "left", is_bot=user_id in wish.world.bots)


def group(wish: Wish) -> Chat:
    chat = wish.chat("chat_id", "chat")
    if chat.private:
        raise ControlError(400, f"Chat {chat.id} is private; this is for groups and channels.")
    return chat


def become(status: str) -> Callable[[Wish], Json]:
    """The call that gives somebody `status`."""

    def change(wish: Wish) -> Json:
        chat = group(wish)
        old = whom(wish, chat)
        member = Member(old.user_id, status, is_bot=old.is_bot, anonymous=bool(wish.flag("anonymous")))
        member.rights = {str(key): bool(value) for key, value in wish.mapping("rights").items()}
        leaves = status == "left" and not old.is_bot
        actor = old.user_id if leaves else wish.integer("by") or chat.owner()
        by = wish.world.user(actor or 0) or {}
        return answer(set_member(wish.world, chat, member, by=by))

    return change


def migrate(wish: Wish) -> Json:
    """A basic group becomes a supergroup with a new id."""
    world, old = wish.world, wish.chat()
    if old.type != "group" or old.migrated_to is not None:
        raise ControlError(400, f"Chat {old.id} is not a basic group.")
    new_id = wish.integer("to", "new_chat_id") or -1_000_000_000_000 + old.id
    if new_id in world.chats:
        raise ControlError(400, f"Chat {new_id} is there already.")
    new = Chat(new_id, "supergroup", dict(old.names), description=old.description, members=dict(old.members))
    world.chats[new_id] = new
    by = {"from": world.user(old.owner() or 0) or {}}
    leaving = {**envelope(world, old, by), "migrate_to_chat_id": new_id}
    arriving = {**envelope(world, new, by), "migrate_from_chat_id": old.id}
    updates = []
    for chat, message in ((old, leaving), (new, arriving)):
        keep(world, chat, message)
        updates += tell(world, listeners(world, chat, message, None), "message", message, chat.id)
        world.events.publish("chat", {"chat": chat})
    old.migrated_to = new_id
    return {"chat_id": old.id, "migrate_to_chat_id": new_id, "updates": updates}


def people(wish: Wish) -> Json:
    """More people: a crowd by number, or some by name."""
    given = wish.get("people")
    if isinstance(given, list):
        return {"people": [add_person(wish, each).id for each in given]}
    count = wish.integer("count", "n") or 0
    first = wish.integer("first_id") or free_id(wish)
    if not 1 <= count <= CROWD or first < 1:
        raise ControlError(400, f"count must lie between 1 and {CROWD}, first_id be positive.")
    numbers = range(first, first + count)
    wish.world.crowd.ranges.append(numbers)
    if count > NAMED_IDS:
        return {"people": {"first_id": first, "last_id": numbers[-1]}}
    for user_id in numbers:
        wish.world.settle(passer(user_id))
    return {"people": list(numbers)}


def free_id(wish: Wish) -> int:
    return max(1_000_000, *wish.world.people, *(numbers.stop for numbers in wish.world.crowd.ranges)) + 1


def add_person(wish: Wish, given: Any) -> Person:
    if not isinstance(given, dict) or not given.get("first_name"):
        raise ControlError(400, "Each of people needs a first_name.")
    one = Wish(wish.world, given)
    person = Person(one.integer("id") or free_id(wish), one.text("first_name") or "")
    person.last_name, person.username = one.text("last_name") or "", one.text("username") or ""
    person.language_code = one.text("language_code") or "en"
    person.started = one.flag("started") is not False
    if person.id < 1 or person.id in wish.world.bots:
        raise ControlError(400, f"{person.id} cannot be a person's id.")
    wish.world.people[person.id] = person
    wish.world.chats.pop(person.id, None)
    wish.world.events.publish("person", {"person": person})
    return person


def chats(wish: Wish) -> Json:
    """A new group, supergroup or channel."""
    world, kind = wish.world, wish.text("type") or "group"
    if kind not in {"group", "supergroup", "channel"}:
        raise ControlError(400, "type must be group, supergroup or channel.")
    lowest = min(world.chats, default=0)
    chat_id = wish.integer("id", "chat_id") or (
        min(lowest, -1_001_000_000_000) - 1 if kind != "group" else -len(world.chats) - 500
    )
    if chat_id >= 0 or chat_id in world.chats:
        raise ControlError(400, f"{chat_id} cannot be a new chat's id.")
    names = {name: text for name in ("title", "username") if (text := wish.text(name))}
    chat = Chat(chat_id, kind, {"title": f"{kind} {chat_id}", **names}, forum=bool(wish.flag("forum")))
    chat.topics = {GENERAL: Topic(GENERAL, "General")} if chat.forum else {}
    owner = wish.integer("owner", "user_id") or 42
    chat.members = {owner: Member(owner, "creator")}
    chat.members |= {each: Member(each) for each in wish.get("members") or [] if each != owner}
    usual = "administrator" if kind == "channel" else "member"
    status = wish.text("bot") or usual
    chat.members |= {each: Member(each, status, is_bot=True) for each in world.bots}
    world.chats[chat_id] = chat
    world.events.publish("chat", {"chat": chat})
    return {"chat": chat}


def topic(wish: Wish) -> Json:
    """A topic made, renamed, closed, opened or removed."""
    world, chat = wish.world, group(wish)
    if not chat.forum:
        raise ControlError(400, f"Chat {chat.id} has no topics.")
    number = wish.integer("message_thread_id", "thread_id")
    found = chat.topics.get(number) if number is not None else new_topic(wish, chat)
    if found is None:
        raise ControlError(404, f"There is no topic {number} in chat {chat.id}.")
    found.name = wish.text("name") or found.name
    for name in ("closed", "deleted"):
        value = wish.flag(name)
        if value is not None:
            setattr(found, name, value)
    world.events.publish("chat", {"chat": chat})
    return {"topic": found}


def new_topic(wish: Wish, chat: Chat) -> Topic:
    name = wish.text("name")
    if not name:
        raise ControlError(400, "name or message_thread_id is missing.")
    world, author = wish.world, {"from": wish.person(chat).user()}
    notice = envelope(world, chat, author)
    made = Topic(notice["message_id"], name)
    chat.topics[made.id] = made
    notice |= {"message_thread_id": made.id, "is_topic_message": True}
    notice["forum_topic_created"] = {"name": name, "icon_color": made.icon_color}
    keep(world, chat, notice)
    tell(world, listeners(world, chat, notice, None), "message", notice, chat.id)
    return made


def change_chat(wish: Wish) -> Json:
    """Title, description, permissions of a group or channel; or it is deleted."""
    chat = group(wish)
    title = wish.text("title")
    chat.names |= {"title": title} if title else {}
    chat.description = wish.text("description") or chat.description
    chat.deleted = chat.deleted if wish.flag("deleted") is None else bool(wish.flag("deleted"))
    chat.permissions |= {str(key): bool(value) for key, value in wish.mapping("permissions").items()}
    chat.slow_mode = wish.integer("slow_mode") or chat.slow_mode
    chat.refresh()
    wish.world.events.publish("chat", {"chat": chat})
    return {"chat": chat}


def change_bot(wish: Wish) -> Json:
    """What a bot's owner sets elsewhere: privacy and inline mode, name."""
    bot = wish.bot()
    for name in ("privacy", "inline"):
        value = wish.flag(name)
        if value is not None:
            setattr(bot, name, value)
    bot.first_name = wish.text("name", "first_name") or bot.first_name
    bot.username = wish.text("username") or bot.username
    bot.refresh()
    wish.world.events.publish("bot", {"bot": bot})
    return {"bot": bot}


def set_open(wish: Wish) -> Json:
    wish.world.open = wish.flag("open", "on", "enabled") is not False
    return {"open": wish.world.open}


def reset(wish: Wish) -> Json:
    """The seeded world anew; bots that called in stay."""
    seed, started = wish.integer("seed"), wish.flag("started")
    world = wish.world
    world.reset(world.seed if seed is None else seed, started=world.started if started is None else started)
    return world_shape(world)


ROUTES = {
    "block": block,
    "unblock": unblock,
    "deactivate": deactivate,
    "join": become("member"),
    "kick": become("kicked"),
    "leave": become("left"),
    "promote": become("administrator"),
    "demote": become("member"),
    "restrict": become("restricted"),
    "migrate": migrate,
    "people": people,
    "chats": chats,
    "topic": topic,
    "chat": change_chat,
    "bot": change_bot,
    "open": set_open,
    "reset": reset,
}
