"""Hostile and broken payloads: refused in bounds with a reason, or read in part; never a crash, never unbounded."""

from __future__ import annotations

import json
import random
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.errors import UnreadableError
from bot.sources import kinds
from bot.sources.reading import MAX_ENTRIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.sources.reading import Reading

OWN = Path(__file__).parents[2] / "payloads"
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)
BOMBS = {
    "billion laughs": f"<?xml version='1.0'?>{LAUGHS}]><alert>&j;</alert>",
    "quadratic": f"<!DOCTYPE x [<!ENTITY a '{'a' * 50_000}'>]><alert>{'&a;' * 50_000}</alert>",
    "external subset": "<!DOCTYPE alert SYSTEM 'http://127.0.0.1:9/x.dtd'><alert/>",
    "external entity": "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><alert>&x;</alert>",
    "parameter entity": "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/'> %x;]><alert/>",
    "lower case": "<!doctype html><html><body>503</body></html>",
    "after a comment": "<!-- x --><?pi?><!DOCTYPE a><alert/>",
    "in UTF-16": "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE a><alert/>",
}
XML_KINDS = ("cap", "rss", "cn-alerts", "eccc")
JSON_KINDS = tuple(kind for kind in kinds.KINDS if kind not in {"cap", "rss"})


def outcome(kind: str, data: bytes) -> Reading | str:
    try:
        return kinds.read(kind, data)
    except UnreadableError as error:
        return str(error)


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("kind", XML_KINDS)
def test_no_document_type_is_ever_read(kind: str, bomb: str) -> None:
    data = BOMBS[bomb].encode("utf-16" if "UTF-16" in bomb else "utf-8")
    assert "DOCTYPE" in str(outcome(kind, data))


def test_a_doctype_inside_a_headline_is_only_text() -> None:
    data = (OWN / "rss/plain.xml").read_text().replace("民政八项工程", "<![CDATA[写作 <!DOCTYPE html> 时]]>")
    read = outcome("rss", data.encode())
    assert not isinstance(read, str)
    assert len(read.items) == 2


@pytest.mark.parametrize("kind", XML_KINDS)
def test_deep_xml_is_refused(kind: str) -> None:
    deep = "<alert>" * 20_000 + "</alert>" * 20_000
    assert "deeper than 50" in str(outcome(kind, deep.encode()))


@pytest.mark.parametrize("kind", JSON_KINDS)
@pytest.mark.parametrize("levels", [60, 900, 20_000, 400_000])
def test_deep_json_is_refused(kind: str, levels: int) -> None:
    deep = '{"features":' + "[" * levels + "]" * levels + "}"
    assert "deep" in str(outcome(kind, deep.encode()))


@pytest.mark.parametrize("kind", kinds.KINDS)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"\x00" * 100,
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"null",
        b"[]",
        b"{}",
        b"<",
        b"<a",
        b"<a/>",
        b"{" * 50,
        b"\x1f\x8b\x08\x00",
        b"HTTP/1.1 200 OK",
        b"http://127.0.0.1/feed.xml",
        b"/etc/passwd",
        b'{"warnings": {}, "features": {}, "alerts": {}, "daily": [], "timeseries": 7}',
        b'{"daily": {"time": {}}, "properties": []}',
        b'{"a": ' + b"9" * 6_000 + b"}",
        b"x" * (5 * 1024 * 1024 + 1),
    ],
    ids=lambda data: repr(data[:24]),
)
def test_what_is_no_answer_is_refused(kind: str, data: bytes) -> None:
    assert isinstance(outcome(kind, data), str)


def test_of_ten_thousand_headlines_no_more_than_the_bound_are_read() -> None:
    item = "<item><title>标题{0}</title><link>https://news.example.org/{0}</link></item>"
    feed = f"<rss version='2.0'><channel>{''.join(item.format(n) for n in range(10_000))}</channel></rss>"
    started = time.monotonic()
    read = outcome("rss", feed.encode())
    assert not isinstance(read, str)
    assert len(read.items) == MAX_ENTRIES
    assert "10000" in read.problems[0]
    assert time.monotonic() - started < 10


def test_of_ten_thousand_alerts_no_more_than_the_bound_are_read_and_the_list_is_not_taken_as_whole() -> None:
    one = json.loads((OWN / "nws/cancel.json").read_text())["features"][0]
    many = {"features": [{**one, "properties": {**one["properties"], "id": str(n)}} for n in range(10_000)]}
    read = outcome("nws", json.dumps(many).encode())
    assert not isinstance(read, str)
    assert len(read.alerts) == MAX_ENTRIES
    assert not read.complete


