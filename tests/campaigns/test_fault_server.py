"""The server of faults: what a client sees of each fault, and whether the ledger has the message."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from campaigns.process import Server

BODY = json.dumps({"chat_id": 7, "text": "早"})


def send(server: Server, body: str = BODY) -> tuple[int, Any]:
    """Status and JSON of one sendMessage; what goes wrong is raised as http.client does."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    try:
        connection.request("POST", "/bot1:a/sendMessage", body.encode(), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def accepted(server: Server) -> list[Any]:
    return list(server.get("ledger"))


def test_without_a_plan_everything_is_accepted(faulty: Server) -> None:
    status, answer = send(faulty)
    assert status == 200
    chat, message_id, at, answered, text = accepted(faulty)[0]
    assert (chat, message_id, answered, text) == (7, answer["result"]["message_id"], "ok", "早")
    assert at > 0


@pytest.mark.parametrize(
    ("fault", "seen", "count"),
    [
        ("reset_before", (ConnectionResetError, http.client.RemoteDisconnected), 0),
        ("reset_after", (ConnectionResetError, http.client.RemoteDisconnected), 1),
        ("truncated", (http.client.IncompleteRead,), 1),
        ("garbled", (json.JSONDecodeError,), 1),
    ],
)
def test_a_broken_answer_says_nothing_of_what_was_accepted(
    faulty: Server, fault: str, seen: tuple[type[Exception], ...], count: int
) -> None:
    faulty.post("plan", odds={fault: 1.0})
    with pytest.raises(seen):
        send(faulty)
    assert len(accepted(faulty)) == count


@pytest.mark.parametrize(
    ("fault", "status", "count"),
    [("deleted", 500, 1), ("restart", 500, 0), ("unavailable", 503, 0), ("too_many_bare", 429, 0), ("delayed", 200, 1)],
)
def test_an_error_answer_carries_its_code(faulty: Server, fault: str, status: int, count: int) -> None:
    faulty.post("plan", odds={fault: 1.0}, delay=0.01)
    assert send(faulty)[0] == status
    assert len(accepted(faulty)) == count


def test_a_flood_wait_for_one_chat_leaves_the_others_alone(faulty: Server) -> None:
    faulty.post("plan", chat_gap=1000.0, wait=30)
    assert send(faulty)[0] == 200
    status, answer = send(faulty)
    assert (status, answer["parameters"]["retry_after"]) == (429, 30)
    assert send(faulty, json.dumps({"chat_id": 8, "text": "早"}))[0] == 200


def test_a_flood_wait_for_the_bot_holds_every_chat(faulty: Server) -> None:
    faulty.post("plan", odds={"bot_wait": 1.0}, wait=30)
    assert [send(faulty, json.dumps({"chat_id": chat, "text": "早"}))[0] for chat in (1, 2)] == [429, 429]
    assert faulty.get("counts")["waits"] == 2


def test_a_dead_token_is_refused_for_every_method(faulty: Server) -> None:
    faulty.post("plan", bot_answer="unauthorized")
    assert send(faulty) == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    assert accepted(faulty) == []


def test_a_migrated_group_says_where_it_went(faulty: Server) -> None:
    faulty.post("plan", migrated=1.0)
    status, answer = send(faulty, json.dumps({"chat_id": -7, "text": "早"}))
    assert status == 400
    moved = answer["parameters"]["migrate_to_chat_id"]
    assert send(faulty, json.dumps({"chat_id": moved, "text": "早"}))[0] == 200


def test_the_ledger_can_be_asked_for_one_text(faulty: Server) -> None:
    for text in ("eins", "zwei"):
        send(faulty, json.dumps({"chat_id": 7, "text": text}))
    assert [one[4] for one in faulty.get("ledger?text=zwei")] == ["zwei"]
