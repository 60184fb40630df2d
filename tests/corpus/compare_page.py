"""Sets a page's answer beside its gold: everything on it but the inside of a forecast, which `compare` judges.

Works on JSON values as `Edition.model_dump(mode="json")` gives them; knows nothing of files or of the reader.
"""

from __future__ import annotations

from typing import Any

from tests.corpus.compare import Json, Mark, field, period_list_marks, plain, stated


def page_marks(where: str, gold: Json, got: Json) -> list[Mark]:
    """All fields of one page that its gold states."""
    marks = field("page date", where, gold["date"], got["date"]) if "date" in gold else []
    for name, judge in LISTS.items():
        if name in gold:
            marks += judge(where, gold[name], got[name])
    for name, kind in JOINED.items():
        if name in gold:
            marks += field(kind, where, "".join(gold[name]), "".join(got[name]))
    return marks


def hotline_marks(where: str, gold: list[Json], got: list[Json]) -> list[Mark]:
    """Numbers over the whole page, because one line may hold several lines' worth of numbers or the reverse."""
    marks: list[Mark] = []
    left = [number for hotline in got for number in hotline["numbers"]]
    for number in (number for hotline in gold for number in hotline["numbers"]):
        answer = next((seen for seen in left if same_number(number, seen)), None)
        if answer is not None:
            left.remove(answer)
        marks += field("hotline number", where, number, number if answer else None)
    texts = [plain(hotline["text"]) for hotline in got]
    for text in (hotline["text"] for hotline in gold if "text" in hotline):
        marks += field("hotline text", where, text, text if plain(text) in texts else None)
    return marks + [mark for extra in left for mark in field("hotline number", where, None, extra)]


def same_number(gold: str, got: str) -> bool:
    """A number printed without its area code may be answered with the one beside it."""
    return gold == got or ("-" not in gold and got.endswith(f"-{gold}"))


def forecast_marks(where: str, gold: list[Json], got: list[Json]) -> list[Mark]:
    marks: list[Mark] = []
    for index, forecast in enumerate(gold):
        answer = got[index] if index < len(got) else {}
        spot = f"{where} forecast {index + 1}"
        for name in ("printed", "place"):
            if name in forecast:
                marks += field(f"forecast {name}", spot, forecast[name], answer.get(name))
        marks += period_list_marks(spot, forecast["periods"], answer.get("periods", []))
    extra = [answer.get("printed") for answer in got[len(gold) :]]
    return marks + [mark for printed in extra for mark in field("forecast printed", where, None, printed)]


def article_list_marks(where: str, gold: list[Json], got: list[Json]) -> list[Mark]:
    marks: list[Mark] = []
    left = list(got)
    for index, article in enumerate(gold):
        answer = next((seen for seen in left if same_article(article, seen)), None)
        if answer is not None:
            left.remove(answer)
        marks += article_marks(f"{where} article {index + 1}", article, answer or {})
    return marks + [
        mark for extra in left for mark in field("article", where, None, extra.get("headline") or "untitled")
    ]


def same_article(gold: Json, got: Json) -> bool:
    """Known by its headline, or by how its text begins, so that one article lost does not shift the rest."""
    if gold.get("headline") and plain(gold["headline"]) == plain(got.get("headline")):
        return True
    opening = plain(gold.get("first"))
    return bool(opening) and opening in (plain("".join(got.get("paragraphs", []))) or "")


def article_marks(where: str, gold: Json, got: Json) -> list[Mark]:
    marks = field("article", where, "article", "article" if got else None)
    for name in ("kind", "headline", "kicker"):
        if name in gold:
            marks += field(f"article {name}" if name == "kind" else name, where, gold[name], got.get(name))
    if "dateline" in gold:
        marks += dateline_marks(where, gold["dateline"], got.get("dateline"))
    if "bylines" in gold:
        marks += byline_marks(where, gold["bylines"], got.get("bylines", []))
    return marks + paragraph_marks(where, gold, list(got.get("paragraphs", [])))


def dateline_marks(where: str, gold: Json | None, got: Json | None) -> list[Mark]:
    if gold is None:
        return field("dateline", where, None, got and got["text"])
    return field("dateline", where, *stated(gold, got))


def byline_marks(where: str, gold: list[Json], got: list[Json]) -> list[Mark]:
    marks: list[Mark] = []
    left = list(got)
    for byline in gold:
        same = [answer for answer in left if plain(answer["names"]) == plain(byline["names"])] or left
        answer = same[0] if same else None
        if answer is not None:
            left.remove(answer)
        marks += field("byline", where, *stated(byline, answer))
    return marks + [mark for extra in left for mark in field("byline", where, None, extra["names"])]


def paragraph_marks(where: str, gold: Json, got: list[str]) -> list[Mark]:
    """Count, opening, ending and length in characters: together they show a wrong join or cut anywhere."""
    marks: list[Mark] = []
    if "paragraphs" in gold:
        wanted = gold["paragraphs"] if isinstance(gold["paragraphs"], int) else len(gold["paragraphs"])
        marks += field("paragraph count", where, wanted, len(got) or None)
    text = [plain(paragraph) or "" for paragraph in got]
    if "first" in gold:
        right = bool(text) and text[0].startswith(plain(gold["first"]))
        marks += field("paragraph first", where, gold["first"], gold["first"] if right else "".join(got[:1])[:30])
    if "last" in gold:
        right = bool(text) and text[-1].endswith(plain(gold["last"]))
        marks += field("paragraph last", where, gold["last"], gold["last"] if right else "".join(got[-1:])[-30:])
    if "chars" in gold:
        marks += field("paragraph length", where, gold["chars"], sum(map(len, got)) or None)
    return marks


def caption_marks(where: str, gold: list[str], got: list[str]) -> list[Mark]:
    """The gold holds a caption without its mark and credit, so it has to stand inside the answer's."""
    marks: list[Mark] = []
    left = list(got)
    for caption in gold:
        answer = next((seen for seen in left if plain(caption) in (plain(seen) or "")), None)
        if answer is not None:
            left.remove(answer)
        marks += field("caption", where, caption, caption if answer else None)
    return marks + [mark for extra in left for mark in field("caption", where, None, extra)]


def service_marks(where: str, gold: list[Json], got: list[Json]) -> list[Mark]:
    marks: list[Mark] = []
    left = list(got)
    for note in gold:
        answer = next((seen for seen in left if plain(seen["text"]) == plain(note["text"])), None)
        if answer is not None:
            left.remove(answer)
        marks += field("service note", where, *stated(note, answer, ("text", "kind")))
    return marks + [mark for extra in left for mark in field("service note", where, None, extra["text"])]


LISTS: dict[str, Any] = {
    "hotlines": hotline_marks,
    "forecasts": forecast_marks,
    "articles": article_list_marks,
    "captions": caption_marks,
    "service_notes": service_marks,
}
# One line of slogans may be one item or several: only the text is judged.
JOINED = {"safety_notices": "safety notice", "imprint": "imprint", "unread": "unread"}
