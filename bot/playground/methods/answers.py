"""Answers to taps and inline queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.keyboards import inline_keyboard
from bot.playground.markup.formatted import formatted
from bot.playground.params import Parameters
from bot.playground.refusal import TOO_OLD, bad_request

if TYPE_CHECKING:
    from bot.playground.methods.ask import Ask
    from bot.playground.queries import Query
    from bot.playground.wire import Json

TOAST_LENGTH = 200
RESULTS = 50
RESULT_ID_BYTES = 64
CONTENTS = ("message_text", "latitude", "phone_number", "title")


def asked_query(ask: Ask, name: str) -> Query:
    query = ask.world.queries.get(ask.params.text(name))
    if query is None or query.bot_id != ask.bot.id or query.too_old(ask.world.now()):
        raise bad_request(TOO_OLD)
    return query


def answer_callback_query(ask: Ask) -> bool:
    query = asked_query(ask, "callback_query_id")
    text = ask.params.text("text")
    if len(text) > TOAST_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": text, "show_alert": ask.params.flag("show_alert"), "url": ask.params.text("url") or None}
    query.reply(answer)
    about = {"chat_id": query.chat_id, "message_id": query.message_id, "user_id": query.user_id}
    ask.world.events.publish("answer", {**about, "callback_query_id": query.id, **answer})
    return True


def answer_inline_query(ask: Ask) -> bool:
    query = asked_query(ask, "inline_query_id")
    given = ask.params.structure("results")
    if not isinstance(given, list):
        raise bad_request("can't parse inline query results JSON object")
    if len(given) > RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    results = [inline_result(each) for each in given]
    if len({each["id"] for each in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    answer = {
        "results": results,
        "next_offset": ask.params.text("next_offset"),
        "cache_time": ask.params.integer("cache_time", 300),
        "button": ask.params.structure("button"),
    }
    query.reply(answer)
    ask.world.events.publish("inline", {"user_id": query.user_id, "inline_query_id": query.id, **answer})
    return True


def inline_result(given: Any) -> Json:
    """One checked InlineQueryResult, with its message's text already parsed."""
    if not isinstance(given, dict) or not isinstance(given.get("type"), str):
        raise bad_request("can't parse inline query result: expected an Object with a type")
    if not 1 <= len(str(given.get("id", "")).encode()) <= RESULT_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if given["type"] == "article" and not given.get("title"):
        raise bad_request("can't parse inline query result: title must be non-empty")
    content = given.get("input_message_content")
    if content is None and given["type"] == "article":
        raise bad_request("can't parse inline query result: input message content is not specified")
    markup = given.get("reply_markup")
    checked = {"reply_markup": inline_keyboard(markup)} if isinstance(markup, dict) and markup else {}
    return {**given, "id": str(given["id"]), "message": message_content(content), **checked}


def message_content(content: Any) -> Json:
    """What a chosen result says, as fields of a Message."""
    if content is None:
        return {}
    if not isinstance(content, dict) or not any(key in content for key in CONTENTS):
        raise bad_request("can't parse inline query result: unsupported input message content")
    if "message_text" not in content:
        kind = "contact" if "phone_number" in content else "location"
        return {kind: content}
    text, entities = formatted(Parameters({**content, "text": content["message_text"]}), "text")
    if not text:
        raise bad_request("message text is empty")
    return {"text": text, **({"entities": entities} if entities else {})}


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
