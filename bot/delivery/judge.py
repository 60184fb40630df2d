"""Carries one delivery out and judges how it ended: post, read the answer by the table, mend once where one can."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import random
from typing import TYPE_CHECKING

import structlog

from bot.delivery import encode
from bot.delivery.address import Address, InPlace
from bot.delivery.happening import Happening, What
from bot.delivery.outcome import backoff, outcome
from bot.delivery.verdict import Verdict
from bot.errors import ChenbaoError
from bot.ledger import Again, Kind, Migrated, Priority, Refused, Sent, State, Stopped, Unknown, repeats_unknown
from bot.store import places, roster
from bot.store.receipts import Receipt
from messages.length import CAPTION_UNITS, fits

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.clock import Clock
    from bot.delivery.address import Target
    from bot.delivery.answers import Call
    from bot.delivery.sender import Sender
    from bot.ledger import Intent, Mend, Outcome
    from bot.store.database import Database
    from bot.store.places import Owner
    from messages.message import Message

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 30
ANEW = ("new message", "as answer")
MENDS_OF_AN_EDIT = 2  # a picture that is refused, then a text where the words of a picture were expected


class Judge:
    """Knows how to turn an intent into requests, and an answer into a receipt."""

    def __init__(
        self,
        *,
        database: Database,
        sender: Sender,
        compose: Callable[[Intent], Awaitable[Message | None]],
        clock: Clock,
        happened: Callable[[Happening], None] = lambda _what: None,
    ) -> None:
        self._database = database
        self._sender = sender
        self._compose = compose
        self._clock = clock
        self._happened = happened

    async def deliver(self, intent: Intent) -> tuple[Verdict, Receipt]:
        """Send `intent` and judge the answer. A ChenbaoError of the store means that nothing was taken."""
        message = await self._compose(intent)
        if message is None:
            return _silence(intent)
        found, to = await self._sender.variant(message), _target(intent)
        call = await self._sender.send(found, to)
        ended = outcome(call, intent.attempt, jitter=random.random())  # noqa: S311 - spreads waits
        for _ in range(MENDS_OF_AN_EDIT if isinstance(to, InPlace) else 1):
            if not isinstance(ended, Again) or ended.mend is None:
                break
            mend = _way(ended.mend, found)
            log.warning("mended and sent once more", mend=mend, reason=ended.reason, delivery=intent.id)
            intent = intent._replace(anew=mend in ANEW)
            if mend == "plain":
                self._sender.without_markup(found, ended.reason)
            mended = await self._mend(found, intent, to, mend)
            if mended is None:
                return _silence(intent)
            ended = await self._after(intent, mend, outcome(mended, intent.attempt))
        ended = _last(ended)
        await self._in_the_end(self._consequences(intent, ended))
        return Verdict(ended), self._receipt(intent, found.id, ended)

    def fault(self, intent: Intent, reason: str) -> Receipt:
        """A row of which, by a fault of ours, nobody can tell whether it was sent."""
        return self._receipt(intent, None, Unknown(reason))

    def postponed(self, intent: Intent, seconds: float, now: dt.datetime) -> Receipt:
        """A row whose chat must wait a little: pending again, and no attempt."""
        until = now + dt.timedelta(seconds=seconds)
        return Receipt(intent.id, intent.attempt, State.PENDING, not_before=until, uncounted=True)

    async def _mend(self, found: encode.Variant, intent: Intent, to: Target, mend: Mend) -> Call | None:
        """Send once more in the way that may pass; None when that way has nothing to say."""
        match mend:
            case "plain":
                return await self._sender.send(found, to)
            case "without picture":
                self._sender.without_picture(found, "Telegram refuses it")
                return await self._sender.send_text(found, to)
            case "without thread":
                return await self._to_whole_group(intent)
            case "without reply" | "new message":
                return await self._sender.send(found, dataclasses.replace(_address(intent), reply_to=None))
            case "as text" | "as caption":
                assert intent.message_id is not None  # noqa: S101 - an edit names its message
                how = {"caption": mend == "as caption", "plain": self._sender.is_plain(found)}
                return await self._sender.post(encode.edited(found.message, intent.chat_id, intent.message_id, **how))
            case "as answer":
                return await self._anew(intent)

    async def _anew(self, intent: Intent) -> Call | None:
        """What has outgrown the words under a picture answers it as a new message, without a sound."""
        message = await self._compose(intent)
        if message is None:
            return None
        to = dataclasses.replace(_address(intent), reply_to=intent.message_id, silent=True)
        return await self._sender.send(await self._sender.variant(message), to)

    async def _to_whole_group(self, intent: Intent) -> Call:
        """The topic is closed or gone: to the group itself, with a word on why."""
        message = await self._compose(intent._replace(relocated=True))
        assert message is not None  # noqa: S101 - it had something to say a moment ago
        to = dataclasses.replace(_address(intent), thread_id=0)
        return await self._sender.send(await self._sender.variant(message), to)

    async def _after(self, intent: Intent, mend: Mend, ended: Outcome) -> Outcome:
        """What a mend comes to: a topic that is gone is left; a group that takes no message at all is given up."""
        if mend == "without thread" and isinstance(ended, Sent):
            await self._in_the_end(self._leave_topic(intent))
        if mend == "without thread" and isinstance(ended, Refused):
            return Refused(ended.reason, suspend=True)
        return ended

    async def _in_the_end(self, consequence: Awaitable[None]) -> None:
        """Carry a consequence out if the store takes it; the chat's next answer will say it anew."""
        try:
            await consequence
        except ChenbaoError as error:
            log.warning("a chat's state could not be stored", reason=str(error))

    async def _consequences(self, intent: Intent, ended: Outcome) -> None:
        """What an end means beyond its own row: a chat that is gone, or has moved."""
        now = self._clock.now()
        if isinstance(ended, Refused) and ended.suspend:
            owners = await self._owners(intent.chat_id)
            await self._database.write(roster.suspend, intent.chat_id, ended.reason, now)
            self._happened(Happening(What.SUSPENDED, intent.chat_id, owners))
        elif isinstance(ended, Refused) and ended.strike:
            await self._database.write(roster.strike, intent.chat_id, ended.reason, now)
        elif isinstance(ended, Migrated):
            await self._database.write(places.migrate, intent.chat_id, ended.chat_id, now)
            self._happened(Happening(What.MOVED, intent.chat_id))
            self._happened(Happening(What.MOVED, ended.chat_id))

    async def _leave_topic(self, intent: Intent) -> None:
        """The topic is gone; what was sent to the group instead stays the group's from now on."""
        owners = tuple(await self._database.read(places.owners, intent.chat_id, intent.thread_id))
        if await self._database.write(places.leave_topic, intent.chat_id, intent.thread_id, self._clock.now()):
            self._happened(Happening(What.TOPIC_GONE, intent.chat_id, owners))

    async def _owners(self, chat_id: int) -> tuple[Owner, ...]:
        """Who subscribed a group or channel and has not heard yet; a private chat is its reader's own."""
        if chat_id > 0 or not await self._database.read(roster.first_refusal, chat_id):
            return ()
        return tuple(await self._database.read(places.owners, chat_id))

    def _receipt(self, intent: Intent, variant_id: int | None, ended: Outcome) -> Receipt:
        """The row's new state."""
        now = self._clock.now()
        receipt = functools.partial(Receipt, intent.id, intent.attempt, variant_id=variant_id)
        match ended:
            case Sent(message_id=message_id):
                return receipt(State.SENT, message_id=message_id or None)
            case Refused(reason=reason):
                return receipt(State.REFUSED, reason=reason)
            case Unknown(reason=reason) if _repeats(intent):
                again = now + backoff(intent.attempt, random.random())  # noqa: S311 - spreads waits
                marked = True if intent.priority is Priority.ALERT else None
                return receipt(State.PENDING, reason=reason, not_before=again, marked=marked)
            case Unknown(reason=reason):
                return receipt(State.UNKNOWN, reason=reason)
            case Again(reason=reason, wait=wait, counts=counts):
                return receipt(State.PENDING, reason=reason, not_before=now + wait, uncounted=not counts)
            case Migrated() | Stopped():
                reason = ended.reason if isinstance(ended, Stopped) else "the group has a new id"
                return receipt(State.PENDING, reason=reason, uncounted=True)


def _address(intent: Intent) -> Address:
    return Address(intent.chat_id, intent.thread_id, intent.silent, intent.reply_to)


def _target(intent: Intent) -> Target:
    """The message an edit changes; else a new one."""
    if intent.kind is Kind.EDIT and intent.message_id:
        return InPlace(intent.chat_id, intent.message_id)
    return _address(intent)


def _way(mend: Mend, found: encode.Variant) -> Mend:
    """What has outgrown the words under a picture goes out as an answer to it."""
    return "as answer" if mend == "as caption" and not fits(found.message.text, CAPTION_UNITS) else mend


def _repeats(intent: Intent) -> bool:
    """Whether it is sent again when nobody knows how it ended; what an edit could only say in a new message is not."""
    return repeats_unknown(intent.priority) and not intent.anew and intent.attempt < MOST_ATTEMPTS


def _last(ended: Outcome) -> Outcome:
    """What is refused again is refused."""
    return Refused(ended.reason, alarm=True) if isinstance(ended, Again) and ended.mend is not None else ended


def _silence(intent: Intent) -> tuple[Verdict, Receipt]:
    silence = Refused("nothing to say any more")
    return Verdict(silence), Receipt(intent.id, intent.attempt, State.EXPIRED, reason=silence.reason)
