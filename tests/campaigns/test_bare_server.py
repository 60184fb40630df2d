"""The counting server, over HTTP as a bot would meet it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from campaigns.process import Server


def call(server: Server, method: str, **asked: Any) -> Any:
    request = urllib.request.Request(f"{server.url}/bot12:abc/{method}", json.dumps(asked).encode())  # noqa: S310 - loopback
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
        return json.load(answer)["result"]


def test_every_message_is_counted_for_its_chat(counting: Server) -> None:
    for chat in (1, 2, 2, 5):
        assert call(counting, "sendMessage", chat_id=chat, text="早")["chat"]["id"] == chat
    assert counting.get("counts?first=1&count=3") == {"accepted": 4, "once": 1, "missed": 1, "doubled": 1}
    counting.post("reset")
    assert counting.get("counts?first=1&count=3") == {"accepted": 0, "once": 0, "missed": 3, "doubled": 0}


def test_a_bot_introduces_itself_and_sets_what_it_likes(counting: Server) -> None:
    assert call(counting, "getMe")["id"] == 12
    assert call(counting, "setMyCommands", commands=[]) is True
    assert call(counting, "getWebhookInfo")["url"] == ""
    assert counting.get("counts")["accepted"] == 0


def test_a_long_poll_waits_for_what_people_say_and_the_answer_is_timed(counting: Server) -> None:
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(call, counting, "getUpdates", timeout=20)
        counting.post("commands", first_chat=900, count=1, text="/help me")
        update = waiting.result(timeout=25)[0]
    assert update["message"]["text"] == "/help me"
    assert update["message"]["entities"][0]["length"] == len("/help")
    call(counting, "sendMessage", chat_id=update["message"]["chat"]["id"], text="答")
    answers = counting.get("answers")
    assert (answers["answered"], answers["waiting"]) == (1, 0)
    assert answers["p95_ms"] > 0
    assert counting.get("counts")["accepted"] == 0, "an answer is no part of a fan-out"


def test_confirmed_updates_do_not_come_again(counting: Server) -> None:
    counting.post("commands", first_chat=900, count=2, text="/help")
    first = call(counting, "getUpdates", timeout=5)
    assert call(counting, "getUpdates", offset=first[-1]["update_id"] + 1, timeout=0) == []


def test_an_unknown_control_is_refused(counting: Server) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        counting.get("nothing")
    refused.value.close()
