"""Places where messages stand: private chats, groups, supergroups with topics, channels. Knows no message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.people import PERMISSIONS
from bot.playground.wire import Json, Shaped

if TYPE_CHECKING:
    from bot.playground.people import Member, Person

GENERAL = 1


@dataclass(slots=True)
class Topic(Shaped):
    """A topic of a forum; its id is the message that opened it."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False
    icon_color: int = 7322096

    def shape(self) -> Json:
        return {"message_thread_id": self.id, "name": self.name, "closed": self.closed, "deleted": self.deleted}


@dataclass(slots=True)
class Chat(Shaped):
    """One chat; `names` are the Bot API's own (title, or first_name and so on)."""

    id: int
    type: str
    names: Json
    forum: bool = False
    description: str = ""
    deleted: bool = False
    migrated_to: int | None = None
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    keyboard: Json | None = None
    last_message_id: int = 0
    last_bot: int | None = None
    slow_mode: int = 0
    brief: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Make anew the Bot API's Chat that every message here carries."""
        self.brief = {"id": self.id, "type": self.type, **self.names}
        if self.forum:
            self.brief["is_forum"] = True

    @property
    def private(self) -> bool:
        return self.type == "private"

    @property
    def title(self) -> str:
        return str(self.names.get("title") or " ".join(self.full_name()))

    def full_name(self) -> list[str]:
        return [self.names[key] for key in ("first_name", "last_name") if key in self.names]

    def place(self) -> str:
        """As Telegram's refusals call it."""
        return f"{self.type} chat"

    def allows(self, permission: str) -> bool:
        """Whether ordinary members may do this here."""
        return self.permissions.get(permission, permission != "can_manage_topics")

    def owner(self) -> int | None:
        return next((each.user_id for each in self.members.values() if each.status == "creator"), None)

    def full(self) -> Json:
        """The Bot API's ChatFullInfo, without the pinned message."""
        body: Json = {**self.brief, "accent_color_id": self.id % 7, "max_reaction_count": 11}
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        body["accepted_gift_types"] = dict.fromkeys(gifts, False)
        if self.description:
            body["description"] = self.description
        if self.type in {"group", "supergroup"}:
            body["permissions"] = {each: self.allows(each) for each in PERMISSIONS}
        if self.slow_mode:
            body["slow_mode_delay"] = self.slow_mode
        return body

    def shape(self) -> Json:
        return {
            "id": self.id,
            "type": self.type,
            "title": self.title,
            **{key: self.names[key] for key in ("username",) if key in self.names},
            "description": self.description,
            "is_forum": self.forum,
            "deleted": self.deleted,
            "migrated_to": self.migrated_to,
            "members": list(self.members.values()),
            "topics": list(self.topics.values()),
            "permissions": self.permissions,
            "pinned_message_ids": self.pinned,
            "keyboard": self.keyboard,
        }


def private_chat(person: Person) -> Chat:
    return Chat(person.id, "private", person.names())
