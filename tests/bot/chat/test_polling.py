"""The polling loop's ends and pauses, with the API played by a function."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, cast

import pytest

from bot.chat import polling
from bot.chat.polling import Polling
from bot.delivery.alarm import Trouble
from bot.delivery.answers import Answer, Call

if TYPE_CHECKING:
    from bot.chat.lanes import Lanes
    from bot.chat.transport import Transport
    from bot.delivery.alarm import Alarm


class Api:
    """Says the same to every poll."""

    def __init__(self, status: int, text: str) -> None:
        self._answer = Answer(status, {"ok": False, "description": text})
        self.polls = 0

    async def call(self, _method: str, **_parameters: Any) -> Call:
        self.polls += 1
        await asyncio.sleep(0)
        return self._answer


async def ended(status: int, text: str) -> tuple[str, list[Alarm], Api]:
    """Why polling gave up, if it did within some turns of the loop, and what operators heard."""
    api, alarms = Api(status, text), list["Alarm"]()
    refused: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    loop = Polling(cast("Transport", api), cast("Lanes", None), 1, refused, alarm=alarms.append)
    task = asyncio.create_task(loop.run())
    for _ in range(50):
        await asyncio.sleep(0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return (refused.result() if refused.done() else ""), alarms, api


@pytest.mark.parametrize("status", [401, 404])
async def test_a_refused_token_ends_the_bot(status: int) -> None:
    why, _, _ = await ended(status, "Unauthorized")
    assert "refuses the token" in why


async def test_a_webhook_that_is_set_is_a_wrong_setting_and_says_the_remedy() -> None:
    text = (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    why, _, _ = await ended(409, text)
    assert 'telegram.mode = "webhook"' in why


async def test_a_second_program_makes_polling_wait_a_minute_and_operators_hear_of_it() -> None:
    text = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    why, alarms, api = await ended(409, text)
    assert why == ""
    assert [alarm.trouble for alarm in alarms] == [Trouble.CONFLICT]
    assert api.polls == 1
    assert polling.CONFLICT_SECONDS == 60.0
