"""What a bot is and says of itself: name, descriptions, commands, menu button; logging out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.playground.bots import DEFAULT_SCOPE, Scope
from bot.playground.methods.ask import Ask, chat_of
from bot.playground.params import Parameters
from bot.playground.people import ADMIN_RIGHTS, CHANNEL_RIGHTS, GROUP_RIGHTS
from bot.playground.refusal import bad_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.wire import Json

COMMAND = re.compile(r"[a-z0-9_]{1,32}", re.ASCII)
COMMANDS = 100
COMMAND_DESCRIPTION = 256
TEXTS = {"name": ("names", 64), "description": ("descriptions", 512), "short_description": ("short_descriptions", 120)}
PLAIN_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})
LANGUAGE = re.compile(r"[a-z]{2}", re.ASCII)


def get_me(ask: Ask) -> Json:
    return ask.bot.user()


def log_out(ask: Ask) -> bool:
    """From now on the cloud server refuses this bot; here until the world is reset."""
    ask.bot.logged_out = True
    return True


def close(ask: Ask) -> bool:
    ask.bot.updates.dismiss()
    return True


def tell(ask: Ask) -> None:
    ask.world.events.publish("bot", {"bot": ask.bot})


def language(params: Parameters) -> str:
    code = params.text("language_code")
    if code and not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def set_text(field: str) -> Callable[[Ask], bool]:
    """The method that sets one of the bot's texts in one language."""
    attribute, limit = TEXTS[field]

    def setter(ask: Ask) -> bool:
        code, text = language(ask.params), ask.params.text(field)
        if len(text) > limit:
            raise bad_request(f"{field.replace('_', ' ')} is too long")
        texts: dict[str, str] = getattr(ask.bot, attribute)
        texts[code] = text
        if not text:
            del texts[code]
        tell(ask)
        return True

    return setter


def get_text(field: str) -> Callable[[Ask], Json]:
    """The method that reads it back; an unset language falls back on the common text."""
    attribute, _ = TEXTS[field]

    def getter(ask: Ask) -> Json:
        texts: dict[str, str] = getattr(ask.bot, attribute)
        common = texts.get("", ask.bot.first_name if field == "name" else "")
        return {field: texts.get(language(ask.params), common)}

    return getter


def scope(ask: Ask) -> Scope:
    """The commands' scope a call names."""
    given = ask.params.structure("scope")
    if given is None:
        return DEFAULT_SCOPE
    kind = given.get("type") if isinstance(given, dict) else None
    if kind in PLAIN_SCOPES:
        return str(kind), 0, 0
    if kind not in CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    params = Parameters(given)
    chat = chat_of(ask.world, params)
    if chat is None:
        raise bad_request("chat not found")
    user_id = params.integer("user_id") if kind == "chat_member" else 0
    if kind == "chat_member" and not user_id:
        raise bad_request("invalid user_id specified")
    return str(kind), chat.id, user_id


def command(given: Any) -> Json:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(given.get("command") or "").removeprefix("/").lower()
    description = str(given.get("description") or "").strip()
    if not name:
        raise bad_request("command name must be non-empty")
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def set_my_commands(ask: Ask) -> bool:
    given = ask.params.structure("commands")
    if not isinstance(given, list):
        raise bad_request("can't parse commands list JSON object")
    if len(given) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [command(each) for each in given]
    key = scope(ask), language(ask.params)
    if commands:
        ask.bot.commands[key] = commands
    else:
        ask.bot.commands.pop(key, None)
    tell(ask)
    return True


def get_my_commands(ask: Ask) -> list[Json]:
    return ask.bot.commands.get((scope(ask), language(ask.params)), [])


def delete_my_commands(ask: Ask) -> bool:
    ask.bot.commands.pop((scope(ask), language(ask.params)), None)
    tell(ask)
    return True


def menu_chat(ask: Ask) -> int:
    if not ask.params.has("chat_id"):
        return 0
    chat = chat_of(ask.world, ask.params)
    if chat is None or not chat.private:
        raise bad_request("chat not found")
    return chat.id


def set_chat_menu_button(ask: Ask) -> bool:
    button = ask.params.structure("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in {"commands", "web_app", "default"}:
        raise bad_request("can't parse MenuButton: Unsupported type specified")
    ask.bot.menu_buttons[menu_chat(ask)] = button
    tell(ask)
    return True


def get_chat_menu_button(ask: Ask) -> Json:
    buttons = ask.bot.menu_buttons
    return buttons.get(menu_chat(ask), buttons.get(0, {"type": "commands"}))


def set_admin_rights(ask: Ask) -> bool:
    rights = ask.params.structure("rights") or {}
    if not isinstance(rights, dict):
        raise bad_request("can't parse ChatAdministratorRights: expected an Object")
    ask.bot.admin_rights[ask.params.flag("for_channels")] = rights
    return True


def get_admin_rights(ask: Ask) -> Json:
    channels = ask.params.flag("for_channels")
    names = (*ADMIN_RIGHTS, *(CHANNEL_RIGHTS if channels else GROUP_RIGHTS), "is_anonymous")
    rights = ask.bot.admin_rights.get(channels, {})
    return {name: bool(rights.get(name)) for name in names}


METHODS = {
    "getMe": get_me,
    "logOut": log_out,
    "close": close,
    "setMyName": set_text("name"),
    "getMyName": get_text("name"),
    "setMyDescription": set_text("description"),
    "getMyDescription": get_text("description"),
    "setMyShortDescription": set_text("short_description"),
    "getMyShortDescription": get_text("short_description"),
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "setMyDefaultAdministratorRights": set_admin_rights,
    "getMyDefaultAdministratorRights": get_admin_rights,
}