def payloads() -> list[tuple[str, bytes]]:
    rows = [json.loads(line) for line in (OWN / "expected.jsonl").read_text().splitlines()]
    return [(row["file"].partition("/")[0], (OWN / row["file"]).read_bytes()) for row in rows]


@pytest.mark.parametrize(("kind", "data"), payloads())
def test_a_payload_cut_off_anywhere_breaks_nothing(kind: str, data: bytes) -> None:
    for end in range(0, len(data), max(1, len(data) // 60)):
        outcome(kind, data[:end])


@pytest.mark.parametrize(("kind", "data"), payloads())
def test_a_payload_with_damage_breaks_nothing_and_can_be_printed(kind: str, data: bytes) -> None:
    chance = random.Random(20230309)
    for _ in range(40):
        hurt = bytearray(data)
        for _ in range(chance.choice((1, 3, 30))):
            at = chance.randrange(len(hurt))
            hurt[at : at + chance.choice((0, 1, 4))] = chance.choice(
                (
                    b"",
                    b'"',
                    b"\xff",
                    b"<",
                    b"9e999",
                    b"null",
                    b"[",
                    b"\\ud800",
                    b"&",
                    b"-1",
                    b"]]>",
                    bytes([chance.randrange(256)]),
                )
            )
        read = outcome(kind, bytes(hurt))
        if not isinstance(read, str):
            json.dumps(read.as_json(), ensure_ascii=False).encode()


ODD: tuple[Any, ...] = ({}, [], {"a": [1]}, "\ud800", "", None, True, -1, 1e300, "9" * 400, "9999-12-31T23:59:59-14:00")


def places_in(body: Any) -> Iterator[tuple[Any, Any]]:
    """Every container and key of a JSON value."""
    for key in list(body) if isinstance(body, dict) else range(len(body)):
        yield body, key
        if isinstance(body[key], (dict, list)):
            yield from places_in(body[key])


@pytest.mark.parametrize(("kind", "data"), [row for row in payloads() if row[1].startswith(b"{")])
def test_any_field_may_hold_anything(kind: str, data: bytes) -> None:
    body = json.loads(data)
    for container, key in list(places_in(body)):
        kept = container[key]
        for odd in ODD:
            container[key] = odd
            read = outcome(kind, json.dumps(body).encode())
            (read if isinstance(read, str) else json.dumps(read.as_json(), ensure_ascii=False)).encode()
        container[key] = kept


FAMILIES = {
    "open tags": b"<a ",
    "closed tags": b"<a></a>",
    "comments": b"<!--",
    "sections": b"<![CDATA[",
    "declarations": b"<!",
    "ampersands": b"&",
    "entities": b"&amp",
    "quotes": b'"',
    "braces": b'{"a":',
    "lists": b"[",
    "commas": b"[],",
    "blanks": b" ",
    "newlines": b"\n",
    "digits": b"1",
    "entries": b"</item >",
    "namespaces": b" xmlns:a='b'",
    "gb bytes": b"\xb4\xf3",
    "bad bytes": b"\xe8\xff",
}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("kind", ["cap", "rss", "nws"])
def test_a_mebibyte_of_anything_is_answered_at_once(kind: str, family: str) -> None:
    unit = FAMILIES[family]
    for head in (b"", b"<rss version='2.0'><channel>", b'{"features":['):
        started = time.monotonic()
        outcome(kind, head + unit * ((1 << 20) // len(unit)))
        assert time.monotonic() - started < 5  # 30 ms to 0.4 s on a quiet machine; quadratic would be minutes


def test_reading_a_hostile_payload_needs_little_memory() -> None:
    tracemalloc.start()
    outcome("cap", b"<alert>" + b"<a/>" * 1_000_000)
    outcome("rss", BOMBS["billion laughs"].encode())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50 * 1024 * 1024


TITLES = [
    "预警" * 2_000,
    "发布" * 4_000 + "预警",
    "红" * 8_000,
    "[" * 8_000,
    "红色[" * 2_000 + "预警",
    "（" * 9_000 + "预警",
]


@pytest.mark.parametrize("title", TITLES, ids=lambda title: title[:6])
def test_a_monstrous_title_is_read_at_once(title: str) -> None:
    entry = {"alertid": "1", "issuetime": "2026/03/09 07:00", "title": title}
    started = time.monotonic()
    outcome("cn-alerts", json.dumps({"data": {"page": {"list": [entry] * 200}}}).encode())
    assert time.monotonic() - started < 5
