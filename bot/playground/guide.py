"""A short tour for whoever opens the page: three steps, a time to jump to, and what the bot was given to read.

Handed over by whoever starts the playground; the playground itself knows no bot and says nothing of its own here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bot.playground.wire import Json, Shaped

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


class Done(Enum):
    """What shows that a step was taken."""

    STARTED = "started"  # the person wrote something
    TAPPED = "tapped"  # the person pressed a button under a message
    ARRIVED = "arrived"  # the clock passed the first of the times to jump to


@dataclass(frozen=True, slots=True)
class Step(Shaped):
    """One thing to do; `words` by the page's language, zh-CN and en."""

    words: Mapping[str, str]
    done: Done

    def shape(self) -> Json:
        return {"words": dict(self.words), "done": self.done.value}


@dataclass(frozen=True, slots=True)
class Sheet(Shaped):
    """A printed page as the bot was given it, shown from its date on."""

    date: dt.date
    title: str
    text: str

    def shape(self) -> Json:
        return {"date": self.date.isoformat(), "title": self.title, "text": self.text}


@dataclass(frozen=True, slots=True)
class Guide(Shaped):
    """The tour; `begins` is where the clock started, `forward` the wall time in `zone` that one jumps to."""

    steps: tuple[Step, ...]
    begins: dt.datetime
    zone: str
    forward: dt.time
    sheets: tuple[Sheet, ...] = ()

    def shape(self) -> Json:
        about = {"begins": self.begins.isoformat(), "zone": self.zone, "forward": f"{self.forward:%H:%M}"}
        return {"steps": list(self.steps), **about, "sheets": list(self.sheets)}
