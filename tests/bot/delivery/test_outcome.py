"""The table of answers: each row of docs/delivery.md, decided without any network."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from bot.delivery.answers import Answer, Lost, NotSent
from bot.delivery.outcome import LONGEST_BACKOFF, backoff, outcome
from bot.ledger import Again, Migrated, Outcome, Refused, Sent, Stopped, Unknown

SECOND = dt.timedelta(seconds=1)


def answer(status: int, description: str = "", retry_after: float | None = None, **parameters: object) -> Answer:
    body: dict[str, object] = {"ok": False, "error_code": status, "description": description}
    return Answer(status, body | ({"parameters": parameters} if parameters else {}), retry_after)


def accepted(result: object) -> Answer:
    return Answer(200, {"ok": True, "result": result})


def bad(text: str) -> Outcome:
    return outcome(answer(400, f"Bad Request: {text}"), 1)


def forbidden(text: str) -> Outcome:
    return outcome(answer(403, f"Forbidden: {text}"), 1)


def test_a_message_in_the_answer_is_sent() -> None:
    assert outcome(accepted({"message_id": 7}), 1) == Sent(7)
    assert outcome(accepted({"message_id": 7, "photo": [{"file_id": "small"}, {"file_id": "large"}]}), 1) == Sent(
        7, "large"
    )
    assert outcome(accepted(True), 1) == Sent(0), "an edit of an inline message"


@pytest.mark.parametrize(
    "call",
    [
        Answer(200, None),
        Answer(200, {"ok": True}),
        Answer(200, {"ok": True, "result": {"message_id": "seven"}}),
        Answer(200, {"ok": False}),
        Lost("the connection broke"),
        answer(500, "Internal Server Error: sent message was immediately deleted and can't be returned"),
        answer(500, "Internal Server Error"),
        Answer(502, None),
        answer(503, "Service Unavailable"),
        answer(504, "Gateway Timeout"),
    ],
)
def test_what_the_api_may_have_taken_is_unknown(call: Answer | Lost) -> None:
    assert isinstance(outcome(call, 1), Unknown)


@pytest.mark.parametrize(
    "text", ["Internal Server Error: restart", "restart", "Request aborted", "Internal Server Error: Request aborted"]
)
def test_a_server_that_restarts_has_taken_nothing(text: str) -> None:
    found = outcome(answer(500, text), 1)
    assert isinstance(found, Again)
    assert found.counts


def test_what_never_left_is_sent_again_later_and_later() -> None:
    waits = [ended.wait for attempt in range(1, 12) if isinstance(ended := outcome(NotSent("refused"), attempt), Again)]
    assert waits[:4] == [SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND]
    assert waits[-1] == LONGEST_BACKOFF * SECOND
    assert backoff(1, 0.5) == 1.5 * SECOND, "spread, so that a crowd does not come back at once"


@pytest.mark.parametrize("text", ["chat not found", "private chat not found", "chat_id is empty", "CHAT NOT FOUND"])
def test_a_chat_that_is_not_found_gets_a_strike(text: str) -> None:
    assert bad(text) == Refused(text.lower(), strike=True)


@pytest.mark.parametrize(
    "text",
    [
        "bot was blocked by the user",
        "user is deactivated",
        "bot can't initiate conversation with a user",
        "bot can't send messages to bots",
    ],
)
def test_a_person_who_is_gone_is_suspended_at_once(text: str) -> None:
    assert forbidden(text) == Refused(text, suspend=True)


@pytest.mark.parametrize(
    "text",
    [
        "bot was kicked from the group chat",
        "bot was kicked from the supergroup chat",
        "bot was kicked from the channel chat",
        "bot is not a member of the supergroup chat",
        "bot is not a member of the channel chat",
        "the group chat was deleted",
    ],
)
def test_a_group_that_put_us_out_is_suspended_and_its_subscriber_told(text: str) -> None:
    assert forbidden(text) == Refused(text, suspend=True)


@pytest.mark.parametrize(
    "text",
    [
        "not enough rights to send text messages to the chat",
        "have no rights to send a message",
        "CHAT_WRITE_FORBIDDEN",
        "CHAT_RESTRICTED",
        "CHAT_SEND_PLAIN_FORBIDDEN",
        "CHAT_SEND_PHOTOS_FORBIDDEN",
        "CHAT_ADMIN_REQUIRED",
        "CHANNEL_PRIVATE",
        "CHANNEL_INVALID",
    ],
)
def test_a_chat_without_rights_is_suspended_and_its_subscriber_told(text: str) -> None:
    assert bad(text) == Refused(text.lower(), suspend=True)


def test_an_id_that_stands_for_nobody_is_suspended() -> None:
    assert bad("PEER_ID_INVALID") == Refused("peer_id_invalid", suspend=True)


def test_a_reader_who_charges_for_messages_is_never_paid() -> None:
    assert bad("ALLOW_PAYMENT_REQUIRED_5") == Refused("the reader charges for messages", suspend=True)


def test_a_migrated_group_is_told_by_its_parameter_whatever_the_text() -> None:
    assert outcome(answer(400, "Bad Request: anything", migrate_to_chat_id=-1007), 1) == Migrated(-1007)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ('can\'t parse entities: Unsupported start tag "x" at byte offset 0', "plain"),
        ("TOPIC_CLOSED", "without thread"),
        ("TOPIC_DELETED", "without thread"),
        ("message thread not found", "without thread"),
        ("replied message not found", "without reply"),
        ("message to be replied not found", "without reply"),
        ("Wrong HTTP URL specified", "without picture"),
        ("Failed to get HTTP URL content", "without picture"),
        ("Wrong type of the web page content", "without picture"),
        ("message to edit not found", "new message"),
        ("message can't be edited", "new message"),
        ("there is no text in the message to edit", "as caption"),
        ("there is no caption in the message to edit", "as text"),
    ],
)
def test_what_can_be_mended_is_sent_once_more_in_another_way(text: str, mend: str) -> None:
    found = bad(text)
    assert isinstance(found, Again)
    assert (found.mend, found.wait) == (mend, 0 * SECOND)


@pytest.mark.parametrize(
    "text",
    [
        "message is too long",
        "message caption is too long",
        "MEDIA_CAPTION_TOO_LONG",
        "message text is empty",
        "BUTTON_DATA_INVALID",
        "reply markup is too long",
        "something nobody has seen before",
    ],
)
def test_a_bug_of_ours_and_what_nobody_knows_are_refused_with_their_text_and_raise_an_alarm(text: str) -> None:
    assert bad(text) == Refused(text.lower(), alarm=True)


def test_an_unknown_forbidden_is_no_block() -> None:
    assert forbidden("something new") == Refused("something new", alarm=True)


def test_an_edit_that_changes_nothing_is_a_success() -> None:
    text = "message is not modified: specified new message content and reply markup are exactly the same"
    assert bad(text) == Sent(0)


def test_a_button_pressed_too_long_ago_is_nobodys_fault() -> None:
    text = "query is too old and response timeout expired or query ID is invalid"
    assert bad(text) == Refused(text.lower())


@pytest.mark.parametrize(
    "call",
    [
        answer(401, "Unauthorized"),
        answer(404, "Not Found"),
        answer(421, "Misdirected Request"),
        answer(400, "Bad Request: Logged out"),
        answer(400, "Bad Request: the bot has already been closed"),
    ],
)
def test_a_refused_token_stops_everything(call: Answer) -> None:
    assert isinstance(outcome(call, 1), Stopped)


def test_a_request_too_large_is_a_bug_of_ours() -> None:
    assert outcome(answer(413, "Request Entity Too Large"), 1) == Refused("request entity too large", alarm=True)


def test_a_flood_wait_is_no_attempt_and_waits_as_long_as_it_says() -> None:
    found = outcome(answer(429, "Too Many Requests: retry after 7", retry_after=7), 5)
    assert isinstance(found, Again)
    assert (found.flood, found.counts) == (True, False)
    stated = answer(429, "Too Many Requests: retry after 7")
    body = {**(stated.body or {}), "parameters": {"retry_after": 7}}
    for call, seconds in (
        (Answer(429, body), 7),
        (Answer(429, {"ok": False}, retry_after=3.0), 3),
        (Answer(429, None), 30),
        (Answer(429, {"ok": False, "parameters": {"retry_after": -5}}), 0),
    ):
        waited = outcome(call, 1)
        assert isinstance(waited, Again)
        assert waited.wait == seconds * SECOND


@pytest.mark.parametrize(
    "body", [None, {}, {"description": 5}, {"description": ""}, {"parameters": []}, {"parameters": "x"}]
)
def test_a_refusal_without_sense_is_still_refused_with_an_alarm(body: dict[str, object] | None) -> None:
    found = outcome(Answer(400, body), 1)
    assert isinstance(found, Refused)
    assert found.alarm
    assert json.dumps(found.reason)
