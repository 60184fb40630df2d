"""Which headlines of a feed reach readers."""

from __future__ import annotations

from bot.sources.feed_news import CEILING, new_items
from bot.sources.reading import Item


def items(*names: str) -> list[Item]:
    return [Item(identifier=name, title=name) for name in names]


def test_the_first_sight_of_a_feed_remembers_and_tells_nothing() -> None:
    news = new_items(set(), items("a", "b"), first_sight=True)
    assert (news.tell, news.remember, news.held) == ((), ("a", "b"), 0)


def test_only_what_is_new_is_told_and_once() -> None:
    news = new_items({"a"}, items("c", "b", "a", "b"), first_sight=False)
    assert [item.identifier for item in news.tell] == ["c", "b"]
    assert news.remember == ("c", "b")


def test_ten_thousand_new_headlines_tell_no_more_than_the_ceiling_ever() -> None:
    flood = items(*(str(n) for n in range(10_000)))
    first = new_items(set(), flood, first_sight=False)
    assert (len(first.tell), first.held) == (CEILING, 10_000 - CEILING)
    assert new_items(set(first.remember), flood, first_sight=False).tell == ()
