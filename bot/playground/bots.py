"""A bot as Telegram sees it: its names, commands, webhook and updates. Knows nothing of who runs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.wire import Json, Shaped

if TYPE_CHECKING:
    from bot.playground.chats import Chat
    from bot.playground.updates import UpdateQueue

Scope = tuple[str, int, int]
DEFAULT_SCOPE: Scope = ("default", 0, 0)


@dataclass(slots=True)
class Webhook:
    """Where updates go instead of getUpdates."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_at: int = 0


@dataclass(slots=True)
class Bot(Shaped):
    """One bot; texts are by language, the empty language for all others."""

    id: int
    token: str
    first_name: str
    username: str
    updates: UpdateQueue
    privacy: bool = True
    inline: bool = True
    polled: bool = False
    logged_out: bool = False
    webhook: Webhook | None = None
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)
    admin_rights: dict[bool, Json] = field(default_factory=dict)
    brief: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Make anew the User that every message of this bot carries."""
        self.brief = {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}

    def user(self) -> Json:
        """What getMe says."""
        extra = {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": self.inline,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
            "supports_guest_queries": False,
            "supports_join_request_queries": False,
        }
        return {**self.brief, **extra}

    def commands_for(self, scopes: list[Scope], language: str) -> list[Json]:
        """The first list set for any of `scopes`, in the person's language before the common one."""
        for scope in scopes:
            for spoken in dict.fromkeys((language, language.split("-", maxsplit=1)[0], "")):
                if (scope, spoken) in self.commands:
                    return self.commands[scope, spoken]
        return []

    @property
    def connection(self) -> str | None:
        if self.webhook:
            return "webhook"
        return "polling" if self.polled else None

    def shape(self) -> Json:
        return {
            "id": self.id,
            "first_name": self.first_name,
            "username": self.username,
            "privacy": self.privacy,
            "inline": self.inline,
            "connection": self.connection,
            "pending_updates": len(self.updates.waiting),
            "description": self.descriptions.get("", ""),
            "short_description": self.short_descriptions.get("", ""),
            "descriptions": self.descriptions,
            "commands": [
                {"scope": scope_shape(scope), "language_code": language, "commands": commands}
                for (scope, language), commands in self.commands.items()
            ],
            "menu_button": self.menu_buttons.get(0, {"type": "commands"}),
        }


def scope_shape(scope: Scope) -> Json:
    """The Bot API's BotCommandScope."""
    kind, chat_id, user_id = scope
    places = {"chat_id": chat_id} if chat_id else {}
    return {"type": kind, **places, **({"user_id": user_id} if user_id else {})}


def scopes_of(chat: Chat, user_id: int) -> list[Scope]:
    """The scopes that hold for a person in a chat, the narrowest first."""
    if chat.private:
        return [("chat", chat.id, 0), ("all_private_chats", 0, 0), DEFAULT_SCOPE]
    member = chat.members.get(user_id)
    admin: list[Scope] = [("chat_administrators", chat.id, 0)] if member and member.administers else []
    every: list[Scope] = [("all_chat_administrators", 0, 0)] if admin else []
    own: list[Scope] = [("chat_member", chat.id, user_id)]
    return [*own, *admin, ("chat", chat.id, 0), *every, ("all_group_chats", 0, 0), DEFAULT_SCOPE]
