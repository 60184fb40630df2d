"""No host is asked more often than its rules allow, in any window."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.sources.pace import SERVICES, Pace, Rule


@given(
    rules=st.lists(st.builds(Rule, st.integers(1, 5), st.integers(1, 20).map(float)), min_size=1, max_size=3),
    gaps=st.lists(st.floats(0, 5), min_size=1, max_size=40),
)
def test_no_window_holds_more_than_its_rule(rules: list[Rule], gaps: list[float]) -> None:
    pace, now, sent = Pace({}, rules), 0.0, []
    for gap in gaps:
        now += gap
        sent.append(now + pace.take("host", now))
    for rule in rules:
        spans = [later - earlier for earlier, later in zip(sent, sent[rule.most :], strict=False)]
        assert all(span >= rule.seconds - 1e-6 for span in spans)


def test_hosts_do_not_wait_for_each_other() -> None:
    pace = Pace({}, (Rule(1, 60),))
    assert (pace.take("a", 0.0), pace.take("b", 0.0), pace.take("a", 0.0)) == (0.0, 0.0, 60.0)


def test_ten_thousand_places_stay_within_what_open_meteo_allows() -> None:
    pace, sent = Pace(), []
    for _ in range(10_000):
        sent.append(pace.take("api.open-meteo.com", 0.0))  # noqa: PERF401 - each call changes the pace
    for most, seconds in ((600, 60), (5_000, 3_600), (10_000, 86_400)):
        assert all(later - earlier > seconds for earlier, later in zip(sent, sent[most:], strict=False))
    assert sent[-1] > 86_400  # 9,000 a day: the last thousand wait for tomorrow


def test_every_service_with_a_published_limit_has_its_rule() -> None:
    assert {"api.open-meteo.com", "api.met.no"} <= set(SERVICES)
