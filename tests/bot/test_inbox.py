"""The newsroom's folder: pages are read when written, stored once, put away, and told of."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.clock import SettableClock
from bot.config import DatabaseSection, Settings
from bot.errors import ConfigurationError
from bot.inbox import EMPTY_SECONDS, LATE_SECONDS, SETTLED_SECONDS, Inbox, Seen, looked, settled
from bot.opening import opened
from bot.reporting import KEPT, Reports
from bot.store import editions
from messages.length import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.store.database import Database
    from messages.message import Message

SEED = Path(__file__).parents[2] / "seeds" / "2023-03-09.txt"
NOW = dt.datetime(2023, 3, 9, 5, tzinfo=dt.UTC)
DAY = dt.date(2023, 3, 9)


class Room:
    """An inbox, what it told the operators, and how often an edition changed."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.told: list[Message] = []
        self.hears = True  # whether an operator's chat takes what it is sent
        self.clock = SettableClock(NOW)
        self.changes = 0
        self.database = database
        self.folder = folder
        self.time = 0.0
        self.inbox = self.anew()

    def anew(self) -> Inbox:
        """The inbox of a process that has just begun."""
        reports = Reports(self.database, self.clock, self._tell)
        inbox = Inbox(self.folder, self.database, self.clock, "zh-CN", reports=reports, changed=self._changed)
        inbox.prepare()
        return inbox

    def _tell(self, message: Message, taken: Callable[[], None]) -> None:
        self.told.append(message)
        if self.hears:
            taken()

    def _changed(self) -> None:
        self.changes += 1

    async def wait(self, seconds: float = SETTLED_SECONDS) -> None:
        await self.inbox.look(self.time)
        self.time += seconds
        await self.inbox.look(self.time)
        await self.inbox.reports.settle()

    @property
    def words(self) -> list[str]:
        return [shown(message.text) for message in self.told]

    def stored(self, date: dt.date = DAY) -> editions.StoredEdition | None:
        return self.database.reading(editions.edition_of, date)

    def names(self, folder: str = "") -> list[str]:
        return sorted(path.name for path in (self.folder / folder).iterdir() if path.is_file())


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    settings = Settings(database=DatabaseSection(url=f"sqlite:///{tmp_path / 'inbox.db'}"))
    with opened(settings) as database:
        yield Room(tmp_path / "inbox", database)


async def test_a_page_is_read_stored_told_of_and_put_away(room: Room) -> None:
    (room.folder / "2023-03-09.txt").write_bytes(SEED.read_bytes())
    await room.wait()
    assert (room.names(), room.names("done")) == ([], ["2023-03-09.txt"])
    stored = room.stored()
    assert stored is not None
    assert stored.edition.date_from == "file name 2023-03-09.txt"
    assert "2023-03-09.txt 已读入，属于2023年3月9日的报纸。" in room.words[0]
    assert "预报 1 · 文章 3" in room.words[0]
    assert "没有存疑之处" in room.words[0]
    assert room.changes == 1


