"""Gets one message to one chat, as text or with its picture: drawn once, uploaded once, sent by file id after that."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

import structlog

from bot.delivery import encode
from bot.delivery.alarm import Alarm, Trouble
from bot.delivery.outcome import outcome
from bot.errors import ChenbaoError
from bot.ledger import Sent
from bot.store import variants

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.delivery.address import Target
    from bot.delivery.answers import Call, Post
    from bot.store.database import Database
    from messages.message import Card, Message

log = structlog.get_logger(__name__)

KEPT_VARIANTS = 512


class Sender:
    """Keeps the encoded variants of late; the one place that knows whether a picture is uploaded yet."""

    def __init__(
        self, database: Database, draw: Callable[[Card], bytes], post: Callable[[Post], Awaitable[Call]]
    ) -> None:
        self._database = database
        self._draw = draw
        self.post = post
        self._variants: OrderedDict[int, encode.Variant] = OrderedDict()
        self._uploads: dict[int, asyncio.Lock] = {}
        self._undrawn: set[int] = set()
        self._unparsable: set[int] = set()
        self.alarm: Callable[[Alarm], None] = lambda _alarm: None

    async def variant(self, message: Message) -> encode.Variant:
        """`message` encoded, with its row in the store."""
        found = self._variants.get(id(message))  # by identity: to hash a whole message costs more than to send it
        if found is None:
            key, file_id = await self._database.write(variants.keep, message)
            found = encode.variant(key, message, file_id)
            self._keep(found)
        return found

    async def send(self, found: encode.Variant, to: Target) -> Call:
        """Send a variant; a photo the API does not hold yet is drawn and uploaded by the first, the rest wait."""
        if self.is_plain(found):
            return await self.post(to.post(encode.bare(found)))
        if found.id in self._undrawn:
            return await self.send_text(found, to)
        if not found.photo or found.file_id is not None:
            return await self.post(to.post(found))
        async with self._uploads.setdefault(found.id, asyncio.Lock()):
            known = self._variants.get(id(found.message), found)
            if found.id in self._undrawn:
                return await self.send_text(found, to)
            if known.file_id is not None:
                return await self.post(to.post(known))
            return await self._upload(found, to)

    async def send_text(self, found: encode.Variant, to: Target) -> Call:
        """Send a photo variant's words alone."""
        return await self.post(to.words(found))

    def without_picture(self, found: encode.Variant, reason: str) -> None:
        """From now on this variant goes out as text; operators hear why."""
        self._undrawn.add(found.id)
        self.alarm(Alarm(Trouble.PICTURE, reason))

    def without_markup(self, found: encode.Variant, reason: str) -> None:
        """From now on this variant goes out as plain text, as the API cannot parse it; operators hear why."""
        self._unparsable.add(found.id)
        self.alarm(Alarm(Trouble.REFUSED, reason))

    def is_plain(self, found: encode.Variant) -> bool:
        """Whether a variant goes out without its markup."""
        return found.id in self._unparsable

    async def _upload(self, found: encode.Variant, to: Target) -> Call:
        assert found.message.card is not None  # noqa: S101 - only photo variants come here
        try:
            png = await asyncio.to_thread(self._draw, found.message.card)
        except Exception as error:  # a picture must never cost the text
            log.exception("the picture could not be drawn; the text goes out", error=str(error))
            self.without_picture(found, str(error) or repr(error))
            return await self.send_text(found, to)
        call = await self.post(to.upload(found.message, png))
        ended = outcome(call, 1)
        if isinstance(ended, Sent) and ended.file_id:
            self._keep(encode.variant(found.id, found.message, ended.file_id))
            await self._remember_file(found.id, ended.file_id)
        return call

    async def _remember_file(self, key: int, file_id: str) -> None:
        """Store the file's name, if the disk takes it: the message is there already, whatever becomes of this."""
        try:
            await self._database.write(variants.set_file, key, file_id)
        except ChenbaoError as error:
            log.warning("a picture's file is not remembered; after a restart it is uploaded anew", reason=str(error))

    def _keep(self, found: encode.Variant) -> None:
        self._variants[id(found.message)] = found  # which keeps the message alive, and its identity its own
        if len(self._variants) > KEPT_VARIANTS:
            self._variants.popitem(last=False)
