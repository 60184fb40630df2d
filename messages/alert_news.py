"""The last word on each event of one answer: what an answer itself replaces is nothing to tell. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from messages.alert_index import Index
from messages.alert_kin import Heard, heir, in_force_until, is_end

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from messages.alert import Alert


def newest(heard: Iterable[Heard], now: dt.datetime, *, complete: bool) -> tuple[list[Heard], list[Alert]]:
    """The last words, each heir to the numbers of what it replaces; and the words replaced.

    A complete list holds only what is in force, so two of its alerts are two unless they name each other; in a list
    of what was issued the later of two alike is the word that counts. What has run out replaces nothing by likeness.
    """
    words: Index[Heard] = Index()
    replaced: list[Alert] = []
    for news in sorted(heard, key=lambda news: (news.alert.sent, is_end(news.alert))):
        old = words.succeeded(news.alert)
        if not complete and (is_end(news.alert) or in_force_until(news.alert) > now):
            old += [other for other in words.followed(news) if other not in old]
        words.take(old)
        replaced += [other.alert for other in old]
        words.add(Heard(alert=heir(news.alert, [other.alert for other in old]), places=news.places))
    return list(words), replaced
