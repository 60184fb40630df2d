"""The world one meets at the start: a few people, a group, a forum and a channel. The same every time."""

from __future__ import annotations

from bot.playground.chats import GENERAL, Chat, Topic
from bot.playground.people import Member, Person

GROUP, FORUM, CHANNEL = -500, -1001000000001, -1001000000002
WEATHER, HEADLINES = 2, 3


def first_people(*, started: bool) -> list[Person]:
    return [
        Person(42, "王小梅", "", "wang_xiaomei", "zh-hans", started=started),
        Person(43, "Alice", "Brown", "alice_brown", "en", started=started),
        Person(44, "李强", "", "", "zh-hans", started=False),
    ]


def first_chats() -> list[Chat]:
    """Chats without the bots, who join when they first call in."""
    group = Chat(GROUP, "group", {"title": "邻里群"}, members=members(42, 43, 44))
    forum = Chat(FORUM, "supergroup", {"title": "晨报读者"}, forum=True, members=members(42, 43, 44))
    forum.members[43].status = "administrator"
    names = {GENERAL: "General", WEATHER: "天气", HEADLINES: "头条"}
    forum.topics = {number: Topic(number, name) for number, name in names.items()}
    forum.last_message_id = HEADLINES
    channel = Chat(CHANNEL, "channel", {"title": "晨报频道", "username": "chenbao_channel"}, members=members(42))
    return [group, forum, channel]


def members(owner: int, *others: int) -> dict[int, Member]:
    return {owner: Member(owner, "creator")} | {each: Member(each) for each in others}
