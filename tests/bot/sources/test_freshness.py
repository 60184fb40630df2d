"""When a source may be asked again, from the heads services send."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.sources.freshness import LONGEST, RETRY, Validators, fresh_for, retry_after, validators

NOW = dt.datetime(2026, 3, 9, 7, 0, tzinfo=dt.UTC)
DATE = {"Date": "Mon, 09 Mar 2026 10:00:00 GMT"}  # the server's clock is three hours ahead


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Cache-Control": "public, max-age=300"}, 300),
        ({"Cache-Control": "max-age=300", "Age": "100"}, 200),
        ({"Cache-Control": "max-age=300", "Age": "-1"}, 300),
        ({"Cache-Control": "max-age=300", "Age": "900"}, 0),
        ({"Cache-Control": "s-maxage=300"}, 0),
        ({"Cache-Control": "max-age=99999999999999"}, 86_400),
        ({**DATE, "Expires": "Mon, 09 Mar 2026 10:31:00 GMT"}, 31 * 60),
        ({"Expires": "Mon, 09 Mar 2026 07:31:00 GMT"}, 31 * 60),
        ({**DATE, "Expires": "Mon, 09 Mar 2026 10:05:00 GMT", "Cache-Control": "max-age=600"}, 600),
        ({"Expires": "0"}, 0),
        ({"Expires": "-1"}, 0),
        ({"Expires": "tomorrow"}, 0),
        ({"Expires": "Mon, 09 Mar 1999 10:31:00 GMT"}, 0),
        ({"Expires": "Mon, 99 Mar 2026 10:31:00 GMT"}, 0),
    ],
)
def test_an_answer_is_good_for_what_it_says(headers: dict[str, str], seconds: int) -> None:
    assert fresh_for(headers, NOW) == dt.timedelta(seconds=seconds)


def test_a_forged_expiry_does_not_silence_a_source() -> None:
    assert fresh_for({"Expires": "Mon, 09 Mar 2099 10:31:00 GMT"}, NOW) == LONGEST


@pytest.mark.parametrize(
    ("given", "wait"),
    [
        ("30", dt.timedelta(seconds=30)),
        ("0", dt.timedelta(seconds=1)),
        ("Mon, 09 Mar 2026 10:02:00 GMT", dt.timedelta(minutes=2)),
        ("soon", RETRY),
        ("", RETRY),
        ("-5", RETRY),
        ("９９", RETRY),
        ("999999999", LONGEST),
        ("9" * 5_000, RETRY),
    ],
)
def test_a_server_that_asks_for_time_gets_what_it_asks(given: str, wait: dt.timedelta) -> None:
    assert retry_after({**DATE, "Retry-After": given}, NOW) == wait


def test_validators_stay_when_an_answer_leaves_them_out() -> None:
    before = Validators(etag='"a"', last_modified="Mon, 09 Mar 2026 07:00:00 GMT")
    kept = validators({}, before, NOW, at_least=dt.timedelta(minutes=30), spread=dt.timedelta(seconds=7))
    assert kept == Validators('"a"', "Mon, 09 Mar 2026 07:00:00 GMT", NOW + dt.timedelta(minutes=30, seconds=7))
    assert kept.headers() == {"If-None-Match": '"a"', "If-Modified-Since": "Mon, 09 Mar 2026 07:00:00 GMT"}


def test_an_absurd_validator_is_not_kept() -> None:
    kept = validators({"ETag": "x" * 9_000}, Validators(), NOW, at_least=dt.timedelta(), spread=dt.timedelta())
    assert kept.headers() == {}
