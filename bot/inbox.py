"""The newsroom's folder: a page dropped there is read when its writing has ended, stored, told of, and put away.

It goes to `done/`, or to `problem/` with the reason beside it. Stored first, with the report that is owed of it, moved
last: after a kill the page still lies there and is read again, which changes nothing and is not told twice.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.errors import ChenbaoError, ConfigurationError, UnreadableError
from bot.intake import read_file, storing
from messages import page_report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from bot.clock import Clock
    from bot.intake import Page
    from bot.reporting import Reports
    from bot.store.database import Database
    from bot.store.editions import Ingested
    from messages.message import Language

log = structlog.get_logger(__name__)

LOOK_SECONDS = 0.5
SETTLED_SECONDS = 1.0  # a file that did not change for so long is written
EMPTY_SECONDS = 10.0  # an empty one is rather about to be written
LATE_SECONDS = 60.0  # a writer that only paused is still noticed for so long
DONE, PROBLEM = "done", "problem"
_UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart", ".swp", "~")


@dataclass(frozen=True, slots=True)
class Seen:
    """How a file looked, and since when (seconds of a clock that never jumps) it looks so."""

    size: int
    changed_ns: int
    since: float


def looked(before: Mapping[str, Seen], found: Mapping[str, tuple[int, int]], now: float) -> dict[str, Seen]:
    """What is known of the files of `found` (size and time of change), given what was known."""
    return {
        name: known if (known := before.get(name)) and (known.size, known.changed_ns) == look else Seen(*look, now)
        for name, look in found.items()
    }


def settled(seen: Mapping[str, Seen], now: float) -> list[str]:
    """Files whose writing has ended, in the order of their names."""
    wait = {name: SETTLED_SECONDS if one.size else EMPTY_SECONDS for name, one in seen.items()}
    return sorted(name for name, one in seen.items() if now - one.since >= wait[name])


class Inbox:
    """Watches one folder. `reports` tells the operators, `changed` is called when an edition changed."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        clock: Clock,
        language: Language,
        *,
        reports: Reports,
        changed: Callable[[], None],
    ) -> None:
        self.folder = folder
        self._database = database
        self._clock = clock
        self._language = language
        self.reports = reports
        self._changed = changed
        self._seen: dict[str, Seen] = {}
        self._carried = 0.0  # when reports were last carried
        self._put_away: dict[Path, Seen] = {}  # moved of late, in case the writer had only paused

    def prepare(self) -> None:
        """Make the folders; ConfigurationError when that cannot be done."""
        try:
            for name in (DONE, PROBLEM):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigurationError(
                f"paper.inbox: {self.folder} cannot be used ({error.strerror}); name a folder that can be written"
            ) from error

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        said = -LATE_SECONDS
        while True:
            try:
                await self.look(time.monotonic())
            except (OSError, ChenbaoError) as error:
                if time.monotonic() - said >= LATE_SECONDS:
                    log.warning("the inbox is out of reach; trying again", folder=str(self.folder), reason=str(error))
                    said = time.monotonic()
            await asyncio.sleep(LOOK_SECONDS)

    async def look_once(self) -> None:
        """Read what lies there and is written; for a run that does not stay."""
        now = time.monotonic()
        files = await asyncio.to_thread(_files, self.folder)
        self._seen = {name: Seen(*look, now - max(0.0, time.time() - look[1] / 1e9)) for name, look in files.items()}
        await self.look(now)

    async def look(self, now: float) -> None:
        """Look once, read every page whose writing has ended, and tell of them when nothing more is to be read."""
        self._fetch_back(now)
        self._seen = looked(self._seen, await asyncio.to_thread(_files, self.folder), now)
        for name in settled(self._seen, now):
            await self._take(self.folder / name, self._seen.pop(name))
        self._carried = self._carried or now
        if not self._seen or now - self._carried > LATE_SECONDS:
            self._carried = now
            await self.reports.carry()

    async def _take(self, path: Path, seen: Seen) -> None:
        """Read one page, store it with the report owed of it, and put it away."""
        try:
            page = await asyncio.to_thread(read_file, str(path))
            transaction = storing(page, self._clock.now())
        except UnreadableError as error:
            if _look(path) == (seen.size, seen.changed_ns):
                await self._refuse(path, seen, str(error))
            return
        if _look(path) != (seen.size, seen.changed_ns):
            return  # it went on being written, or somebody took it away again
        done = await self._database.write(partial(self._stored, page, transaction))
        if done.changed:
            self._changed()
        log.info("a page was read", page=page.name, date=str(done.date), doubts=len(page.edition.doubts))
        self._put_in(DONE, path, seen)

    def _stored(self, page: Page, transaction: Callable[[Connection], Ingested], connection: Connection) -> Ingested:
        done = transaction(connection)
        differs = page_report.changes(done.replaced, page.edition) if done.replaced else ()
        report = page_report.report(self._language, page.name, done.date, page.edition, done.happened, differs)
        self.reports.owe(connection, page.name, report, news=done.changed)
        return done

    async def _refuse(self, path: Path, seen: Seen, error: str) -> None:
        reason = error.removeprefix(f"{path}: ").removeprefix(f"{path.name}: ")
        log.warning("a page cannot be used", page=path.name, reason=reason)
        report = page_report.problem(self._language, path.name, reason)
        await self._database.write(partial(self.reports.owe, page=path.name, report=report))
        to = _free(self.folder / PROBLEM / path.name)
        to.with_name(f"{to.name}.reason.txt").write_text(f"{reason}\n", "utf-8")
        self._put_in(PROBLEM, path, seen)

    def _put_in(self, name: str, path: Path, seen: Seen) -> None:
        """Move a page to one of our folders, beside an older one of its name."""
        to = _free(self.folder / name / path.name)
        path.replace(to)
        self._put_away[to] = seen

    def _fetch_back(self, now: float) -> None:
        """Bring back a page that was still being written when it was moved."""
        for path, seen in list(self._put_away.items()):
            look = _look(path)
            if look and look != (seen.size, seen.changed_ns):
                log.info("a page went on being written; it is read again", page=path.name)
                path.replace(_free(self.folder / path.name))
            if look != (seen.size, seen.changed_ns) or now - seen.since > LATE_SECONDS:
                del self._put_away[path]


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """The pages that lie in a folder: plain files, neither hidden nor half loaded."""
    found: dict[str, tuple[int, int]] = {}
    for path in folder.iterdir():
        look = None if path.name.startswith((".", "~")) or path.name.endswith(_UNFINISHED) else _look(path)
        if look:
            found[path.name] = look
    return found


def _look(path: Path) -> tuple[int, int] | None:
    """Size and time of change of a plain file, None for anything else."""
    if path.is_symlink() or not path.is_file():
        return None
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _free(path: Path) -> Path:
    """The path, or with a number when a file of that name is there."""
    taken, number = path, 1
    while taken.exists():
        number += 1
        taken = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return taken
