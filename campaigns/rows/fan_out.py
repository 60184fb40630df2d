"""Rows about sending to many: fan-out with books, at a distance, and evenly. Knows how, not what a process is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaigns.figures import Contender, Goal, Reading, Row, Setting
from campaigns.measure import chenbao_fan_out, peer_fan_out, reading
from campaigns.peers.job import Job

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = "Chenbao"
FAST = 100_000.0  # a rate nobody reaches: as fast as it goes
ROUND_TRIP = 0.05


def _peer(
    name: str,
    chats: tuple[int, int],
    in_flight: int,
    *,
    books: bool,
    round_trip: float = 0.0,
    per_second: float = 0.0,
) -> Contender:
    def measured(setting: Setting) -> Reading:
        job = Job("", chats=setting.size(*chats), in_flight=in_flight, per_second=per_second)
        return reading(lambda: peer_fan_out(setting, name, job, books=books, round_trip=round_trip))

    return measured


def _ours(readers: tuple[int, int], round_trip: float = 0.0) -> Contender:
    def measured(setting: Setting) -> Reading:
        return reading(lambda: chenbao_fan_out(setting, setting.size(*readers), FAST, round_trip))

    return measured


def fan_out() -> Row:
    """Everybody once, as fast as it goes, every message in the books."""
    return Row(
        "fan-out",
        "Fan-out with a ledger",
        "20,000 readers (PTB 2,000); peers 32 in flight and one commit a message (SQLite, WAL, synchronous=FULL); "
        "bare aiohttp also without books",
        {
            OURS: _ours((20_000, 300)),
            "PTB": _peer("ptb_send", (2_000, 100), 32, books=True),
            "aiogram": _peer("aiogram_send", (20_000, 300), 32, books=True),
            "bare aiohttp": _peer("aiohttp_loop", (20_000, 300), 32, books=True),
            "bare aiohttp, no books": _peer("aiohttp_loop", (20_000, 300), 32, books=False),
        },
        (
            Goal("≥ 10 × PTB's rate", "per_second", OURS, "PTB", at_least=10),
            Goal("≥ 2 × aiogram's rate", "per_second", OURS, "aiogram", at_least=2),
            Goal("≥ 0.88 × bare aiohttp without books", "per_second", OURS, "bare aiohttp, no books", at_least=0.88),
            Goal("≤ 1.2 × bare aiohttp's CPU", "cpu_us", OURS, "bare aiohttp, no books", at_most=1.2),
            Goal("≤ 0.1 × PTB's CPU", "cpu_us", OURS, "PTB", at_most=0.1),
        ),
    )


def ledger() -> Row:
    """What the books cost: our own sending loop over them, and over a list that forgets."""
    readers, paid = (20_000, 300), 1_000

    def ours(chats: tuple[int, int], *, books: bool, **how: float) -> Contender:
        return _peer("our_loop", chats, 0, books=books, **how)

    return Row(
        "ledger",
        "What the books cost",
        "our sending loop alone, at most 100 rows on their way (SQLite, WAL, synchronous=FULL); the same loop over a "
        "list that forgets; 20,000 readers as fast as it goes, 10,000 at 50 ms round trip, 7,000 at the 1,000 a second "
        "that Telegram sells",
        {
            "with books": ours(readers, books=True),
            "without": ours(readers, books=False),
            "with books, 50 ms": ours((10_000, 200), books=True, round_trip=ROUND_TRIP),
            "without, 50 ms": ours((10_000, 200), books=False, round_trip=ROUND_TRIP),
            "with books, 1,000 a second": ours((7_000, 300), books=True, per_second=paid),
            "without, 1,000 a second": ours((7_000, 300), books=False, per_second=paid),
        },
        (
            Goal("≥ 0.88 × at 1,000 a second", "per_second", *_pair(", 1,000 a second"), at_least=0.88),
            Goal("≥ 0.88 × at 50 ms", "per_second", *_pair(", 50 ms"), at_least=0.88),
            Goal("≥ 0.88 × as fast as it goes", "per_second", *_pair(""), at_least=0.88),
        ),
    )


def _pair(how: str) -> tuple[str, str]:
    return f"with books{how}", f"without{how}"


def distant() -> Row:
    """The same when each call takes 50 ms."""
    return Row(
        "round-trip",
        "Fan-out at 50 ms round trip",
        "10,000 readers (PTB 1,000, aiogram 4,000); one commit a message for peers; Chenbao chooses its own number in "
        "flight, at most 100; the goal is set against PTB with about as many, which is faster with 32",
        {
            OURS: _ours((10_000, 200), ROUND_TRIP),
            "PTB, 32 in flight": _peer("ptb_send", (1_000, 64), 32, books=True, round_trip=ROUND_TRIP),
            "PTB, 128 in flight": _peer("ptb_send", (1_000, 64), 128, books=True, round_trip=ROUND_TRIP),
            "aiogram, 128 in flight": _peer("aiogram_send", (4_000, 200), 128, books=True, round_trip=ROUND_TRIP),
        },
        (Goal("≥ 15 × PTB's rate", "per_second", OURS, "PTB, 128 in flight", at_least=15),),
    )


def _of_nominal(found: Reading, rate: int) -> Reading:
    """Shares of the nominal rate; what failed stays so."""
    names = {"per_second": "rate_of_nominal", "fullest_second": "fullest_of_nominal"}
    return Reading(
        {to: found.figures[name] / rate for name, to in names.items() if name in found.figures}, found.failed
    )


def _pacing(rate: int) -> Row:
    def ours(setting: Setting) -> Reading:
        chats = rate * setting.size(7, 1)
        return _of_nominal(reading(lambda: chenbao_fan_out(setting, chats, rate)), rate)

    def ptb(setting: Setting) -> Reading:
        job = Job("", chats=rate * setting.size(7, 1), in_flight=32, per_second=rate)
        return _of_nominal(reading(lambda: peer_fan_out(setting, "ptb_send", job, books=True)), rate)

    return Row(
        f"pacing-{rate}",
        f"Pacing at {rate:,} a second",
        "7 s; shares of the nominal rate; the fullest second is taken wherever it starts",
        {OURS: ours, "PTB's limiter": ptb},
        (
            Goal("≥ 0.97 of nominal", "rate_of_nominal", OURS, at_least=0.97),
            Goal("no second above 1.05", "fullest_of_nominal", OURS, at_most=1.05),
        ),
    )


def pacing() -> Iterator[Row]:
    """Evenly at the paces Telegram gives: a bot's, a middle one, and the paid one."""
    return map(_pacing, (30, 300, 1_000))
