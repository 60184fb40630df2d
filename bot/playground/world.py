"""Everything there is: people, chats, bots, messages and what happened to them. Knows no HTTP and no method.

World ─ people, chats (Chat: members, topics) ─ history (Entry: a message) ─ bots (Bot: updates) ─ queries
      └ files · limits · faults · ledger (what was accepted) · calls (the last ones) · events (what the page hears)
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.bots import Bot
from bot.playground.calls import Calls
from bot.playground.chats import Chat, private_chat
from bot.playground.crowd import Crowd, passer
from bot.playground.events import Events
from bot.playground.faults import Faults
from bot.playground.files import Files
from bot.playground.history import History
from bot.playground.ledger import Ledger
from bot.playground.limits import Limits
from bot.playground.people import Member
from bot.playground.queries import Queries
from bot.playground.recording import Recorder
from bot.playground.refusal import RefusedError
from bot.playground.routing import catch_up
from bot.playground.seed import first_chats, first_people
from bot.playground.updates import UpdateQueue

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from bot.clock import Clock
    from bot.playground.guide import Guide
    from bot.playground.people import Person
    from bot.playground.wire import Json

TOKEN = re.compile(r"(\d{1,18}):([A-Za-z0-9_-]{1,64})", re.ASCII)


@dataclass(slots=True)
class World:
    """One world; `reset` makes it new in place, so that whoever holds it need not look for another."""

    clock: Clock
    seed: int = 0
    started: bool = True
    open: bool = False
    guide: Guide | None = None
    bots: dict[int, Bot] = field(init=False)
    people: dict[int, Person] = field(init=False)
    crowd: Crowd = field(init=False)
    chats: dict[int, Chat] = field(init=False)
    history: History = field(init=False)
    queries: Queries = field(init=False)
    files: Files = field(init=False)
    faults: Faults = field(init=False)
    calls: Calls = field(init=False)
    dice: random.Random = field(init=False)
    unheard: list[tuple[str, Json, int]] = field(init=False)
    last_message_id: int = field(init=False)
    limits: Limits = field(default_factory=Limits)
    ledger: Ledger = field(default_factory=Ledger)
    events: Events = field(default_factory=Events)
    recorder: Recorder = field(default_factory=Recorder)
    hooked: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """The seeded world, before any bot has called in."""
        self.bots = {}
        self.people = {each.id: each for each in first_people(started=self.started)}
        self.chats = {each.id: each for each in first_chats()}
        self.crowd, self.unheard = Crowd(), []
        self.history, self.queries, self.files, self.calls = History(), Queries(), Files(), Calls()
        self.faults = Faults(self.seed)
        self.dice = random.Random(self.seed)  # noqa: S311  # ids that repeat with the seed, not secrets
        self.last_message_id = 0

    def reset(self, seed: int, *, started: bool) -> None:
        """Begin anew; bots that had called in stay known, with empty queues."""
        known = list(self.bots.values())
        self.seed, self.started = seed, started
        self.begin()
        self.ledger.clear()
        self.limits.forget()
        for bot in known:
            bot.updates.waiting.clear()
            self.welcome(bot)
        self.events.publish("reset", {"seed": seed})

    def now(self) -> dt.datetime:
        return self.clock.now()

    def stamp(self) -> int:
        return int(self.clock.now().timestamp())

    @staticmethod
    def real() -> float:
        """Real seconds, for limits and faults: pacing does not follow the clock the readers see."""
        return time.monotonic()

    def enter(self, token: str) -> Bot:
        """The bot of a token; the first token of a bot id counts."""
        match = TOKEN.fullmatch(token)
        if match is None:
            raise RefusedError(404, "Not Found")
        bot = self.bots.get(int(match[1]))
        if bot is None:
            bot = self.new_bot(int(match[1]), token)
        if bot.token != token:
            raise RefusedError(401, "Unauthorized")
        return bot

    def new_bot(self, bot_id: int, token: str) -> Bot:
        queue = UpdateQueue(next_id=self.dice.randrange(100_000_000, 900_000_000))
        bot = Bot(bot_id, token, "Playground bot", f"playground_{bot_id}_bot", queue)
        first = not self.bots
        self.welcome(bot)
        if first:
            catch_up(self, bot)
        return bot

    def introduce(self, token: str, first_name: str, username: str) -> None:
        """Name a bot before it calls in, as its owner does at Telegram's own desk."""
        bot = self.enter(token)
        bot.first_name, bot.username = first_name, username
        bot.refresh()

    def welcome(self, bot: Bot) -> None:
        """A bot comes into the places there are, as the newest of the bots."""
        self.bots[bot.id] = bot
        for chat in self.chats.values():
            if not chat.private:
                status = "administrator" if chat.type == "channel" else "member"
                chat.members.setdefault(bot.id, Member(bot.id, status, is_bot=True))
        self.events.publish("bot", {"bot": bot})

    def person(self, user_id: int) -> Person | None:
        """Somebody: known by name, or of the crowd, which in an open world is everybody."""
        return self.people.get(user_id) or (passer(user_id) if self.passes(user_id) else None)

    def passes(self, user_id: int) -> bool:
        """Whether this is somebody of the crowd."""
        return user_id > 0 and user_id not in self.bots and (self.open or user_id in self.crowd)

    def settle(self, person: Person) -> None:
        """Somebody of the crowd does something, and is known from now on."""
        if person.id in self.people:
            return
        self.people[person.id] = person
        self.chats[person.id] = self.crowd.take(person.id) or private_chat(person)
        self.events.publish("person", {"person": person})

    def chat(self, chat_id: int) -> Chat | None:
        """A chat; a private one comes into being with its person."""
        chat = self.chats.get(chat_id)
        if chat is None and chat_id in self.people:
            chat = self.chats[chat_id] = private_chat(self.people[chat_id])
        elif chat is None and self.passes(chat_id):
            chat = self.crowd.chat(chat_id)
        return chat

    def chat_named(self, username: str) -> Chat | None:
        """A group or channel by its public name, without @."""
        wanted = username.lower()
        public = (each for each in self.chats.values() if not each.private)
        return next((each for each in public if each.names.get("username", "").lower() == wanted), None)

    def user(self, user_id: int) -> Json | None:
        """The Bot API's User of a person or a bot."""
        if user_id in self.bots:
            return self.bots[user_id].brief
        person = self.person(user_id)
        return person.user() if person else None

    def next_message_id(self, chat: Chat) -> int:
        """One sequence for private chats and groups together, one for each supergroup and channel."""
        if chat.type in {"private", "group"}:
            self.last_message_id += 1
            chat.last_message_id = self.last_message_id
        else:
            chat.last_message_id += 1
        return chat.last_message_id

    def places(self) -> Iterator[Chat]:
        """Every chat worth showing: groups and channels, and people's private chats up to a screenful."""
        for chat_id in list(self.people)[:200]:
            self.chat(chat_id)
        yield from sorted(self.chats.values(), key=lambda each: (not each.private, abs(each.id)))
