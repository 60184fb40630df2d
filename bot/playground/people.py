"""People and their membership. Knows no chat and no bot but by id."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground.wire import Json, Shaped

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
PRESENT = frozenset({"creator", "administrator", "member", "restricted"})
ADMINISTRATORS = frozenset({"creator", "administrator"})
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics")
# What an administrator gets unless told otherwise: everything but naming further ones.
GRANTED = frozenset({*ADMIN_RIGHTS, *CHANNEL_RIGHTS, *GROUP_RIGHTS} - {"can_promote_members"})
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)


@dataclass(slots=True)
class Person(Shaped):
    """Somebody with a Telegram account."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    started: bool = True
    deactivated: bool = False
    blocked: frozenset[int] = frozenset()

    def names(self) -> Json:
        """First and last name and username, absent when empty."""
        names = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {key: value for key, value in names.items() if value}

    def user(self) -> Json:
        """The Bot API's User."""
        return {"id": self.id, "is_bot": False, **self.names(), "language_code": self.language_code}

    def shape(self) -> Json:
        own = {"started": self.started, "deactivated": self.deactivated, "blocked": sorted(self.blocked)}
        return {"id": self.id, **self.names(), "language_code": self.language_code, **own}


@dataclass(slots=True)
class Member(Shaped):
    """What a person or a bot is in a chat; `rights` names only what differs from the usual."""

    user_id: int
    status: str = "member"
    is_bot: bool = False
    anonymous: bool = False
    rights: dict[str, bool] = field(default_factory=dict)

    @property
    def present(self) -> bool:
        return self.status in PRESENT

    @property
    def administers(self) -> bool:
        return self.status in ADMINISTRATORS

    def may(self, right: str) -> bool:
        """Whether an administrator holds `right`."""
        return self.status == "creator" or (self.administers and self.rights.get(right, right in GRANTED))

    def chat_member(self, user: Json, kind: str) -> Json:
        """The Bot API's ChatMember of this status, for a chat of type `kind`."""
        body: Json = {"status": self.status, "user": user}
        if self.status == "creator":
            body["is_anonymous"] = self.anonymous
        elif self.status == "administrator":
            own = CHANNEL_RIGHTS if kind == "channel" else GROUP_RIGHTS
            rights = {right: self.may(right) for right in (*ADMIN_RIGHTS, *own)}
            body |= {"can_be_edited": False, "is_anonymous": self.anonymous, **rights}
        elif self.status == "restricted":
            rights = {right: self.rights.get(right, False) for right in PERMISSIONS}
            body |= {"is_member": True, "until_date": 0, **rights}
        elif self.status == "kicked":
            body["until_date"] = 0
        return body

    def shape(self) -> Json:
        return {
            "user_id": self.user_id,
            "is_bot": self.is_bot,
            "status": self.status,
            "anonymous": self.anonymous,
            "rights": self.rights,
        }
