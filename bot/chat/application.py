"""python-telegram-bot's side of the chat: updates become asks, and the answers go to the sending loop."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import structlog
from telegram import Message as TelegramMessage
from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError
from telegram.ext import Application, TypeHandler

from bot.chat import words
from bot.chat.ask import Ask
from bot.chat.bot_request import TransportRequest
from bot.chat.replies import Replies

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram import ChatMemberUpdated

    from bot.chat.dispatch import Dispatch
    from bot.chat.newsroom import Newsroom
    from bot.chat.transport import Transport
    from bot.delivery.sender import Sender
    from bot.subscription import ChatKind

log = structlog.get_logger(__name__)

MEMBER_SECONDS = 60.0
GONE = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


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

    def __init__(self, *, room: Newsroom, sender: Sender, queue: Callable[[Replies], None]) -> None:
        self._room = room
        self._sender = sender
        self._queue = queue
        self._members: dict[tuple[int, int], tuple[float, bool]] = {}
        self.application: Application[Any, Any, Any, Any, Any, Any] | None = None
        self.dispatch: Dispatch | None = None

    def attach(self, application: Application[Any, Any, Any, Any, Any, Any], dispatch: Dispatch) -> None:
        """Let `application` hand every update to this desk."""
        self.application = application
        self.dispatch = dispatch
        application.add_handler(TypeHandler(Update, self._on_update))

    async def _on_update(self, update: Update, _context: object) -> None:
        if update.my_chat_member is not None:
            await self._membership(update.my_chat_member)
        elif update.message is not None and update.message.migrate_to_chat_id is not None:
            await self._room.migrate(update.message.chat.id, update.message.migrate_to_chat_id)
        elif (ask := asked(update, self._room.username)) is not None and self.dispatch is not None:
            answers = await self.dispatch.answer(ask)
            if answers:
                self._queue(Replies(ask.chat_id, ask.thread_id, answers, self._sender))

    async def _membership(self, change: ChatMemberUpdated) -> None:
        """The bot was blocked, removed, or let in again."""
        if change.new_chat_member.status in GONE:
            blocked = change.chat.type == ChatType.PRIVATE
            reason = "bot was blocked by the user" if blocked else "bot was removed from the chat"
            await self._room.suspend(change.chat.id, reason)
        elif change.old_chat_member.status in GONE:
            await self._room.resume(change.chat.id)

    async def may_change(self, chat_id: int, user_id: int) -> bool:
        """Whether a person administers a chat, asked afresh at least every minute."""
        if chat_id == user_id:
            return True
        known = self._members.get((chat_id, user_id))
        if known is None or time.monotonic() - known[0] > MEMBER_SECONDS:
            if len(self._members) > 10_000:  # noqa: PLR2004 - bounded
                self._members.clear()
            known = (time.monotonic(), await self._administers(chat_id, user_id))
            self._members[chat_id, user_id] = known
        return known[1]

    async def _administers(self, chat_id: int, user_id: int) -> bool:
        assert self.application is not None  # noqa: S101 - attached by the composition root
        try:
            member = await self.application.bot.get_chat_member(chat_id, user_id)
        except TelegramError as error:
            log.warning("cannot ask who administers a chat", chat_id=chat_id, reason=str(error))
            return False
        return member.status in {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}


def asked(update: Update, username: str) -> Ask | None:
    """An update as an ask; None for edits, channel posts and whatever else is not for us."""
    if update.callback_query is not None:
        return _pressed(update)
    if update.message is not None:
        return _said(update.message, username)
    return None


def _said(message: TelegramMessage, username: str) -> Ask | None:
    if message.forward_origin is not None and message.text and message.text.startswith("/"):
        return None  # a forwarded command was meant for somebody else
    text = message.text or ""
    kind: ChatKind = message.chat.type  # type: ignore[assignment]
    anonymous = message.sender_chat is not None and message.sender_chat.id == message.chat.id
    replied = message.reply_to_message
    to_bot = bool(username) and (
        f"@{username}".lower() in text.lower()
        or (replied is not None and replied.from_user is not None and replied.from_user.username == username)
    )
    person = message.from_user
    return Ask(
        chat_id=message.chat.id,
        kind=kind,
        thread_id=(message.message_thread_id or 0) if message.is_topic_message else 0,
        user_id=None if anonymous or person is None else person.id,
        language_code=(person.language_code or "") if person else "",
        text=text.replace(f"@{username}", "").strip() if username and not text.startswith("/") else text,
        message_id=message.message_id,
        to_bot=to_bot,
        anonymous=anonymous,
        first_name=person.first_name if person else "",
    )


def _pressed(update: Update) -> Ask | None:
    query = update.callback_query
    if query is None or query.message is None or query.data is None:
        return None
    message = query.message
    accessible = message if isinstance(message, TelegramMessage) else None
    in_topic = accessible is not None and accessible.is_topic_message
    kind: ChatKind = message.chat.type  # type: ignore[assignment]
    return Ask(
        chat_id=message.chat.id,
        kind=kind,
        thread_id=(accessible.message_thread_id or 0) if accessible is not None and in_topic else 0,
        user_id=query.from_user.id,
        language_code=query.from_user.language_code or "",
        message_id=message.message_id if accessible is not None else None,
        photo=bool(accessible and accessible.photo),
        press_id=query.id,
        data=query.data,
        first_name=query.from_user.first_name,
    )


async def publish_menus(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Set the command menus for private chats and groups, Chinese by default and in English."""
    from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats  # noqa: PLC0415

    listed = [command for command in words.COMMANDS if command.menu]
    for scope in (BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()):
        for code, texts in (("", [c.zh for c in listed]), ("en", [c.en for c in listed])):
            commands = [BotCommand(command.name, text) for command, text in zip(listed, texts, strict=True)]
            try:
                await application.bot.set_my_commands(commands, scope=scope, language_code=code or None)
            except TelegramError as error:
                log.warning("the command menu could not be set", reason=str(error))
                return
