"""Keyboards under messages: read and checked as Telegram does. Knows no message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.refusal import bad_request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.playground.params import Parameters
    from bot.playground.wire import Json

BUTTONS = 100
DATA_BYTES = 64
COPY_LENGTH = 256
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")
URLS = ("http://", "https://", "tg://")


def reply_markup(params: Parameters) -> Json | None:
    """The keyboard a call asks for, checked; None when there is none."""
    markup = params.structure("reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    kind = next((each for each in KINDS if markup.get(each)), None)
    if kind == "inline_keyboard":
        return inline_keyboard(markup)
    if kind == "keyboard":
        return reply_keyboard(markup)
    return markup if kind else None


def rows(markup: Json, key: str) -> list[list[Any]]:
    value = markup[key]
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request(f'can\'t parse reply keyboard markup JSON object: field "{key}" must be of type Array')
    if sum(len(row) for row in value) > BUTTONS:
        raise bad_request("reply markup is too long")
    return value


def inline_keyboard(markup: Json) -> Json | None:
    """Rows of checked buttons; empty rows are dropped, and an empty keyboard is none."""
    lines = [[inline_button(each) for each in row] for row in rows(markup, "inline_keyboard") if row]
    return {"inline_keyboard": lines} if lines else None


def inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not str(button.get("text") or "").strip():
        raise bad_request('can\'t parse inline keyboard button: field "text" must be non-empty')
    action = next((each for each in ACTIONS if button.get(each) is not None), None)
    if action is None:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    check_action(button, action)
    return {key: value for key, value in button.items() if value is not None}


def check_action(button: Json, action: str) -> None:
    value = button[action]
    if action == "callback_data" and not 1 <= len(str(value).encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url":
        check_url(button, str(value))
    if action == "copy_text" and not (isinstance(value, dict) and 1 <= len(str(value.get("text"))) <= COPY_LENGTH):
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def check_url(button: Json, url: str) -> None:
    """An address as Telegram takes it: http(s), tg, or a bare host."""
    bare = "://" not in url and "." in url
    if not (url.lower().startswith(URLS) or bare) or any(each.isspace() for each in url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if url.lower().startswith(("http://", "https://")) and "." not in url and "localhost" not in url:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if bare:
        button["url"] = f"http://{url}"


def reply_keyboard(markup: Json) -> Json:
    lines = [[keyboard_button(each) for each in row] for row in rows(markup, "keyboard") if row]
    return {**markup, "keyboard": lines}


def keyboard_button(button: Any) -> Json:
    shaped = {"text": button} if isinstance(button, str) else button
    if not isinstance(shaped, dict) or not str(shaped.get("text") or "").strip():
        raise bad_request("can't parse keyboard button: Text must be non-empty")
    return shaped


def buttons(markup: Json | None) -> Iterator[tuple[int, int, Json]]:
    """Row, column and button of an inline keyboard or a reply keyboard."""
    lines = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    for row, line in enumerate(lines):
        for column, button in enumerate(line):
            yield row, column, button