async def test_a_page_still_being_written_is_left_alone(room: Room) -> None:
    page = room.folder / "2023-03-09.txt"
    whole = SEED.read_bytes()
    for part in range(1, 4):
        page.write_bytes(whole[: len(whole) * part // 4])
        await room.wait(SETTLED_SECONDS / 2)
    assert room.stored() is None
    page.write_bytes(whole)
    await room.wait()
    assert room.names("done") == ["2023-03-09.txt"]


async def test_a_writer_that_only_paused_is_noticed_and_the_page_read_again(room: Room) -> None:
    page = room.folder / "2023-03-09.txt"
    whole = SEED.read_bytes()
    pause = whole.index("识茶".encode())
    page.write_bytes(whole[:pause])
    with page.open("ab") as writer:
        await room.wait()
        assert room.names("done") == ["2023-03-09.txt"]
        writer.write(whole[pause:])
    await room.wait()
    stored = room.stored()
    assert stored is not None
    assert [story.headline for story in stored.edition.articles][-1] == "识茶 品茶 泡茶"
    assert room.names("done") == ["2023-03-09.txt"]
    assert "＋ 文章：识茶 品茶 泡茶" in room.words[-1]


async def test_the_same_name_replaces_only_that_page_and_the_change_is_said(room: Room) -> None:
    other = "本报3月8日讯 河街书店昨天搬进了城西的旧粮仓,粮仓墙厚四十厘米,夏天不开空调也凉快。"
    (room.folder / "2023-03-09-A02.txt").write_text(f"老书店搬家\n\n{other}\n", "utf-8")
    (room.folder / "2023-03-09.txt").write_bytes(SEED.read_bytes())
    await room.wait()
    mended = SEED.read_text("utf-8").replace("5~27℃", "6~26℃").replace("识茶 品茶 泡茶", "老年大学办茶艺课")
    (room.folder / "2023-03-09.txt").write_text(mended, "utf-8")
    await room.wait()
    stored = room.stored()
    assert stored is not None
    assert stored.pages == ("2023-03-09-A02.txt", "2023-03-09.txt")
    assert "老书店搬家" in {story.headline for story in stored.edition.articles}
    assert stored.edition.forecasts[0].periods[0].high == 26
    said = room.words[-1]
    assert "已替换原先的同名版面" in said
    assert "～ 预报：9日,晴间多云" in said
    assert "＋ 文章：老年大学办茶艺课" in said
    assert "－ 文章：识茶 品茶 泡茶" in said
    assert room.names("done") == ["2023-03-09 (2).txt", "2023-03-09-A02.txt", "2023-03-09.txt"]


async def test_a_page_stored_before_a_kill_is_put_away_after_it_and_changes_nothing(room: Room) -> None:
    page = room.folder / "2023-03-09.txt"
    page.write_bytes(SEED.read_bytes())
    await room.wait()
    before = room.stored()
    (room.folder / "done" / page.name).replace(page)  # as a kill between storing and moving leaves it
    room.inbox = room.anew()
    await room.wait()
    assert room.stored() == before
    assert (room.names(), room.names("done")) == ([], ["2023-03-09.txt"])
    assert "没有改动" in room.words[-1]
    assert room.changes == 1


async def test_a_report_that_a_kill_cut_off_is_told_by_the_next_process_as_it_was(room: Room) -> None:
    page = room.folder / "2023-03-09.txt"
    page.write_bytes(SEED.read_bytes())
    await room.wait()
    page.write_text(SEED.read_text("utf-8").replace("5~27℃", "6~26℃"), "utf-8")
    room.hears = False  # killed while the report is on its way, and once more before the page is moved
    await room.wait()
    (room.folder / "done" / "2023-03-09 (2).txt").replace(page)
    room.inbox = room.anew()
    room.told.clear()
    room.hears = True
    await room.wait()
    assert len(room.words) == 1
    assert "～ 预报：9日,晴间多云" in room.words[0]
    room.inbox = room.anew()
    await room.wait()
    assert len(room.words) == 1


async def test_a_refusal_that_a_kill_cut_off_is_told_once_by_the_next_process(room: Room) -> None:
    page = room.folder / "foreign.txt"
    page.write_bytes(b"Lorem ipsum dolor sit amet\n")
    room.hears = False
    await room.wait()
    (room.folder / "problem" / page.name).replace(page)
    room.inbox = room.anew()
    room.told.clear()
    room.hears = True
    await room.wait()
    assert ["没有读入" in words for words in room.words] == [True]


async def test_a_report_nobody_took_for_a_week_is_forgotten(room: Room) -> None:
    (room.folder / "2023-03-09.txt").write_bytes(SEED.read_bytes())
    room.hears = False
    await room.wait()
    room.clock.jump(room.clock.now() + KEPT + dt.timedelta(seconds=1))
    for _ in range(2):
        room.inbox = room.anew()
        room.told.clear()
        await room.wait()
        assert room.told == []


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("binary.txt", b"%PDF-1.7 \x00\x01\x02", "binary"),
        ("huge.txt", "报".encode() * 400_000, "at most"),
        ("foreign.txt", b"Lorem ipsum dolor sit amet\n", "nothing of a newspaper page"),
        ("undated.txt", "今天,晴,南风2级,5~17℃".encode(), "name the file like 2023-03-09.txt"),
    ],
)
async def test_what_cannot_be_used_goes_to_problem_with_the_reason_beside_it(
    room: Room, name: str, data: bytes, reason: str
) -> None:
    (room.folder / name).write_bytes(data)
    await room.wait()
    assert (room.names(), room.names("done")) == ([], [])
    assert room.names("problem") == [name, f"{name}.reason.txt"]
    assert reason in (room.folder / "problem" / f"{name}.reason.txt").read_text("utf-8")
    assert "没有读入" in room.words[0]
    assert reason in room.words[0]
    assert room.changes == 0


