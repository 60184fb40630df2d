"""python-telegram-bot's door to the API, opened onto our transport: the library has no client of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest

from bot.delivery.answers import Answer, NotSent, Post
from bot.delivery.encode import multipart

if TYPE_CHECKING:
    from telegram.request import RequestData

    from bot.chat.transport import Transport


class TransportRequest(BaseRequest):
    """Sends the library's other methods (getMe, setMyCommands, getChatMember, …) through the transport."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """The composition root opens the transport."""

    async def shutdown(self) -> None:
        """The composition root closes the transport."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the Bot API takes POST for everything
        request_data: RequestData | None = None,
        read_timeout: Any = None,  # noqa: ARG002 - the transport has its own
        write_timeout: Any = None,  # noqa: ARG002
        connect_timeout: Any = None,  # noqa: ARG002
        pool_timeout: Any = None,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """One call; the library reads the body itself."""
        call = await self._transport.post(_post(url.rpartition("/")[2], request_data), raw=True)
        if isinstance(call, Answer):
            return call.status, call.raw
        raise (NetworkError if isinstance(call, NotSent) else TimedOut)(call.reason)


def _post(method: str, data: RequestData | None) -> Post:
    if data is not None and data.multipart_data:
        name, (file_name, content, kind) = next(iter(data.multipart_data.items()))
        body = content if isinstance(content, bytes) else content.read()
        return multipart(method, data.json_parameters, (name, file_name, kind, body))
    return Post(method, data.json_payload if data is not None else b"{}")
