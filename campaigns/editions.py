"""`./run editions`: a million made-up mornings composed, and every message read by the playground's own Bot API code.

No message may pass a limit of Telegram or of ours, none may be refused, nothing hidden may come through. Says how long
a message and a picture take in processor time. A morning that breaks a law is named by its number and can be made anew.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import statistics
import sys
import time
import unicodedata
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any, get_args

from bot.delivery.encode import fields
from bot.playground.keyboards import reply_markup
from bot.playground.markup.formatted import formatted
from bot.playground.markup.units import units
from bot.playground.methods.sending import checked
from bot.playground.params import Parameters
from bot.playground.refusal import RefusedError
from bot.sources.newspaper import read_page
from campaigns.made_up import Maker
from messages import answers, notices, reading
from messages.buttons import ArticlePage
from messages.digest import digest
from messages.length import CAPTION_UNITS, TEXT_ENTITIES, TEXT_UNITS
from messages.message import Briefing, Form, House, Language, Wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from messages.message import Card, Message

A_BATCH = 2_000
TOLD_EVERY = 20_000
HEAVIEST = 300_000  # bytes of a picture
ROWS = 3
SAMPLES = 1_000
A_ROW = 8
MOST_FAULTS = 10
HIDDEN = frozenset(("Cf", "Cs", "Cc", "Co"))  # kinds of characters that hide, turn or break text
ALLOWED = frozenset("\n\t")
OURS = frozenset(("bold", "italic", "code", "blockquote", "expandable_blockquote", "text_link"))
FOUND = frozenset(("url", "mention", "hashtag", "bot_command", "phone_number", "cashtag", "email"))


@dataclass
class Found:
    """What a batch of mornings came to; times in seconds of processor time."""

    mornings: int = 0
    messages: int = 0
    photos: int = 0
    faults: list[str] = field(default_factory=list)
    composing: list[float] = field(default_factory=list)
    drawing: list[float] = field(default_factory=list)
    longest: int = 0
    heaviest: int = 0

    def add(self, other: Found) -> None:
        self.mornings += other.mornings
        self.messages += other.messages
        self.photos += other.photos
        self.faults += other.faults
        self.composing += other.composing
        self.drawing += other.drawing
        self.longest = max(self.longest, other.longest)
        self.heaviest = max(self.heaviest, other.heaviest)


@dataclass(frozen=True)
class Order:
    """One batch: which mornings, and of which the picture is drawn (every so-many-th; 0: none)."""

    seed: int
    first: int
    count: int
    draw_every: int


def others(number: int, briefing: Briefing, wishes: Wishes, house: House) -> Iterator[Message]:
    """What else is said that day, one kind a morning, in turn."""
    asked = answers.Question(briefing, wishes, house, elsewhere=number % 2 == 0)
    now = dt.datetime.combine(briefing.today, dt.time(number % 24))
    edition = briefing.edition or briefing.latest
    match number % 8:
        case 0 if evening := notices.evening(briefing, wishes, house):
            yield evening
        case 1:
            yield reading.news(briefing, wishes, house)
        case 2 if edition is not None:
            pages = (ArticlePage(briefing.today, number % 9, page) for page in (1, 2, 99))
            yield from (reading.article(edition, page, (), wishes.language, house) for page in pages)
        case 3:
            yield answers.forecast(asked)
        case 4:
            yield answers.safety(asked)
        case 5:
            yield answers.today(asked, now)
        case 6:
            yield reading.hotline(briefing, house, wishes.language)
        case 7:
            yield from (notices.alert(one, wishes.language, house) for one in briefing.alerts)


def fault(message: Message) -> str:
    """What is wrong with a message by Telegram's rules or ours; empty when nothing is."""
    name = "caption" if message.card else "text"
    sent = Parameters(fields(message))
    try:
        text, entities = formatted(sent, name)
        checked({name: text})
        reply_markup(sent)
    except RefusedError as refusal:
        return f"refused: {refusal.description}"
    limit = CAPTION_UNITS if message.card else TEXT_UNITS
    return next((said for said in _laws(message, text, entities, limit) if said), "")


def _laws(message: Message, text: str, entities: Sequence[Any], limit: int) -> Iterator[str]:
    own = [one["type"] for one in entities if one["type"] not in FOUND]
    yield f"{units(text)} units" if units(text) > limit else ""
    yield f"{len(own)} entities" if len(own) > TEXT_ENTITIES else ""
    yield f"foreign entities {set(own) - OURS}" if set(own) - OURS else ""
    yield f"hidden characters {hidden}" if (hidden := [ascii(one) for one in set(message.text) if _hides(one)]) else ""
    yield "empty" if not text.strip() else ""
    yield "a row of buttons too long" if any(len(row) > A_ROW for row in message.buttons) else ""


