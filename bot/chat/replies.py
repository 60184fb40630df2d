"""What a handler says, and the queue entry that sends it: handlers return these values and never send themselves."""

from __future__ import annotations

import dataclasses
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.delivery import encode
from bot.delivery.address import Address
from bot.delivery.alarm import Alarm, Trouble
from bot.delivery.answers import Post
from bot.delivery.outcome import outcome
from bot.errors import ChenbaoError
from bot.ledger import Again, Migrated, Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.chat.keyboards import Keyboard
    from bot.delivery.answers import Call
    from bot.delivery.sender import Sender
    from bot.ledger import Outcome
    from messages.message import Message

log = structlog.get_logger(__name__)

MOST_WAITS = 5


@dataclass(frozen=True, slots=True)
class Say:
    """A new message; with a keyboard of the typing field instead of buttons where one is given."""

    message: Message
    reply_to: int | None = None
    keyboard: Keyboard | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Another text and keyboard for a message that is there; a fresh one where that is no longer possible."""

    message: Message
    message_id: int
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Toast:
    """The short word that ends a button's spinner."""

    press_id: str
    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class React:
    """An emoji under a person's message."""

    message_id: int
    emoji: str = "👍"


@dataclass(frozen=True, slots=True)
class Request:
    """Any other method with its parameters, such as a file or the answer to an inline query."""

    post: Post


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something said to another chat than the one that asked."""

    chat_id: int
    said: tuple[Say, ...]
    thread_id: int = 0
    failed: Say | None = None  # what is said here when that did not get through


Answer = Say | Change | Toast | React | Request | Elsewhere


class Replies:
    """Everything one update is answered with, sent in order to one chat."""

    def __init__(
        self,
        chat_id: int,
        thread_id: int,
        answers: Sequence[Answer],
        sender: Sender,
        ended: Callable[[Outcome], None] | None = None,
    ) -> None:
        self.chat_id = chat_id
        self._ended = ended
        self._thread_id = thread_id
        self._left = deque(answers)
        self._sender = sender
        self._waits = 0

    @property
    def messages(self) -> int:
        return sum(isinstance(answer, Say | Change) for answer in self._left)

    @property
    def done(self) -> bool:
        return not self._left

    async def send(self) -> Outcome:
        """Send them; what a flood wait refuses stays for the next time. How the last one ended."""
        ended: Outcome = Sent(0)
        while self._left:
            answer = self._left[0]
            ended = outcome(await self._one(answer), 1)
            if (mended := self._mended(answer, ended)) is not None:
                ended = outcome(await self._say(mended), 1)
            if self._must_wait(answer, ended):
                return ended
            self._left.popleft()
            if not isinstance(ended, Sent) and not isinstance(answer, Toast | React | Request):
                log.warning("an answer did not get through", chat_id=self.chat_id, reason=getattr(ended, "reason", ""))
        if self._ended is not None:
            self._ended(ended)
        return ended

    def _must_wait(self, answer: Answer, ended: Outcome) -> bool:
        """Whether an answer was certainly not taken and is worth another try; a button's spinner is not."""
        if not isinstance(ended, Again) or not isinstance(answer, Say | Change) or self._waits >= MOST_WAITS:
            return False
        self._waits += 1
        return True

    def _mended(self, answer: Answer, ended: Outcome) -> Say | None:  # noqa: PLR0911 - one line a way
        """The answer once more in the way that may pass: the group has moved, its topic or the question is gone."""
        if isinstance(answer, Change) and isinstance(ended, Again) and ended.mend == "new message":
            return Say(answer.message)
        if not isinstance(answer, Say):
            return None
        if isinstance(ended, Migrated):
            self.chat_id = ended.chat_id
            return dataclasses.replace(answer, reply_to=None)
        match ended:
            case Again(mend="plain", reason=reason):
                self._sender.alarm(Alarm(Trouble.REFUSED, reason))
                return dataclasses.replace(answer, message=encode.plain(answer.message))
            case Again(mend="without thread"):
                self._thread_id = 0
                return answer
            case Again(mend="without reply"):
                return dataclasses.replace(answer, reply_to=None)
        return None

    async def _one(self, answer: Answer) -> Call:
        match answer:
            case Say():
                return await self._say(answer)
            case Elsewhere():
                raise TypeError("what is said elsewhere is queued for its own chat")
            case Change():
                return await self._sender.post(
                    encode.edited(answer.message, self.chat_id, answer.message_id, caption=answer.photo)
                )
            case Toast():
                shown = {"text": answer.text, "show_alert": answer.alert or None} if answer.text else {}
                return await self._call("answerCallbackQuery", callback_query_id=answer.press_id, **shown)
            case React():
                reaction = [{"type": "emoji", "emoji": answer.emoji}]
                return await self._call(
                    "setMessageReaction", chat_id=self.chat_id, message_id=answer.message_id, reaction=reaction
                )
            case Request():
                return await self._sender.post(answer.post)

    async def _say(self, say: Say) -> Call:
        to = Address(self.chat_id, self._thread_id, reply_to=say.reply_to)
        if say.keyboard is not None:
            shared = {**encode.fields(say.message), "reply_markup": say.keyboard.markup()}
            return await self._sender.post(to.post(encode.Variant(0, say.message, encode.head(shared))))
        if say.message.card is None:
            return await self._sender.post(to.post(encode.variant(0, say.message)))
        return await self._sender.send(await self._pictured(say.message), to)

    async def _pictured(self, message: Message) -> encode.Variant:
        """A message with its picture, stored if the disk takes it: a person is answered all the same."""
        try:
            return await self._sender.variant(message)
        except ChenbaoError as error:
            log.warning("a picture is sent without being stored", reason=str(error))
            return encode.variant(0, message)

    async def _call(self, method: str, **parameters: object) -> Call:
        given = {name: value for name, value in parameters.items() if value is not None}
        return await self._sender.post(Post(method, encode.compact(given)))
