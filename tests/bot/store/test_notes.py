"""Small facts that outlive a run: one a name, found by how their names begin; on both databases."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.store import notes
from bot.store.notes import Note
from tests.bot.store.readers import NOW

if TYPE_CHECKING:
    from bot.store.database import Database


def test_notes_are_found_by_how_their_names_begin_in_the_order_of_their_names(database: Database) -> None:
    later = NOW + dt.timedelta(minutes=1)
    for name, value, at in (("page b", "2", later), ("page a", "1", NOW), ("page%", "no", NOW), ("pager", "no", NOW)):
        database.writing(notes.put, name, value, at)
    assert database.reading(notes.under, "page ") == [Note("page a", "1", NOW), Note("page b", "2", later)]
    assert database.reading(notes.under, "page_") == []


def test_a_note_is_replaced_and_dropped_by_its_name(database: Database) -> None:
    database.writing(notes.put, "counter", "1", NOW)
    database.writing(notes.put, "counter", "2", NOW)
    assert database.reading(notes.note, "counter") == "2"
    database.writing(notes.drop, "counter")
    assert database.reading(notes.note, "counter") is None
