"""Forged buttons, payloads and texts: a kind answer or silence, never a fault, never another chat's data."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.chat import screens
from bot.chat.replies import Change, Elsewhere, Say, Toast
from bot.store.roster import put_reader
from bot.store.schema import subscriptions
from bot.subscription import Slot, Subscription
from messages import buttons
from tests.bot.chat.asking import ADMIN, CHANNEL, FORUM, GROUP, NAME, OPERATOR, READER, counter, message, press, put

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.chat.replies import Answer

SECRET = "只有别人才关注的词"
VICTIM = 999
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = (
    *("on", "off", "ask", "pick", "undo", "yes", "no", "new", "add", "open", "at", "lang", "form", "anon", "named"),
    *("0700", "2460", "-1", "999", str(CHANNEL), str(VICTIM), "20230309", "20231399", "0", "1", "99999999999999999"),
    *("today", "sub", "hold", "delete", "export", "move", "start", "zhCN", "en", "t", "x" * 24, "a-b_c", "send"),
)
TEXTS = (
    *(
        "'\";--\0",
        "{0.__class__}",
        "%s%n",
        "<b>",
        "</b><a href='tg://user?id=1'>",
        "&lt;",
        "\u202e天气",
        "\ud83d" + "\ude00",
    ),
    *(
        "/start " + "a" * 500,
        "/start a99999999-9",
        "/start a20230309-999",
        "/start t9999",
        "/start sub extra",
        "/start -",
    ),
    *(
        "天气" * 2048,
        "找" + "物" * 4000,
        "订阅 25:99",
        "时间 " + "7" * 4000,
        "意见 " + "😀" * 2000,
        "/move " + "A" * 4000,
    ),
    *("头条 999999999999", "头条 -1", "/search " + "%_" * 100, "一" * 4096, "\n" * 4096, "/" * 4096, "@" * 300, "　"),
    *("/lang " + "x" * 4000, "/time " + "九" * 4000, "下周" * 1000, "31日", "0日", "99月99日", "/today 0000-00-00"),
)


def made(dice: random.Random) -> str:
    """Data somebody might forge: ours with other parts, or noise."""
    if dice.random() < 0.2:
        return "".join(
            chr(dice.choice((dice.randrange(32, 127), dice.randrange(0x4E00, 0x9FFF))))
            for _ in range(dice.randrange(1, 40))
        )
    parts = [dice.choice(WORDS) for _ in range(dice.randrange(4))]
    return ":".join((dice.choice(LETTERS) + str(dice.choice((1, 1, 1, 2, 99))), *parts))


def told(answers: Sequence[Answer]) -> str:
    texts: list[str] = []
    for answer in answers:
        match answer:
            case Say(message=said) | Change(message=said):
                texts.append(str(said.text))
            case Toast(text=text):
                texts.append(text)
            case Elsewhere(said=says):
                texts.extend(str(say.message.text) for say in says)
    return "\n".join(texts)


def places(connection: sa.Connection) -> dict[int, tuple[Any, ...]]:
    return {row.chat_id: tuple(row) for row in connection.execute(sa.select(subscriptions))}


async def judged(dispatch: Any, update: dict[str, Any]) -> None:
    """An answer of any kind, but no fault and nothing of another reader's."""
    shown = told(await put(dispatch, update))
    fault = screens.CHAT.words("zh-CN", "fault.number", number="").split("（", maxsplit=1)[0]
    assert fault not in shown, update
    assert SECRET not in shown, update


async def test_forged_data_never_fails_and_never_touches_another_chat(tmp_path: Path) -> None:
    dice = random.Random(7)
    with counter(tmp_path) as (dispatch, room):
        victim = Subscription(chat_id=VICTIM, slots=(Slot(),)).with_wishes(follow=(SECRET,))
        place = Subscription(chat_id=CHANNEL, kind="channel", slots=(Slot(),), owner=VICTIM)
        for other in (victim, place):
            await room.database.write(put_reader, other, room.now)
        before = await room.database.read(places)
        for number in range(1_500):
            chat_id, author = ((READER, READER), (GROUP, READER), (GROUP, ADMIN), (FORUM, READER))[number % 4]
            reply = {"reply_to_message": message(chat_id, "意见 你好", author)} if number % 3 else {}
            await judged(dispatch, press(chat_id, made(dice), author, **reply))
        after = await room.database.read(places)
        assert {key: after[key] for key in (VICTIM, CHANNEL)} == {key: before[key] for key in (VICTIM, CHANNEL)}
        assert set(after) <= {VICTIM, CHANNEL, READER, GROUP, FORUM}


async def test_any_text_is_answered_or_left_alone(tmp_path: Path) -> None:
    with counter(tmp_path) as (dispatch, _room):
        for text in TEXTS:
            for chat_id, author in ((READER, READER), (GROUP, READER), (GROUP, ADMIN), (OPERATOR, OPERATOR)):
                await judged(dispatch, {"message": message(chat_id, text[:4096], author)})
                await judged(dispatch, {"message": message(chat_id, f"@{NAME} {text}"[:4096], author)})


async def test_any_payload_of_a_link_opens_a_screen_and_subscribes_nobody(tmp_path: Path) -> None:
    dice = random.Random(11)
    letters = "abcdefgstuxyzA0123456789-_"
    with counter(tmp_path) as (dispatch, room):
        for number in range(300):
            payload = "".join(dice.choice(letters) for _ in range(dice.randrange(1, 64)))
            chat_id = (READER, GROUP)[number % 2]
            await judged(dispatch, {"message": message(chat_id, f"/start {payload}", READER)})
        for payload in ("sub", "t0700", "a20230309-1", "g"):
            assert buttons.link(payload) is not None
            await judged(dispatch, {"message": message(READER, f"/start {payload}", READER)})
        kept = await room.database.read(
            lambda connection: connection.execute(sa.text("select count(*) from slots")).scalar()
        )
        assert kept == 0
