"""Rows about answering people: how many a second, and how long one waits while a fan-out runs."""

from __future__ import annotations

import json
from dataclasses import asdict

from campaigns.chenbao import Chenbao
from campaigns.figures import Contender, Goal, Reading, Row, Setting
from campaigns.measure import answers, place, polling, reading
from campaigns.peers.job import TEXT, Job
from campaigns.process import running, until

OURS = "Chenbao"
RATE = 1_000.0
FLOODER = 1_999_999_999
MOST_TOLD = 21  # answers, and one warning


def _peer(name: str, count: tuple[int, int], *, concurrent: bool = False) -> Contender:
    def measured(setting: Setting) -> Reading:
        with place(setting) as (folder, counting):
            job = json.dumps(asdict(Job(counting.url, concurrent=concurrent)))
            with running([f"campaigns.peers.{name}", job], folder / "peer.log") as process:
                polling(counting, process)
                return answers(counting, process, setting.size(*count))

    return lambda setting: reading(lambda: measured(setting))


def _ours(count: tuple[int, int]) -> Contender:
    def measured(setting: Setting) -> Reading:
        with place(setting) as (folder, counting), Chenbao(folder, counting.url, 100_000).running() as process:
            polling(counting, process)
            return answers(counting, process, setting.size(*count))

    return lambda setting: reading(lambda: measured(setting))


def commands() -> Row:
    """A burst of people who ask for help at once."""
    return Row(
        "answers",
        "Answering commands",
        "1,000 chats say /help at once, by getUpdates; PTB as shipped, and with concurrent_updates",
        {
            OURS: _ours((1_000, 50)),
            "PTB": _peer("ptb_answer", (1_000, 50)),
            "PTB, concurrent": _peer("ptb_answer", (1_000, 50), concurrent=True),
            "aiogram": _peer("aiogram_answer", (1_000, 50)),
        },
        (
            Goal("≥ 3 × PTB as shipped", "per_second", OURS, "PTB", at_least=3),
            Goal("≥ 2 × aiogram", "per_second", OURS, "aiogram", at_least=2),
        ),
    )


def _asked(*, busy: bool) -> Contender:
    """Twenty people a second ask, with or without a fan-out at 1,000 a second behind them."""

    def measured(setting: Setting) -> Reading:
        seconds = setting.size(8, 2)
        with place(setting) as (folder, counting):
            ours = Chenbao(folder, counting.url, RATE)
            ours.import_readers(range(1, int(RATE) * (seconds + 5) + 1))
            with ours.running() as process:
                polling(counting, process)
                if busy:
                    ours.announce(TEXT)
                    until(lambda: counting.get("counts")["accepted"] > RATE / 2, 60, "the fan-out begins")
                return answers(counting, process, 20 * seconds, per_second=20)

    return lambda setting: reading(lambda: measured(setting))


def _among(*, flood: bool) -> Contender:
    """Twenty people a second ask, alone or beside one chat that says ten thousand commands."""

    def measured(setting: Setting) -> Reading:
        seconds, commands = setting.size(6, 2), setting.size(10_000, 2_000)
        with place(setting) as (folder, counting), Chenbao(folder, counting.url, RATE).running() as process:
            polling(counting, process)
            if flood:
                counting.post("flood", chat=FLOODER, count=commands, per_second=commands / seconds, text="/help")
            found = answers(counting, process, 20 * seconds, per_second=20)
            told = counting.get("counts")["accepted"]
            figures = {**found.figures, "told": told}
            return Reading(figures, f"the flooding chat was told {told} times" if told > MOST_TOLD else found.failed)

    return lambda setting: reading(lambda: measured(setting))


def flooded() -> Row:
    """How long others wait while one chat floods the bot."""
    return Row(
        "flood",
        "Ten thousand commands of one chat",
        "20 other chats a second say /help for 6 s",
        {"flooded": _among(flood=True), "quiet": _among(flood=False)},
        (Goal("p95 ≤ 2 × quiet", "p95_ms", "flooded", "quiet", at_most=2),),
    )


def overtaking() -> Row:
    """How long one waits for an answer, idle and during a fan-out."""
    return Row(
        "overtaking",
        "Answers during a fan-out at 1,000 a second",
        "20 chats a second say /help for 8 s",
        {"during": _asked(busy=True), "idle": _asked(busy=False)},
        (Goal("p95 ≤ 2 × idle", "p95_ms", "during", "idle", at_most=2),),
    )