def _hides(char: str) -> bool:
    return char not in ALLOWED and unicodedata.category(char) in HIDDEN


def batch(order: Order) -> Found:
    """Compose and judge a batch of mornings."""
    maker, found = Maker(order.seed), Found()
    for number in range(order.first, order.first + order.count):
        morning = maker.morning(number)
        before = time.process_time()
        message = digest(*morning)
        found.composing.append(time.process_time() - before)
        found.mornings += 1
        for one in (message, *others(number, *morning)):
            found.messages += 1
            if said := fault(one):
                found.faults.append(f"morning {number} of seed {order.seed}: {said}")
        if len(message.buttons) > ROWS:
            found.faults.append(f"morning {number} of seed {order.seed}: {len(message.buttons)} rows of buttons")
        if message.card:
            found.photos += 1
            if order.draw_every and number % order.draw_every == 0:
                _draw(message.card, found, f"morning {number} of seed {order.seed}")
    return found


def _draw(card: Card, found: Found, name: str) -> None:
    from messages.picture import CannotDrawError, draw  # noqa: PLC0415 - loaded only where something is drawn

    before = time.process_time()
    try:
        size = len(draw(card))
    except CannotDrawError as error:
        found.faults.append(f"{name}: {error}")
        return
    found.drawing.append(time.process_time() - before)
    found.heaviest = max(found.heaviest, size)
    if size > HEAVIEST:
        found.faults.append(f"{name}: a picture of {size} bytes")


def orders(first: int, count: int, *, seed: int, draw_every: int) -> list[Order]:
    """The batches that are still to do: all mornings below `count` from the `first` on."""
    return [Order(seed, at, min(A_BATCH, count - at), draw_every) for at in range(first, count, A_BATCH)]


def campaign(todo: Sequence[Order], processes: int) -> Found:
    """All batches in turn, on as many processes; stops early when enough is broken."""
    total, before = Found(), time.monotonic()
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for order, found in zip(todo, pool.imap(batch, todo), strict=True):
            total.add(found)
            end = order.first + order.count
            if end % TOLD_EVERY == 0:
                rate = total.mornings / (time.monotonic() - before)
                print(f"mornings below {end:,}: {len(total.faults)} faults, {rate:,.0f} a second", flush=True)
            if len(total.faults) >= MOST_FAULTS:
                pool.terminate()
                break
    return total


def sample() -> Iterator[str]:
    """How long the sample page's digest and card take, in processor time: what one variant for many readers costs."""
    from messages.picture import draw  # noqa: PLC0415 - loaded only where something is drawn

    date = dt.date(2023, 3, 9)
    page = read_page((files("seeds") / f"{date}.txt").read_text(encoding="utf-8"), date=date)
    known = Briefing(today=date, edition=page, latest=page)
    house = House(paper="鲁中晨报", place="淄博", bot_username="chenbao_bot")
    for form, language in product(get_args(Form), get_args(Language)):
        composing = partial(digest, known, Wishes(form=form, language=language), house)
        yield f"the sample page, {form}, {language}: {_times(_timed(composing, SAMPLES))}"
    card = digest(known, Wishes(form="photo"), house).card
    assert card is not None
    yield f"its card: {_times(_timed(partial(draw, card), SAMPLES // 50))}"


def _timed(doing: Callable[[], object], count: int) -> list[float]:
    times = []
    for _ in range(count):
        before = time.process_time()
        doing()
        times.append(time.process_time() - before)
    return times


def report(found: Found) -> str:
    """The figures in a few lines."""
    if not found.mornings:
        return "no mornings to make up"
    said = f"{found.messages:,} messages ({found.photos:,} photos), {len(found.faults)} faults"
    lines = [f"{found.mornings:,} mornings, {said}", f"composing a digest: {_times(found.composing)} of processor time"]
    if found.drawing:
        heaviest = f"heaviest {found.heaviest:,} bytes"
        lines.append(f"drawing {len(found.drawing):,} pictures: {_times(found.drawing)}, {heaviest}")
    return "\n".join((*lines, *found.faults[:MOST_FAULTS]))


def _times(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    nearly_all = ordered[len(ordered) * 99 // 100]
    return f"median {statistics.median(ordered) * 1e3:.2f} ms, 99 % within {nearly_all * 1e3:.2f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="mornings to make up")
    parser.add_argument("--first", type=int, default=0, help="go on after a run that was broken off: the last it told")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--draw-every", type=int, default=1_000, help="draw the picture of every so-many-th morning")
    given = parser.parse_args()
    todo = orders(given.first, given.count, seed=given.seed, draw_every=given.draw_every)
    found = campaign(todo, given.processes)
    print(report(found), *sample(), sep="\n")
    sys.exit(1 if found.faults else 0)


if __name__ == "__main__":
    main()
