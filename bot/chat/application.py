"""python-telegram-bot's side of the chat: updates become asks, and the answers go to the sending loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from telegram import Update
from telegram.ext import Application, TypeHandler

from bot.chat import hearing, screens
from bot.chat.bot_request import TransportRequest
from bot.chat.commands import groups, inline
from bot.chat.membership import turn
from bot.chat.replies import Elsewhere, Replies, Request, Say, Toast
from bot.delivery.happening import What
from bot.ledger import Sent
from bot.store import places
from messages.escape import safe
from messages.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from telegram import ChatMemberUpdated

    from bot.chat.dispatch import Dispatch
    from bot.chat.members import Members
    from bot.chat.newsroom import Newsroom
    from bot.chat.replies import Answer
    from bot.chat.transport import Transport
    from bot.delivery.happening import Happening
    from bot.delivery.sender import Sender
    from bot.ledger import Outcome

log = structlog.get_logger(__name__)


def build(token: str, api_url: str, transport: Transport) -> Application[Any, Any, Any, Any, Any, Any]:
    """An application without an updater, a job queue or a rate limiter: our loop feeds it."""
    request = TransportRequest(transport)
    return (
        Application.builder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(request)
        .get_updates_request(TransportRequest(transport))
        .updater(None)
        .job_queue(None)
        .build()
    )


class Desk:
    """Takes updates from the library, has them answered, and queues the answers."""

    def __init__(self, *, room: Newsroom, sender: Sender, queue: Callable[[Replies], None], members: Members) -> None:
        self._room = room
        self._sender = sender
        self._queue = queue
        self._members = members
        self.application: Application[Any, Any, Any, Any, Any, Any] | None = None
        self.dispatch: Dispatch | None = None

    def attach(self, application: Application[Any, Any, Any, Any, Any, Any], dispatch: Dispatch) -> None:
        """Let `application` hand every update to this desk."""
        self.application = application
        self.dispatch = dispatch
        application.add_handler(TypeHandler(Update, self._on_update))

    async def warn(self, update: dict[str, Any]) -> None:
        """Tell a chat, once, that it asks too much; a group is not disturbed with it."""
        ask = hearing.asked(update, self._room.username)
        if ask is None:
            return
        text = screens.CHAT.phrase((await self._room.subscription(ask)).wishes.language, "flood.warning")
        if ask.press_id:
            self._say(ask.chat_id, ask.thread_id, [Toast(ask.press_id, text)])
        elif ask.private:
            self._say(ask.chat_id, ask.thread_id, [Say(Message(text=safe(text)))])

    async def hear(self, update: dict[str, Any]) -> None:
        """Answer an update: messages and taps from their JSON, the rest as the library reads it."""
        message = update.get("message") or {}
        if "migrate_to_chat_id" in message:
            await self._room.migrate(message["chat"]["id"], message["migrate_to_chat_id"])
        elif "migrate_from_chat_id" in message:
            await self._room.migrate(message["migrate_from_chat_id"], message["chat"]["id"])
        elif (ask := hearing.asked(update, self._room.username)) is not None and self.dispatch is not None:
            self._say(ask.chat_id, ask.thread_id, await self.dispatch.answer(ask))
        elif not message and self.application is not None:
            await self.application.process_update(Update.de_json(update, self.application.bot))

    async def _on_update(self, update: Update, _context: object) -> None:
        if update.my_chat_member is not None:
            await self._membership(update.my_chat_member)
        elif update.inline_query is not None:
            asked = update.inline_query
            post = await inline.answer(asked.id, asked.query, self._room)
            self._say(asked.from_user.id, 0, [Request(post)])

    def _say(self, chat_id: int, thread_id: int, answers: Sequence[Answer]) -> None:
        """Queue answers: a toast never waits for the chat's budget of messages; other chats get theirs."""
        toasts: list[Answer] = [answer for answer in answers if isinstance(answer, Toast)]
        here = [answer for answer in answers if not isinstance(answer, Toast | Elsewhere)]
        for said in (each for each in (toasts, here) if each):
            self._queue(Replies(chat_id, thread_id, said, self._sender))
        for answer in answers:
            if isinstance(answer, Elsewhere):
                failed = self._failing(answer, chat_id, thread_id) if answer.failed else None
                self._queue(Replies(answer.chat_id, answer.thread_id, answer.said, self._sender, failed))

    def _failing(self, answer: Elsewhere, chat_id: int, thread_id: int) -> Callable[[Outcome], None]:
        """Says here that something did not get through there."""

        def ended(outcome: Outcome) -> None:
            if not isinstance(outcome, Sent) and answer.failed is not None:
                self._say(chat_id, thread_id, [answer.failed])

        return ended

    async def happened(self, what: Happening) -> None:
        """Sending has taught something about a place: who subscribed it hears of it, once."""
        self._room.forget(what.chat_id)
        self._members.forget(what.chat_id)
        match what.what:
            case What.SUSPENDED:
                place = await self._members.place(what.chat_id)
                self._say(what.chat_id, 0, groups.suspended(what.owners, place.title if place else ""))
            case What.TOPIC_GONE:
                self._say(what.chat_id, 0, groups.topic_gone(what.owners, self._room.house.language))

    async def _membership(self, change: ChatMemberUpdated) -> None:
        """The bot was blocked, removed or silenced, let in again, or has just come."""
        chat, happened = change.chat, turn(change)
        self._members.forget(chat.id)
        match happened.what:
            case "silenced":
                owners = await self._room.database.read(places.owners, chat.id)
                await self._room.suspend(chat.id, happened.reason)
                self._say(chat.id, 0, groups.suspended(owners, chat.title or ""))
            case "restored":
                await self._room.resume(chat.id)
            case "arrived":
                await self._room.resume(chat.id)
                greeting = await groups.arrived(self._room, chat.id, chat.type, chat.title or "", change.from_user.id)
                self._say(chat.id, 0, greeting)