async def test_an_empty_file_gets_more_time_and_then_goes_to_problem(room: Room) -> None:
    (room.folder / "empty.txt").write_bytes(b"")
    await room.wait()
    assert room.names() == ["empty.txt"]
    await room.wait(EMPTY_SECONDS)
    assert room.names("problem") == ["empty.txt", "empty.txt.reason.txt"]


async def test_hidden_half_loaded_and_linked_files_and_folders_stay(room: Room) -> None:
    for name in (".2023-03-09.txt", "2023-03-09.txt.part", "~2023-03-09.txt"):
        (room.folder / name).write_bytes(SEED.read_bytes())
    (room.folder / "link.txt").symlink_to(SEED)
    (room.folder / "folder.txt").mkdir()
    await room.wait()
    assert room.stored() is None
    assert room.told == []


async def test_a_page_with_doubts_is_stored_and_each_doubt_is_told_with_line_and_column(room: Room) -> None:
    (room.folder / "2023-03-09.txt").write_text("9日,晴,南风2~3级,5~270℃,天色如洗\n", "utf-8")
    await room.wait()
    assert room.names("done") == ["2023-03-09.txt"]
    assert "第1行第" in room.words[0]
    assert "照原样保留，但不大可能是真的" in room.words[0]
    assert "没有读懂" in room.words[0]


async def test_a_run_that_does_not_stay_reads_what_is_written(room: Room) -> None:
    page = room.folder / "2023-03-09.txt"
    page.write_bytes(SEED.read_bytes())
    moment = page.stat().st_mtime
    os.utime(page, (moment + LATE_SECONDS, moment + LATE_SECONDS))
    await room.inbox.look_once()
    assert room.stored() is None
    os.utime(page, (moment - LATE_SECONDS, moment - LATE_SECONDS))
    await room.inbox.look_once()
    assert room.stored() is not None


def test_a_folder_that_cannot_be_used_is_refused_with_the_settings_name(tmp_path: Path, room: Room) -> None:
    (tmp_path / "file").write_text("")
    room.folder = tmp_path / "file"
    with pytest.raises(ConfigurationError, match=r"paper\.inbox: .*file cannot be used"):
        room.anew()


def test_a_file_settles_only_when_it_looks_the_same_for_long_enough() -> None:
    seen = looked({}, {"a.txt": (3, 1), "b.txt": (0, 1)}, 0.0)
    assert settled(seen, SETTLED_SECONDS / 2) == []
    assert settled(seen, SETTLED_SECONDS) == ["a.txt"]
    assert settled(looked(seen, {"a.txt": (4, 1)}, SETTLED_SECONDS), SETTLED_SECONDS) == []
    assert looked(seen, {"a.txt": (3, 1)}, 9.0) == {"a.txt": Seen(3, 1, 0.0)}
